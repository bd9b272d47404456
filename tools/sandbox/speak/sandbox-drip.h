/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "speak/sandbox-connection.h"

G_BEGIN_DECLS

/* What is sent bit by bit, as long as the connection lasts. The settings are those of the fault. */
void sandbox_drip_message (SandboxConnection *connection,
                           SandboxOpcode opcode,
                           GBytes *bytes,
                           JsonObject *settings);
void sandbox_drip_endless (SandboxConnection *connection, JsonObject *settings);
void sandbox_drip_flood (SandboxConnection *connection, JsonObject *settings);

G_END_DECLS
