/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-login-private.h"
#include "transport/trueconf-token-private.h"
#include "trueconf-error.h"
#include "wire/trueconf-wire-private.h"

#define TOKEN_PATH "/bridge/api/client/v1/oauth/token"

/* Far more than a token; whatever answers there must not fill the memory. */
#define MAX_BODY (256 * 1024)

struct _TrueconfLogin
{
  SoupMessage *message;
  TrueconfSettings *settings;
  GCancellable *cancellable;
  GSource *timer;
  GInputStream *stream;
  GByteArray *body;
  TrueconfLoginDone done; /* NULL once it was called or is not wanted any more */
  gpointer data;
};

static void
login_free (TrueconfLogin *self)
{
  g_clear_pointer (&self->timer, trueconf_io_timer_free);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->stream);
  g_object_unref (self->message);
  g_object_unref (self->cancellable);
  trueconf_settings_unref (self->settings);
  g_free (self);
}

static void
login_done (TrueconfLogin *self, const char *token, gint64 expires, const TrueconfFailure *failure)
{
  TrueconfLoginDone done = g_steal_pointer (&self->done);

  if (done != NULL)
    done (token, expires, failure, self->data);
}

static void
read_answer (TrueconfLogin *self, GBytes *body)
{
  guint status = soup_message_get_status (self->message);
  g_auto (TrueconfTokenAnswer) answer = { 0 };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  trueconf_wire_read_token_answer (body, &answer);

  if (SOUP_STATUS_IS_SUCCESSFUL (status) && answer.token != NULL && answer.token[0] != '\0')
    {
      login_done (self, answer.token,
                  trueconf_token_normalise_expiry (answer.has_expiry, answer.expires, answer.token, now),
                  NULL);
    }
  else
    {
      g_auto (TrueconfFailure) failure =
          trueconf_failure_from_token_answer (status, answer.error, answer.description, self->settings);

      login_done (self, NULL, 0, &failure);
    }

  if (answer.token != NULL)
    explicit_bzero (answer.token, strlen (answer.token));
}

static void
fail (TrueconfLogin *self, const GError *error)
{
  g_auto (TrueconfFailure) failure = trueconf_failure_from_error (error, self->message, self->settings);

  login_done (self, NULL, 0, &failure);
}

static void read_more (TrueconfLogin *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfLogin *self = user_data;
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
    {
      g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));

      read_answer (self, body);
    }
  else if (self->done != NULL)
    {
      fail (self, error);
    }

  login_free (self);
}

static void
read_more (TrueconfLogin *self)
{
  g_input_stream_read_bytes_async (self->stream, 16384, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfLogin *self = user_data;
  g_autoptr (GError) error = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->done == NULL || self->stream == NULL)
    {
      if (self->done != NULL)
        fail (self, error);
      login_free (self);
      return;
    }

  read_more (self);
}

static gboolean
timed_out (gpointer data)
{
  TrueconfLogin *self = data;
  g_auto (TrueconfFailure) failure = trueconf_failure_from_time_out (
      _ ("the server did not answer the request for a token"), self->settings->timeout, self->settings);

  g_cancellable_cancel (self->cancellable);
  login_done (self, NULL, 0, &failure);

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

TrueconfLogin *
trueconf_login_start (SoupSession *session, TrueconfSettings *settings, TrueconfLoginDone done, gpointer data)
{
  TrueconfLogin *self = g_new0 (TrueconfLogin, 1);
  g_autofree char *uri = trueconf_settings_build_uri (settings, "http", TOKEN_PATH);
  const char *at = strchr (settings->username, '@');
  g_autofree char *login = at != NULL && at != settings->username
                               ? g_strndup (settings->username, (gsize) (at - settings->username))
                               : g_strdup (settings->username);
  char *body = trueconf_wire_write_token_request (login, settings->password);
  g_autoptr (GBytes) bytes = g_bytes_new_take (body, strlen (body));

  TRUECONF_ASSERT_IO_THREAD ();

  self->settings = trueconf_settings_ref (settings);
  self->done = done;
  self->data = data;
  self->body = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();
  self->message = soup_message_new (SOUP_METHOD_POST, uri);
  self->timer = trueconf_io_timer_new (timed_out, self, "trueconf-login");
  trueconf_io_timer_set (self->timer, g_get_monotonic_time () + settings->timeout);

  /* the password goes to this server and to no other, whatever it answers; nor is the connection kept */
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_headers_replace (soup_message_get_request_headers (self->message), "Accept",
                                "application/json");
  soup_message_headers_replace (soup_message_get_request_headers (self->message), "Connection", "close");
  soup_message_set_request_body_from_bytes (self->message, "application/json", bytes);
  if (!settings->verify_tls)
    g_signal_connect (self->message, "accept-certificate", G_CALLBACK (accept_any), NULL);

  soup_session_send_async (session, self->message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb, self);

  return self;
}

/* `done` is not called any more; the rest happens by itself. */
void
trueconf_login_abandon (TrueconfLogin *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  self->done = NULL;
  trueconf_io_timer_set (self->timer, -1);
  g_cancellable_cancel (self->cancellable);
}
