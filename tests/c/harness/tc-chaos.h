/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A proxy on loopback that does to the WebSocket's frames, in both directions, what bad networks and servers do: it loses,
 * delays, repeats and reorders them, sends garbage, splits them into bytes, falls silent, and closes one half or all of
 * a connection. A seed decides which frame meets which fault. */

typedef struct _TcChaos TcChaos;

TcChaos *tc_chaos_new (guint port, guint32 seed);
guint tc_chaos_get_port (TcChaos *self);
/* From now on nothing happens to what comes, and the connections so far are cut. */
void tc_chaos_calm (TcChaos *self);
/* How many faults there have been, by name. */
char *tc_chaos_describe (TcChaos *self);
void tc_chaos_free (TcChaos *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcChaos, tc_chaos_free)

G_END_DECLS
