/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-soup-send-private.h"

typedef struct
{
  SoupMessage *message;
  GCancellable *cancellable;
  GSource *watch;
  gboolean answered;
  GAsyncReadyCallback callback;
  gpointer user_data;
} TrueconfSoupSend;

static void
watch (TrueconfSoupSend *self, GSource *source, GSourceFunc func)
{
  g_clear_pointer (&self->watch, g_source_unref);
  self->watch = source;
  g_source_set_static_name (source, "trueconf-soup-send");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static gboolean
cancel_later (gpointer data)
{
  TrueconfSoupSend *self = data;

  if (self->answered)
    {
      self->answered = FALSE;
      return G_SOURCE_CONTINUE;
    }

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

/* Once there is an answer, libsoup may have queued its callback already. It is then called before a source of the same
 * priority that is added here. If it is not, the answer was a redirect, which is followed. */
static gboolean
cancelled (GCancellable *cancellable, gpointer data)
{
  TrueconfSoupSend *self = data;

  if (self->answered)
    watch (self, g_idle_source_new (), cancel_later);
  else
    g_cancellable_cancel (self->cancellable);
  self->answered = FALSE;

  return G_SOURCE_REMOVE;
}

static void
got_headers (SoupMessage *message, gpointer data)
{
  TrueconfSoupSend *self = data;

  self->answered = TRUE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfSoupSend *self = data;

  g_signal_handlers_disconnect_by_data (self->message, self);
  g_source_destroy (self->watch);
  g_source_unref (self->watch);
  self->callback (source, result, self->user_data);

  g_object_unref (self->cancellable);
  g_object_unref (self->message);
  g_free (self);
}

/* soup_session_send_async() that can be cancelled at any time, in the thread that calls it. In libsoup 3.4 to 3.6.5, a
 * message that is cancelled between its answer and the callback is finished twice, which frees what others use (mended in
 * 3.6.6, by its commit 9ba1243a). The callback may get a stream although `cancellable` has been cancelled. */
void
trueconf_soup_send_async (SoupSession *session,
                          SoupMessage *message,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  TrueconfSoupSend *self = g_new0 (TrueconfSoupSend, 1);

  self->message = g_object_ref (message);
  self->cancellable = g_cancellable_new ();
  self->callback = callback;
  self->user_data = user_data;

  if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (self->cancellable);
  watch (self, g_cancellable_source_new (cancellable), G_SOURCE_FUNC (cancelled));
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers), self);

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb, self);
}
