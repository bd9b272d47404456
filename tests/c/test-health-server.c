/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a health server answers, to whom, and what it does when it is attacked. */

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tc-bot.h"
#include "tc-script.h"
#include "tc-server.h"

/* ---- a client */

typedef struct
{
  guint status;
  char *text;
  SoupMessage *message;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_free (answer->text);
  g_clear_object (&answer->message);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
ask_uri (Answer *answer, const char *method, const char *uri)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  answer->message = soup_message_new (method, uri);
  soup_session_send_and_read_async (session, answer->message, G_PRIORITY_DEFAULT, NULL, tc_store_result,
                                    &result);
  TC_WAIT (result != NULL);
  body = soup_session_send_and_read_finish (session, result, &error);
  g_assert_no_error (error);
  answer->status = soup_message_get_status (answer->message);
  answer->text = g_bytes_get_size (body) > 0
                     ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body))
                     : g_strdup ("");
}

static void
ask_port (Answer *answer, const char *method, guint port, const char *path)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", port, path);

  ask_uri (answer, method, uri);
}

static void
ask (Answer *answer, TrueconfHealthServer *server, const char *path)
{
  ask_port (answer, "GET", trueconf_health_server_get_chosen_port (server), path);
}

static const char *
get_header (Answer *answer, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (answer->message), name);
}

static void
assert_answer (TrueconfHealthServer *server, const char *path, guint status, const char *text)
{
  g_auto (Answer) answer = { 0 };

  ask (&answer, server, path);
  g_assert_cmpuint (answer.status, ==, status);
  g_assert_cmpstr (answer.text, ==, text);
}

static TrueconfHealthServer *
start_server (void)
{
  TrueconfHealthServer *server = trueconf_health_server_new ();
  g_autoptr (GError) error = NULL;

  trueconf_health_server_set_port (server, 0);
  trueconf_health_server_start (server, &error);
  g_assert_no_error (error);
  g_assert_true (trueconf_health_server_get_running (server));

  return server;
}

static void
add_bot (TrueconfHealthServer *server, TrueconfBot *bot, const char *name)
{
  g_autoptr (GError) error = NULL;

  trueconf_health_server_add_bot (server, bot, name, &error);
  g_assert_no_error (error);
}

static void
assert_not_added (TrueconfHealthServer *server, TrueconfBot *bot, const char *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trueconf_health_server_add_bot (server, bot, name, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
}

/* ---- the paths */

static void
test_probes (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TrueconfHealthServer) server = start_server ();

  assert_answer (server, "/livez", 200, "alive\n");
  assert_answer (server, "/readyz", 503, "there is no bot\n");
  g_assert_false (trueconf_health_server_is_ready (server));

  add_bot (server, bot, "echo");
  assert_answer (server, "/readyz", 503, "echo: disconnected\n");
  tc_bot_start (bot);
  assert_answer (server, "/readyz", 200, "ready\n");
  g_assert_true (trueconf_health_server_is_ready (server));
  tc_sandbox_kill (sandbox);
  TC_WAIT (trueconf_bot_get_status (bot) == TRUECONF_STATUS_DISCONNECTED);
  assert_answer (server, "/readyz", 503, "echo: disconnected\n");
  assert_answer (server, "/livez", 200, "alive\n");
  tc_sandbox_restart (sandbox);
  TC_WAIT (trueconf_bot_get_authorized (bot));
  assert_answer (server, "/readyz", 200, "ready\n");
  tc_bot_stop (bot);
  assert_answer (server, "/readyz", 503, "echo: disconnected\n");
  g_assert_true (trueconf_health_server_remove_bot (server, bot));
  g_assert_false (trueconf_health_server_remove_bot (server, bot));
  assert_answer (server, "/readyz", 503, "there is no bot\n");
  tc_bot_end (bot);
}

/* The very JSON of the bot's own health check, but for the time. */
static void
assert_same_health (const char *text, TrueconfBot *bot)
{
  g_autoptr (TrueconfHealth) health = trueconf_bot_health_check (bot);
  g_autofree char *json = trueconf_health_to_json (health);
  const char *time = strstr (text, "\"timestamp\"");
  gsize length;

  g_assert_nonnull (time);
  length = (gsize) (time - text);
  g_assert_cmpmem (text, length, json, length);
  g_assert_cmpuint (strlen (text), ==, strlen (json));
}

