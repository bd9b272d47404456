/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers that block, that fail, and that have not finished when the bot is stopped. */

#include <math.h>
#include <string.h>

#include "tc-bot.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *router;
  GPtrArray *contexts;    /* TrueconfContext: held ones */
  GPtrArray *texts;       /* handled, in order */
  GPtrArray *errors;      /* messages of the signal “error” */
  GPtrArray *error_texts; /* texts of its events */
  guint to_fail;          /* how many handlers are to fail still */
  GAsyncResult *sent;
  GAsyncResult *stopped;
} Scene;

static Scene scene;

static void
on_error (TrueconfDispatcher *dispatcher, GError *error, TrueconfEvent *event, gpointer user_data)
{
  g_ptr_array_add (scene.errors, g_strdup (error->message));
  g_ptr_array_add (scene.error_texts,
                   g_strdup (event != NULL ? trueconf_message_get_text (TRUECONF_MESSAGE (event)) : NULL));
}

static void
set_up (void)
{
  scene.sandbox = tc_sandbox_new ();
  scene.bot = tc_bot_new (scene.sandbox);
  scene.router = trueconf_router_new ("main");
  scene.contexts = g_ptr_array_new_with_free_func (g_object_unref);
  scene.texts = g_ptr_array_new_with_free_func (g_free);
  scene.errors = g_ptr_array_new_with_free_func (g_free);
  scene.error_texts = g_ptr_array_new_with_free_func (g_free);
  g_object_set (scene.bot, "ack-policy", TRUECONF_ACK_POLICY_AFTER_HANDLER, "receive-unread-messages", TRUE,
                "ws-max-delay", 1, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (scene.bot)), scene.router);
  g_signal_connect (trueconf_bot_get_dispatcher (scene.bot), "error", G_CALLBACK (on_error), NULL);
}

static void
tear_down (void)
{
  g_clear_object (&scene.sent);
  g_clear_object (&scene.stopped);
  tc_bot_end (scene.bot);
  g_object_unref (scene.router);
  g_ptr_array_unref (scene.contexts);
  g_ptr_array_unref (scene.texts);
  g_ptr_array_unref (scene.errors);
  g_ptr_array_unref (scene.error_texts);
  tc_sandbox_free (scene.sandbox);
  scene = (Scene){ 0 };
}

static guint
add (TrueconfHandlerFunc func)
{
  return trueconf_router_add_handler (scene.router, TRUECONF_TYPE_MESSAGE, NULL, func, NULL, NULL);
}

static void
note (TrueconfEvent *event)
{
  g_ptr_array_add (scene.texts, g_strdup (trueconf_message_get_text (TRUECONF_MESSAGE (event))));
}

static guint
count (GPtrArray *messages, const char *part)
{
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    n += strstr (g_ptr_array_index (messages, i), part) != NULL;

  return n;
}

/* Blocks until the I/O thread has said so, as a handler does that never returns. */
static void
block (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  note (event);
  TC_WAIT_OUTSIDE (tc_log_count ("has blocked its main loop") > 0);
}

static void
test_blocking (void)
{
  g_autoptr (GPtrArray) log = NULL;
  guint id;

  set_up ();
  g_object_set (trueconf_bot_get_dispatcher (scene.bot), "blocking-threshold", 0.05, NULL);
  id = add (block);
  g_assert_true (trueconf_router_set_handler_name (scene.router, id, "block"));
  g_assert_false (trueconf_router_set_handler_name (scene.router, id + 1, "block"));
  tc_bot_start (scene.bot);

  tc_log_begin ();
  tc_sandbox_say (scene.sandbox, "nora", "one");
  tc_sandbox_say (scene.sandbox, "nora", "two");
  TC_WAIT (scene.texts->len == 2);
  log = tc_log_end ();

  g_assert_cmpuint (count (log, "handler “block” of router “main” has blocked its main loop"), ==, 1);
  g_assert_cmpuint (count (log, "has blocked"), ==, 1);

  tear_down ();
}

/* Runs the main loop itself, as a modal dialog does. */
static void
run_loop (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  note (event);
  tc_linger (300);
}

static void
test_nested_loop (void)
{
  set_up ();
  g_object_set (trueconf_bot_get_dispatcher (scene.bot), "blocking-threshold", 0.05, NULL);
  add (run_loop);
  tc_bot_start (scene.bot);

  /* a warning would be fatal */
  tc_sandbox_say (scene.sandbox, "nora", "one");
  TC_WAIT (scene.texts->len == 1);
  tc_sandbox_say (scene.sandbox, "omar", "two");
  TC_WAIT (scene.texts->len == 2);

  tear_down ();
}

