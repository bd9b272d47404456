/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "transport/trueconf-failure-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-redirect-private.h"
#include "transport/trueconf-upgrade-private.h"

#define MAX_HEAD          (16 * 1024)
#define MAX_COMPLAINT     4096
#define TLS_ALERT         21
#define TLS_MAJOR_VERSION 3
#define KEEPALIVE_IDLE    15
#define WEBSOCKET_GUID    "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

typedef struct
{
  TrueconfUpgradeResult result;
  SoupSession *session;
  TrueconfSettings *settings;
  TrueconfRoute *route;
  GCancellable *cancellable;
  GUri *uri;
  GTlsConnection *tls;
  char *request;
  char *key;
  char *protocol;
  gsize expected; /* of the answer's body */
  gboolean redirected;
  TrueconfUpgradeDone done;
  gpointer data;
} Upgrade;

static void
upgrade_finish (Upgrade *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  if (self->result.error != NULL)
    {
      if (self->tls != NULL)
        {
          self->result.certificate = g_tls_connection_get_peer_certificate (self->tls);
          self->result.certificate_errors = g_tls_connection_get_peer_certificate_errors (self->tls);
        }
      /* not waited for, because nothing was agreed on that could be lost */
      if (self->result.stream != NULL)
        g_io_stream_close_async (self->result.stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      g_clear_object (&self->result.stream);
    }
  self->done (&self->result, self->data);

  g_clear_object (&self->result.stream);
  g_clear_object (&self->tls);
  g_object_unref (self->session);
  trueconf_settings_unref (self->settings);
  g_uri_unref (self->uri);
  g_free (self->result.redirect);
  g_clear_pointer (&self->result.rest, g_byte_array_unref);
  g_clear_pointer (&self->result.headers, soup_message_headers_unref);
  g_clear_error (&self->result.error);
  g_object_unref (self->cancellable);
  g_free (self->request);
  g_free (self->key);
  g_free (self->protocol);
  g_free (self);
}

static void
refuse (Upgrade *self, const char *problem)
{
  if (self->result.error == NULL)
    g_set_error_literal (&self->result.error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_ERROR_BAD_HANDSHAKE,
                         problem);
}

/* Whatever does not begin as HTTP does. A TLS server answers a request without TLS with an alert. */
static void
refuse_no_http (Upgrade *self)
{
  const GByteArray *bytes = self->result.rest;

  if (self->result.error != NULL)
    return;

  if (bytes->len >= 2 && bytes->data[0] == TLS_ALERT && bytes->data[1] == TLS_MAJOR_VERSION)
    /* as libsoup says it, so that both ways to the server are explained alike */
    g_set_error_literal (&self->result.error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING, "");
  else
    refuse (self, _ ("what answers is not an HTTP server. Check “server” and “port”"));
}

static void
check_answer (Upgrade *self)
{
  g_autofree char *together = g_strconcat (self->key, WEBSOCKET_GUID, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;
  g_autofree char *accept = NULL;
  const char *protocol = soup_message_headers_get_one (self->result.headers, "Sec-WebSocket-Protocol");

  g_checksum_update (checksum, (const guchar *) together, -1);
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);

  if (self->result.status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    refuse (self, _ ("the server did not open a WebSocket"));
  else if (!soup_message_headers_header_contains (self->result.headers, "Upgrade", "websocket") ||
           !soup_message_headers_header_contains (self->result.headers, "Connection", "Upgrade") ||
           g_strcmp0 (soup_message_headers_get_one (self->result.headers, "Sec-WebSocket-Accept"), accept) !=
               0)
    refuse (self, _ ("the answer to the request for a WebSocket is not the one to this request"));
  else if ((protocol != NULL && strcmp (protocol, self->protocol) != 0) ||
           soup_message_headers_get_list (self->result.headers, "Sec-WebSocket-Extensions") != NULL)
    refuse (self, _ ("the server wants to speak a protocol over the WebSocket that was not offered"));
}

static void connect_to (Upgrade *self, GUri *uri);

/* TRUE: the request is on its way to another place. */
static gboolean
redirect (Upgrade *self)
{
  TrueconfUpgradeResult *result = &self->result;
  g_autoptr (GUri) target = NULL;

  if (self->redirected)
    result->redirect = trueconf_redirect_describe_second (result->status);
  else
    target = trueconf_redirect_get_target (self->settings, self->uri, result->status, result->headers,
                                           &result->redirect);

  if (target == NULL)
    {
      refuse (self, result->redirect);
      return FALSE;
    }

  self->redirected = TRUE;
  g_io_stream_close_async (result->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&result->stream);
  g_clear_object (&self->tls);
  g_clear_pointer (&result->headers, soup_message_headers_unref);
  g_byte_array_set_size (result->rest, 0);
  result->status = 0;
  connect_to (self, target);
  return TRUE;
}

static void read_more (Upgrade *self);

/* A web server says in the body that there is TLS at its port. */
static gboolean
wants_body (Upgrade *self)
{
  if (self->result.headers == NULL || self->result.status != SOUP_STATUS_BAD_REQUEST || self->settings->https)
    return FALSE;

  self->expected =
      (gsize) CLAMP (soup_message_headers_get_content_length (self->result.headers), 0, MAX_COMPLAINT);
  return self->result.rest->len < self->expected;
}

/* `length`: of the head with the line break of its last line. */
static void
take_head (Upgrade *self, gsize length, gsize rest)
{
  GByteArray *bytes = self->result.rest;

  self->result.headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  /* libsoup reads numbers as strings, which end somewhere: here in place of the empty line */
  bytes->data[length] = '\0';
  if (memchr (bytes->data, '\0', length) != NULL ||
      !soup_headers_parse_response ((const char *) bytes->data, (int) length, self->result.headers, NULL,
                                    &self->result.status, NULL))
    {
      self->result.status = 0;
      refuse_no_http (self);
    }
  g_byte_array_remove_range (bytes, 0, (guint) rest);

  if (trueconf_redirect_is_one (self->result.status))
    {
      if (redirect (self))
        return;
    }
  else if (wants_body (self))
    {
      read_more (self);
      return;
    }
  else if (self->result.status != 0)
    {
      check_answer (self);
    }
  upgrade_finish (self);
}

static gboolean
may_be_http (const GByteArray *bytes)
{
  return strncmp ((const char *) bytes->data, "HTTP/", MIN (bytes->len, 5)) == 0;
}

static void
take_bytes (Upgrade *self, gboolean at_end)
{
  GByteArray *bytes = self->result.rest;
  const char *end =
      bytes->len > 0 ? g_strstr_len ((const char *) bytes->data, (gssize) bytes->len, "\r\n\r\n") : NULL;

  if (self->result.headers != NULL)
    {
      if (!at_end && bytes->len < self->expected)
        {
          read_more (self);
          return;
        }
      check_answer (self);
    }
  else if (end != NULL)
    {
      take_head (self, (gsize) (end - (const char *) bytes->data) + 2,
                 (gsize) (end - (const char *) bytes->data) + 4);
      return;
    }
  else if (!at_end && may_be_http (bytes) && bytes->len < MAX_HEAD)
    {
      read_more (self);
      return;
    }
  else if (bytes->len == 0)
    {
      if (self->result.error == NULL)
        g_set_error_literal (&self->result.error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                             _ ("the connection was closed before there was an answer"));
    }
  else
    {
      /* what it has said before it broke off tells more */
      g_clear_error (&self->result.error);
      refuse_no_http (self);
    }
  upgrade_finish (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Upgrade *self = user_data;
  g_autoptr (GBytes) chunk =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &self->result.error);
  gsize size = chunk != NULL ? g_bytes_get_size (chunk) : 0;

  if (size > 0)
    g_byte_array_append (self->result.rest, g_bytes_get_data (chunk, NULL), (guint) size);
  take_bytes (self, size == 0);
}

static void
read_more (Upgrade *self)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (self->result.stream),
                                   MAX_HEAD + MAX_COMPLAINT - self->result.rest->len, G_PRIORITY_DEFAULT,
                                   self->cancellable, read_cb, self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Upgrade *self = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &self->result.error))
    read_more (self);
  else
    upgrade_finish (self);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Upgrade *self = user_data;
  GSocketConnection *connection =
      g_socket_client_connect_to_uri_finish (G_SOCKET_CLIENT (source), result, &self->result.error);

  g_signal_handlers_disconnect_by_data (source, self);
  if (connection == NULL)
    {
      upgrade_finish (self);
      return;
    }

  self->result.stream = G_IO_STREAM (connection);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->result.stream), self->request,
                                   strlen (self->request), G_PRIORITY_DEFAULT, self->cancellable, written_cb,
                                   self);
}

