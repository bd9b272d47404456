/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Calls a function in a main context when a cancellable is cancelled, in whatever thread. Unlike g_cancellable_source_new (), it is no
 * source until then: a main loop looks at each of its sources in each turn, and thousands of operations may wait. */
typedef struct _TrueconfCancelWatch TrueconfCancelWatch;

/* `context` may be NULL for the default one. The function is called later, also if the cancellable is cancelled already, and once. */
TrueconfCancelWatch *trueconf_cancel_watch_new (GCancellable *cancellable,
                                                GMainContext *context,
                                                void (*func) (gpointer data),
                                                gpointer data);
/* Is called in the thread of the main context. From then on the function is not called. It may be called by the function. */
void trueconf_cancel_watch_free (TrueconfCancelWatch *self);

G_END_DECLS
