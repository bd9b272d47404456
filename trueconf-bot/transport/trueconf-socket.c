/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "text/trueconf-log-line-private.h"
#include "transport/trueconf-backoff-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-retry-private.h"
#include "transport/trueconf-socket-private.h"
#include "transport/trueconf-upgrade-private.h"
#include "trueconf-error-private.h"
#include "trueconf-string-private.h"

#define SUBPROTOCOL   "json.v1"
#define SOCKET_PATH   "/websocket/chat_bot/"
#define CLOSE_TIMEOUT (3 * G_TIME_SPAN_SECOND)
#define ENDLESS_TIME  (1 * G_TIME_SPAN_SECOND) /* to acknowledge a message that does not end */

struct _TrueconfSocket
{
  TrueconfSettings *settings;
  GUri *uri;
  TrueconfRoute route;
  char *token; /* that the server has seen, and must not be quoted with */
  GCancellable *cancellable;
  SoupWebsocketConnection *connection; /* NULL until it is open */
  TrueconfFrameStream *stream;
  GSource *timer;
  const TrueconfSocketEvents *events; /* NULL: nobody listens any more */
  gpointer data;
  gint64 opening_deadline;
  gint64 closing_deadline;
  gint64 endless_deadline; /* TRUECONF_TIME_NEVER: the message ends */
  gint64 next_ping;
  gint64 probe;  /* when it was asked whether the connection is still there, TRUECONF_TIME_NEVER: not */
  gint64 asleep; /* how long the machine has slept so far, in all */
  gint64 unsent_since;
  guint64 queued; /* bytes of messages, with the heads of their frames, that were ever handed to libsoup */
  gboolean paused;
};

static void
do_nothing (gpointer data)
{
}

static void
socket_free (TrueconfSocket *self)
{
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      /* it may be reading at this moment */
      trueconf_io_post (do_nothing, g_steal_pointer (&self->connection), g_object_unref);
    }
  if (self->stream != NULL)
    trueconf_frame_stream_set_too_large (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->timer, trueconf_io_timer_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->uri, g_uri_unref);
  trueconf_route_clear (&self->route);
  trueconf_clear_secret (&self->token);
  trueconf_settings_unref (self->settings);
  g_free (self);
}

/* During the upgrade its callback frees the object, because it still needs it. */
static void
release (TrueconfSocket *self)
{
  self->events = NULL;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    socket_free (self);
}

static void
end (TrueconfSocket *self, const TrueconfFailure *failure)
{
  const TrueconfSocketEvents *events = g_steal_pointer (&self->events);
  gpointer data = self->data;

  TRUECONF_ASSERT_IO_THREAD ();

  if (events == NULL)
    return;

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  trueconf_io_timer_set (self->timer, TRUECONF_TIME_NEVER);

  events->ended (failure, data);
}

static gint64
get_silence (TrueconfSocket *self)
{
  return trueconf_time_add (self->settings->ping_interval, self->settings->ping_timeout);
}

/* Any byte is a sign of life: a large message on a slow line lets no pong through. */
static gboolean
is_probing (TrueconfSocket *self)
{
  if (self->probe != TRUECONF_TIME_NEVER && trueconf_frame_stream_get_last_life (self->stream) > self->probe)
    self->probe = TRUECONF_TIME_NEVER;

  return self->probe != TRUECONF_TIME_NEVER;
}

static gint64
get_silence_deadline (TrueconfSocket *self)
{
  gint64 life = trueconf_frame_stream_get_last_life (self->stream);
  gint64 deadline;

  /* while nothing is read, a sign of life is that the server reads */
  if (self->paused && trueconf_socket_get_unsent (self) == 0)
    return TRUECONF_TIME_NEVER;
  if (self->paused)
    life = MAX (life, MAX (self->unsent_since, trueconf_frame_stream_get_last_written (self->stream)));

  deadline = trueconf_time_add (life, get_silence (self));
  if (is_probing (self))
    deadline = MIN (deadline, trueconf_time_add (self->probe, self->settings->ping_timeout));

  return deadline;
}

