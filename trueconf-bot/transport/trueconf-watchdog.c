/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-watchdog-private.h"
#include "trueconf-hash-private.h"
#include "trueconf-lock-private.h"

/* How many handlers are told, so that handlers which are added again and again do not fill the memory. */
#define MAX_TOLD 1000

struct _TrueconfWatchdog
{
  TrueconfCallQueue *calls;

  /* of the I/O thread */
  GSource *timer;
  GHashTable *told; /* descriptions of the handlers that were told */

  GMutex lock; /* for what follows */
  TrueconfWatched *current;
  gboolean armed;  /* the timer is set, or about to be */
  gboolean probed; /* the context was asked for a turn, and has not made it yet */
};

static void
watchdog_clear (gpointer data)
{
  TrueconfWatchdog *self = data;

  trueconf_call_queue_unref (self->calls);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_mutex_clear (&self->lock);
}

static void
watchdog_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, watchdog_clear);
}

TrueconfWatchdog *
trueconf_watchdog_new (TrueconfCallQueue *calls)
{
  TrueconfWatchdog *self = g_atomic_rc_box_new0 (TrueconfWatchdog);

  self->calls = trueconf_call_queue_ref (calls);
  g_mutex_init (&self->lock);

  return self;
}

static void
do_close (gpointer data)
{
  TrueconfWatchdog *self = data;

  TRUECONF_ASSERT_IO_THREAD ();

  g_clear_pointer (&self->timer, trueconf_io_timer_free);
}

/* Frees it once the I/O thread has let go of it. No call is watched any more. */
void
trueconf_watchdog_close (TrueconfWatchdog *self)
{
  trueconf_lock (&self->lock);
  self->current = NULL;
  trueconf_unlock (&self->lock);

  trueconf_io_post (do_close, self, watchdog_unref);
}

static void
turned (gpointer data)
{
  TrueconfWatchdog *self = data;

  trueconf_lock (&self->lock);
  self->probed = FALSE;
  if (self->current != NULL)
    self->current->since = g_get_monotonic_time ();
  trueconf_unlock (&self->lock);
}

static void
tell (TrueconfWatchdog *self, char *description, gint64 threshold)
{
  g_autofree char *owned = description;
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->told == NULL)
    self->told = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);

  if (g_hash_table_contains (self->told, description) || g_hash_table_size (self->told) >= MAX_TOLD)
    return;

  g_hash_table_add (self->told, g_steal_pointer (&owned));
  trueconf_log (
      G_LOG_LEVEL_WARNING,
      "%s has blocked its main loop for more than %s s: until it returns, nothing else happens in its thread. "
      "Call asynchronous functions in it, or do its work in another thread and hold the context meanwhile",
      description, g_ascii_formatd (seconds, sizeof seconds, "%g", (double) threshold / G_TIME_SPAN_SECOND));
}

/* Half the threshold after a handler was called, its context is asked for a turn; if the turn has not come when the other
 * half is over, the handler blocks it. A handler that runs a main loop of its own, such as a modal dialog, does not. */
static gboolean
timer_cb (gpointer data)
{
  TrueconfWatchdog *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 next = TRUECONF_TIME_NEVER;
  char *description = NULL;
  gboolean probe = FALSE;
  gint64 threshold = 0;

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_lock (&self->lock);
  if (self->current != NULL)
    {
      gint64 due = self->current->since + self->current->threshold / 2;

      threshold = self->current->threshold;
      if (now < due)
        {
          next = due;
        }
      else
        {
          if (self->probed && now >= self->current->since + threshold)
            description = self->current->describe (self->current->data);
          probe = !self->probed;
          self->probed = TRUE;
          next = now + threshold / 2;
        }
    }
  self->armed = next != TRUECONF_TIME_NEVER;
  trueconf_unlock (&self->lock);

  trueconf_io_timer_set (self->timer, next);
  if (probe)
    trueconf_call_queue_post (self->calls, turned, g_atomic_rc_box_acquire (self), watchdog_unref);
  if (description != NULL)
    tell (self, description, threshold);

  return G_SOURCE_CONTINUE;
}

static void
do_arm (gpointer data)
{
  TrueconfWatchdog *self = data;

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->timer == NULL)
    self->timer = trueconf_io_timer_new (timer_cb, self, "trueconf-watchdog");
  timer_cb (self);
}

/* The timer is left running after the call has ended, so that a busy bot wakes the I/O thread once in a while instead of
 * once for each event; it stops when it finds nothing to watch. */
void
trueconf_watchdog_begin (TrueconfWatchdog *self, TrueconfWatched *watched)
{
  gboolean arm;

  watched->since = g_get_monotonic_time ();

  trueconf_lock (&self->lock);
  watched->outer = self->current;
  self->current = watched;
  self->probed = FALSE;
  arm = !self->armed;
  self->armed = TRUE;
  trueconf_unlock (&self->lock);

  if (arm)
    trueconf_io_post (do_arm, g_atomic_rc_box_acquire (self), watchdog_unref);
}

void
trueconf_watchdog_end (TrueconfWatchdog *self, TrueconfWatched *watched)
{
  trueconf_lock (&self->lock);
  self->current = watched->outer;
  self->probed = FALSE;
  if (self->current != NULL)
    self->current->since = g_get_monotonic_time ();
  trueconf_unlock (&self->lock);
}
