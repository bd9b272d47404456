/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How often, how long, and when it is enough. */

#include <string.h>

#include "tc-bot.h"

/* A port that was free a moment ago, and at which nothing listens. */
static guint
find_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

static TrueconfBot *
make_lost_bot (void)
{
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "e30.e30.x");

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, find_free_port ());
  trueconf_bot_set_ws_max_delay (bot, 1);

  return bot;
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_wrong_address (void)
{
  TrueconfBot *bot = make_lost_bot ();
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", trueconf_bot_get_port (bot));
  g_autoptr (GError) error = NULL;
  guint notified = 0;

  trueconf_bot_set_ws_max_retries (bot, 3);
  g_signal_connect (bot, "notify::last-error", G_CALLBACK (count_notify), &notified);
  error = tc_bot_start_in_vain (bot);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  tc_assert_contains (error->message, address);
  tc_assert_contains (error->message, "nothing listens");
  tc_assert_contains (error->message, "3 attempts");
  /* told when the reason was new: at the first attempt, and when it gave up; no state has changed meanwhile */
  g_assert_cmpuint (notified, ==, 2);
  g_assert_cmpuint (watch->statuses->len, ==, 0);
  g_assert_cmpuint (watch->failures->len, ==, 1);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_run_gives_up (void)
{
  TrueconfBot *bot = make_lost_bot ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = NULL;

  trueconf_bot_set_ws_max_retries (bot, 3);
  tc_log_begin ();
  g_assert_false (trueconf_bot_run (bot, NULL, &error));
  log = tc_log_end ();
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  /* of the first attempt, not of each */
  g_assert_cmpuint (log->len, ==, 1);
  tc_assert_contains (g_ptr_array_index (log, 0), "there is no connection yet, and more attempts follow: ");
  tc_bot_end (bot);
}

static gboolean
hang_up (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
  return FALSE;
}

/* In place of a server that is being repaired: whoever comes is counted, and sent away without a word. */
static GSocketService *
stand_in (guint port, guint *count)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_inet_port (G_SOCKET_LISTENER (service), (guint16) port, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (hang_up), count);

  return service;
}

static void
stand_aside (GSocketService *service)
{
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_object_unref (service);
}

/* −1: the server may be set up later than the bot. */
static void
test_for_ever (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autoptr (GAsyncResult) result = NULL;
  GSocketService *service;
  guint attempts = 0;

  tc_sandbox_kill (sandbox);
  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_ws_max_retries (bot, -1);
  service = stand_in (tc_sandbox_get_port (sandbox), &attempts);
  trueconf_bot_start_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (attempts >= 7);
  g_assert_null (result);
  stand_aside (service);
  tc_sandbox_restart (sandbox);
  TC_WAIT (result != NULL);
  g_assert_true (trueconf_bot_start_finish (bot, result, NULL));
  g_assert_cmpuint (watch->failures->len, ==, 0);
  g_clear_pointer (&watch, tc_watch_free);
  g_clear_object (&result);
  tc_bot_end (bot);
}

/* Once it was connected it never gives up, however few retries the first connection was granted. */
static void
test_never_gives_up (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  GSocketService *service;
  guint attempts = 0;

  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_ws_max_retries (bot, 1);
  tc_bot_start (bot);
  tc_sandbox_kill (sandbox);
  service = stand_in (tc_sandbox_get_port (sandbox), &attempts);
  TC_WAIT (attempts >= 6);
  g_assert_cmpuint (watch->failures->len, ==, 0);
  stand_aside (service);
  tc_sandbox_restart (sandbox);
  TC_WAIT (trueconf_bot_get_authorized (bot));
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

/* A server that hangs up at once gets no storm: the waits grow although each log-in succeeds. */
static void
test_close_after_auth (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_sandbox_fault (sandbox, "{'fault':'close-after-auth','code':1011}");
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  tc_linger (5000);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), >=, 2);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), <=, 6);
  tc_bot_end (bot);
}

/* After the first, which may be at once, each wait is between half of the limit and all of it. */
static void
test_max_delay (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  gint64 last = 0;
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (gint64));

  tc_sandbox_fault (sandbox, "{'fault':'refuse-upgrade','status':503}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_ws_max_retries (bot, -1);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (tc_sandbox_get_counter (sandbox, "upgrades") >= 6);

  /* the sandbox's own log says when they came */
  {
    g_autoptr (JsonNode) log = tc_sandbox_get (sandbox, "/sandbox/log");
    JsonArray *entries = json_node_get_array (tc_json_find (log, "entries"));

    for (guint i = 0; i < json_array_get_length (entries); i++)
      {
        JsonNode *entry = json_array_get_element (entries, i);
        gint64 wait;

        if (g_strcmp0 (tc_json_string (entry, "kind"), "http") != 0 ||
            g_strcmp0 (tc_json_string (entry, "path"), "/websocket/chat_bot/") != 0)
          continue;
        wait = tc_json_int (entry, "time") - last;
        if (last != 0)
          g_array_append_val (waits, wait);
        last = tc_json_int (entry, "time");
      }
  }
  g_assert_cmpuint (waits->len, >=, 5);
  for (guint i = 0; i < waits->len; i++)
    {
      if (i > 0)
        g_assert_cmpint (g_array_index (waits, gint64, i), >=, 490);
      /* the wait itself is at most 1000 ms; a busy machine may be late */
      g_assert_cmpint (g_array_index (waits, gint64, i), <=, 1900);
    }
  tc_bot_end (bot);
}

/* One attempt at a time, whoever asks: many new starts while it waits do not make many attempts. */
static void
test_one_at_a_time (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_sandbox_fault (sandbox, "{'fault':'hang-upgrade'}");
  for (guint i = 0; i < 20; i++)
    trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (tc_sandbox_get_counter (sandbox, "upgrades") >= 1);
  for (guint i = 0; i < 20; i++)
    trueconf_bot_start_async (bot, NULL, NULL, NULL);
  tc_linger (500);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 1);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/attempts/wrong-address", test_wrong_address);
  g_test_add_func ("/attempts/run-gives-up", test_run_gives_up);
  g_test_add_func ("/attempts/for-ever", test_for_ever);
  g_test_add_func ("/attempts/never-gives-up", test_never_gives_up);
  g_test_add_func ("/attempts/close-after-auth", test_close_after_auth);
  g_test_add_func ("/attempts/max-delay", test_max_delay);
  g_test_add_func ("/attempts/one-at-a-time", test_one_at_a_time);

  return g_test_run ();
}