static void
test_health (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TrueconfHealthServer) server = start_server ();

  add_bot (server, bot, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (Answer) all = { 0 };
      g_auto (Answer) one = { 0 };

      if (i == 1)
        tc_bot_start (bot);
      if (i == 2)
        {
          tc_sandbox_kill (sandbox);
          TC_WAIT (trueconf_bot_get_last_error (bot) != NULL &&
                   strstr (trueconf_bot_get_last_error (bot)->message, "nothing listens") != NULL);
        }
      ask (&all, server, "/health");
      ask (&one, server, "/health/1");
      g_assert_cmpuint (all.status, ==, 200);
      g_assert_cmpstr (get_header (&all, "Content-Type"), ==, "application/json");
      g_assert_cmpstr (get_header (&all, "Cache-Control"), ==, "no-store");
      assert_same_health (all.text, bot);
      assert_same_health (one.text, bot);
    }

  {
    g_autofree char *text = trueconf_health_server_format_health (server, NULL);
    g_autofree char *missing = trueconf_health_server_format_health (server, "2");

    assert_same_health (text, bot);
    g_assert_null (missing);
  }
  tc_bot_end (bot);
}

static void
test_methods (void)
{
  g_autoptr (TrueconfHealthServer) server = start_server ();
  guint port = trueconf_health_server_get_chosen_port (server);
  const char *const paths[] = { "/health", "/livez", "/metrics" };
  const char *const none[] = {
    "/", "/health/", "/healthy", "/health/1", "/livez/", "/metrics/x", "/../health"
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (Answer) got = { 0 };
      g_auto (Answer) head = { 0 };
      g_auto (Answer) options = { 0 };
      g_auto (Answer) post = { 0 };

      ask_port (&got, "GET", port, paths[i]);
      ask_port (&head, "HEAD", port, paths[i]);
      ask_port (&options, "OPTIONS", port, paths[i]);
      ask_port (&post, "POST", port, paths[i]);
      g_assert_cmpuint (got.status, ==, 200);
      g_assert_cmpuint (head.status, ==, 200);
      g_assert_cmpstr (head.text, ==, "");
      g_assert_cmpstr (get_header (&head, "Content-Length"), ==, get_header (&got, "Content-Length"));
      g_assert_cmpuint (options.status, ==, 204);
      g_assert_cmpstr (get_header (&options, "Allow"), ==, "GET, HEAD, OPTIONS");
      g_assert_cmpuint (post.status, ==, 405);
      g_assert_cmpstr (get_header (&post, "Allow"), ==, "GET, HEAD, OPTIONS");
    }

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_auto (Answer) answer = { 0 };

      ask (&answer, server, none[i]);
      g_assert_cmpuint (answer.status, ==, g_str_equal (none[i], "/../health") ? 200 : 404);
    }
}

static JsonNode *
ask_json (TrueconfHealthServer *server, const char *path)
{
  g_auto (Answer) answer = { 0 };
  JsonNode *node;

  ask (&answer, server, path);
  g_assert_cmpuint (answer.status, ==, 200);
  node = json_from_string (answer.text, NULL);
  g_assert_nonnull (node);

  return node;
}

