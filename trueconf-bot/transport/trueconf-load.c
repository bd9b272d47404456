/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-load-private.h"
#include "trueconf-lock-private.h"

struct _TrueconfLoad
{
  TrueconfCounters *counters;
  GMutex lock;
  TrueconfLoadRelieved relieved; /* NULL once it is closed */
  gpointer data;
  guint events;
  guint64 bytes;
  gboolean watched;
  guint few_events;
  guint64 few_bytes;
};

struct _TrueconfLoadTicket
{
  TrueconfLoad *load;
  gsize bytes;
  gint64 since;
};

static void
load_clear (gpointer data)
{
  TrueconfLoad *self = data;

  trueconf_counters_unref (self->counters);
  g_mutex_clear (&self->lock);
}

TrueconfLoad *
trueconf_load_new (TrueconfCounters *counters, TrueconfLoadRelieved relieved, gpointer data)
{
  TrueconfLoad *self = g_atomic_rc_box_new0 (TrueconfLoad);

  self->counters = trueconf_counters_ref (counters);
  g_mutex_init (&self->lock);
  self->relieved = relieved;
  self->data = data;

  return self;
}

/* Events that are not done yet keep it, but nothing is called any more. */
void
trueconf_load_close (TrueconfLoad *self)
{
  trueconf_lock (&self->lock);
  self->relieved = NULL;
  trueconf_unlock (&self->lock);
  g_atomic_rc_box_release_full (self, load_clear);
}

TrueconfLoadTicket *
trueconf_load_take (TrueconfLoad *self, gsize bytes)
{
  TrueconfLoadTicket *ticket = g_new (TrueconfLoadTicket, 1);

  ticket->load = g_atomic_rc_box_acquire (self);
  ticket->bytes = bytes;
  ticket->since = g_get_monotonic_time ();
  trueconf_counters_add (self->counters, TRUECONF_COUNTER_EVENTS_WAITING, 1);
  trueconf_lock (&self->lock);
  self->events++;
  self->bytes += bytes;
  trueconf_unlock (&self->lock);

  return ticket;
}

/* The caller holds the lock. */
static gboolean
is_small (TrueconfLoad *self)
{
  return self->events <= self->few_events && self->bytes <= self->few_bytes;
}

void
trueconf_load_ticket_free (TrueconfLoadTicket *ticket)
{
  TrueconfLoad *self = ticket->load;

  /* in a forked child nobody reads any more, and the I/O thread may have had the lock when it was forked */
  if (trueconf_io_is_forked ())
    return;

  trueconf_counters_add (self->counters, TRUECONF_COUNTER_EVENTS_WAITING, -1);
  trueconf_histogram_add (&self->counters->handling, g_get_monotonic_time () - ticket->since);
  trueconf_lock (&self->lock);
  self->events--;
  self->bytes -= ticket->bytes;
  if (self->watched && self->relieved != NULL && is_small (self))
    {
      self->watched = FALSE;
      /* with the lock, so that the load is not closed meanwhile */
      self->relieved (self->data);
    }
  trueconf_unlock (&self->lock);

  g_atomic_rc_box_release_full (self, load_clear);
  g_free (ticket);
}

guint
trueconf_load_get_events (TrueconfLoad *self)
{
  guint events;

  trueconf_lock (&self->lock);
  events = self->events;
  trueconf_unlock (&self->lock);

  return events;
}

guint64
trueconf_load_get_bytes (TrueconfLoad *self)
{
  guint64 bytes;

  trueconf_lock (&self->lock);
  bytes = self->bytes;
  trueconf_unlock (&self->lock);

  return bytes;
}

/* `relieved` is called once, when there is no more than this. Returns FALSE if that is so already. */
gboolean
trueconf_load_watch (TrueconfLoad *self, guint events, guint64 bytes)
{
  gboolean watched;

  trueconf_lock (&self->lock);
  self->few_events = events;
  self->few_bytes = bytes;
  watched = self->watched = !is_small (self);
  trueconf_unlock (&self->lock);

  return watched;
}

void
trueconf_load_unwatch (TrueconfLoad *self)
{
  trueconf_lock (&self->lock);
  self->watched = FALSE;
  trueconf_unlock (&self->lock);
}
