/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-load-private.h"
#include "transport/trueconf-tsan-private.h"

struct _TrueconfLoad
{
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
};

static void
lock (TrueconfLoad *self)
{
  g_mutex_lock (&self->lock);
  TRUECONF_TSAN_ACQUIRE (&self->lock);
}

static void
unlock (TrueconfLoad *self)
{
  TRUECONF_TSAN_RELEASE (&self->lock);
  g_mutex_unlock (&self->lock);
}

static void
load_clear (gpointer data)
{
  TrueconfLoad *self = data;

  g_mutex_clear (&self->lock);
}

TrueconfLoad *
trueconf_load_new (TrueconfLoadRelieved relieved, gpointer data)
{
  TrueconfLoad *self = g_atomic_rc_box_new0 (TrueconfLoad);

  g_mutex_init (&self->lock);
  self->relieved = relieved;
  self->data = data;

  return self;
}

/* Events that are not done yet keep it, but nothing is called any more. */
void
trueconf_load_close (TrueconfLoad *self)
{
  lock (self);
  self->relieved = NULL;
  unlock (self);
  g_atomic_rc_box_release_full (self, load_clear);
}

TrueconfLoadTicket *
trueconf_load_take (TrueconfLoad *self, gsize bytes)
{
  TrueconfLoadTicket *ticket = g_new (TrueconfLoadTicket, 1);

  ticket->load = g_atomic_rc_box_acquire (self);
  ticket->bytes = bytes;
  lock (self);
  self->events++;
  self->bytes += bytes;
  unlock (self);

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

  lock (self);
  self->events--;
  self->bytes -= ticket->bytes;
  if (self->watched && self->relieved != NULL && is_small (self))
    {
      self->watched = FALSE;
      /* with the lock, so that the load is not closed meanwhile */
      self->relieved (self->data);
    }
  unlock (self);

  g_atomic_rc_box_release_full (self, load_clear);
  g_free (ticket);
}

guint
trueconf_load_get_events (TrueconfLoad *self)
{
  guint events;

  lock (self);
  events = self->events;
  unlock (self);

  return events;
}

guint64
trueconf_load_get_bytes (TrueconfLoad *self)
{
  guint64 bytes;

  lock (self);
  bytes = self->bytes;
  unlock (self);

  return bytes;
}

/* `relieved` is called once, when there is no more than this. Returns FALSE if that is so already. */
gboolean
trueconf_load_watch (TrueconfLoad *self, guint events, guint64 bytes)
{
  gboolean watched;

  lock (self);
  self->few_events = events;
  self->few_bytes = bytes;
  watched = self->watched = !is_small (self);
  unlock (self);

  return watched;
}

void
trueconf_load_unwatch (TrueconfLoad *self)
{
  lock (self);
  self->watched = FALSE;
  unlock (self);
}