static void
set_timer (TrueconfSocket *self)
{
  gint64 due;

  if (self->connection == NULL)
    due = self->opening_deadline;
  else if (self->closing_deadline != 0)
    due = self->closing_deadline;
  else
    due = MIN (MIN (get_silence_deadline (self), self->endless_deadline),
               MIN (self->next_ping, trueconf_time_from_now (TRUECONF_IO_SLEEP_NOTICED)));

  trueconf_io_timer_set (self->timer, due);
}

static void
ping_when_due (TrueconfSocket *self, gint64 now)
{
  if (now < self->next_ping || self->closing_deadline != 0)
    return;

  if (self->paused)
    trueconf_frame_stream_pong (self->stream);
  else
    trueconf_frame_stream_ping (self->stream);
  self->next_ping = trueconf_time_add (now, self->settings->ping_interval);
}

/* After a sleep the answer to a ping decides soon whether the connection is still there. */
static void
probe_after_sleep (TrueconfSocket *self)
{
  gint64 asleep = trueconf_io_get_time_asleep ();

  if (asleep - self->asleep > TRUECONF_IO_SLEEP_NOTICED)
    trueconf_socket_probe (self);
  self->asleep = asleep;
}

static gboolean
timer_cb (gpointer data)
{
  TrueconfSocket *self = data;
  gint64 now = g_get_monotonic_time ();
  g_auto (TrueconfFailure) failure = { TRUECONF_FAILURE_TRANSIENT, NULL };

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->events == NULL)
    return G_SOURCE_CONTINUE;

  if (self->connection == NULL)
    failure = trueconf_failure_from_time_out (_ ("the server did not open the WebSocket"),
                                              trueconf_time_multiply (self->settings->timeout, 2), TRUE,
                                              &self->route, self->settings);
  else if (self->closing_deadline != 0)
    failure = trueconf_failure_from_time_out (_ ("the server did not confirm the end of the connection"),
                                              CLOSE_TIMEOUT, FALSE, NULL, self->settings);
  else if (now >= self->endless_deadline)
    failure.error = trueconf_frame_stream_make_endless_error (self->stream);
  else if (now >= get_silence_deadline (self))
    failure = trueconf_failure_from_time_out (
        self->paused ? _ ("the server has read nothing of what was sent")
                     : _ ("nothing was heard of the server"),
        is_probing (self) ? self->settings->ping_timeout : get_silence (self), FALSE, NULL, self->settings);

  if (failure.error != NULL)
    {
      /* still in the hands of the upgrade's callback, which frees it */
      gboolean opening = self->connection == NULL;

      end (self, &failure);
      if (opening)
        g_cancellable_cancel (self->cancellable);
      return G_SOURCE_CONTINUE;
    }

  ping_when_due (self, now);
  probe_after_sleep (self);
  set_timer (self);
  return G_SOURCE_CONTINUE;
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  TrueconfSocket *self = user_data;

  TRUECONF_ASSERT_IO_THREAD ();

  if (trueconf_frame_stream_take_remainder (self->stream))
    return;

  if (type != SOUP_WEBSOCKET_DATA_TEXT &&
      !g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
    {
      trueconf_log (G_LOG_LEVEL_DEBUG, "ignoring a binary frame of %" G_GSIZE_FORMAT " bytes",
                    g_bytes_get_size (bytes));
      return;
    }

  if (self->events != NULL)
    self->events->received (bytes, self->data);
}

