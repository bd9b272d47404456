/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An echo bot, twice: with the library, and as a bare loop of libsoup's WebSocket and json-glib, which does the least
 * that an echo takes and nothing else. Prints what it has used as one JSON line. */

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <trueconf-bot.h>

#include "bench-meter.h"

/* Signed by nobody; the driver does not look. */
#define TOKEN "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.bm9uZQ"

static GMainLoop *loop;
static int echoes;
static Meter begin;
static Meter end;

static void
note_first (void)
{
  if (echoes++ == 0)
    begin = meter_read ();
}

static void
on_message (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  note_first ();
  trueconf_message_answer_async (message, trueconf_message_get_text (message), TRUECONF_PARSE_MODE_TEXT, NULL,
                                 NULL, NULL);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  trueconf_bot_stop_finish (TRUECONF_BOT (source), result, NULL);
  g_main_loop_quit (loop);
}

/* The driver hangs up when it has all echoes. */
static void
status_cb (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  if (trueconf_health_get_status (health) != TRUECONF_STATUS_DISCONNECTED)
    return;

  end = meter_read ();
  g_signal_handlers_disconnect_by_func (bot, status_cb, NULL);
  trueconf_bot_stop_async (bot, NULL, stopped_cb, NULL);
}

static void
run_library (guint port)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1", TOKEN);

  trueconf_bot_set_port (bot, port);
  trueconf_bot_set_https (bot, FALSE);
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (bot)), TRUECONF_TYPE_MESSAGE,
                               NULL, on_message, NULL, NULL);
  g_signal_connect (bot, "status-changed", G_CALLBACK (status_cb), NULL);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  g_main_loop_run (loop);
}

static void
bare_send (SoupWebsocketConnection *connection, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  soup_websocket_connection_send_text (connection, text);
}

static void
bare_message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  static int id = 1;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (JsonBuilder) ack = NULL;
  g_autoptr (JsonBuilder) echo = NULL;
  JsonObject *frame;
  JsonObject *payload;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (!json_parser_load_from_data (parser, data, (gssize) size, NULL))
    return;

  frame = json_node_get_object (json_parser_get_root (parser));
  if (json_object_get_int_member (frame, "type") != 1)
    return;

  note_first ();
  ack = json_builder_new ();
  json_builder_begin_object (ack);
  json_builder_set_member_name (ack, "type");
  json_builder_add_int_value (ack, 2);
  json_builder_set_member_name (ack, "id");
  json_builder_add_int_value (ack, json_object_get_int_member (frame, "id"));
  json_builder_end_object (ack);
  bare_send (connection, ack);

  payload = json_object_get_object_member (frame, "payload");
  echo = json_builder_new ();
  json_builder_begin_object (echo);
  json_builder_set_member_name (echo, "type");
  json_builder_add_int_value (echo, 1);
  json_builder_set_member_name (echo, "id");
  json_builder_add_int_value (echo, ++id);
  json_builder_set_member_name (echo, "method");
  json_builder_add_string_value (echo, "sendMessage");
  json_builder_set_member_name (echo, "payload");
  json_builder_begin_object (echo);
  json_builder_set_member_name (echo, "chatId");
  json_builder_add_string_value (echo, json_object_get_string_member (payload, "chatId"));
  json_builder_set_member_name (echo, "content");
  json_builder_begin_object (echo);
  json_builder_set_member_name (echo, "text");
  json_builder_add_string_value (
      echo, json_object_get_string_member (json_object_get_object_member (payload, "content"), "text"));
  json_builder_set_member_name (echo, "parseMode");
  json_builder_add_string_value (echo, "text");
  json_builder_end_object (echo);
  json_builder_end_object (echo);
  json_builder_end_object (echo);
  bare_send (connection, echo);
}

static void
bare_closed_cb (SoupWebsocketConnection *connection, gpointer user_data)
{
  end = meter_read ();
  g_main_loop_quit (loop);
  g_object_unref (connection);
}

static void
bare_connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SoupWebsocketConnection *connection =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, NULL);

  g_signal_connect (connection, "message", G_CALLBACK (bare_message_cb), NULL);
  g_signal_connect (connection, "closed", G_CALLBACK (bare_closed_cb), NULL);
  soup_websocket_connection_send_text (
      connection, "{\"type\":1,\"id\":1,\"method\":\"auth\",\"payload\":{\"token\":\"" TOKEN
                  "\",\"tokenType\":\"JWT\"}}");
}

static void
run_bare (guint port)
{
  static char *protocols[] = { (char *) "json.v1", NULL };
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strdup_printf ("ws://127.0.0.1:%u/websocket/chat_bot/", port);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  soup_session_websocket_connect_async (session, message, NULL, protocols, 0, NULL, bare_connected_cb, NULL);
  g_main_loop_run (loop);
}

int
main (int argc, char *argv[])
{
  gboolean bare = argc > 1 && g_str_equal (argv[1], "bare");

  if (argc < 3)
    {
      g_printerr ("usage: bench-echo bare|library PORT\n");
      return 2;
    }

  meter_open ();
  loop = g_main_loop_new (NULL, FALSE);
  if (bare)
    run_bare ((guint) atoi (argv[2]));
  else
    run_library ((guint) atoi (argv[2]));

  g_print ("{\"echoes\": %d, \"wall_us\": %" G_GINT64_FORMAT ", \"cpu_us\": %" G_GINT64_FORMAT
           ", \"instructions\": %" G_GINT64_FORMAT ", \"peak_kib\": %ld}\n",
           echoes, end.wall - begin.wall, end.cpu - begin.cpu,
           end.instructions >= 0 ? end.instructions - begin.instructions : -1, meter_get_peak_kib ());
  g_main_loop_unref (loop);

  return 0;
}
