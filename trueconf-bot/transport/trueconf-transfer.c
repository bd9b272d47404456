/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#ifdef HAVE_SIOCOUTQ
#  include <linux/sockios.h>
#endif

#include "text/trueconf-shown-private.h"
#include "transport/trueconf-failure-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-soup-send-private.h"
#include "transport/trueconf-transfer-private.h"
#include "trueconf-error-private.h"
#include "trueconf-tsan-private.h"

/* How much longer than for an answer one waits for the next bytes. */
#define PATIENCE 3

/* How often it is looked at whether anything has moved, in parts of the time that it may stand still. */
#define LOOKS 8

TrueconfTransfer *
trueconf_transfer_new (TrueconfSettings *settings, int error_code)
{
  TrueconfTransfer *self = g_atomic_rc_box_new0 (TrueconfTransfer);

  self->settings = trueconf_settings_ref (settings);
  self->error_code = error_code;
  self->cancellable = g_cancellable_new ();
  self->expected = -1;
  self->limit = -1;

  return self;
}

TrueconfTransfer *
trueconf_transfer_ref (TrueconfTransfer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
transfer_clear (gpointer data)
{
  TrueconfTransfer *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  g_assert (self->timer == NULL && self->watch == NULL);

  trueconf_settings_unref (self->settings);
  g_clear_pointer (&self->calls, trueconf_call_queue_unref);
  g_clear_pointer (&self->progress, trueconf_progress_unref);
  g_free (self->label);
  g_clear_object (&self->cancellable);
  trueconf_route_clear (&self->route);
  g_free (self->task_id);
  g_clear_object (&self->body);
  g_clear_pointer (&self->answer, g_byte_array_unref);
  g_free (self->uri);
  g_clear_pointer (&self->output, trueconf_output_unref);
  g_free (self->name);
  g_clear_error (&self->error);
  g_free (self->file_id);
}

void
trueconf_transfer_unref (TrueconfTransfer *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, transfer_clear);
}

/* The first reason is the one that counts. */
void
trueconf_transfer_fail (TrueconfTransfer *self, const char *problem)
{
  if (self->error != NULL)
    return;

  if (self->error_code == TRUECONF_ERROR_DOWNLOAD_FAILED)
    self->error = g_error_new (TRUECONF_ERROR, self->error_code,
                               /* Translators: file name, why */
                               _ ("The file “%s” could not be downloaded: %s"), self->label, problem);
  else
    self->error = g_error_new (TRUECONF_ERROR, self->error_code,
                               /* Translators: file name, why */
                               _ ("The file “%s” could not be sent: %s"), self->label, problem);
}

/* Whatever libsoup or the disk says. */
void
trueconf_transfer_fail_with (TrueconfTransfer *self, const GError *error)
{
  g_auto (TrueconfFailure) failure = { TRUECONF_FAILURE_TRANSIENT, NULL };
  g_autofree char *words = NULL;
  g_autofree char *problem = NULL;

  if (self->error != NULL)
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->error = g_error_copy (error);
    }
  else if (error->domain == TRUECONF_ERROR)
    {
      self->error = g_error_copy (error);
    }
  else if (!self->connected && !self->foreign)
    {
      failure = trueconf_failure_from_error (error, self->message, &self->route, self->settings);
      trueconf_transfer_fail (self, failure.error->message);
      trueconf_error_set_cause (self->error, trueconf_error_get_cause (failure.error));
    }
  else if (!self->connected && trueconf_route_is_at_proxy (&self->route))
    {
      words = trueconf_failure_describe_proxy_error (error, &self->route);
      /* Translators: address of the proxy, what is wrong with it */
      problem =
          g_strdup_printf (_ ("through the proxy %s: %s"), trueconf_route_get_proxy (&self->route), words);
      trueconf_transfer_fail (self, problem);
      trueconf_error_set_cause (self->error, TRUECONF_ERROR_CAUSE_PROXY);
    }
  else if (self->on_disk || !self->connected)
    {
      trueconf_transfer_fail (self, error->message);
    }
  else
    {
      words = trueconf_text_show (error->message); /* libsoup may quote the server */
      /* Translators: the system's words */
      problem = g_strdup_printf (_ ("the connection was lost (%s)"), words);
      trueconf_transfer_fail (self, problem);
    }
}

