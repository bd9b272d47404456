/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "world/sandbox-world.h"

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

gboolean sandbox_protocol_has_method (SandboxWorld *world, const char *name);
gboolean sandbox_protocol_has_event (SandboxWorld *world, const char *name);

G_END_DECLS