static void
test_several (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *good = tc_bot_new (sandbox);
  TrueconfBot *bad = tc_bot_new (sandbox);
  g_autoptr (TrueconfHealthServer) server = start_server ();
  g_autofree char *long_name = g_strnfill (64, 'x');
  g_autofree char *too_long_name = g_strnfill (65, 'x');

  {
    g_autoptr (JsonNode) empty = ask_json (server, "/health");

    g_assert_cmpstr (tc_json_string (empty, "status"), ==, "disconnected");
    g_assert_nonnull (tc_json_find (empty, "bots"));
  }

  add_bot (server, good, "good \"one\"");
  add_bot (server, bad, NULL);
  tc_bot_start (good);
  assert_answer (server, "/readyz", 503, "1: disconnected\n");
  {
    g_autoptr (JsonNode) all = ask_json (server, "/health");
    g_autoptr (JsonNode) one = ask_json (server, "/health/good%20%22one%22");

    g_assert_cmpstr (tc_json_string (all, "status"), ==, "disconnected");
    g_assert_cmpstr (tc_json_string (all, "bots.1.status"), ==, "disconnected");
    g_assert_cmpstr (tc_json_string (all, "bots.good \"one\".status"), ==, "authorized");
    g_assert_cmpstr (tc_json_string (one, "status"), ==, "authorized");
    g_assert_null (tc_json_find (one, "bots"));
  }

  assert_not_added (server, bad, "good \"one\"");
  assert_not_added (server, bad, "");
  assert_not_added (server, bad, "a/b");
  assert_not_added (server, bad, "a\nb");
  assert_not_added (server, bad, "\xff");
  assert_not_added (server, bad, too_long_name);
  add_bot (server, bad, long_name);
  add_bot (server, good, "good");
  tc_bot_start (bad);
  assert_answer (server, "/readyz", 200, "ready\n");
  {
    g_autoptr (JsonNode) all = ask_json (server, "/health");

    g_assert_cmpuint (json_object_get_size (json_node_get_object (tc_json_find (all, "bots"))), ==, 2);
    g_assert_cmpstr (tc_json_string (all, "status"), ==, "authorized");
  }

  /* a bot that is gone is forgotten, and its name is free */
  tc_bot_end (bad);
  {
    g_autofree char *text = trueconf_health_server_format_health (server, NULL);

    assert_same_health (text, good);
  }
  add_bot (server, good, long_name);
  tc_bot_end (good);
  assert_answer (server, "/readyz", 503, "there is no bot\n");
}

/* ---- the metrics */

static double
get_metric (const char *metrics, const char *sample)
{
  g_autofree char *line = g_strdup_printf ("\n%s ", sample);
  const char *found = strstr (metrics, line);

  if (found == NULL)
    g_error ("there is no %s in %s", sample, metrics);

  return g_ascii_strtod (found + strlen (line), NULL);
}

static guint
count_lines (const char *text)
{
  guint count = 0;

  for (; *text != '\0'; text++)
    count += *text == '\n';

  return count;
}

#define METRIC(sample) ((guint64) get_metric (metrics, sample))

static void
test_metrics (void)
{
  TcScript scene;
  g_autoptr (TrueconfHealthServer) server = start_server ();
  g_autofree char *metrics = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tc_script_begin (&scene);
  add_bot (server, scene.bot, "a\\b\"");
  scene.answers = TRUE;
  tc_script_send_many (&scene, 0, 3);
  TC_WAIT (scene.outcomes->len == 3);
  scene.answers = FALSE;
  tc_script_send (&scene, 3, NULL);
  TC_WAIT (scene.requests->len == 4);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 3), "{'errorCode':304}");
  TC_WAIT (scene.outcomes->len == 4);
  /* by its name, one that the library knows */
  trueconf_bot_call_async (scene.bot, "getChats", NULL, NULL, tc_store_result, &result);
  TC_WAIT (scene.requests->len == 5);
  tc_script_say (&scene, "{'type':1,'id':1,'method':'removeChat','payload':{'chatId':'c'}}");
  tc_script_say (&scene, "{'type':1,'id':2,'method':'news','payload':{}}");
  tc_script_say (&scene, "{'type':1,'id':3,'method':'more news','payload':{}}");
  TC_WAIT (trueconf_statistics_get_events (trueconf_bot_get_statistics (scene.bot)) == 3 &&
           trueconf_statistics_get_events_waiting (trueconf_bot_get_statistics (scene.bot)) == 0);

  metrics = trueconf_health_server_format_metrics (server);
  g_assert_cmpuint (METRIC ("trueconf_bots"), ==, 1);