static void
sleep_long (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_usleep (300 * 1000);
  note (event);
}

static void
test_blocking_allowed (void)
{
  double thresholds[] = { 0.0, INFINITY };

  set_up ();
  add (sleep_long);
  tc_bot_start (scene.bot);
  for (guint i = 0; i < G_N_ELEMENTS (thresholds); i++)
    {
      trueconf_dispatcher_set_blocking_threshold (trueconf_bot_get_dispatcher (scene.bot), thresholds[i]);
      tc_sandbox_say (scene.sandbox, "nora", "one");
      TC_WAIT (scene.texts->len == i + 1);
    }

  tear_down ();
}

/* Fails at once, or a moment later if its event has to be held. */
static void
fail (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autoptr (GError) error = g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_FAILED, "no good");

  note (event);
  if (scene.to_fail == 0)
    return;

  scene.to_fail--;
  trueconf_context_fail (context, error);
}

static void
test_failed (void)
{
  g_autoptr (GPtrArray) log = NULL;

  set_up ();
  trueconf_router_set_handler_name (scene.router, add (fail), "shaky");
  tc_bot_start (scene.bot);

  scene.to_fail = 1;
  tc_log_begin ();
  tc_sandbox_say (scene.sandbox, "nora", "one");
  TC_WAIT (scene.errors->len == 1);
  log = tc_log_end ();

  g_assert_cmpuint (count (log, "handler “shaky” of router “main” has failed: no good"), ==, 1);
  g_assert_cmpstr (g_ptr_array_index (scene.errors, 0), ==, "no good");
  g_assert_cmpstr (g_ptr_array_index (scene.error_texts, 0), ==, "one");
  /* acknowledged, since nobody has asked for it again */
  TC_WAIT (tc_sandbox_count_read (scene.sandbox, "nora") == 1);

  tear_down ();
}

static void
reconnect (void)
{
  guint connections = (guint) tc_sandbox_get_counter (scene.sandbox, "connections");

  tc_sandbox_fault (scene.sandbox, "{'fault':'drop'}");
  TC_WAIT (tc_sandbox_get_counter (scene.sandbox, "connections") > connections &&
           trueconf_bot_get_authorized (scene.bot));
}

/* The third time is the last, and then it is acknowledged. */
static void
test_redelivered (void)
{
  set_up ();
  trueconf_dispatcher_set_max_redeliveries (trueconf_bot_get_dispatcher (scene.bot), 2);
  g_assert_cmpuint (trueconf_dispatcher_get_max_redeliveries (trueconf_bot_get_dispatcher (scene.bot)), ==,
                    2);
  add (fail);
  tc_bot_start (scene.bot);

  scene.to_fail = 100;
  tc_log_begin ();
  tc_sandbox_say (scene.sandbox, "nora", "one");
  TC_WAIT (scene.errors->len == 1);
  tc_sandbox_say (scene.sandbox, "nora", "two");
  TC_WAIT (scene.errors->len == 2);
  g_assert_cmpuint (tc_sandbox_count_read (scene.sandbox, "nora"), ==, 0);

  reconnect ();
  TC_WAIT (scene.errors->len == 4);
  reconnect ();
  TC_WAIT (scene.errors->len == 6);
  TC_WAIT (tc_sandbox_count_read (scene.sandbox, "nora") == 2);
  reconnect ();
  scene.to_fail = 0;
  tc_sandbox_say (scene.sandbox, "nora", "three");
  TC_WAIT (scene.texts->len == 7);
  g_ptr_array_unref (tc_log_end ());

  g_assert_cmpuint (scene.errors->len, ==, 6);
  g_assert_cmpstr (g_ptr_array_index (scene.texts, 2), ==, "one");
  g_assert_cmpstr (g_ptr_array_index (scene.texts, 3), ==, "two");
  g_assert_cmpstr (g_ptr_array_index (scene.texts, 6), ==, "three");

  tear_down ();
}

/* One that succeeds the second time is done with, and comes never again. */
static void
test_redelivered_once (void)
{
  set_up ();
  trueconf_dispatcher_set_max_redeliveries (trueconf_bot_get_dispatcher (scene.bot), 5);
  add (fail);
  tc_bot_start (scene.bot);

  scene.to_fail = 1;
  tc_log_begin ();
  tc_sandbox_say (scene.sandbox, "nora", "one");
  TC_WAIT (scene.errors->len == 1);
  g_ptr_array_unref (tc_log_end ());
  reconnect ();
  TC_WAIT (scene.texts->len == 2);
  TC_WAIT (tc_sandbox_count_read (scene.sandbox, "nora") == 1);
  reconnect ();
  tc_sandbox_say (scene.sandbox, "nora", "two");
  TC_WAIT (scene.texts->len == 3);
  g_assert_cmpstr (g_ptr_array_index (scene.texts, 2), ==, "two");

  tear_down ();
}

