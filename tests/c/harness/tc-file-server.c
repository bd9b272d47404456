/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-file-server.h"

#include <string.h>
#include <sys/socket.h>

#include "tc-traces.h"

static void
answer (SoupWebsocketConnection *connection, gint64 id, const char *payload)
{
  g_autofree char *text =
      g_strdup_printf ("{\"type\":2,\"id\":%" G_GINT64_FORMAT ",\"payload\":%s}", id, payload);

  soup_websocket_connection_send_text (connection, text);
}

static void
on_frame (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer data)
{
  TcFileServer *self = data;
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonNode) frame = json_from_string (text, NULL);
  const char *method = tc_json_string (frame, "method");
  g_autofree char *payload = NULL;

  if (tc_json_int (frame, "type") != 1)
    return;

  g_ptr_array_add (self->frames, g_strdup (text));

  if (g_str_equal (method, "auth"))
    payload = tc_json ("{'userId':'echo_bot@test/1'}");
  else if (g_str_equal (method, "uploadFile"))
    payload = tc_json ("{'uploadTaskId':'task-1'}");
  else if (g_str_equal (method, "sendFile"))
    payload = tc_json ("{'chatId':'c','messageId':'m','timestamp':1795349000111,'fileId':'f'}");
  else if (g_str_equal (method, "getFileUploadLimits"))
    payload = g_strdup (self->limits);
  else if (g_str_equal (method, "getFileInfo"))
    payload = g_strdup (self->info);
  else
    payload = tc_json ("{'result':true}");

  answer (connection, tc_json_int (frame, "id"), payload);
}

static void
on_connection (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               SoupWebsocketConnection *connection,
               gpointer data)
{
  TcFileServer *self = data;

  g_ptr_array_add (self->connections, g_object_ref (connection));
  g_signal_connect (connection, "message", G_CALLBACK (on_frame), self);
}

static int
get_fd (SoupServerMessage *message)
{
  return g_socket_get_fd (soup_server_message_get_socket (message));
}

static void
reset (SoupServerMessage *message)
{
  struct linger now = { 1, 0 };

  setsockopt (get_fd (message), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  g_socket_close (soup_server_message_get_socket (message), NULL);
}

static void
refuse (SoupServerMessage *message)
{
  static const char text[] = "HTTP/1.1 413 Too Large\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                             "Connection: close\r\n\r\n<html>";

  g_assert_cmpint (send (get_fd (message), text, sizeof text - 1, MSG_NOSIGNAL), ==, sizeof text - 1);
}

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  TcFileServer *self = data;
  void (*hook) (gpointer) = g_steal_pointer (&self->on_chunk);

  if (hook != NULL)
    hook (self->on_chunk_data);

  if (self->upload_fault == TC_UPLOAD_REFUSE_AND_RESET)
    refuse (message);
  if (self->upload_fault == TC_UPLOAD_REFUSE_AND_RESET || self->upload_fault == TC_UPLOAD_RESET)
    reset (message);
  if (self->upload_fault == TC_UPLOAD_STALL)
    soup_server_message_pause (message);
}

static void
upload_begins (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer data)
{
  TcFileServer *self = data;

  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), self);
  if (self->upload_fault == TC_UPLOAD_REFUSE_EARLY)
    refuse (message);
}