/* Whatever changes when something moves; what is in the system's own buffers included, where it tells of that. */
static guint64
count_traces (TrueconfTransfer *self)
{
  guint64 traces = (guint64) self->received + (self->answer != NULL ? self->answer->len : 0);
#ifdef HAVE_SIOCOUTQ
  int queued = 0;
#endif

  if (self->body != NULL)
    traces += (guint64) trueconf_upload_body_get_position (self->body);
#ifdef HAVE_SIOCOUTQ
  if (self->socket != NULL && ioctl (g_socket_get_fd (self->socket), SIOCOUTQ, &queued) == 0)
    traces -= (guint64) queued;
#endif

  return traces;
}

static gboolean
look (gpointer data)
{
  TrueconfTransfer *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 limit = trueconf_time_multiply (self->settings->timeout, self->connected ? PATIENCE : 1);
  guint64 traces = count_traces (self);
  g_autofree char *problem = NULL;

  if (traces != self->traces || self->on_disk)
    {
      self->traces = traces;
      self->moved = now;
    }

  if (now - self->moved >= limit)
    {
      gboolean at_proxy = !self->connected && trueconf_route_is_at_proxy (&self->route);
      gboolean first = self->error == NULL;

      if (self->connected)
        /* Translators: seconds */
        problem = g_strdup_printf (_ ("nothing has moved for %g s"), (double) limit / G_TIME_SPAN_SECOND);
      else if (at_proxy)
        problem =
            /* Translators: address of the proxy, seconds */
            g_strdup_printf (_ ("the proxy %s did not let the connection through within %g s"),
                             trueconf_route_get_proxy (&self->route), (double) limit / G_TIME_SPAN_SECOND);
      else
        /* Translators: seconds */
        problem =
            g_strdup_printf (_ ("there was no connection within %g s"), (double) limit / G_TIME_SPAN_SECOND);
      trueconf_transfer_fail (self, problem);
      if (first)
        trueconf_error_set_cause (self->error,
                                  at_proxy ? TRUECONF_ERROR_CAUSE_PROXY : TRUECONF_ERROR_CAUSE_TIMEOUT);
      g_cancellable_cancel (self->cancellable);
      return G_SOURCE_CONTINUE;
    }

  trueconf_io_timer_set (self->timer, trueconf_time_add (now, limit / LOOKS));
  return G_SOURCE_CONTINUE;
}

/* An answer before the end of the question is a refusal: a proxy's, most likely, that finds the file too large. It
 * may be lost when the connection is then reset, so its first line is read here. */
static gboolean
answered_early (GSocket *socket, GIOCondition condition, gpointer data)
{
  TrueconfTransfer *self = data;
  char line[64] = { 0 };
  gssize length = recv (g_socket_get_fd (socket), line, sizeof line - 1, MSG_PEEK | MSG_DONTWAIT);
  const char *space = length > 0 && g_str_has_prefix (line, "HTTP/") ? strchr (line, ' ') : NULL;

  if (space != NULL)
    self->early_status = (guint) g_ascii_strtoull (space + 1, NULL, 10);
  trueconf_upload_body_cut (self->body);

  return G_SOURCE_REMOVE;
}

