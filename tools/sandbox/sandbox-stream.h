/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-connection.h"

G_BEGIN_DECLS

void sandbox_stream_open (SandboxServer *server, SoupServerMessage *msg);
void sandbox_stream_beat (SandboxServer *server);
void sandbox_stream_message (SandboxServer *server, SandboxMessage *message);
void sandbox_stream_read (SandboxServer *server, SandboxUser *reader, SandboxMessage *message);
void sandbox_stream_connection (SandboxServer *server, SandboxConnection *connection, const char *state);
void sandbox_stream_log (SandboxServer *server, const SandboxLogEntry *entry);
void sandbox_stream_fault (SandboxServer *server, const char *action, SandboxFault *fault);
void sandbox_stream_free (gpointer data);

G_END_DECLS