static void
error_cb (SoupWebsocketConnection *connection, GError *error, gpointer user_data)
{
  TrueconfSocket *self = user_data;
  g_auto (TrueconfFailure) failure = { TRUECONF_FAILURE_TRANSIENT, NULL };

  TRUECONF_ASSERT_IO_THREAD ();

  /* the stream's own say all that there is to say */
  if (error->domain == TRUECONF_ERROR)
    failure.error = g_error_copy (error);
  else
    failure = trueconf_failure_from_error (error, NULL, NULL, self->settings);

  end (self, &failure);
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer user_data)
{
  TrueconfSocket *self = user_data;
  g_auto (TrueconfFailure) failure = { TRUECONF_FAILURE_TRANSIENT, NULL };
  gushort code = soup_websocket_connection_get_close_code (connection);
  const char *reason = soup_websocket_connection_get_close_data (connection);
  g_autofree char *server = trueconf_settings_describe_server (self->settings);

  TRUECONF_ASSERT_IO_THREAD ();

  failure.kind = trueconf_retry_classify_close (code);
  if (code == 0)
    failure.error =
        g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED,
                     _ ("%s or a proxy before it has closed the connection without a word"), server);
  else if (reason != NULL && reason[0] != '\0')
    {
      const char *const secrets[] = { self->settings->password, self->token };
      g_autofree char *words = trueconf_failure_quote (reason, secrets, G_N_ELEMENTS (secrets));

      failure.error =
          g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED,
                       /* Translators: server, close code, the server's words */
                       _ ("%s has closed the connection with code %u: “%s”"), server, code, words);
    }
  else
    failure.error = g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED,
                                 _ ("%s has closed the connection with code %u"), server, code);
  trueconf_error_set_cause (failure.error, TRUECONF_ERROR_CAUSE_CLOSED);

  end (self, &failure);
}

static void
too_large_cb (const TrueconfSkipped *skipped, gpointer data)
{
  TrueconfSocket *self = data;

  TRUECONF_ASSERT_IO_THREAD ();

  if (skipped->endless)
    {
      self->endless_deadline = g_get_monotonic_time () + ENDLESS_TIME;
      set_timer (self);
    }

  if (self->events != NULL)
    self->events->too_large (skipped, self->data);
}

