/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#ifdef HAVE_TCP_BYTES_RECEIVED
/* newer than the header of the C library, and cannot be included together with it */
#  include <linux/tcp.h>
#else
#  include <netinet/tcp.h>
#endif

#include "transport/trueconf-backoff-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-retry-private.h"
#include "transport/trueconf-socket-private.h"
#include "trueconf-error-private.h"
#include "trueconf-string-private.h"

#define SOCKET_PATH    "/websocket/chat_bot/"
#define KEEPALIVE_IDLE 15
#define CLOSE_TIMEOUT  (3 * G_TIME_SPAN_SECOND)

/* What TLS and frames add to a message of the largest size. */
#define FRAMING_ALLOWANCE (4 * 1024 * 1024)

struct _TrueconfSocket
{
  TrueconfSettings *settings;
  char *token; /* that the server has seen, and must not be quoted with */
  SoupMessage *message;
  GCancellable *cancellable;
  SoupWebsocketConnection *connection; /* NULL until it is open */
  GSource *timer;
  const TrueconfSocketEvents *events; /* NULL: nobody listens any more */
  gpointer data;
  gint64 opening_deadline;
  gint64 closing_deadline;
  gint64 last_life;      /* when something was last heard of the server */
  gint64 probe_deadline; /* when something has to be heard after a sleep */
  gint64 asleep;         /* how long the machine has slept so far, in all */
  GSocket *tcp;
  guint64 bytes;   /* received when it was last looked at */
  guint64 pending; /* received since the last whole message was */
};

/* How much has come in, be it part of a message that is not complete, or a ping, of which libsoup says nothing. Where
 * the system does not count it, only whole messages and pongs are signs of life. */
static guint64
get_bytes_received (TrueconfSocket *self)
{
#ifdef HAVE_TCP_BYTES_RECEIVED
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  if (self->tcp == NULL ||
      getsockopt (g_socket_get_fd (self->tcp), IPPROTO_TCP, TCP_INFO, &info, &length) != 0 ||
      length < G_STRUCT_OFFSET (struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received)
    return self->bytes;

  return info.tcpi_bytes_received;
#else
  return self->bytes;
#endif
}

static void
socket_free (TrueconfSocket *self)
{
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_clear_object (&self->connection);
    }
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_pointer (&self->timer, trueconf_io_timer_free);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->tcp);
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

static gint64
get_silence_deadline (TrueconfSocket *self)
{
  return MIN (trueconf_time_add (self->last_life, get_silence (self)), self->probe_deadline);
}

/* In seconds, 0: none. */
static guint
get_keepalive_interval (const TrueconfSettings *settings)
{
  gint64 seconds = settings->ping_interval / G_TIME_SPAN_SECOND;

  return seconds <= G_MAXINT ? (guint) seconds : 0;
}

static void
set_timer (TrueconfSocket *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 due;

  if (self->connection == NULL)
    due = self->opening_deadline;
  else if (self->closing_deadline != 0)
    due = self->closing_deadline;
  else
    due = MIN (get_silence_deadline (self), now + TRUECONF_IO_SLEEP_NOTICED);

  trueconf_io_timer_set (self->timer, due);
}

/* After a sleep the answer to a ping decides soon whether the connection is still there. */
static void
probe_after_sleep (TrueconfSocket *self)
{
  gint64 asleep = trueconf_io_get_time_asleep ();

  if (asleep - self->asleep > TRUECONF_IO_SLEEP_NOTICED)
    {
      self->probe_deadline = trueconf_time_from_now (self->settings->ping_timeout);
      soup_websocket_connection_set_keepalive_interval (self->connection, 1);
    }
  self->asleep = asleep;
}

/* Any traffic is a sign of life: a large message on a slow line lets no pong through. */
static void
look_at_traffic (TrueconfSocket *self)
{
  guint64 bytes = get_bytes_received (self);

  if (bytes == self->bytes)
    return;

  self->pending += bytes - self->bytes;
  self->bytes = bytes;
  self->last_life = MAX (self->last_life, g_get_monotonic_time () - G_TIME_SPAN_MILLISECOND);
  self->probe_deadline = TRUECONF_TIME_NEVER;
}

/* libsoup does not tell the size of a message that is not complete. */
static gboolean
is_too_large (TrueconfSocket *self)
{
  guint64 limit = self->settings->max_message_size;

  return self->pending > limit && self->pending - limit > FRAMING_ALLOWANCE;
}

static GError *
too_large (guint64 limit)
{
  g_autofree char *bytes = g_strdup_printf ("%" G_GUINT64_FORMAT, limit);

  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
                      /* Translators: number */
                      _ ("The server sends a message that is larger than “max-message-size”, %s bytes"),
                      bytes);
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

  if (self->connection != NULL)
    look_at_traffic (self);

  if (self->connection == NULL)
    failure = trueconf_failure_from_time_out (_ ("the server did not open the WebSocket"),
                                              trueconf_time_multiply (self->settings->timeout, 2), TRUE,
                                              self->settings);
  else if (self->closing_deadline != 0)
    failure = trueconf_failure_from_time_out (_ ("the server did not confirm the end of the connection"),
                                              CLOSE_TIMEOUT, FALSE, self->settings);
  else if (now >= get_silence_deadline (self))
    failure = trueconf_failure_from_time_out (
        _ ("nothing was heard of the server"),
        self->probe_deadline != TRUECONF_TIME_NEVER ? self->settings->ping_timeout : get_silence (self),
        FALSE, self->settings);
  else if (is_too_large (self))
    failure.error = too_large (self->settings->max_message_size);

  if (failure.error != NULL)
    {
      /* still in the hands of the upgrade's callback, which frees it */
      gboolean opening = self->connection == NULL;

      end (self, &failure);
      if (opening)
        g_cancellable_cancel (self->cancellable);
      return G_SOURCE_CONTINUE;
    }

  probe_after_sleep (self);
  set_timer (self);
  return G_SOURCE_CONTINUE;
}

