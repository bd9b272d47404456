/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-connection.h"

G_BEGIN_DECLS

JsonObject *sandbox_events_make_upload_limits (SandboxServer *server) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_events_upload_limits (SandboxConnection *connection);
void sandbox_events_welcome (SandboxConnection *connection);
void sandbox_events_unread (SandboxConnection *connection);
void sandbox_events_chat_created (SandboxServer *server,
                                  SandboxChat *chat,
                                  SandboxUser *only,
                                  SandboxConnection *acting);
void sandbox_events_message (SandboxServer *server, SandboxMessage *message, SandboxConnection *acting);
void sandbox_events_send (SandboxServer *server,
                          SandboxChat *chat,
                          SandboxConnection *acting,
                          const char *method,
                          JsonObject *payload);
void sandbox_events_send_to (SandboxServer *server,
                             SandboxUser *user,
                             SandboxConnection *acting,
                             const char *method,
                             JsonObject *payload);
void sandbox_events_progress (SandboxServer *server, SandboxFile *file, SandboxConnection *only);
void sandbox_events_read (SandboxServer *server, SandboxUser *reader, const char *message_id);

G_END_DECLS
