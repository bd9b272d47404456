/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A handler that blocks for longer than the server waits for a sign of life. It takes its time: so it is alone here. */

#include "tc-bot.h"

static guint handled = 0;

static void
block_once (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TcSandbox *sandbox = user_data;

  if (handled++ == 0)
    {
      g_usleep (1 * G_USEC_PER_SEC);
      /* these come while nobody runs the main loop */
      tc_sandbox_say (sandbox, "nora", "in the meantime 1");
      tc_sandbox_say (sandbox, "omar", "in the meantime 2");
      g_usleep (23 * G_USEC_PER_SEC);
      tc_sandbox_say (sandbox, "nora", "in the meantime 3");
      g_usleep (1 * G_USEC_PER_SEC);
    }
}

static void
test_blocked (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  guint pongs;

  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (bot)), TRUECONF_TYPE_MESSAGE,
                               NULL, block_once, sandbox, NULL);
  tc_bot_start (bot);
  tc_log_begin ();
  tc_sandbox_say (sandbox, "nora", "sleep well");
  TC_WAIT (handled == 4);
  {
    g_autoptr (GPtrArray) log = tc_log_end ();

    g_assert_true (tc_log_has (log, "handler 1 has blocked its main loop for more than 1 s"));
  }

  /* the same connection, and the server has had its pings answered all the time */
  g_assert_cmpuint (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED), ==, 0);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "connections"), ==, 1);
  g_assert_cmpuint (tc_sandbox_count_read (sandbox, "nora"), ==, 3);
  g_assert_cmpuint (tc_sandbox_count_read (sandbox, "omar"), ==, 1);
  g_assert_cmpstr (g_ptr_array_index (watch->texts, 1), ==, "in the meantime 1");
  g_assert_cmpstr (g_ptr_array_index (watch->texts, 2), ==, "in the meantime 2");
  g_assert_cmpstr (g_ptr_array_index (watch->texts, 3), ==, "in the meantime 3");
  {
    g_autoptr (JsonNode) log = tc_sandbox_get (sandbox, "/sandbox/log");
    JsonArray *entries = json_node_get_array (tc_json_find (log, "entries"));

    pongs = 0;
    for (guint i = 0; i < json_array_get_length (entries); i++)
      if (g_strcmp0 (tc_json_string (json_array_get_element (entries, i), "opcode"), "pong") == 0)
        pongs++;
  }
  g_assert_cmpuint (pongs, >=, 4);

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/blocked/handler", test_blocked);

  return g_test_run ();
}
