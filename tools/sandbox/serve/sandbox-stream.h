/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

/* Sends what happens as Server-Sent Events. */
void sandbox_stream_add (SandboxServer *server);
void sandbox_stream_open (SandboxServer *server, SoupServerMessage *msg);
void sandbox_stream_beat (SandboxServer *server);
void sandbox_stream_connection (SandboxServer *server, SandboxConnection *connection, const char *state);
void sandbox_stream_log (SandboxServer *server, const SandboxLogEntry *entry);
void sandbox_stream_fault (SandboxServer *server, const char *action, SandboxFault *fault);

G_END_DECLS
