/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-stream.h"

#include "sandbox-json.h"
#include "sandbox-listing.h"

/* A reader that is so far behind loses frames, which are many, and nothing else. */
#define MAX_PENDING (4 * 1024 * 1024)

typedef struct
{
  SandboxServer *server;
  SoupServerMessage *msg;
  GString *pending;
  gboolean writing;
} Stream;

static void
flush (Stream *stream)
{
  SoupMessageBody *body = soup_server_message_get_response_body (stream->msg);
  gsize length = stream->pending->len;

  if (stream->writing || length == 0)
    return;
  stream->writing = TRUE;
  soup_message_body_append_take (body, (guchar *) g_string_free (stream->pending, FALSE), length);
  stream->pending = g_string_new (NULL);
  soup_server_message_unpause (stream->msg);
}

static void
on_wrote_chunk (SoupServerMessage *msg, gpointer user_data)
{
  Stream *stream = user_data;

  stream->writing = FALSE;
  flush (stream);
}

static void
on_finished (SoupServerMessage *msg, gpointer user_data)
{
  Stream *stream = user_data;

  g_ptr_array_remove (stream->server->streams, stream);
}

void
sandbox_stream_free (gpointer data)
{
  Stream *stream = data;

  g_signal_handlers_disconnect_by_data (stream->msg, stream);
  g_object_unref (stream->msg);
  g_string_free (stream->pending, TRUE);
  g_free (stream);
}

void
sandbox_stream_open (SandboxServer *server, SoupServerMessage *msg)
{
  static const char greeting[] = ": sandbox\n\n";
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);
  SoupMessageBody *body = soup_server_message_get_response_body (msg);
  Stream *stream = g_new0 (Stream, 1);

  stream->server = server;
  stream->msg = g_object_ref (msg);
  stream->pending = g_string_new (NULL);
  stream->writing = TRUE;
  soup_server_message_set_status (msg, 200, NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_headers_replace (headers, "Content-Type", "text/event-stream");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, greeting, sizeof greeting - 1);
  g_signal_connect (msg, "wrote-chunk", G_CALLBACK (on_wrote_chunk), stream);
  g_signal_connect (msg, "finished", G_CALLBACK (on_finished), stream);
  g_ptr_array_add (server->streams, stream);
}

/* Takes over the data. */
void
sandbox_stream_emit (SandboxServer *server, const char *event, JsonObject *data)
{
  g_autofree char *text = sandbox_json_object_text (data);

  json_object_unref (data);
  for (guint i = 0; i < server->streams->len; i++)
    {
      Stream *stream = g_ptr_array_index (server->streams, i);

      if (stream->pending->len > MAX_PENDING && g_str_equal (event, "frame"))
        continue;
      g_string_append_printf (stream->pending, "event: %s\ndata: %s\n\n", event, text);
      flush (stream);
    }
}

/* Writing is the only way to find out that a reader has gone. */
void
sandbox_stream_beat (SandboxServer *server)
{
  for (guint i = 0; i < server->streams->len; i++)
    {
      Stream *stream = g_ptr_array_index (server->streams, i);

      g_string_append (stream->pending, ": beat\n\n");
      flush (stream);
    }
}

void
sandbox_stream_message (SandboxServer *server, const char *event, SandboxMessage *message)
{
  GPtrArray *members = message->chat->participants;
  JsonArray *participants;
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  participants = json_array_new ();
  for (guint i = 0; i < members->len; i++)
    json_array_add_string_element (participants,
                                   ((SandboxParticipant *) g_ptr_array_index (members, i))->user->login);
  data = sandbox_listing_message (server, message, NULL);
  json_object_set_array_member (data, "participants", participants);
  sandbox_stream_emit (server, event, data);
}

void
sandbox_stream_read (SandboxServer *server, SandboxUser *reader, SandboxMessage *message)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = json_object_new ();
  json_object_set_int_member (data, "seq", (gint64) message->seq);
  json_object_set_string_member (data, "message_id", message->id);
  json_object_set_string_member (data, "chat_id", message->chat->id);
  json_object_set_string_member (data, "user", reader->login);
  sandbox_stream_emit (server, "read", data);
}

/* For the page, which asks for the rest. */
void
sandbox_stream_chat (SandboxServer *server, const char *action, SandboxChat *chat)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = json_object_new ();
  json_object_set_string_member (data, "action", action);
  json_object_set_object_member (data, "chat", sandbox_listing_chat (chat));
  sandbox_stream_emit (server, "chat", data);
}

void
sandbox_stream_activity (SandboxServer *server, SandboxChat *chat, SandboxUser *user, const char *type)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = json_object_new ();
  json_object_set_string_member (data, "chat_id", chat->id);
  json_object_set_string_member (data, "user", user->login);
  json_object_set_string_member (data, "type", type);
  sandbox_stream_emit (server, "activity", data);
}

/* The user is NULL when the message is gone for everybody. */
void
sandbox_stream_removed (SandboxServer *server, SandboxMessage *message, SandboxUser *user)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = json_object_new ();
  json_object_set_string_member (data, "message_id", message->id);
  json_object_set_string_member (data, "chat_id", message->chat->id);
  if (user != NULL)
    json_object_set_string_member (data, "user", user->login);
  else
    json_object_set_null_member (data, "user");
  sandbox_stream_emit (server, "remove", data);
}

void
sandbox_stream_connection (SandboxServer *server, SandboxConnection *connection, const char *state)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = sandbox_listing_connection (connection);
  json_object_set_string_member (data, "state", state);
  sandbox_stream_emit (server, "connection", data);
}

/* Connections have an event of their own, which tells more. */
void
sandbox_stream_log (SandboxServer *server, const SandboxLogEntry *entry)
{
  if (server->streams->len > 0 && entry->kind != SANDBOX_LOG_CONNECTION)
    sandbox_stream_emit (server, sandbox_log_kind_name (entry->kind), sandbox_log_entry_to_object (entry));
}

void
sandbox_stream_fault (SandboxServer *server, const char *action, SandboxFault *fault)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = fault != NULL ? sandbox_fault_to_object (fault) : json_object_new ();
  json_object_set_string_member (data, "action", action);
  sandbox_stream_emit (server, "fault", data);
}
