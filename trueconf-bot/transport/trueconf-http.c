/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "transport/trueconf-backoff-private.h"
#include "transport/trueconf-http-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-redirect-private.h"
#include "transport/trueconf-route-private.h"
#include "transport/trueconf-soup-send-private.h"

/* Far more than any answer; whatever it is that answers must not fill the memory. */
#define MAX_BODY (256 * 1024)
#define CHUNK    16384

struct _TrueconfHttp
{
  SoupSession *session;
  SoupMessage *message;
  GBytes *request; /* its body, or NULL */
  TrueconfRoute route;
  gboolean redirected;
  TrueconfSettings *settings;
  GCancellable *cancellable;
  GSource *timer;
  GInputStream *stream;
  GByteArray *body;
  TrueconfHttpDone done; /* NULL once it was called or is not wanted any more */
  gpointer data;
};

static void
http_free (TrueconfHttp *self)
{
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->timer, trueconf_io_timer_free);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_unref (self->message);
  g_object_unref (self->session);
  g_clear_pointer (&self->request, g_bytes_unref);
  trueconf_route_clear (&self->route);
  g_object_unref (self->cancellable);
  trueconf_settings_unref (self->settings);
  g_free (self);
}

static void
http_done (TrueconfHttp *self, const TrueconfHttpAnswer *answer, const TrueconfFailure *failure)
{
  TrueconfHttpDone done = g_steal_pointer (&self->done);

  if (done != NULL)
    done (answer, failure, self->data);
}

static void
answered (TrueconfHttp *self)
{
  TrueconfHttpAnswer answer = { 0 };

  if (trueconf_failure_is_tls_port (soup_message_get_status (self->message), (const char *) self->body->data,
                                    self->body->len, self->settings))
    {
      g_auto (TrueconfFailure) failure = trueconf_failure_from_tls_port (self->settings);

      http_done (self, NULL, &failure);
      return;
    }

  answer.status = soup_message_get_status (self->message);
  answer.retry_after = trueconf_backoff_read_retry_after (soup_message_get_response_headers (self->message));
  answer.body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  http_done (self, &answer, NULL);
  g_bytes_unref (answer.body);
}

static void
fail (TrueconfHttp *self, const GError *error)
{
  g_auto (TrueconfFailure) failure =
      trueconf_failure_from_error (error, self->message, &self->route, self->settings);

  http_done (self, NULL, &failure);
}

static void read_more (TrueconfHttp *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfHttp *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  TRUECONF_ASSERT_IO_THREAD ();

  if (self->done != NULL && chunk != NULL && g_bytes_get_size (chunk) > 0 && self->body->len < MAX_BODY)
    {
      g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
      read_more (self);
      return;
    }

  if (self->done != NULL && chunk != NULL)
    answered (self);
  else if (self->done != NULL)
    fail (self, error);

  http_free (self);
}

static void
read_more (TrueconfHttp *self)
{
  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void send (TrueconfHttp *self, GUri *uri);

static void
redirect (TrueconfHttp *self, guint status)
{
  g_autofree char *problem = NULL;
  g_autoptr (GUri) target = NULL;

  if (self->redirected)
    problem = trueconf_redirect_describe_second (status);
  else
    target = trueconf_redirect_get_target (self->settings, soup_message_get_uri (self->message), status,
                                           soup_message_get_response_headers (self->message), &problem);

  if (target != NULL)
    {
      self->redirected = TRUE;
      g_clear_object (&self->stream);
      send (self, target);
    }
  else
    {
      g_auto (TrueconfFailure) failure = trueconf_failure_from_redirect (problem, self->settings);

      http_done (self, NULL, &failure);
      http_free (self);
    }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfHttp *self = user_data;
  g_autoptr (GError) error = NULL;
  guint status;

  TRUECONF_ASSERT_IO_THREAD ();

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->done == NULL || self->stream == NULL)
    {
      if (self->done != NULL)
        fail (self, error);
      http_free (self);
      return;
    }

  status = soup_message_get_status (self->message);
  if (trueconf_redirect_is_one (status))
    redirect (self, status);
  else
    read_more (self);
}

static gboolean
timed_out (gpointer data)
{
  TrueconfHttp *self = data;
  g_auto (TrueconfFailure) failure =
      trueconf_failure_from_time_out (_ ("the server did not answer an HTTP request"),
                                      self->settings->timeout, TRUE, &self->route, self->settings);

  g_cancellable_cancel (self->cancellable);
  http_done (self, NULL, &failure);

  return G_SOURCE_CONTINUE;
}

static gboolean
accept_any (SoupMessage *message,
            GTlsCertificate *certificate,
            GTlsCertificateFlags errors,
            gpointer user_data)
{
  return TRUE;
}

static void
network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer data)
{
  TrueconfHttp *self = data;

  trueconf_route_take_event (&self->route, event, connection);
}

static void
send (TrueconfHttp *self, GUri *uri)
{
  g_autoptr (SoupMessage) earlier = self->message;
  const char *method = self->request != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET;
  SoupMessageHeaders *headers;

  if (earlier != NULL)
    g_signal_handlers_disconnect_by_data (earlier, self);
  self->message = soup_message_new_from_uri (method, uri);
  trueconf_route_begin (&self->route, self->session, uri);

  /* a password goes to this server and to no other, whatever it answers; nor is the connection kept */
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  headers = soup_message_get_request_headers (self->message);
  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "Connection", "close");
  if (self->request != NULL)
    soup_message_set_request_body_from_bytes (self->message, "application/json", self->request);
  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event), self);
  if (!self->settings->verify_tls)
    g_signal_connect (self->message, "accept-certificate", G_CALLBACK (accept_any), self);

  trueconf_soup_send_async (self->session, self->message, self->cancellable, sent_cb, self);
}

/* With a body it is a POST. */
static TrueconfHttp *
start (SoupSession *session,
       TrueconfSettings *settings,
       const char *path,
       GBytes *body,
       TrueconfHttpDone done,
       gpointer data)
{
  TrueconfHttp *self = g_new0 (TrueconfHttp, 1);
  g_autofree char *text = trueconf_settings_build_uri (settings, "http", path);
  g_autoptr (GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);

  TRUECONF_ASSERT_IO_THREAD ();

  g_assert (uri != NULL); /* trueconf_settings_check() has seen to it */
  self->session = g_object_ref (session);
  self->settings = trueconf_settings_ref (settings);
  self->request = body != NULL ? g_bytes_ref (body) : NULL;
  self->done = done;
  self->data = data;
  self->body = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();
  self->timer = trueconf_io_timer_new (timed_out, self, "trueconf-http");
  trueconf_io_timer_set (self->timer, trueconf_time_from_now (settings->timeout));
  send (self, uri);

  return self;
}

TrueconfHttp *
trueconf_http_get (SoupSession *session,
                   TrueconfSettings *settings,
                   const char *path,
                   TrueconfHttpDone done,
                   gpointer data)
{
  return start (session, settings, path, NULL, done, data);
}

/* Takes `json`. */
TrueconfHttp *
trueconf_http_post (SoupSession *session,
                    TrueconfSettings *settings,
                    const char *path,
                    char *json,
                    TrueconfHttpDone done,
                    gpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_take (json, strlen (json));

  return start (session, settings, path, body, done, data);
}

/* `done` is not called any more; the rest happens by itself. */
void
trueconf_http_abandon (TrueconfHttp *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  self->done = NULL;
  trueconf_io_timer_set (self->timer, TRUECONF_TIME_NEVER);
  g_cancellable_cancel (self->cancellable);
}