static void
upload_done (SoupServer *server,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer data)
{
  TcFileServer *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *text = NULL;
  guint status = 200;

  self->n_uploads++;
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_free (self->content_type);
  self->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  g_free (self->task_id);
  self->task_id = g_strdup (soup_message_headers_get_one (headers, "Upload-Task-Id"));

  if (self->upload_fault == TC_UPLOAD_NO_ANSWER)
    {
      soup_server_message_pause (message);
      return;
    }

  if (self->upload_fault == TC_UPLOAD_UNKNOWN_TASK || self->upload_fault == TC_UPLOAD_UNKNOWN_TASK_ONCE)
    {
      text = tc_json ("{'error':407,'error_description':'No task found'}");
      status = 400;
    }
  else
    text = self->upload_fault == TC_UPLOAD_NO_ID ? tc_json ("{'temporalFileId':null}")
                                                 : tc_json ("{'temporalFileId':'tmp-1'}");
  if (self->upload_fault == TC_UPLOAD_UNKNOWN_TASK_ONCE)
    self->upload_fault = TC_UPLOAD_FINE;

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
download (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  TcFileServer *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  gsize length = g_bytes_get_size (self->content);
  g_autofree char *raw = NULL;

  self->n_downloads++;
  g_free (self->authorization);
  self->authorization = g_strdup (
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization"));
  soup_server_message_set_status (message, 200, NULL);

  switch (self->download_fault)
    {
    case TC_DOWNLOAD_GONE:
      soup_server_message_set_status (message, 404, NULL);
      break;

    case TC_DOWNLOAD_ELSEWHERE:
      soup_server_message_set_redirect (message, 302, "http://127.0.0.2/elsewhere");
      break;

    case TC_DOWNLOAD_CHUNKED:
    case TC_DOWNLOAD_ENDLESS:
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      soup_message_headers_replace (headers, "Content-Disposition", "attachment; filename=\"../given.txt\"");
      soup_message_body_append_bytes (body, self->content);
      if (self->download_fault == TC_DOWNLOAD_ENDLESS)
        soup_message_body_append (body, SOUP_MEMORY_STATIC, "more", 4);
      soup_message_body_complete (body);
      break;

    case TC_DOWNLOAD_OTHER_LENGTH:
      soup_message_body_append (body, SOUP_MEMORY_STATIC, "short", 5);
      break;

    case TC_DOWNLOAD_HUGE:
      {
        g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

        raw = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GINT64_FORMAT "\r\n\r\n", TC_HUGE);
        g_output_stream_write_all (g_io_stream_get_output_stream (stream), raw, strlen (raw), NULL, NULL,
                                   NULL);
        g_ptr_array_add (self->connections, g_steal_pointer (&stream));
      }
      break;

    case TC_DOWNLOAD_SHORT:
    case TC_DOWNLOAD_STALL:
      {
        g_autoptr (GIOStream) stream = NULL;
        gsize half = length / 2;

        raw = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
        stream = soup_server_message_steal_connection (message);
        g_output_stream_write_all (g_io_stream_get_output_stream (stream), raw, strlen (raw), NULL, NULL,
                                   NULL);
        g_output_stream_write_all (g_io_stream_get_output_stream (stream),
                                   g_bytes_get_data (self->content, NULL), half, NULL, NULL, NULL);
        if (self->download_fault == TC_DOWNLOAD_SHORT)
          g_io_stream_close (stream, NULL, NULL);
        else
          g_ptr_array_add (self->connections, g_steal_pointer (&stream));
      }
      break;

    case TC_DOWNLOAD_FINE:
    default:
      if (length > 0)
        soup_message_body_append_bytes (body, self->content);
      else
        soup_server_message_set_response (message, NULL, SOUP_MEMORY_STATIC, NULL, 0);
      break;
    }
}

TcFileServer *
tc_file_server_new (void)
{
  TcFileServer *self = g_new0 (TcFileServer, 1);
  char *protocols[] = { (char *) "json.v1", NULL };

  self->server = tc_server_new ();
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->frames = g_ptr_array_new_with_free_func (g_free);
  self->limits = tc_json ("{'maxSize':null,'extensions':null}");
  self->info = tc_json ("{}");
  self->content = g_bytes_new_static ("content", 7);

  soup_server_add_websocket_handler (self->server, "/websocket", NULL, protocols, on_connection, self, NULL);
  soup_server_add_early_handler (self->server, "/bridge/api/client/v1/files", upload_begins, self, NULL);
  soup_server_add_handler (self->server, "/bridge/api/client/v1/files", upload_done, self, NULL);
  soup_server_add_handler (self->server, "/download", download, self, NULL);
  self->port = tc_server_get_port (self->server);
  tc_traces_ignore_port (self->port);

  return self;
}

void
tc_file_server_free (TcFileServer *self)
{
  tc_file_server_drop (self);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->frames);
  g_free (self->limits);
  g_free (self->info);
  g_bytes_unref (self->content);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->task_id);
  g_free (self->authorization);
  g_free (self);
}