#define BOT "{bot=\"a\\\\b\\\"\""
  g_assert_cmpuint (METRIC ("trueconf_bot_status" BOT ",status=\"authorized\"}"), ==, 1);
  g_assert_cmpuint (METRIC ("trueconf_bot_status" BOT ",status=\"disconnected\"}"), ==, 0);
  g_assert_cmpuint (METRIC ("trueconf_requests_total" BOT ",method=\"sendMessage\",result=\"succeeded\"}"),
                    ==, 3);
  g_assert_cmpuint (METRIC ("trueconf_requests_total" BOT ",method=\"sendMessage\",result=\"refused\"}"), ==,
                    1);
  g_assert_cmpuint (METRIC ("trueconf_requests_total" BOT ",method=\"sendMessage\",result=\"timed-out\"}"),
                    ==, 0);
  g_assert_cmpuint (METRIC ("trueconf_request_duration_seconds_count" BOT ",method=\"sendMessage\"}"), ==, 4);
  g_assert_cmpuint (
      METRIC ("trueconf_request_duration_seconds_bucket" BOT ",method=\"sendMessage\",le=\"+Inf\"}"), ==, 4);
  g_assert_cmpuint (METRIC ("trueconf_in_flight_requests" BOT "}"), ==, 1);
  g_assert_cmpuint (METRIC ("trueconf_waiting_requests" BOT "}"), ==, 0);
  g_assert_cmpuint (METRIC ("trueconf_events_total" BOT ",method=\"removeChat\"}"), ==, 1);
  g_assert_cmpuint (METRIC ("trueconf_events_total" BOT ",method=\"other\"}"), ==, 2);
  g_assert_cmpuint (METRIC ("trueconf_event_duration_seconds_count" BOT "}"), ==, 3);
  g_assert_cmpuint (METRIC ("trueconf_connections_total" BOT "}"), ==, 1);
  g_assert_cmpuint (METRIC ("trueconf_sent_bytes_total" BOT "}"), >, 100);
  g_assert_true (get_metric (metrics, "trueconf_bot_start_time_seconds" BOT "}") > 1.7e9);
  g_assert_true (get_metric (metrics, "trueconf_bot_status_change_time_seconds" BOT "}") >=
                 get_metric (metrics, "trueconf_bot_start_time_seconds" BOT "}"));
  tc_assert_contains (metrics, "trueconf_build_info{version=\"" TRUECONF_VERSION_S "\"");
  tc_assert_lacks (metrics, "news");
  tc_assert_lacks (metrics, "getChats");
#undef BOT
  tc_script_answer_nth (&scene, 4);
  TC_WAIT (result != NULL);
  g_clear_object (&result);

  {
    g_auto (Answer) answer = { 0 };

    ask (&answer, server, "/metrics");
    g_assert_cmpstr (get_header (&answer, "Content-Type"), ==, "text/plain; version=0.0.4; charset=utf-8");
    tc_assert_contains (answer.text, "method=\"getChats\",result=\"succeeded\"} 1\n");
  }
  tc_script_end (&scene);
}

/* However many names a server invents, and however many methods a program calls, there are not more lines. */
static void
test_bounded (void)
{
  TcScript scene;
  g_autoptr (TrueconfHealthServer) server = start_server ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  tc_script_begin (&scene);
  add_bot (server, scene.bot, "b");
  scene.answers = TRUE;
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *event =
          g_strdup_printf ("{'type':1,'id':%u,'method':'event%u','payload':{}}", i + 1, i);
      g_autofree char *method = g_strdup_printf ("method%u", i);
      g_autoptr (GAsyncResult) result = NULL;

      tc_script_say (&scene, event);
      trueconf_bot_call_async (scene.bot, method, NULL, NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      if (i == 0)
        before = trueconf_health_server_format_metrics (server);
    }
  TC_WAIT (trueconf_statistics_get_events (trueconf_bot_get_statistics (scene.bot)) == 100);
  after = trueconf_health_server_format_metrics (server);
  g_assert_cmpuint (count_lines (after), ==, count_lines (before));
  g_assert_cmpuint ((guint) get_metric (after, "trueconf_events_total{bot=\"b\",method=\"other\"}"), ==, 100);
  tc_assert_contains (after,
                      "trueconf_requests_total{bot=\"b\",method=\"other\",result=\"succeeded\"} 100\n");
  tc_script_end (&scene);
}

