/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "speak/sandbox-connection.h"

G_BEGIN_DECLS

void sandbox_events_watch (SandboxHub *hub);
JsonObject *sandbox_events_make_upload_limits (SandboxHub *hub) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_events_upload_limits (SandboxConnection *connection);
void sandbox_events_welcome (SandboxConnection *connection);
void sandbox_events_unread (SandboxConnection *connection);
void sandbox_events_progress (SandboxHub *hub, SandboxFile *file, SandboxConnection *only);
void sandbox_events_command (SandboxHub *hub, SandboxUser *to, SandboxMessage *message, JsonObject *button);

G_END_DECLS
