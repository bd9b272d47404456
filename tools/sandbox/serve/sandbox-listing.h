/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

JsonObject *sandbox_listing_message (SandboxWorld *world,
                                     SandboxMessage *message,
                                     SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_listing_chat (SandboxChat *chat) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_listing_file (SandboxFile *file) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_listing_connection (SandboxConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_listing_state (SandboxServer *server) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