static void
hold (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  note (event);
  trueconf_context_hold (context);
  g_ptr_array_add (scene.contexts, g_object_ref (context));
}

/* A handler that has begun can still send while the bot stops, and what it handles is acknowledged. */
static void
test_stop_waits (void)
{
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfContext *context;

  set_up ();
  trueconf_bot_set_stop_timeout (scene.bot, INFINITY);
  add (hold);
  tc_bot_start (scene.bot);
  tc_sandbox_say (scene.sandbox, "nora", "one");
  TC_WAIT (scene.contexts->len == 1);

  trueconf_bot_stop_async (scene.bot, NULL, tc_store_result, &scene.stopped);
  tc_linger (100);
  g_assert_null (scene.stopped);
  /* too late to be handled */
  tc_sandbox_say (scene.sandbox, "nora", "two");

  context = g_ptr_array_index (scene.contexts, 0);
  trueconf_message_answer_async (TRUECONF_MESSAGE (trueconf_context_get_event (context)), "goodbye",
                                 TRUECONF_PARSE_MODE_TEXT, NULL, tc_store_result, &scene.sent);
  TC_WAIT (scene.sent != NULL);
  sent = trueconf_message_answer_finish (TRUECONF_MESSAGE (trueconf_context_get_event (context)), scene.sent,
                                         &error);
  g_assert_no_error (error);
  g_assert_nonnull (sent);
  g_assert_null (scene.stopped);

  trueconf_context_release (context);
  TC_WAIT (scene.stopped != NULL);
  g_assert_true (trueconf_bot_stop_finish (scene.bot, scene.stopped, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (scene.texts->len, ==, 1);
  TC_WAIT (tc_sandbox_count_read (scene.sandbox, "nora") == 1);

  tear_down ();
}

/* Neither a handler nor a request is waited for when there is no time. */
static void
stop_at_once (double seconds)
{
  g_autoptr (GError) error = NULL;

  set_up ();
  g_assert_cmpfloat_with_epsilon (trueconf_bot_get_stop_timeout (scene.bot), 5.0, 1e-9);
  g_object_set (scene.bot, "timeout", INFINITY, "stop-timeout", seconds, NULL);
  g_assert_cmpfloat_with_epsilon (trueconf_bot_get_stop_timeout (scene.bot), seconds, 1e-9);
  add (hold);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'lose-answer','method':'getChatByID'}");
  tc_sandbox_say (scene.sandbox, "nora", "one");
  TC_WAIT (scene.contexts->len == 1);
  trueconf_bot_get_chat_by_id_async (scene.bot, "c", NULL, tc_store_result, &scene.sent);
  TC_WAIT (tc_sandbox_count_frames (scene.sandbox, "in", "getChatByID") == 1);

  trueconf_bot_stop_async (scene.bot, NULL, tc_store_result, &scene.stopped);
  TC_WAIT (scene.stopped != NULL);
  g_assert_true (trueconf_bot_stop_finish (scene.bot, scene.stopped, &error));
  g_assert_no_error (error);
  TC_WAIT (scene.sent != NULL);
  g_assert_null (trueconf_bot_get_chat_by_id_finish (scene.bot, scene.sent, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);

  trueconf_context_release (g_ptr_array_index (scene.contexts, 0));
  tear_down ();
}

static void
test_stop_does_not_wait (void)
{
  stop_at_once (0.0);
}

static void
test_stop_waits_shortly (void)
{
  stop_at_once (0.2);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

#define ADD(name, func) g_test_add_func ("/handlers/" name, func)
  ADD ("blocking", test_blocking);
  ADD ("nested-loop", test_nested_loop);
  ADD ("blocking-allowed", test_blocking_allowed);
  ADD ("failed", test_failed);
  ADD ("redelivered", test_redelivered);
  ADD ("redelivered-once", test_redelivered_once);
  ADD ("stop-waits", test_stop_waits);
  ADD ("stop-does-not-wait", test_stop_does_not_wait);
  ADD ("stop-waits-shortly", test_stop_waits_shortly);

  return g_test_run ();
}
