/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

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

void
trueconf_progress_report (TrueconfProgress *self, goffset current, goffset total, gboolean last)
{
  gint64 now = g_get_monotonic_time ();
  gboolean due;

  g_mutex_lock (&self->lock);
  /* a second attempt is told of when it gets further than the first */
  self->current = MAX (self->current, current);
  self->total = total;
  due = !self->on_its_way && (last || now - self->told >= INTERVAL);
  if (due)
    {
      self->on_its_way = TRUE;
      /* the first bytes are told at once: if nothing follows them, nothing else would tell of them */
      self->told = current > 0 ? now : 0;
    }
  g_mutex_unlock (&self->lock);

  if (due)
    trueconf_call_queue_post (self->calls, tell, trueconf_progress_ref (self),
                              (GDestroyNotify) trueconf_progress_unref);
}

void
trueconf_progress_close (TrueconfProgress *self)
{
  GDestroyNotify destroy = g_steal_pointer (&self->destroy);

  self->callback = NULL;
  if (destroy != NULL)
    destroy (g_steal_pointer (&self->data));
}