static gboolean
accept_any (GTlsConnection *tls, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer data)
{
  return TRUE;
}

/* Proxies cut connections that are idle; the kernel's probes keep them open whatever this process does. */
static void
set_options (GSocket *socket)
{
  g_socket_set_keepalive (socket, TRUE);
#ifdef HAVE_TCP_KEEPIDLE
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE, NULL);
#endif
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

static void
event_cb (GSocketClient *client,
          GSocketClientEvent event,
          GSocketConnectable *connectable,
          GIOStream *stream,
          gpointer user_data)
{
  Upgrade *self = user_data;

  trueconf_route_take_event (self->route, event, stream);
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (stream))
    {
      set_options (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)));
    }
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (stream))
    {
      g_set_object (&self->tls, G_TLS_CONNECTION (stream));
      if (self->settings->tls_database != NULL)
        g_tls_connection_set_database (self->tls, self->settings->tls_database);
      if (!self->settings->verify_tls)
        g_signal_connect (self->tls, "accept-certificate", G_CALLBACK (accept_any), NULL);
    }
}

static char *
make_key (void)
{
  guint32 random[4];

  for (guint i = 0; i < G_N_ELEMENTS (random); i++)
    random[i] = g_random_int ();

  return g_base64_encode ((const guchar *) random, sizeof random);
}

