/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-upgrade-private.h"

#define MAX_HEAD       (16 * 1024)
#define KEEPALIVE_IDLE 15
#define WEBSOCKET_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

typedef struct
{
  TrueconfUpgradeResult result;
  GCancellable *cancellable;
  GTlsConnection *tls;
  char *request;
  char *key;
  char *protocol;
  gboolean verify_tls;
  GTlsDatabase *database;
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
  g_clear_object (&self->database);
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

/* As libsoup says it, so that both ways to the server are explained alike. */
static void
refuse_no_http (Upgrade *self)
{
  if (self->result.error == NULL)
    g_set_error_literal (&self->result.error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING,
                         _ ("what answers is not an HTTP server. Check “server” and “port”"));
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
  else
    {
      check_answer (self);
    }
  g_byte_array_remove_range (bytes, 0, (guint) rest);
}

static void read_more (Upgrade *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Upgrade *self = user_data;
  g_autoptr (GBytes) chunk =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &self->result.error);
  GByteArray *bytes = self->result.rest;
  const char *end = NULL;

  if (chunk != NULL && g_bytes_get_size (chunk) > 0)
    {
      g_byte_array_append (bytes, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
      end = g_strstr_len ((const char *) bytes->data, (gssize) bytes->len, "\r\n\r\n");
      if (end == NULL && bytes->len < MAX_HEAD)
        {
          read_more (self);
          return;
        }
    }

  if (end != NULL)
    take_head (self, (gsize) (end - (const char *) bytes->data) + 2,
               (gsize) (end - (const char *) bytes->data) + 4);
  else if (chunk != NULL && g_bytes_get_size (chunk) == 0 && bytes->len == 0)
    g_set_error_literal (&self->result.error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         _ ("the connection was closed before there was an answer"));
  else
    refuse_no_http (self);
  upgrade_finish (self);
}

static void
read_more (Upgrade *self)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (self->result.stream),
                                   MAX_HEAD - self->result.rest->len, G_PRIORITY_DEFAULT, self->cancellable,
                                   read_cb, self);
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

  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (stream))
    {
      set_options (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)));
    }
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (stream))
    {
      g_set_object (&self->tls, G_TLS_CONNECTION (stream));
      if (self->database != NULL)
        g_tls_connection_set_database (self->tls, self->database);
      if (!self->verify_tls)
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

void
trueconf_upgrade_start (SoupSession *session,
                        const TrueconfSettings *settings,
                        GUri *uri,
                        const char *protocol,
                        GCancellable *cancellable,
                        TrueconfUpgradeDone done,
                        gpointer data)
{
  Upgrade *self = g_new0 (Upgrade, 1);
  gboolean secure = g_strcmp0 (g_uri_get_scheme (uri), "wss") == 0;
  guint16 usual_port = secure ? 443 : 80;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GProxyResolver *resolver = soup_session_get_proxy_resolver (session);
  g_autofree char *host = describe_host (uri, usual_port);
  g_autofree char *address = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  self->cancellable = g_object_ref (cancellable);
  self->done = done;
  self->data = data;
  self->key = make_key ();
  self->protocol = g_strdup (protocol);
  self->verify_tls = settings->verify_tls;
  g_set_object (&self->database, settings->tls_database);
  self->result.rest = g_byte_array_new ();
  self->request = g_strdup_printf ("GET %s HTTP/1.1\r\n"
                                   "Host: %s\r\n"
                                   "Upgrade: websocket\r\n"
                                   "Connection: Upgrade\r\n"
                                   "Sec-WebSocket-Key: %s\r\n"
                                   "Sec-WebSocket-Version: 13\r\n"
                                   "Sec-WebSocket-Protocol: %s\r\n"
                                   "User-Agent: %s\r\n\r\n",
                                   g_uri_get_path (uri), host, self->key, protocol,
                                   soup_session_get_user_agent (session));

  /* the scheme chooses the proxy */
  address = g_uri_join (G_URI_FLAGS_NONE, secure ? "https" : "http", NULL, g_uri_get_host (uri),
                        g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : usual_port, "/", NULL, NULL);
  g_socket_client_set_tls (client, secure);
  if (resolver != NULL)
    g_socket_client_set_proxy_resolver (client, resolver);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), self);
  g_socket_client_connect_to_uri_async (client, address, usual_port, cancellable, connected_cb, self);
}
