/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-server.h"

G_BEGIN_DECLS

void sandbox_http_answer (SoupServerMessage *msg, guint status, JsonObject *object);
void
sandbox_http_answer_text (SoupServerMessage *msg, guint status, const char *content_type, const char *text);
void sandbox_http_refuse (SoupServerMessage *msg, guint status, const char *format, ...) G_GNUC_PRINTF (3, 4);
JsonNode *sandbox_http_read_body (SoupServerMessage *msg) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_http_hang (SandboxServer *server, SoupServerMessage *msg);
gboolean sandbox_http_is (SoupServerMessage *msg, const char *method);

void sandbox_http_add_bridge (SandboxServer *server);
void sandbox_oauth_add (SandboxServer *server);
void
sandbox_http_grant_token (SandboxServer *server, SoupServerMessage *msg, SandboxUser *user, gboolean by_code);
void sandbox_http_refuse_token (SoupServerMessage *msg, guint status, const char *error, const char *text);
void sandbox_control_add (SandboxServer *server);
void sandbox_page_add (SandboxServer *server);

G_END_DECLS
