/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-counters-private.h"

G_BEGIN_DECLS

/* How many events have been received and are not done yet, and how many bytes they had. They are counted on the I/O
 * thread when they come, and off by whatever thread is done with them. */

typedef struct _TrueconfLoad TrueconfLoad;
typedef struct _TrueconfLoadTicket TrueconfLoadTicket; /* of one event */

/* Called in any thread when a load that is watched has become small. */
typedef void (*TrueconfLoadRelieved) (gpointer data);

TrueconfLoad *trueconf_load_new (TrueconfCounters *counters, TrueconfLoadRelieved relieved, gpointer data);
void trueconf_load_close (TrueconfLoad *self);

TrueconfLoadTicket *trueconf_load_take (TrueconfLoad *self, gsize bytes);
void trueconf_load_ticket_free (TrueconfLoadTicket *ticket);

guint trueconf_load_get_events (TrueconfLoad *self);
guint64 trueconf_load_get_bytes (TrueconfLoad *self);
gboolean trueconf_load_watch (TrueconfLoad *self, guint events, guint64 bytes);
void trueconf_load_unwatch (TrueconfLoad *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfLoadTicket, trueconf_load_ticket_free)

G_END_DECLS