static void
network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer data)
{
  TrueconfTransfer *self = data;

  trueconf_route_take_event (&self->route, event, connection);
  if (event != G_SOCKET_CLIENT_CONNECTED || !G_IS_SOCKET_CONNECTION (connection))
    return;

  g_set_object (&self->socket, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

static void
starting (SoupMessage *message, gpointer data)
{
  TrueconfTransfer *self = data;

  self->connected = TRUE;
  self->moved = g_get_monotonic_time ();

  /* what comes in over TLS is not readable here, and need not be an answer */
  if (self->body != NULL && self->socket != NULL && !self->settings->https && self->watch == NULL)
    {
      self->watch = g_socket_create_source (self->socket, G_IO_IN, self->cancellable);
      g_source_set_callback (self->watch, G_SOURCE_FUNC (answered_early), self, NULL);
      g_source_attach (self->watch, g_main_context_get_thread_default ());
    }
}

/* Who does not want the server's certificate verified has said nothing about others. */
static gboolean
accept_own (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer data)
{
  TrueconfTransfer *self = data;

  return trueconf_settings_is_own_host (self->settings, soup_message_get_uri (message));
}

/* The callback gets the transfer, and has to finish it sooner or later. Takes the message. */
void
trueconf_transfer_send (TrueconfTransfer *self, SoupMessage *message, GAsyncReadyCallback callback)
{
  gboolean verify = self->settings->verify_tls ||
                    !trueconf_settings_is_own_host (self->settings, soup_message_get_uri (message));

  TRUECONF_ASSERT_IO_THREAD ();

  self->message = message;
  self->session = trueconf_io_acquire_session (self->settings, verify);
  trueconf_route_begin (&self->route, self->session, soup_message_get_uri (message));
  self->moved = g_get_monotonic_time ();
  self->timer = trueconf_io_timer_new (look, self, "trueconf-transfer");
  trueconf_io_timer_set (self->timer, trueconf_time_add (self->moved, self->settings->timeout / LOOKS));

  g_signal_connect (message, "network-event", G_CALLBACK (network_event), self);
  g_signal_connect (message, "starting", G_CALLBACK (starting), self);
  if (!verify)
    g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_own), self);

  /* sizes are those of the files, and nothing small may grow large on the way */
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  trueconf_soup_send_async (self->session, message, self->cancellable, callback, self);
}

static void
report_done (gpointer data)
{
  TrueconfTransfer *self = data;

  self->done (self, self->data);
}

/* The end: the I/O thread does not touch it any more. */
void
trueconf_transfer_finish (TrueconfTransfer *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
  g_clear_pointer (&self->timer, trueconf_io_timer_free);
  g_clear_pointer (&self->chunk, g_bytes_unref);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_clear_object (&self->message);
  g_clear_object (&self->session);

  trueconf_call_queue_post (self->calls, report_done, self, (GDestroyNotify) trueconf_transfer_unref);
}

static void
do_start (gpointer data)
{
  TrueconfTransfer *self = data;

  self->begin (trueconf_transfer_ref (self));
}

void
trueconf_transfer_start (TrueconfTransfer *self,
                         TrueconfCallQueue *calls,
                         TrueconfProgress *progress,
                         const char *label,
                         TrueconfTransferDone done,
                         gpointer data)
{
  self->calls = trueconf_call_queue_ref (calls);
  self->progress = progress != NULL ? trueconf_progress_ref (progress) : NULL;
  self->label = g_strdup (label);
  self->done = done;
  self->data = data;

  if (!trueconf_io_check_process (label, &self->error))
    {
      trueconf_call_queue_post (self->calls, report_done, trueconf_transfer_ref (self),
                                (GDestroyNotify) trueconf_transfer_unref);
      return;
    }

  trueconf_io_post (do_start, trueconf_transfer_ref (self), (GDestroyNotify) trueconf_transfer_unref);
}

static void
do_cancel (gpointer data)
{
  TrueconfTransfer *self = data;

  g_cancellable_cancel (self->cancellable);
}

/* From any thread. It still reports its end, with G_IO_ERROR_CANCELLED unless that has come before. */
void
trueconf_transfer_cancel (TrueconfTransfer *self)
{
  trueconf_io_post (do_cancel, trueconf_transfer_ref (self), (GDestroyNotify) trueconf_transfer_unref);
}