TrueconfBot *
tc_file_server_make_bot (TcFileServer *self, double timeout)
{
  /* {"alg":"none"}, {"exp":4102444800}, with an invalid signature */
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.c2ln");

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, self->port);
  if (timeout > 0)
    trueconf_bot_set_timeout (bot, timeout);
  tc_bot_start (bot);

  return bot;
}

void
tc_file_server_set_info (TcFileServer *self, const char *format, ...)
{
  va_list args;

  g_free (self->info);
  va_start (args, format);
  self->info = g_strdelimit (g_strdup_vprintf (format, args), "'", '"');
  va_end (args);
}

void
tc_file_server_send (TcFileServer *self, const char *method, const char *payload)
{
  g_autofree char *text = tc_json ("{'type':1,'id':1,'method':'%s','payload':%s}", method, payload);

  /* one that was replaced may still be in the list */
  for (guint i = 0; i < self->connections->len; i++)
    if (SOUP_IS_WEBSOCKET_CONNECTION (g_ptr_array_index (self->connections, i)) &&
        soup_websocket_connection_get_state (g_ptr_array_index (self->connections, i)) ==
            SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_send_text (g_ptr_array_index (self->connections, i), text);
}

void
tc_file_server_drop (TcFileServer *self)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      GObject *connection = g_ptr_array_index (self->connections, i);

      g_signal_handlers_disconnect_by_data (connection, self);
      g_io_stream_close (
          SOUP_IS_WEBSOCKET_CONNECTION (connection)
              ? soup_websocket_connection_get_io_stream (SOUP_WEBSOCKET_CONNECTION (connection))
              : G_IO_STREAM (connection),
          NULL, NULL);
    }
  g_ptr_array_set_size (self->connections, 0);
}

static gboolean
is_method (const char *frame, const char *method)
{
  g_autofree char *part = g_strdup_printf ("\"method\":\"%s\"", method);

  return strstr (frame, part) != NULL;
}

guint
tc_file_server_count (TcFileServer *self, const char *method)
{
  guint count = 0;

  for (guint i = 0; i < self->frames->len; i++)
    if (is_method (g_ptr_array_index (self->frames, i), method))
      count++;

  return count;
}

const char *
tc_file_server_find (TcFileServer *self, const char *method)
{
  for (guint i = self->frames->len; i > 0; i--)
    if (is_method (g_ptr_array_index (self->frames, i - 1), method))
      return g_ptr_array_index (self->frames, i - 1);

  return NULL;
}

GBytes *
tc_file_server_get_part (TcFileServer *self, int part, char **name, char **file_name, char **type)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
  g_autoptr (SoupMultipart) multipart = NULL;
  g_autofree char *disposition = NULL;
  g_autoptr (GHashTable) parameters = NULL;
  SoupMessageHeaders *part_headers;
  GBytes *body;

  soup_message_headers_append (headers, "Content-Type", self->content_type);
  multipart = soup_multipart_new_from_message (headers, self->body);
  g_assert_nonnull (multipart);
  if (part >= soup_multipart_get_length (multipart))
    return NULL;

  g_assert_true (soup_multipart_get_part (multipart, part, &part_headers, &body));
  g_assert_true (soup_message_headers_get_content_disposition (part_headers, &disposition, &parameters));
  *name = g_strdup (g_hash_table_lookup (parameters, "name"));
  *file_name = g_strdup (g_hash_table_lookup (parameters, "filename"));
  *type = g_strdup (soup_message_headers_get_one (part_headers, "Content-Type"));

  return g_bytes_new_from_bytes (body, 0, g_bytes_get_size (body));
}

void
tc_file_server_warm_up (void)
{
  g_autoptr (TcFileServer) self = tc_file_server_new ();

  tc_bot_end (tc_file_server_make_bot (self, 0));
}
