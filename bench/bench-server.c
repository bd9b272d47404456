/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A server for the benches of files and of the history. Whoever transfers a file has a thread that reads and writes, and
 * does nothing else, so that it is the other side that is measured. */

#include <glib-unix.h>
#include <libsoup/soup.h>
#include <string.h>

#include "bench-messages.h"

#define BUFFER   (256 * 1024)
#define MAX_HEAD (64 * 1024)
#define GUID     "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

static gint64 size = 0;
static int messages = 1000;

static GMainLoop *loop;
static char *history;
static guint8 *block;

static const char *
find_value (const char *text, const char *name)
{
  const char *at = strstr (text, name);

  return at != NULL ? at + strlen (name) : NULL;
}

static char *
make_payload (const char *method)
{
  if (g_str_equal (method, "auth"))
    return g_strdup ("{\"userId\":\"bot@bench.local/1\"}");
  if (g_str_equal (method, "uploadFile"))
    return g_strdup ("{\"uploadTaskId\":\"task\"}");
  if (g_str_equal (method, "getFileUploadLimits"))
    return g_strdup ("{\"maxSize\":null,\"extensions\":null}");
  if (g_str_equal (method, "getChatHistory"))
    return g_strdup (history);
  if (g_str_equal (method, "getFileInfo"))
    return g_strdup_printf ("{\"fileId\":\"f\",\"name\":\"bench.bin\",\"size\":%" G_GINT64_FORMAT
                            ",\"mimeType\":\"application/octet-stream\",\"readyState\":2,"
                            "\"downloadUrl\":\"http://127.0.0.1/download/f\",\"previews\":null}",
                            size);

  return g_strdup ("{}");
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  const char *method_at = find_value (text, "\"method\":\"");
  const char *id_at = find_value (text, "\"id\":");
  g_autofree char *method = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *answer = NULL;

  if (method_at == NULL || id_at == NULL)
    return;

  method = g_strndup (method_at, strcspn (method_at, "\""));
  payload = make_payload (method);
  answer = g_strdup_printf ("{\"type\":2,\"id\":%" G_GINT64_FORMAT ",\"payload\":%s}",
                            g_ascii_strtoll (id_at, NULL, 10), payload);
  soup_websocket_connection_send_text (connection, answer);
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer user_data)
{
  g_object_unref (connection);
}

/* In the main context. */
static gboolean
take_websocket (gpointer data)
{
  g_autoptr (GUri) uri = g_uri_parse ("ws://127.0.0.1/websocket/chat_bot", SOUP_HTTP_URI_FLAGS, NULL);
  SoupWebsocketConnection *connection =
      soup_websocket_connection_new (data, uri, SOUP_WEBSOCKET_CONNECTION_SERVER, NULL, "json.v1", NULL);

  g_signal_connect (connection, "message", G_CALLBACK (message_cb), NULL);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), NULL);
  return G_SOURCE_REMOVE;
}

static gboolean write_text (GIOStream *stream, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
write_text (GIOStream *stream, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL, NULL,
                                    NULL);
}

static void
begin_websocket (GIOStream *stream, const char *head)
{
  const char *at = find_value (head, "Sec-WebSocket-Key: ");
  g_autofree char *key = at != NULL ? g_strndup (at, strcspn (at, "\r")) : g_strdup ("");
  g_autofree char *joined = g_strconcat (key, GUID, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;
  g_autofree char *accept = NULL;

  g_checksum_update (checksum, (const guchar *) joined, -1);
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);
  if (write_text (stream,
                  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: json.v1\r\n\r\n",
                  accept))
    g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, take_websocket, g_object_ref (stream),
                                g_object_unref);
}

static void
send_file (GIOStream *stream)
{
  GOutputStream *out = g_io_stream_get_output_stream (stream);

  if (!write_text (
          stream,
          "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %" G_GINT64_FORMAT
          "\r\nConnection: close\r\n\r\n",
          size))
    return;

  for (gint64 left = size; left > 0; left -= BUFFER)
    if (!g_output_stream_write_all (out, block, (gsize) MIN (left, BUFFER), NULL, NULL, NULL))
      return;
}

/* All but what has come with the head already. */
static void
take_file (GIOStream *stream, const char *head, gsize rest)
{
  const char *length = find_value (head, "Content-Length: ");
  g_autofree guint8 *buffer = g_malloc (BUFFER);
  gint64 left = (length != NULL ? g_ascii_strtoll (length, NULL, 10) : 0) - (gint64) rest;

  while (left > 0)
    {
      gssize count = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer,
                                          (gsize) MIN (left, BUFFER), NULL, NULL);

      if (count <= 0)
        return;
      left -= count;
    }

  write_text (stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 24\r\n"
                      "Connection: close\r\n\r\n{\"temporalFileId\":\"tmp\"}");
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  GIOStream *stream = G_IO_STREAM (connection);
  g_autoptr (GString) head = g_string_new (NULL);
  const char *end = NULL;

  while (end == NULL && head->len < MAX_HEAD)
    {
      char some[4096];
      gssize count =
          g_input_stream_read (g_io_stream_get_input_stream (stream), some, sizeof some, NULL, NULL);

      if (count <= 0)
        return TRUE;
      g_string_append_len (head, some, count);
      end = g_strstr_len (head->str, (gssize) head->len, "\r\n\r\n");
    }

  if (g_str_has_prefix (head->str, "POST "))
    take_file (stream, head->str, head->len - (gsize) (end + 4 - head->str));
  else if (g_str_has_prefix (head->str, "GET /download/"))
    send_file (stream);
  else
    begin_websocket (stream, head->str);

  return TRUE;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  const GOptionEntry entries[] = {
    { "size", 0, 0, G_OPTION_ARG_INT64, &size, "Bytes of the file to be downloaded", "N" },
    { "messages", 0, 0, G_OPTION_ARG_INT, &messages, "How many the history has", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GSocketService) service = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  history = bench_make_history ((guint) MAX (messages, 0));
  block = g_malloc (BUFFER);
  for (gsize i = 0; i < BUFFER; i++)
    block[i] = (guint8) (i * 31 + (i >> 8));

  loop = g_main_loop_new (NULL, FALSE);
  service = g_threaded_socket_service_new (8);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_signal_connect (service, "run", G_CALLBACK (run_cb), NULL);
  g_print ("%u\n", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));

  g_unix_signal_add (SIGTERM, quit_cb, NULL);
  g_main_loop_run (loop);
  g_socket_service_stop (service);
  g_main_loop_unref (loop);
  g_free (history);
  g_free (block);

  return 0;
}