static char *
describe_host (GUri *uri, int usual_port)
{
  const char *host = g_uri_get_host (uri);
  gboolean v6 = strchr (host, ':') != NULL;
  /* a zone says something to this machine only */
  g_autofree char *bare = g_strndup (host, v6 ? strcspn (host, "%") : strlen (host));
  int port = g_uri_get_port (uri);

  if (port <= 0 || port == usual_port)
    return g_strdup_printf (v6 ? "[%s]" : "%s", bare);

  return g_strdup_printf (v6 ? "[%s]:%d" : "%s:%d", bare, port);
}

static void
connect_to (Upgrade *self, GUri *uri)
{
  gboolean secure = g_str_equal (g_uri_get_scheme (uri), "https");
  guint16 usual_port = secure ? 443 : 80;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GProxyResolver *resolver = soup_session_get_proxy_resolver (self->session);
  const char *query = g_uri_get_query (uri);
  g_autofree char *host = describe_host (uri, usual_port);
  g_autofree char *address = NULL;

  g_clear_pointer (&self->uri, g_uri_unref);
  self->uri = g_uri_ref (uri);
  trueconf_route_begin (self->route, self->session, uri);

  g_free (self->request);
  self->request =
      g_strdup_printf ("GET %s%s%s HTTP/1.1\r\n"
                       "Host: %s\r\n"
                       "Upgrade: websocket\r\n"
                       "Connection: Upgrade\r\n"
                       "Sec-WebSocket-Key: %s\r\n"
                       "Sec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Protocol: %s\r\n"
                       "User-Agent: %s\r\n\r\n",
                       g_uri_get_path (uri), query != NULL ? "?" : "", query != NULL ? query : "", host,
                       self->key, self->protocol, soup_session_get_user_agent (self->session));

  /* the scheme chooses the proxy */
  address = g_uri_join (G_URI_FLAGS_NONE, secure ? "https" : "http", NULL, g_uri_get_host (uri),
                        g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : usual_port, "/", NULL, NULL);
  g_socket_client_set_tls (client, secure);
  if (resolver != NULL)
    g_socket_client_set_proxy_resolver (client, resolver);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), self);
  g_socket_client_connect_to_uri_async (client, address, usual_port, self->cancellable, connected_cb, self);
}

void
trueconf_upgrade_start (SoupSession *session,
                        TrueconfSettings *settings,
                        const char *path,
                        const char *protocol,
                        TrueconfRoute *route,
                        GCancellable *cancellable,
                        TrueconfUpgradeDone done,
                        gpointer data)
{
  Upgrade *self = g_new0 (Upgrade, 1);
  g_autofree char *text = trueconf_settings_build_uri (settings, "http", path);
  g_autoptr (GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);

  TRUECONF_ASSERT_IO_THREAD ();

  g_assert (uri != NULL); /* trueconf_settings_check() has seen to it */
  self->session = g_object_ref (session);
  self->settings = trueconf_settings_ref (settings);
  self->route = route;
  self->cancellable = g_object_ref (cancellable);
  self->done = done;
  self->data = data;
  self->key = make_key ();
  self->protocol = g_strdup (protocol);
  self->result.rest = g_byte_array_new ();
  connect_to (self, uri);
}
