/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

char *sandbox_login_make_token (SandboxServer *server,
                                SandboxUser *user,
                                gint64 expires_at) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_login_add (SandboxServer *server);

G_END_DECLS
