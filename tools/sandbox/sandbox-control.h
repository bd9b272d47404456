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

void sandbox_control_say (const SandboxCall *call);
void sandbox_control_edit (const SandboxCall *call);
void sandbox_control_remove (const SandboxCall *call);
void sandbox_control_press (const SandboxCall *call);
void sandbox_control_make_chat (const SandboxCall *call);
void sandbox_control_participants (const SandboxCall *call);
void sandbox_control_limits (const SandboxCall *call);
void sandbox_control_files (const SandboxCall *call);
void sandbox_control_change_file (const SandboxCall *call);
void sandbox_control_remove_file (const SandboxCall *call);
void sandbox_control_send (const SandboxCall *call);
void sandbox_control_add_fault (const SandboxCall *call);
void sandbox_control_clear_fault (const SandboxCall *call);
void sandbox_control_messages (const SandboxCall *call);
void sandbox_control_log (const SandboxCall *call);
const char *sandbox_call_query (const SandboxCall *call, const char *name);
SandboxUser *sandbox_call_require_user (const SandboxCall *call, const char *name);
SandboxFile *
sandbox_call_read_file (const SandboxCall *call, JsonObject *from, const char *name, SandboxUser *owner);

G_END_DECLS