static void
test_reconnections (void)
{
  TcScript scene;
  g_autoptr (TrueconfHealthServer) server = start_server ();
  g_autofree char *metrics = NULL;

  tc_script_begin (&scene);
  add_bot (server, scene.bot, "b");
  tc_script_close (&scene);
  TC_WAIT (trueconf_statistics_get_logins (trueconf_bot_get_statistics (scene.bot)) == 2);
  metrics = trueconf_health_server_format_metrics (server);
  g_assert_cmpuint (METRIC ("trueconf_reconnections_total{bot=\"b\",cause=\"closed\"}"), ==, 1);
  g_assert_cmpuint (METRIC ("trueconf_reconnections_total{bot=\"b\",cause=\"dns\"}"), ==, 0);
  g_assert_cmpuint (METRIC ("trueconf_logins_total{bot=\"b\"}"), ==, 2);
  tc_script_end (&scene);
}

/* ---- where it listens */

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_addresses (void)
{
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();
  g_autoptr (TrueconfHealthServer) other = trueconf_health_server_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  guint notified = 0;

  g_assert_null (trueconf_health_server_get_address (server));
  g_assert_cmpuint (trueconf_health_server_get_port (server), ==, 8080);
  g_assert_null (trueconf_health_server_get_uris (server));
  g_signal_connect (server, "notify::running", G_CALLBACK (count_notify), &notified);
  trueconf_health_server_set_port (server, 0);
  g_assert_true (trueconf_health_server_start (server, NULL));
  g_assert_true (trueconf_health_server_start (server, NULL));
  g_assert_cmpuint (notified, ==, 1);
  for (guint i = 0; trueconf_health_server_get_uris (server)[i] != NULL; i++)
    {
      g_autofree char *livez = g_strconcat (trueconf_health_server_get_uris (server)[i], "livez", NULL);
      g_auto (Answer) answer = { 0 };

      ask_uri (&answer, "GET", livez);
      g_assert_cmpuint (answer.status, ==, 200);
    }

  trueconf_health_server_set_address (other, "127.0.0.1");
  trueconf_health_server_set_port (other, trueconf_health_server_get_chosen_port (server));
  g_assert_false (trueconf_health_server_start (other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  tc_assert_contains (error->message, "127.0.0.1");
  g_clear_error (&error);
  g_assert_false (trueconf_health_server_get_running (other));

  trueconf_health_server_set_address (other, "video.example.com");
  g_assert_false (trueconf_health_server_start (other, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  tc_assert_contains (error->message, "video.example.com");
  g_clear_error (&error);

  trueconf_health_server_set_address (other, "0.0.0.0");
  trueconf_health_server_set_port (other, 0);
  g_assert_true (trueconf_health_server_start (other, NULL));
  uri = g_strdup_printf ("http://0.0.0.0:%u/", trueconf_health_server_get_chosen_port (other));
  g_assert_cmpstr (trueconf_health_server_get_uris (other)[0], ==, uri);
  g_assert_null (trueconf_health_server_get_uris (other)[1]);
  assert_answer (other, "/livez", 200, "alive\n");

  /* the port is free again */
  trueconf_health_server_set_port (server, trueconf_health_server_get_chosen_port (server));
  trueconf_health_server_stop (server);
  trueconf_health_server_stop (server);
  g_assert_cmpuint (notified, ==, 2);
  g_assert_null (trueconf_health_server_get_uris (server));
  g_assert_cmpuint (trueconf_health_server_get_chosen_port (server), ==, 0);
  g_assert_true (trueconf_health_server_start (server, NULL));
  assert_answer (server, "/livez", 200, "alive\n");
}

/* Returns what comes until the end of the connection. */
static char *
talk (GIOStream *stream, const char *text)
{
  GString *heard = g_string_new (NULL);

  if (text != NULL)
    g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text),
                                              NULL, NULL, NULL));

  for (;;)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GBytes) bytes = NULL;

      g_input_stream_read_bytes_async (g_io_stream_get_input_stream (stream), 4096, G_PRIORITY_DEFAULT, NULL,
                                       tc_store_result, &result);
      TC_WAIT (result != NULL);
      bytes = g_input_stream_read_bytes_finish (g_io_stream_get_input_stream (stream), result, NULL);
      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        break;
      g_string_append_len (heard, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
    }

  return g_string_free (heard, FALSE);
}

static GIOStream *
open_connection (GSocketConnectable *place)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, place, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  connection = g_socket_client_connect_finish (client, result, &error);
  g_assert_no_error (error);

  return G_IO_STREAM (connection);
}

