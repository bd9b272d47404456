/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-progress-private.h"

#define INTERVAL (100 * G_TIME_SPAN_MILLISECOND)

struct _TrueconfProgress
{
  TrueconfCallQueue *calls;

  /* of the bot's main context */
  GFileProgressCallback callback;
  gpointer data;
  GDestroyNotify destroy;
  goffset last_current; /* told, -1: nothing yet */
  goffset last_total;

  GMutex lock;
  goffset current;
  goffset total;
  gint64 told;
  gboolean on_its_way;
  gboolean later; /* a timer will tell of it */
};

TrueconfProgress *
trueconf_progress_new (TrueconfCallQueue *calls,
                       GFileProgressCallback callback,
                       gpointer data,
                       GDestroyNotify destroy)
{
  TrueconfProgress *self = g_atomic_rc_box_new0 (TrueconfProgress);

  self->calls = trueconf_call_queue_ref (calls);
  self->callback = callback;
  self->data = data;
  self->destroy = destroy;
  self->last_current = -1;
  g_mutex_init (&self->lock);

  return self;
}

TrueconfProgress *
trueconf_progress_ref (TrueconfProgress *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
progress_clear (gpointer data)
{
  TrueconfProgress *self = data;

  trueconf_call_queue_unref (self->calls);
  g_mutex_clear (&self->lock);
}

void
trueconf_progress_unref (TrueconfProgress *self)
{
  g_atomic_rc_box_release_full (self, progress_clear);
}

static void
tell (gpointer data)
{
  TrueconfProgress *self = data;
  goffset current;
  goffset total;

  g_mutex_lock (&self->lock);
  current = self->current;
  total = self->total;
  self->on_its_way = FALSE;
  g_mutex_unlock (&self->lock);

  if (self->callback == NULL || (current == self->last_current && total == self->last_total))
    return;

  self->last_current = current;
  self->last_total = total;
  self->callback (current, total, self->data);
}

static void
unref_progress (gpointer self)
{
  trueconf_progress_unref (self);
}

static void
post (TrueconfProgress *self)
{
  trueconf_call_queue_post (self->calls, tell, trueconf_progress_ref (self), unref_progress);
}

static gboolean
later_cb (gpointer data)
{
  TrueconfProgress *self = data;
  gboolean due;

  g_mutex_lock (&self->lock);
  self->later = FALSE;
  due = !self->on_its_way;
  if (due)
    {
      self->on_its_way = TRUE;
      self->told = g_get_monotonic_time ();
    }
  g_mutex_unlock (&self->lock);

  if (due)
    post (self);

  return G_SOURCE_REMOVE;
}

/* What comes too early is told later: nothing may follow it. */
static void
tell_later (TrueconfProgress *self, gint64 when)
{
  g_autoptr (GSource) timer = g_timeout_source_new (0);

  g_source_set_static_name (timer, "trueconf-progress");
  g_source_set_ready_time (timer, when);
  g_source_set_callback (timer, later_cb, trueconf_progress_ref (self), unref_progress);
  g_source_attach (timer, g_main_context_get_thread_default ());
}

void
trueconf_progress_report (TrueconfProgress *self, goffset current, goffset total, gboolean last)
{
  gint64 now = g_get_monotonic_time ();
  gboolean due;
  gint64 later = 0;

  TRUECONF_ASSERT_IO_THREAD ();

  g_mutex_lock (&self->lock);
  /* a second attempt is told of when it gets further than the first */
  self->current = MAX (self->current, current);
  self->total = total;
  due = !self->on_its_way && (last || now - self->told >= INTERVAL);
  if (due)
    {
      self->on_its_way = TRUE;
      /* the first bytes are told at once */
      self->told = current > 0 ? now : 0;
    }
  else if (!self->on_its_way && !self->later)
    {
      self->later = TRUE;
      later = self->told + INTERVAL;
    }
  g_mutex_unlock (&self->lock);

  if (due)
    post (self);
  else if (later != 0)
    tell_later (self, later);
}

void
trueconf_progress_close (TrueconfProgress *self)
{
  GDestroyNotify destroy = g_steal_pointer (&self->destroy);

  self->callback = NULL;
  if (destroy != NULL)
    destroy (g_steal_pointer (&self->data));
}
