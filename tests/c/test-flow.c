/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A server that sends faster than the handlers work. */

#include "tc-bot.h"

#define LIMIT 50

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfContext *held; /* of the first message, as long as it is held */
  guint handled;
  gboolean holds;
} Scene;

static Scene scene;

static void
on_message (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  scene.handled++;
  if (scene.holds && scene.held == NULL)
    {
      trueconf_context_hold (context);
      scene.held = g_object_ref (context);
    }
}

static void
set_up (TrueconfOrdering ordering)
{
  scene.sandbox = tc_sandbox_new ();
  scene.bot = tc_bot_new (scene.sandbox);
  scene.holds = TRUE;
  trueconf_bot_set_ordering (scene.bot, ordering);
  trueconf_bot_set_max_waiting_events (scene.bot, LIMIT);
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (scene.bot)), TRUECONF_TYPE_MESSAGE,
                               NULL, on_message, NULL, NULL);
  tc_bot_start (scene.bot);
}

static void
tear_down (void)
{
  tc_bot_end (scene.bot);
  tc_sandbox_free (scene.sandbox);
  scene = (Scene){ 0 };
}

static void
say (guint n)
{
  tc_sandbox_do (scene.sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'x','count':%u}", n);
}

static guint64
count_events (void)
{
  guint64 events;

  g_object_get (trueconf_bot_get_statistics (scene.bot), "events", &events, NULL);
  return events;
}

static void
release (void)
{
  scene.holds = FALSE;
  trueconf_context_release (scene.held);
  g_clear_object (&scene.held);
}

/* Behind a chat that is held nothing more is read than what fits, and then everything, on the same connection. */
static void
test_held_chat (void)
{
  guint64 before;

  set_up (TRUECONF_ORDERING_PER_CHAT);
  say (1);
  TC_WAIT (scene.held != NULL);
  before = count_events ();
  say (10 * LIMIT);
  TC_WAIT (count_events () >= LIMIT);
  tc_linger (300);
  g_assert_cmpuint (count_events (), <=, before + LIMIT);
  g_assert_cmpuint (scene.handled, ==, 1);

  release ();
  TC_WAIT (scene.handled == 10 * LIMIT + 1);
  g_assert_cmpint (tc_sandbox_get_counter (scene.sandbox, "connections"), ==, 1);
  tear_down ();
}

static void
test_bytes (void)
{
  guint64 before;

  set_up (TRUECONF_ORDERING_PER_CHAT);
  trueconf_bot_set_max_waiting_events (scene.bot, G_MAXUINT);
  trueconf_bot_set_max_waiting_bytes (scene.bot, 10000);
  g_assert_cmpuint (trueconf_bot_get_max_waiting_events (scene.bot), ==, G_MAXUINT);
  g_assert_cmpuint (trueconf_bot_get_max_waiting_bytes (scene.bot), ==, 10000);
  say (1);
  TC_WAIT (scene.held != NULL);
  before = count_events ();
  say (200);
  tc_linger (300);
  /* a message has some hundred bytes */
  g_assert_cmpuint (count_events (), <=, before + 50);

  release ();
  TC_WAIT (scene.handled == 201);
  tear_down ();
}

/* A handler that waits for an answer gets it, although more events are before it than may wait. */
static void
test_answer_behind_events (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  set_up (TRUECONF_ORDERING_PER_CHAT);
  say (1);
  TC_WAIT (scene.held != NULL);
  say (2 * LIMIT);
  TC_WAIT (count_events () >= LIMIT);

  trueconf_bot_get_user_display_name_async (scene.bot, "nora", NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_free (trueconf_bot_get_user_display_name_finish (scene.bot, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (scene.handled, ==, 1);

  release ();
  TC_WAIT (scene.handled == 2 * LIMIT + 1);
  g_clear_object (&result);
  tear_down ();
}

/* With far too many events before it, the request ends at its deadline, so the handler goes on, and nothing is lost. */
static void
test_answer_too_far_behind (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  set_up (TRUECONF_ORDERING_PER_CHAT);
  trueconf_bot_set_timeout (scene.bot, 0.5);
  say (1);
  TC_WAIT (scene.held != NULL);
  say (20 * LIMIT);
  TC_WAIT (count_events () >= LIMIT);

  trueconf_bot_get_user_display_name_async (scene.bot, "nora", NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_get_user_display_name_finish (scene.bot, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  g_assert_cmpuint (count_events (), <=, 4 * LIMIT + 10);

  release ();
  TC_WAIT (scene.handled == 20 * LIMIT + 1);
  g_assert_cmpint (tc_sandbox_get_counter (scene.sandbox, "connections"), ==, 1);
  g_clear_object (&result);
  tear_down ();
}

/* The server takes a bot that does not read for alive, also for longer than it waits for a sign of life. */
static void
test_alive_while_paused (void)
{
  set_up (TRUECONF_ORDERING_PER_CHAT);
  trueconf_bot_set_ping_interval (scene.bot, 1);
  trueconf_bot_set_ping_timeout (scene.bot, 1);
  say (1);
  TC_WAIT (scene.held != NULL);
  say (10 * LIMIT);
  TC_WAIT (tc_sandbox_count_frames (scene.sandbox, "in", "") > 0 && count_events () >= LIMIT);
  tc_linger (4000);
  release ();
  TC_WAIT (scene.handled == 10 * LIMIT + 1);
  g_assert_cmpint (tc_sandbox_get_counter (scene.sandbox, "connections"), ==, 1);
  tear_down ();
}

/* A main loop that is blocked holds everything back as well. */
static void
block (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  if (scene.handled++ == 0)
    {
      say (10 * LIMIT);
      TC_WAIT_OUTSIDE (count_events () >= LIMIT);
      g_usleep (300 * 1000);
      g_assert_cmpuint (count_events (), <=, LIMIT + 5);
    }
}

static void
test_blocked (void)
{
  set_up (TRUECONF_ORDERING_NONE);
  scene.holds = FALSE;
  trueconf_dispatcher_set_blocking_threshold (trueconf_bot_get_dispatcher (scene.bot), 0);
  {
    g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();

    trueconf_dispatcher_set_blocking_threshold (dispatcher, 0);
    trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, NULL, block, NULL, NULL);
    trueconf_bot_set_dispatcher (scene.bot, dispatcher);
  }
  say (1);
  TC_WAIT (scene.handled == 10 * LIMIT + 1);
  tear_down ();
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

#define ADD(name, func) g_test_add_func ("/flow/" name, func)
  ADD ("held-chat", test_held_chat);
  ADD ("bytes", test_bytes);
  ADD ("answer-behind-events", test_answer_behind_events);
  ADD ("answer-too-far-behind", test_answer_too_far_behind);
  ADD ("alive-while-paused", test_alive_while_paused);
  ADD ("blocked", test_blocked);

  return g_test_run ();
}