static void
take_stream (TrueconfSocket *self, GIOStream *base, const GByteArray *rest)
{
  SoupWebsocketConnection *connection;

  self->stream = trueconf_frame_stream_new (base, rest->data, rest->len);
  trueconf_frame_stream_set_too_large (self->stream, too_large_cb, self);
  connection = soup_websocket_connection_new (G_IO_STREAM (self->stream), self->uri,
                                              SOUP_WEBSOCKET_CONNECTION_CLIENT, NULL, SUBPROTOCOL, NULL);
  /* the stream knows the limit */
  soup_websocket_connection_set_max_incoming_payload_size (connection, 0);
  self->connection = connection;
  self->asleep = trueconf_io_get_time_asleep ();
  self->next_ping = trueconf_time_from_now (self->settings->ping_interval);

  g_signal_connect (connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (connection, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
  trueconf_socket_set_settings (self, self->settings);

  self->events->opened (self->data);
}

static TrueconfFailure
read_failure (TrueconfSocket *self, const TrueconfUpgradeResult *result)
{
  if (result->redirect != NULL)
    return trueconf_failure_from_redirect (result->redirect, self->settings);

  if (trueconf_failure_is_tls_port (result->status, (const char *) result->rest->data, result->rest->len,
                                    self->settings))
    return trueconf_failure_from_tls_port (self->settings);

  if (result->status != 0 && result->status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return trueconf_failure_from_status (result->status, self->settings);

  if (!trueconf_route_is_at_proxy (&self->route) &&
      g_error_matches (result->error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return trueconf_failure_from_certificate (result->certificate, result->certificate_errors, &self->route,
                                              self->settings);

  return trueconf_failure_from_error (result->error, NULL, &self->route, self->settings);
}

static void
upgraded_cb (const TrueconfUpgradeResult *result, gpointer user_data)
{
  TrueconfSocket *self = user_data;

  TRUECONF_ASSERT_IO_THREAD ();

  g_clear_object (&self->cancellable);

  if (self->events == NULL)
    {
      socket_free (self);
    }
  else if (result->error == NULL)
    {
      take_stream (self, result->stream, result->rest);
    }
  else
    {
      g_auto (TrueconfFailure) failure = read_failure (self, result);

      if (result->headers != NULL)
        failure.retry_after = trueconf_backoff_read_retry_after (result->headers);
      end (self, &failure);
    }
}

TrueconfSocket *
trueconf_socket_open (SoupSession *session,
                      TrueconfSettings *settings,
                      const char *token,
                      const TrueconfSocketEvents *events,
                      gpointer data)
{
  TrueconfSocket *self = g_new0 (TrueconfSocket, 1);
  g_autofree char *uri = trueconf_settings_build_uri (settings, "ws", SOCKET_PATH);

  TRUECONF_ASSERT_IO_THREAD ();

  self->settings = trueconf_settings_ref (settings);
  self->uri = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_assert (self->uri != NULL); /* trueconf_settings_check() has seen to it */
  self->token = g_strdup (token);
  self->events = events;
  self->data = data;
  self->probe = TRUECONF_TIME_NEVER;
  self->endless_deadline = TRUECONF_TIME_NEVER;
  self->cancellable = g_cancellable_new ();
  self->timer = trueconf_io_timer_new (timer_cb, self, "trueconf-socket");
  self->opening_deadline = trueconf_time_from_now (trueconf_time_multiply (settings->timeout, 2));

  trueconf_upgrade_start (session, settings, SOCKET_PATH, SUBPROTOCOL, &self->route, self->cancellable,
                          upgraded_cb, self);
  set_timer (self);

  return self;
}

void
trueconf_socket_set_settings (TrueconfSocket *self, TrueconfSettings *settings)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (settings != self->settings)
    {
      trueconf_settings_unref (self->settings);
      self->settings = trueconf_settings_ref (settings);
    }

  if (self->connection != NULL)
    {
      trueconf_frame_stream_set_limit (self->stream, settings->max_message_size);
      self->next_ping = MIN (self->next_ping, trueconf_time_from_now (settings->ping_interval));
    }
  set_timer (self);
}

/* Nothing is read while it is paused. The server is told that the bot is alive. */
void
trueconf_socket_set_paused (TrueconfSocket *self, gboolean paused)
{
  TRUECONF_ASSERT_IO_THREAD ();
  g_assert (self->connection != NULL);

  if (paused == self->paused)
    return;

  self->paused = paused;
  self->probe = TRUECONF_TIME_NEVER;
  trueconf_frame_stream_set_paused (self->stream, paused);
  set_timer (self);
}

/* How many bytes of messages wait until the server reads. */
guint64
trueconf_socket_get_unsent (TrueconfSocket *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  return self->stream != NULL ? self->queued - trueconf_frame_stream_get_bytes_sent (self->stream) : 0;
}

/* A connection that may be dead has to answer a ping soon. */
void
trueconf_socket_probe (TrueconfSocket *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (self->connection == NULL || self->closing_deadline != 0 || self->paused || is_probing (self))
    return;

  self->probe = g_get_monotonic_time ();
  trueconf_frame_stream_ping (self->stream);
  set_timer (self);
}

void
trueconf_socket_send (TrueconfSocket *self, const char *text)
{
  gsize length;

  TRUECONF_ASSERT_IO_THREAD ();
  g_assert (self->connection != NULL);

  if (soup_websocket_connection_get_state (self->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  if (trueconf_socket_get_unsent (self) == 0)
    self->unsent_since = g_get_monotonic_time ();
  length = strlen (text);
  self->queued += length + (length < 126 ? 6 : length <= G_MAXUINT16 ? 8 : 14);
  soup_websocket_connection_send_text (self->connection, text);
}

/* Sends a close frame; `ended` is called when the connection is closed. */
void
trueconf_socket_close (TrueconfSocket *self)
{
  TRUECONF_ASSERT_IO_THREAD ();
  g_assert (self->connection != NULL);

  if (self->closing_deadline != 0)
    return;

  self->closing_deadline = g_get_monotonic_time () + CLOSE_TIMEOUT;
  set_timer (self);
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, "Client closing");
}

/* Frees the socket, before or after `ended` was called. Nothing is called any more. */
void
trueconf_socket_abandon (TrueconfSocket *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_io_timer_set (self->timer, TRUECONF_TIME_NEVER);
  release (self);
}
