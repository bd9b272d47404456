/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

void sandbox_site_open (SandboxServer *self);
void sandbox_site_close (SandboxServer *self);

G_END_DECLS
