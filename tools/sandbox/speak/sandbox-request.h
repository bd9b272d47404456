/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "speak/sandbox-connection.h"
#include "speak/sandbox-protocol.h"
#include "world/sandbox-actions.h"
#include "world/sandbox-rights.h"

G_BEGIN_DECLS

/* A request of a client. Its handler may answer later, or never. */
typedef struct
{
  SandboxConnection *connection;
  guint32 id;
  const char *method;
  JsonObject *payload;
} SandboxRequest;

void sandbox_request_answer (const SandboxRequest *request, JsonObject *payload);
void sandbox_request_answer_node (const SandboxRequest *request, JsonNode *payload);
void sandbox_request_fail (const SandboxRequest *request, int code);

/* Checks that several methods need. A function that returns NULL or FALSE has answered the request. */
SandboxActor sandbox_request_actor (const SandboxRequest *request);
gboolean sandbox_request_has_version (const SandboxRequest *request, const char *version);
SandboxChat *sandbox_request_chat (const SandboxRequest *request);
SandboxUser *sandbox_request_user (const SandboxRequest *request);
SandboxUser *sandbox_request_member (const SandboxRequest *request, SandboxChat *chat);
SandboxMessage *sandbox_request_message (const SandboxRequest *request);
gboolean sandbox_request_allows (const SandboxRequest *request, SandboxChat *chat, SandboxRight right);
gboolean sandbox_request_reply (const SandboxRequest *request, SandboxChat *chat, const char **reply_id);
JsonObject *sandbox_request_read_text (const SandboxRequest *request,
                                       JsonObject *content,
                                       gboolean with_buttons) G_GNUC_WARN_UNUSED_RESULT;
gboolean sandbox_request_boolean (const SandboxRequest *request, const char *member, gboolean *value);
void sandbox_request_fail_file (const SandboxRequest *request, int code, int older_code);
void sandbox_request_answer_sent (const SandboxRequest *request, SandboxMessage *message, JsonObject *extra);
void sandbox_request_answer_edited (const SandboxRequest *request, SandboxMessage *message, gint64 timestamp);
void sandbox_request_answer_chat (const SandboxRequest *request, SandboxChat *chat);

G_END_DECLS
