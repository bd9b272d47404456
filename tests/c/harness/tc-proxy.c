/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-proxy.h"

#include <string.h>

static void
write_text (GIOStream *stream, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL, NULL, NULL);
}

static gboolean
read_bytes (GIOStream *stream, guint8 *bytes, gsize length)
{
  gsize n = 0;

  return g_input_stream_read_all (g_io_stream_get_input_stream (stream), bytes, length, &n, NULL, NULL) &&
         n == length;
}

/* To the end of the head and not beyond, since what follows is for the server. Returns HOST:PORT. */
static char *
read_connect (GIOStream *stream)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  guint8 byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (!read_bytes (stream, &byte, 1))
        return NULL;
      g_string_append_c (head, (char) byte);
    }

  words = g_strsplit (head->str, " ", 3);
  g_assert_cmpstr (words[0], ==, "CONNECT");
  return g_strdup (words[1]);
}

/* A greeting, a choice of the log-in, a request with a name. */
static char *
read_socks (GIOStream *stream)
{
  guint8 head[5] = { 0 };
  guint8 rest[258];

  if (!read_bytes (stream, head, 2) || !read_bytes (stream, rest, head[1]))
    return NULL;
  g_assert_cmpint (head[0], ==, 5);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), "\5\0", 2, NULL, NULL, NULL);
  if (!read_bytes (stream, head, 5) || !read_bytes (stream, rest, head[4] + 2u))
    return NULL;
  g_assert_cmpint (head[3], ==, 3);

  return g_strdup_printf ("%.*s:%u", head[4], (const char *) rest,
                          (guint) rest[head[4]] * 256 + rest[head[4] + 1]);
}

static void
passed_on (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TcProxy *self = user_data;

  g_io_stream_splice_finish (result, NULL);
  self->open--;
}

static void
pass_on (TcProxy *self, GIOStream *stream)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) server = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  server = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) self->target, NULL, &error);
  g_assert_no_error (error);
  if (self->socks)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), "\5\0\0\1\0\0\0\0\0\0", 10, NULL, NULL,
                               NULL);
  else
    write_text (stream, "HTTP/1.1 200 Connected\r\n\r\n");
  if (self->fault == TC_PROXY_CUT)
    {
      g_io_stream_close (stream, NULL, NULL);
      return;
    }

  self->open++;
  g_io_stream_splice_async (stream, G_IO_STREAM (server),
                            G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                            G_PRIORITY_DEFAULT, NULL, passed_on, self);
}

static void
serve (TcProxy *self, GIOStream *stream)
{
  char *request = self->socks ? read_socks (stream) : read_connect (stream);

  if (request == NULL)
    return;

  g_ptr_array_add (self->requests, request);
  switch (self->fault)
    {
    case TC_PROXY_REFUSE:
      write_text (stream,
                  "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
      break;

    case TC_PROXY_DROP:
      break;

    case TC_PROXY_SILENT:
      g_ptr_array_add (self->kept, g_object_ref (stream));
      return;

    case TC_PROXY_BAD_GATEWAY:
      if (self->socks)
        g_output_stream_write_all (g_io_stream_get_output_stream (stream), "\5\4\0\1\0\0\0\0\0\0", 10, NULL,
                                   NULL, NULL);
      else
        write_text (stream, "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
      break;

    case TC_PROXY_FINE:
    case TC_PROXY_CUT:
    default:
      pass_on (self, stream);
      return;
    }
  g_io_stream_close (stream, NULL, NULL);
}

/* In the main thread, which may wait here, because the bot does its part on another one. */
static gboolean
incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  TcProxy *self = user_data;
  g_autoptr (GIOStream) tls = NULL;

  if (self->certificate != NULL)
    {
      tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
      if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
        return TRUE;
    }
  serve (self, tls != NULL ? tls : G_IO_STREAM (connection));

  return TRUE;
}

TcProxy *
tc_proxy_new (guint target)
{
  TcProxy *self = g_new0 (TcProxy, 1);
  g_autoptr (GError) error = NULL;

  self->target = target;
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);
  self->service = g_socket_service_new ();
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming), self);

  return self;
}

void
tc_proxy_free (TcProxy *self)
{
  g_ptr_array_unref (self->kept);
  TC_WAIT (self->open == 0);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_ptr_array_unref (self->requests);
  g_clear_object (&self->certificate);
  g_free (self);
}

GProxyResolver *
tc_proxy_make_resolver (TcProxy *self)
{
  const char *scheme = self->socks ? "socks5" : self->certificate != NULL ? "https" : "http";
  g_autofree char *uri = g_strdup_printf ("%s://user:" TC_PROXY_PASSWORD "@%s:%u", scheme,
                                          self->host != NULL ? self->host : "127.0.0.1", self->port);

  return g_simple_proxy_resolver_new (uri, NULL);
}
