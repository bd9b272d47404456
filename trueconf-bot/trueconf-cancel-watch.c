/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-cancel-watch-private.h"

/* Belongs to who has made it, to the handler of the signal, and to the source once there is one. */
struct _TrueconfCancelWatch
{
  GCancellable *cancellable;
  gulong id;                    /* 0: it was cancelled before */
  GMainContext *context;        /* NULL once the source is there */
  void (*func) (gpointer data); /* NULL once it was called, or must not be */
  gpointer data;
};

static void
watch_clear (gpointer data)
{
  TrueconfCancelWatch *self = data;

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
}

static void
watch_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, watch_clear);
}

static gboolean
call (gpointer data)
{
  TrueconfCancelWatch *self = data;
  void (*func) (gpointer data_of_func) = g_steal_pointer (&self->func);

  if (func != NULL)
    func (self->data);

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  TrueconfCancelWatch *self = data;
  /* The context owns the source, and the source this, so this must not own the context. A cancellable that was reset may be cancelled
   * again, in another thread. */
  g_autoptr (GMainContext) context = g_atomic_pointer_exchange (&self->context, NULL);
  g_autoptr (GSource) source = NULL;

  if (context == NULL)
    return;

  source = g_idle_source_new ();
  g_source_set_static_name (source, "trueconf-cancelled");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, call, g_atomic_rc_box_acquire (self), watch_unref);
  g_source_attach (source, context);
}

TrueconfCancelWatch *
trueconf_cancel_watch_new (GCancellable *cancellable,
                           GMainContext *context,
                           void (*func) (gpointer data),
                           gpointer data)
{
  TrueconfCancelWatch *self = g_atomic_rc_box_new0 (TrueconfCancelWatch);

  self->cancellable = g_object_ref (cancellable);
  self->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  self->func = func;
  self->data = data;
  self->id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_atomic_rc_box_acquire (self),
                                    watch_unref);

  return self;
}

void
trueconf_cancel_watch_free (TrueconfCancelWatch *self)
{
  self->func = NULL;
  /* g_cancellable_disconnect () would wait for ever for a handler of the same signal that calls this */
  if (self->id != 0)
    g_signal_handler_disconnect (self->cancellable, self->id);
  watch_unref (self);
}
