/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-connection.h"

G_BEGIN_DECLS

void sandbox_stream_open (SandboxServer *server, SoupServerMessage *msg);
void sandbox_stream_beat (SandboxServer *server);
void sandbox_stream_emit (SandboxServer *server, const char *event, JsonObject *data);
void sandbox_stream_message (SandboxServer *server, const char *event, SandboxMessage *message);
void sandbox_stream_chat (SandboxServer *server, const char *action, SandboxChat *chat);
void sandbox_stream_activity (SandboxServer *server, SandboxChat *chat, SandboxUser *user, const char *type);
void sandbox_stream_removed (SandboxServer *server, SandboxMessage *message, SandboxUser *user);
void sandbox_stream_read (SandboxServer *server, SandboxUser *reader, SandboxMessage *message);
void sandbox_stream_connection (SandboxServer *server, SandboxConnection *connection, const char *state);
void sandbox_stream_log (SandboxServer *server, const SandboxLogEntry *entry);
void sandbox_stream_fault (SandboxServer *server, const char *action, SandboxFault *fault);
void sandbox_stream_free (gpointer data);

G_END_DECLS
