/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "serve/sandbox-server.h"

G_BEGIN_DECLS

/* Answers the request and returns TRUE. May return FALSE, to be called again, unless `now` is set. */
typedef gboolean (*SandboxWaitFunc) (SandboxServer *server,
                                     SoupServerMessage *msg,
                                     gpointer data,
                                     gboolean now);

void sandbox_wait (SandboxServer *server,
                   SoupServerMessage *msg,
                   double timeout,
                   SandboxWaitFunc respond,
                   gpointer data,
                   GDestroyNotify destroy);
void sandbox_wait_add (SandboxServer *server);
void sandbox_wait_notify (SandboxServer *server);
void sandbox_wait_clear (SandboxServer *server);

G_END_DECLS