static GIOStream *
open_port (TrueconfHealthServer *server)
{
  g_autoptr (GSocketAddress) place =
      g_inet_socket_address_new_from_string ("127.0.0.1", trueconf_health_server_get_chosen_port (server));

  return open_connection (G_SOCKET_CONNECTABLE (place));
}

/* A path that the system cannot bind is refused, and nothing is left at a place that is a part of it. */
static void
test_long_unix_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("health-XXXXXX", NULL);
  g_autofree char *name = g_strnfill (106 - strlen (folder), 's');
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *longer = g_strconcat (path, "ss", NULL);
  const char *const paths[] = { path, longer };
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      trueconf_health_server_set_unix_path (server, paths[i]);
      g_assert_false (trueconf_health_server_start (server, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_unix (void)
{
  g_autofree char *folder = g_dir_make_tmp ("health-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autofree char *uri = g_strconcat ("unix:", path, NULL);
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();
  g_autoptr (TrueconfHealthServer) other = trueconf_health_server_new ();
  g_autoptr (GSocketAddress) place = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  struct stat status;

  trueconf_health_server_set_unix_path (server, path);
  trueconf_health_server_set_unix_path (other, path);
  g_assert_true (trueconf_health_server_start (server, NULL));
  g_assert_cmpint (g_lstat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpstr (trueconf_health_server_get_uris (server)[0], ==, uri);
  g_assert_cmpuint (trueconf_health_server_get_chosen_port (server), ==, 0);
  {
    g_autoptr (GIOStream) stream = open_connection (G_SOCKET_CONNECTABLE (place));
    g_autofree char *heard = talk (stream, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");

    g_assert_true (g_str_has_prefix (heard, "HTTP/1.1 200 OK\r\n"));
    g_assert_true (g_str_has_suffix (heard, "\r\n\r\nalive\n"));
  }

  g_assert_false (trueconf_health_server_start (other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_clear_error (&error);

  trueconf_health_server_stop (server);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  /* one that a program has left behind */
  {
    g_autoptr (GSocket) left =
        g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

    g_assert_true (g_socket_bind (left, place, FALSE, NULL));
    g_assert_true (g_socket_close (left, NULL));
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  }
  trueconf_health_server_set_unix_mode (other, 0660);
  g_assert_true (trueconf_health_server_start (other, &error));
  g_assert_cmpint (g_lstat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0660);

  /* what took its place is not removed */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "data", -1, NULL));
  trueconf_health_server_stop (other);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_false (trueconf_health_server_start (server, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_false (trueconf_health_server_start (server, &error));
  g_assert_nonnull (error);
  tc_assert_contains (error->message, path);
}

/* ---- somebody who wants to keep others out */

static void
test_silent (void)
{
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_object_unref);

  trueconf_health_server_set_port (server, 0);
  trueconf_health_server_set_max_connections (server, 4);
  trueconf_health_server_set_timeout (server, 3600);
  g_assert_true (trueconf_health_server_start (server, NULL));

  for (guint i = 0; i < 20; i++)
    {
      GIOStream *stream = open_port (server);

      g_ptr_array_add (streams, stream);
      g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (stream),
                                                "GET /livez HTTP/1.1\r\n", 21, NULL, NULL, NULL));
    }
  assert_answer (server, "/livez", 200, "alive\n");
  /* the first of them are cut */
  for (guint i = 0; i < 16; i++)
    {
      g_autofree char *heard = talk (g_ptr_array_index (streams, i), NULL);

      g_assert_cmpstr (heard, ==, "");
    }
  assert_answer (server, "/livez", 200, "alive\n");
}

/* Nothing ends this connection but the time. */
static void
test_slow (void)
{
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();
  g_autoptr (GIOStream) stream = NULL;
  g_autofree char *heard = NULL;

  trueconf_health_server_set_port (server, 0);
  trueconf_health_server_set_timeout (server, 0.1);
  g_assert_true (trueconf_health_server_start (server, NULL));
  stream = open_port (server);
  heard = talk (stream, "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx");
  tc_assert_lacks (heard, "200");
  trueconf_health_server_set_timeout (server, 10);
  trueconf_health_server_stop (server);
  g_assert_true (trueconf_health_server_start (server, NULL));
  assert_answer (server, "/livez", 200, "alive\n");
}

/* What is sent is neither understood nor kept, and nothing stays open. */
static void
test_garbage (void)
{
  g_autoptr (TrueconfHealthServer) server = start_server ();
  const char *const garbage[] = {
    "\r\n\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "\x16\x03\x01\x02\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET /health HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /health/%00%ff HTTP/1.1\r\nHost: x\r\n\r\n",
  };
  guint files;

  assert_answer (server, "/livez", 200, "alive\n");
  tc_drain ();
  files = tc_count_open_files ();
  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      g_autoptr (GIOStream) stream = open_port (server);
      g_autofree char *heard = NULL;

      g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (stream), garbage[i],
                                                strlen (garbage[i]), NULL, NULL, NULL));
      g_assert_true (g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)), FALSE,
                                        TRUE, NULL));
      heard = talk (stream, NULL);
      tc_assert_lacks (heard, "HTTP/1.1 200");
    }
  for (guint i = 0; i < 100; i++)
    assert_answer (server, "/livez", 200, "alive\n");
  TC_WAIT (tc_count_open_files () <= files);
}

