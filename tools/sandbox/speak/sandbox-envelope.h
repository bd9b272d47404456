/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "world/sandbox-world.h"

G_BEGIN_DECLS

JsonObject *sandbox_author_to_object (SandboxUser *author) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_message_to_envelope (SandboxWorld *self,
                                         SandboxMessage *message,
                                         SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_message_to_forwarded (SandboxWorld *self,
                                          SandboxMessage *message,
                                          SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *
sandbox_chat_to_object (SandboxWorld *self, SandboxChat *chat, SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *sandbox_chat_to_created_event (SandboxWorld *self,
                                           SandboxChat *chat,
                                           SandboxUser *viewer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
