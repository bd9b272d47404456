/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

/* Keeps web pages of others away: they are open in a browser on the machine of the sandbox, and reach what is on it. */

char *sandbox_guard_make_key (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean sandbox_guard_is_loopback (const char *host);
void sandbox_guard_add (SandboxServer *server);
gboolean sandbox_guard_has_key (SandboxServer *server, SoupServerMessage *msg, GHashTable *query);

G_END_DECLS
