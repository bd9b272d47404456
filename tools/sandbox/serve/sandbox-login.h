/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

void sandbox_login_add (SandboxServer *server);

G_END_DECLS
