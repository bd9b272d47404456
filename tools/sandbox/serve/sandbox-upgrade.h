/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

/* The upgrade to a WebSocket, and the information about the server that needs none. */
void sandbox_upgrade_add (SandboxServer *server);

G_END_DECLS
