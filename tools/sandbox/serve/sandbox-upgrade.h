/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

/* The WebSocket, and what one may ask about the server without it. */
void sandbox_upgrade_add (SandboxServer *server);

G_END_DECLS
