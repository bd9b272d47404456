/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "speak/sandbox-connection.h"

G_BEGIN_DECLS

void sandbox_dispatch (SandboxConnection *connection, GBytes *frame);

G_END_DECLS