static void
note_life (TrueconfSocket *self)
{
  self->last_life = g_get_monotonic_time ();
  self->probe_deadline = TRUECONF_TIME_NEVER;
  self->pending = 0;
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  TrueconfSocket *self = user_data;

  TRUECONF_ASSERT_IO_THREAD ();

  note_life (self);
  if (type != SOUP_WEBSOCKET_DATA_TEXT &&
      !g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
    {
      g_debug ("ignoring a binary frame of %" G_GSIZE_FORMAT " bytes", g_bytes_get_size (bytes));
      return;
    }

  if (self->events != NULL)
    self->events->received (bytes, self->data);
}

static void
pong_cb (SoupWebsocketConnection *connection, GBytes *bytes, gpointer user_data)
{
  TrueconfSocket *self = user_data;

  TRUECONF_ASSERT_IO_THREAD ();

  note_life (self);
  soup_websocket_connection_set_keepalive_interval (connection, get_keepalive_interval (self->settings));
}

static void
error_cb (SoupWebsocketConnection *connection, GError *error, gpointer user_data)
{
  TrueconfSocket *self = user_data;
  g_auto (TrueconfFailure) failure = trueconf_failure_from_error (error, NULL, self->settings);

  TRUECONF_ASSERT_IO_THREAD ();

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
take_connection (TrueconfSocket *self, SoupWebsocketConnection *connection)
{
  self->connection = connection;
  self->asleep = trueconf_io_get_time_asleep ();
  note_life (self);

  g_signal_connect (connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (connection, "pong", G_CALLBACK (pong_cb), self);
  g_signal_connect (connection, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
  trueconf_socket_set_settings (self, self->settings);

  self->events->opened (self->data);
}

static void
upgraded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfSocket *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  TRUECONF_ASSERT_IO_THREAD ();

  g_clear_object (&self->cancellable);

  if (self->events == NULL)
    {
      socket_free (self);
    }
  else if (connection != NULL)
    {
      take_connection (self, g_steal_pointer (&connection));
    }
  else
    {
      guint status = soup_message_get_status (self->message);
      g_auto (TrueconfFailure) failure =
          status != SOUP_STATUS_NONE && status != SOUP_STATUS_SWITCHING_PROTOCOLS
              ? trueconf_failure_from_status (status, self->settings)
              : trueconf_failure_from_error (error, self->message, self->settings);

      failure.retry_after =
          trueconf_backoff_read_retry_after (soup_message_get_response_headers (self->message));
      end (self, &failure);
    }
}

/* Proxies cut connections that are idle; the kernel's probes keep them open whatever this process does. */
static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *stream, gpointer user_data)
{
  TrueconfSocket *self = user_data;
  GSocket *socket;

  if (event != G_SOCKET_CLIENT_CONNECTED || !G_IS_SOCKET_CONNECTION (stream))
    return;

  socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));
  g_socket_set_keepalive (socket, TRUE);
#ifdef HAVE_TCP_KEEPIDLE
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE, NULL);
#endif
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_set_object (&self->tcp, socket);
}

static gboolean
accept_any (SoupMessage *message,
            GTlsCertificate *certificate,
            GTlsCertificateFlags errors,
            gpointer user_data)
{
  return TRUE;
}

TrueconfSocket *
trueconf_socket_open (SoupSession *session,
                      TrueconfSettings *settings,
                      const char *token,
                      const TrueconfSocketEvents *events,
                      gpointer data)
{
  static const char *const protocols[] = { "json.v1", NULL };
  TrueconfSocket *self = g_new0 (TrueconfSocket, 1);
  g_autofree char *uri = trueconf_settings_build_uri (settings, "ws", SOCKET_PATH);

  TRUECONF_ASSERT_IO_THREAD ();

  self->settings = trueconf_settings_ref (settings);
  self->token = g_strdup (token);
  self->events = events;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  self->message = soup_message_new (SOUP_METHOD_GET, uri);
  g_assert (self->message != NULL); /* trueconf_settings_check() has seen to it */
  self->timer = trueconf_io_timer_new (timer_cb, self, "trueconf-socket");
  self->opening_deadline = trueconf_time_from_now (trueconf_time_multiply (settings->timeout, 2));

  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  if (!settings->verify_tls)
    g_signal_connect (self->message, "accept-certificate", G_CALLBACK (accept_any), self);

  soup_session_websocket_connect_async (session, self->message, NULL, (char **) protocols, G_PRIORITY_DEFAULT,
                                        self->cancellable, upgraded_cb, self);
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
      soup_websocket_connection_set_keepalive_interval (self->connection, get_keepalive_interval (settings));
      soup_websocket_connection_set_max_incoming_payload_size (self->connection, settings->max_message_size);
    }
  set_timer (self);
}

void
trueconf_socket_send (TrueconfSocket *self, const char *text)
{
  TRUECONF_ASSERT_IO_THREAD ();
  g_assert (self->connection != NULL);

  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
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
