/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-stream.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-listing.h"

/* A reader that is this far behind gets no more "frame" events, which are the most frequent ones, but all others. */
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

static void
stream_free (gpointer data)
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
static void
emit (SandboxServer *server, const char *event, JsonObject *data)
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

/* Without writing nobody would notice that a reader has gone. */
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

static void
emit_message (SandboxServer *server, const char *event, SandboxMessage *message)
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
  data = sandbox_listing_message (server->hub->world, message, NULL);
  json_object_set_array_member (data, "participants", participants);
  emit (server, event, data);
}

static void
emit_read (SandboxServer *server, SandboxUser *reader, SandboxMessage *message)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = json_object_new ();
  json_object_set_int_member (data, "seq", (gint64) message->seq);
  json_object_set_string_member (data, "message_id", message->id);
  json_object_set_string_member (data, "chat_id", message->chat->id);
  json_object_set_string_member (data, "user", reader->login);
  emit (server, "read", data);
}

/* Sends the chat alone. The page requests the rest. */
static void
emit_chat (SandboxServer *server, const char *action, SandboxChat *chat)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = json_object_new ();
  json_object_set_string_member (data, "action", action);
  json_object_set_object_member (data, "chat", sandbox_listing_chat (chat));
  emit (server, "chat", data);
}

static void
emit_activity (SandboxServer *server, SandboxChat *chat, SandboxUser *user, const char *type)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = json_object_new ();
  json_object_set_string_member (data, "chat_id", chat->id);
  json_object_set_string_member (data, "user", user->login);
  json_object_set_string_member (data, "type", type);
  emit (server, "activity", data);
}

/* `user` NULL: removed for everybody. */
static void
emit_removed (SandboxServer *server, SandboxMessage *message, SandboxUser *user)
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
  emit (server, "remove", data);
}

void
sandbox_stream_connection (SandboxServer *server, SandboxConnection *connection, const char *state)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = sandbox_listing_connection (connection);
  json_object_set_string_member (data, "state", state);
  emit (server, "connection", data);
}

/* Log entries about connections are left out: the "connection" event says more. */
void
sandbox_stream_log (SandboxServer *server, const SandboxLogEntry *entry)
{
  if (server->streams->len > 0 && entry->kind != SANDBOX_LOG_CONNECTION)
    emit (server, sandbox_log_kind_name (entry->kind), sandbox_log_entry_to_object (entry));
}

void
sandbox_stream_fault (SandboxServer *server, const char *action, SandboxFault *fault)
{
  JsonObject *data;

  if (server->streams->len == 0)
    return;
  data = fault != NULL ? sandbox_fault_to_object (fault) : json_object_new ();
  json_object_set_string_member (data, "action", action);
  emit (server, "fault", data);
}

static void
on_changed (const SandboxChange *change, gpointer user_data)
{
  SandboxServer *server = user_data;

  switch (change->kind)
    {
    case SANDBOX_CHANGE_MESSAGE_SENT:
      emit_message (server, "message", change->message);
      break;
    case SANDBOX_CHANGE_MESSAGE_EDITED:
      emit_message (server, "edit", change->message);
      break;
    case SANDBOX_CHANGE_MESSAGE_REMOVED:
      emit_removed (server, change->message, change->user);
      break;
    case SANDBOX_CHANGE_MESSAGE_READ:
      emit_read (server, change->user, change->message);
      break;
    case SANDBOX_CHANGE_CHAT_CREATED:
      emit_chat (server, "created", change->chat);
      break;
    case SANDBOX_CHANGE_CHAT_REMOVED:
      if (change->user == NULL)
        emit_chat (server, "removed", change->chat);
      break;
    case SANDBOX_CHANGE_CHAT_UPDATED:
      emit_chat (server, change->cleared ? "cleared" : "changed", change->chat);
      break;
    case SANDBOX_CHANGE_ACTIVITY:
      emit_activity (server, change->chat, change->actor, change->activity);
      break;
    case SANDBOX_CHANGE_COMMAND_ANSWERED:
      emit (server, "answer", json_object_ref (change->answer));
      break;
    case SANDBOX_CHANGE_FILE_READY:
      emit (server, "file", sandbox_listing_file (change->file));
      break;
    case SANDBOX_CHANGE_HISTORY_CLEARED:
    case SANDBOX_CHANGE_CHAT_SHOWN:
    case SANDBOX_CHANGE_TITLE:
    case SANDBOX_CHANGE_AVATAR:
    case SANDBOX_CHANGE_PARTICIPANT_ADDED:
    case SANDBOX_CHANGE_PARTICIPANT_REMOVED:
    case SANDBOX_CHANGE_PARTICIPANT_ROLE:
    default:
      break; /* CHAT_UPDATED follows */
    }
}

void
sandbox_stream_add (SandboxServer *server)
{
  server->streams = g_ptr_array_new_with_free_func (stream_free);
  sandbox_world_watch (server->hub->world, on_changed, server);
}