/* ---- others */

static void
on_application_request (SoupServer *server,
                        SoupServerMessage *message,
                        const char *path,
                        GHashTable *query,
                        gpointer user_data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "application", 11);
}

static void
test_attached (void)
{
  g_autoptr (SoupServer) application = tc_server_new ();
  TrueconfHealthServer *server = trueconf_health_server_new ();
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1", "a.b.c");
  guint port = tc_server_get_port (application);
  static const struct
  {
    const char *path;
    guint status;
    const char *part;
  } cases[] = {
    { "/", 200, "application" },        { "/livez", 200, "alive" },
    { "/health", 200, "disconnected" }, { "/health/mine", 200, "disconnected" },
    { "/health/other", 404, "" },       { "/heal", 200, "application" },
    { "/bots/livez", 200, "alive" },    { "/bots/health/mine", 200, "disconnected" },
    { "/bots/readyz", 503, "mine" },    { "/bots/metrics", 200, "trueconf_bots 1" },
    { "/bots", 200, "application" },
  };

  soup_server_add_handler (application, NULL, on_application_request, NULL, NULL);
  add_bot (server, bot, "mine");
  trueconf_health_server_attach (server, application, NULL);
  trueconf_health_server_attach (server, application, "/bots/");
  g_assert_false (trueconf_health_server_get_running (server));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Answer) answer = { 0 };

      ask_port (&answer, "GET", port, cases[i].path);
      g_assert_cmpuint (answer.status, ==, cases[i].status);
      tc_assert_contains (answer.text, cases[i].part);
    }

  trueconf_health_server_detach (server, application, "/bots");
  {
    g_auto (Answer) here = { 0 };
    g_auto (Answer) not_here = { 0 };

    ask_port (&here, "GET", port, "/livez");
    ask_port (&not_here, "GET", port, "/bots/livez");
    g_assert_cmpstr (here.text, ==, "alive\n");
    g_assert_cmpstr (not_here.text, ==, "application");
  }
  trueconf_health_server_detach (server, application, NULL);
  tc_assert_gone (server);
}

typedef struct
{
  TcSandbox *sandbox;
  TrueconfHealthServer *server;
  GMainContext *context;
  gboolean started; /* atomic */
  gboolean blocked; /* atomic */
  gboolean release; /* atomic */
} Worker;

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  TrueconfBot *bot;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (worker->context);
  bot = tc_bot_new (worker->sandbox);
  add_bot (worker->server, bot, "worker");
  tc_bot_start (bot);
  g_atomic_int_set (&worker->started, TRUE);
  g_assert_false (trueconf_health_server_start (worker->server, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED);
  /* its main context does not run meanwhile */
  TC_WAIT_OUTSIDE (g_atomic_int_get (&worker->release));
  tc_bot_end (bot);
  g_main_context_pop_thread_default (worker->context);

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (TrueconfHealthServer) server = trueconf_health_server_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  Worker worker = { sandbox, server, context, FALSE, FALSE, FALSE };
  GThread *thread;

  g_assert_true (g_main_context_acquire (NULL));
  thread = g_thread_new ("worker", work, &worker);
  TC_WAIT (g_atomic_int_get (&worker.started));
  trueconf_health_server_set_port (server, 0);
  g_assert_true (trueconf_health_server_start (server, NULL));
  assert_answer (server, "/readyz", 200, "ready\n");
  for (guint i = 0; i < 10; i++)
    {
      g_auto (Answer) health = { 0 };
      g_auto (Answer) metrics = { 0 };

      ask (&health, server, "/health");
      ask (&metrics, server, "/metrics");
      tc_assert_contains (health.text, "echo_bot@sandbox.local");
      tc_assert_contains (metrics.text, "status=\"authorized\"} 1");
    }
  g_atomic_int_set (&worker.release, TRUE);
  g_thread_join (thread);
  g_main_context_release (NULL);
  assert_answer (server, "/readyz", 503, "there is no bot\n");
}

