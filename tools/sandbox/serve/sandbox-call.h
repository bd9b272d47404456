/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

/* One call of the control interface. */
typedef struct
{
  SandboxServer *server;
  SoupServerMessage *msg;
  const char *rest; /* the rest of the path behind the route */
  GHashTable *query;
  JsonObject *body;
} SandboxCall;

/* Except for the query, a function that returns NULL has answered the call. */
const char *sandbox_call_query (const SandboxCall *call, const char *name);
SandboxUser *sandbox_call_require_user (const SandboxCall *call, const char *name);
SandboxMessage *sandbox_call_require_message (const SandboxCall *call);
SandboxFile *
sandbox_call_read_file (const SandboxCall *call, JsonObject *from, const char *name, SandboxUser *owner);

G_END_DECLS
