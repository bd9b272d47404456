/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-connection.h"

G_BEGIN_DECLS

#define SANDBOX_ERROR_DUPLICATE_ID            2
#define SANDBOX_ERROR_ROUTE_NOT_FOUND         104
#define SANDBOX_ERROR_NOT_AUTHORIZED          200
#define SANDBOX_ERROR_INVALID_CREDENTIALS     201
#define SANDBOX_ERROR_USER_DISABLED           202
#define SANDBOX_ERROR_CREDENTIALS_EXPIRED     203
#define SANDBOX_ERROR_UNSUPPORTED_CREDENTIALS 204
#define SANDBOX_ERROR_ACCESS_DENIED           302
#define SANDBOX_ERROR_NOT_ENOUGH_RIGHTS       303
#define SANDBOX_ERROR_CHAT_NOT_FOUND          304
#define SANDBOX_ERROR_NOT_PARTICIPANT         305
#define SANDBOX_ERROR_MESSAGE_NOT_FOUND       306
#define SANDBOX_ERROR_UNKNOWN_MESSAGE         307
#define SANDBOX_ERROR_ALREADY_PARTICIPANT     309
#define SANDBOX_ERROR_ROLE_NOT_FOUND          312
#define SANDBOX_ERROR_WRONG_PAYLOAD           399

/* One request of a client; the handler answers it, now, later or never. */
typedef struct
{
  SandboxConnection *connection;
  guint32 id;
  const char *method;
  JsonObject *payload;
} SandboxRequest;

typedef void (*SandboxHandler) (const SandboxRequest *request);

typedef struct
{
  const char *name;
  const char *since;
  SandboxHandler handler;
} SandboxMethod;

void sandbox_dispatch (SandboxConnection *connection, GBytes *frame);
void sandbox_request_answer (const SandboxRequest *request, JsonObject *payload);
void sandbox_request_answer_node (const SandboxRequest *request, JsonNode *payload);
void sandbox_request_fail (const SandboxRequest *request, int code);

const SandboxMethod *sandbox_methods_find (const char *name);
void sandbox_handle_auth (const SandboxRequest *request);

G_END_DECLS