/* It is dropped while it listens and somebody is connected. */
static void
test_dropped (void)
{
  TrueconfHealthServer *server = start_server ();
  g_autoptr (GIOStream) stream = open_port (server);
  g_autofree char *heard = NULL;

  tc_drain ();
  tc_assert_gone (server);
  heard = talk (stream, NULL);
  g_assert_cmpstr (heard, ==, "");
}

static gpointer
stop (gpointer server)
{
  trueconf_health_server_stop (server);

  return NULL;
}

/* The port can be taken at once, even if the main loop has had no turn meanwhile. */
static void
test_stopped_by_thread (void)
{
  g_autoptr (TrueconfHealthServer) server = start_server ();
  const guint port = trueconf_health_server_get_chosen_port (server);
  g_autoptr (GError) error = NULL;
  g_auto (Answer) answer = { 0 };

  trueconf_health_server_set_port (server, port);
  g_assert_true (g_main_context_acquire (NULL));
  for (guint i = 0; i < 3; i++)
    {
      g_thread_join (g_thread_new ("stop", stop, server));
      g_assert_false (trueconf_health_server_get_running (server));
      trueconf_health_server_start (server, &error);
      g_assert_no_error (error);
    }
  g_main_context_release (NULL);

  /* what is left of the stops does not end it */
  tc_linger (20);
  ask (&answer, server, "/livez");
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpuint (trueconf_health_server_get_chosen_port (server), ==, port);
}

static gpointer
drop (gpointer server)
{
  g_object_unref (server);
  return NULL;
}

/* By a garbage collector: what has come already is still read in the main context. */
static void
test_dropped_by_thread (void)
{
  TrueconfHealthServer *server = start_server ();
  static const char request[] = "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n";
  g_autoptr (GIOStream) stream = open_port (server);
  g_autofree char *heard = NULL;

  tc_drain ();
  g_assert_true (g_main_context_acquire (NULL));
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (stream), request,
                                            sizeof request - 1, NULL, NULL, NULL));
  g_object_add_weak_pointer (G_OBJECT (server), (gpointer *) &server);
  g_thread_join (g_thread_new ("collector", drop, server));
  g_assert_null (server);
  heard = talk (stream, NULL);
  tc_assert_lacks (heard, "200");
  g_main_context_release (NULL);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/health-server/probes", test_probes);
  g_test_add_func ("/health-server/health", test_health);
  g_test_add_func ("/health-server/methods", test_methods);
  g_test_add_func ("/health-server/several", test_several);
  g_test_add_func ("/health-server/metrics", test_metrics);
  g_test_add_func ("/health-server/bounded", test_bounded);
  g_test_add_func ("/health-server/reconnections", test_reconnections);
  g_test_add_func ("/health-server/addresses", test_addresses);
  g_test_add_func ("/health-server/unix", test_unix);
  g_test_add_func ("/health-server/long-unix-path", test_long_unix_path);
  g_test_add_func ("/health-server/silent", test_silent);
  g_test_add_func ("/health-server/slow", test_slow);
  g_test_add_func ("/health-server/garbage", test_garbage);
  g_test_add_func ("/health-server/attached", test_attached);
  g_test_add_func ("/health-server/threads", test_threads);
  g_test_add_func ("/health-server/dropped", test_dropped);
  g_test_add_func ("/health-server/stopped-by-thread", test_stopped_by_thread);
  g_test_add_func ("/health-server/dropped-by-thread", test_dropped_by_thread);

  return g_test_run ();
}
