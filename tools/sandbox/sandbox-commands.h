/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sandbox-connection.h"

G_BEGIN_DECLS

void
sandbox_commands_send (SandboxServer *server, SandboxUser *to, SandboxMessage *message, JsonObject *button);
gboolean sandbox_commands_answer (SandboxServer *server,
                                  SandboxUser *user,
                                  const char *command_id,
                                  JsonObject *answer);

G_END_DECLS
