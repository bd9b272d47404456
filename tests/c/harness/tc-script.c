/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-script.h"

#include <string.h>

#include "tc-bot.h"
#include "tc-server.h"

void
tc_script_answer (TcScript *self, JsonNode *request, const char *payload)
{
  g_autofree char *text =
      tc_json ("{'type':2,'id':%" G_GINT64_FORMAT ",'payload':%s}", tc_json_int (request, "id"), payload);

  soup_websocket_connection_send_text (self->connection, text);
}

void
tc_script_answer_nth (TcScript *self, guint i)
{
  tc_script_answer (self, g_ptr_array_index (self->requests, i),
                    "{'chatId':'c','messageId':'m','timestamp':1}");
}

static void
on_frame (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  TcScript *self = user_data;
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonNode) frame = json_from_string (text, NULL);

  if (tc_json_int (frame, "type") != 1)
    return;

  if (g_strcmp0 (tc_json_string (frame, "method"), "auth") == 0)
    {
      tc_script_answer (self, frame, "{'userId':'bot@test/1'}");
      return;
    }

  g_ptr_array_add (self->requests, json_node_ref (frame));
  if (self->cuts > 0)
    {
      self->cuts--;
      g_signal_handlers_disconnect_by_data (connection, self);
      g_io_stream_close (soup_websocket_connection_get_io_stream (connection), NULL, NULL);
    }
  else if (self->answers)
    {
      tc_script_answer_nth (self, self->requests->len - 1);
    }
}

static void
on_connection (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               SoupWebsocketConnection *connection,
               gpointer user_data)
{
  TcScript *self = user_data;

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  self->connections++;
  g_signal_connect (connection, "message", G_CALLBACK (on_frame), self);
}

static void
on_describe (SoupServer *server,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer user_data)
{
  TcScript *self = user_data;
  g_autofree char *text = NULL;

  self->described++;
  if (self->mute)
    {
      soup_server_message_pause (message);
      return;
    }
  if (self->version == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  text = tc_json ("{'product':{'display_name':'test','version':'%s'}}", self->version);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
}

void
tc_script_begin (TcScript *self)
{
  tc_script_begin_with (self, NULL);
}

static void
begin (TcScript *self, const char *version, gboolean asks)
{
  char *protocols[] = { (char *) "json.v1", NULL };

  memset (self, 0, sizeof *self);
  self->version = version;
  self->server = tc_server_new ();
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->outcomes = g_ptr_array_new_with_free_func (g_free);
  soup_server_add_websocket_handler (self->server, "/websocket", NULL, protocols, on_connection, self, NULL);
  soup_server_add_handler (self->server, "/api/v4/server", on_describe, self, NULL);
  self->bot = trueconf_bot_new ("127.0.0.1", "a.b.c");
  trueconf_bot_set_port (self->bot, tc_server_get_port (self->server));
  trueconf_bot_set_https (self->bot, FALSE);
  trueconf_bot_set_ws_max_delay (self->bot, 1);
  trueconf_bot_set_ask_server_version (self->bot, asks);
  tc_bot_start (self->bot);
}

void
tc_script_begin_with (TcScript *self, const char *version)
{
  begin (self, version, TRUE);
}

void
tc_script_begin_unasked (TcScript *self, const char *version)
{
  begin (self, version, FALSE);
}

void
tc_script_end (TcScript *self)
{
  tc_bot_end (self->bot);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
  g_object_unref (self->server);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->outcomes);
  g_clear_error (&self->last);
}

typedef struct
{
  TcScript *self;
  guint number;
} Sent;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Sent *sent = user_data;
  TcScript *self = sent->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) message =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);
  const char *code = "ok";

  g_assert_true ((message != NULL) == (error == NULL));
  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN))
    code = "unknown";
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT))
    code = "timed-out";
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED))
    code = "not-connected";
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = "cancelled";
  else if (error != NULL)
    code = "failed";
  g_ptr_array_add (self->outcomes, g_strdup_printf ("%s %u", code, sent->number));
  if (error != NULL)
    {
      g_clear_error (&self->last);
      self->last = g_steal_pointer (&error);
    }
}

void
tc_script_send (TcScript *self, guint number, GCancellable *cancellable)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  Sent *sent = g_new (Sent, 1);

  sent->self = self;
  sent->number = number;
  trueconf_bot_send_message_async (self->bot, "c", text, TRUECONF_PARSE_MODE_TEXT, NULL, cancellable, on_sent,
                                   sent);
}

void
tc_script_send_many (TcScript *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    tc_script_send (self, i, NULL);
}

guint
tc_script_count_outcomes (TcScript *self, const char *code)
{
  guint count = 0;

  for (guint i = 0; i < self->outcomes->len; i++)
    count += g_str_has_prefix (g_ptr_array_index (self->outcomes, i), code);
  return count;
}

const char *
tc_script_get_outcome (TcScript *self, guint i)
{
  return g_ptr_array_index (self->outcomes, i);
}

guint
tc_script_get_number (TcScript *self, guint i)
{
  JsonNode *request = g_ptr_array_index (self->requests, i);

  return (guint) g_ascii_strtoull (tc_json_string (request, "payload.content.text"), NULL, 10);
}

void
tc_script_say (TcScript *self, const char *frame)
{
  g_autofree char *text = tc_json ("%s", frame);

  soup_websocket_connection_send_text (self->connection, text);
}

/* Waits until the bot has noticed it. */
void
tc_script_close (TcScript *self)
{
  soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  TC_WAIT (trueconf_bot_get_status (self->bot) == TRUECONF_STATUS_DISCONNECTED);
}
