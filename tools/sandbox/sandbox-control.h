/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-http.h"

G_BEGIN_DECLS

/* One call of the control interface. */
typedef struct
{
  SandboxServer *server;
  SoupServerMessage *msg;
  const char *rest; /* what follows the route's path */
  GHashTable *query;
  JsonObject *body;
} SandboxCall;

void sandbox_control_send (const SandboxCall *call);
void sandbox_control_add_fault (const SandboxCall *call);
void sandbox_control_clear_fault (const SandboxCall *call);
void sandbox_control_messages (const SandboxCall *call);
void sandbox_control_log (const SandboxCall *call);
const char *sandbox_call_query (const SandboxCall *call, const char *name);
SandboxUser *sandbox_call_require_user (const SandboxCall *call, const char *name);

G_END_DECLS
