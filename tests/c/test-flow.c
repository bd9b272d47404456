/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A server that sends faster than the handlers work. */

#include <math.h>
#include <string.h>

#include "tc-bot.h"

#define LIMIT 50

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfContext *held; /* of the first message, as long as it is held */
  guint handled;
  guint asked;
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
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (scene.bot)),
                               TRUECONF_TYPE_MESSAGE, NULL, on_message, NULL, NULL);
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
  /* and what does not wait behind it */
  g_assert_cmpuint (count_events (), <, before + 2 * LIMIT);
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

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfEvent) answer = trueconf_context_ask_finish (TRUECONF_CONTEXT (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_message_get_text (TRUECONF_MESSAGE (answer)), ==, "yes");
  scene.handled++;
}

static void
on_question (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  scene.asked++;
  trueconf_context_ask_async (context, NULL, NULL, NULL, 0.0, NULL, answered_cb, NULL);
}

/* As many questions are open as events may wait: their answers are read all the same. */
static void
test_questions (void)
{
  static const char *const users[] = { "nora", "omar" };

  scene.sandbox = tc_sandbox_new ();
  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    g_free (tc_sandbox_get_chat (scene.sandbox, users[i]));
  scene.bot = tc_bot_new (scene.sandbox);
  trueconf_bot_set_max_waiting_events (scene.bot, G_N_ELEMENTS (users));
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (scene.bot)),
                               TRUECONF_TYPE_MESSAGE, NULL, on_question, NULL, NULL);
  tc_bot_start (scene.bot);

  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    {
      tc_sandbox_say (scene.sandbox, users[i], "hello");
      TC_WAIT (scene.asked == i + 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    {
      tc_sandbox_say (scene.sandbox, users[i], "yes");
      TC_WAIT (scene.handled == i + 1);
    }
  g_assert_cmpuint (scene.asked, ==, G_N_ELEMENTS (users));
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
    trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, NULL, block, NULL,
                                 NULL);
    trueconf_bot_set_dispatcher (scene.bot, dispatcher);
  }
  say (1);
  TC_WAIT (scene.handled == 10 * LIMIT + 1);
  tear_down ();
}

/* The I/O thread has the new limit, since it has seen a request that was made after it. */
static void
set_max_message_size (guint64 size)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_max_message_size (scene.bot, size);
  trueconf_bot_get_user_display_name_async (scene.bot, "nora", NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_free (trueconf_bot_get_user_display_name_finish (scene.bot, result, &error));
  g_assert_no_error (error);
}

static void
on_skipped (TrueconfBot *bot, const char *method, guint64 size, GError *error, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup_printf ("%s %s", method, error->message));
}

/* It is told once, acknowledged, and what comes behind it is handled on the same connection. */
static void
skip_event (const char *frame, const char *method)
{
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  guint64 counted;

  set_up (TRUECONF_ORDERING_PER_CHAT);
  scene.holds = FALSE;
  set_max_message_size (20000);
  g_signal_connect (scene.bot, "event-skipped", G_CALLBACK (on_skipped), skipped);
  tc_log_begin ();
  tc_sandbox_do (scene.sandbox, "/sandbox/send", "%s", frame);
  say (3);
  TC_WAIT (scene.handled == 3);
  g_ptr_array_unref (tc_log_end ());

  g_assert_cmpuint (skipped->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (skipped, 0), method));
  tc_assert_contains (g_ptr_array_index (skipped, 0), "max-message-size");
  tc_assert_contains (g_ptr_array_index (skipped, 0), "20000");
  g_object_get (trueconf_bot_get_statistics (scene.bot), "skipped-events", &counted, NULL);
  g_assert_cmpuint (counted, ==, 1);
  TC_WAIT (tc_sandbox_count_unacknowledged (scene.sandbox) == 0);
  g_assert_cmpint (tc_sandbox_get_counter (scene.sandbox, "connections"), ==, 1);
  tear_down ();
}

static void
test_large_event (void)
{
  skip_event ("{'repeat':'futureEvent','bytes':100000}", "futureEvent");
}

static void
test_large_event_in_fragments (void)
{
  skip_event ("{'repeat':'futureEvent','bytes':100000,'fragments':50}", "futureEvent");
}

/* Returns a chat whose history is larger than the limit. */
static char *
set_up_large_history (void)
{
  set_up (TRUECONF_ORDERING_PER_CHAT);
  scene.holds = FALSE;
  say (100);
  TC_WAIT (scene.handled == 100);
  set_max_message_size (10000);

  return tc_sandbox_get_chat (scene.sandbox, "nora");
}

/* The call fails with both figures, once, and others go on. */
static void
test_large_answer (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *chat = set_up_large_history ();

  trueconf_bot_get_chat_history_async (scene.bot, chat, 100, NULL, NULL, tc_store_result, &result);
  trueconf_bot_get_user_display_name_async (scene.bot, "nora", NULL, tc_store_result, &other);
  TC_WAIT (result != NULL && other != NULL);
  g_assert_null (trueconf_bot_get_chat_history_finish (scene.bot, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL);
  tc_assert_contains (error->message, "getChatHistory");
  tc_assert_contains (error->message, "max-message-size");
  tc_assert_contains (error->message, "10000");
  g_clear_error (&error);
  g_free (trueconf_bot_get_user_display_name_finish (scene.bot, other, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tc_sandbox_count_frames (scene.sandbox, "in", "getChatHistory"), ==, 1);
  g_assert_cmpint (tc_sandbox_get_counter (scene.sandbox, "connections"), ==, 1);
  g_clear_object (&result);
  g_clear_object (&other);
  tear_down ();
}

/* Nothing else is waited for when the bot is stopped. */
static void
test_large_answer_while_stopping (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *chat = set_up_large_history ();

  trueconf_bot_set_stop_timeout (scene.bot, INFINITY);
  trueconf_bot_set_timeout (scene.bot, INFINITY);
  tc_sandbox_fault (scene.sandbox, "{'fault':'delay','ms':300,'method':'getChatHistory'}");
  trueconf_bot_get_chat_history_async (scene.bot, chat, 100, NULL, NULL, tc_store_result, &result);
  TC_WAIT (tc_sandbox_count_frames (scene.sandbox, "in", "getChatHistory") == 1);
  trueconf_bot_stop_async (scene.bot, NULL, tc_store_result, &stopped);
  TC_WAIT (result != NULL && stopped != NULL);
  g_assert_null (trueconf_bot_get_chat_history_finish (scene.bot, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL);
  g_clear_object (&result);
  g_clear_object (&stopped);
  tear_down ();
}

/* Neither an answer nor an event that can be recognised: it is told all the same. */
static void
test_large_unknown (void)
{
  g_autofree char *blanks = g_strnfill (30000, ' ');
  g_autofree char *frame = g_strdup_printf ("{'text':'[%s]'}", blanks);

  skip_event (frame, "(null)");
}

/* One that is far too large ends the connection. It was acknowledged before, so it does not come back for ever. */
static void
test_far_too_large (void)
{
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = g_strnfill (60000, 'x');

  set_up (TRUECONF_ORDERING_PER_CHAT);
  scene.holds = FALSE;
  g_object_set (scene.bot, "receive-unread-messages", TRUE, "ws-max-delay", 1, NULL);
  say (1);
  TC_WAIT (scene.handled == 1);
  set_max_message_size (2000);
  g_signal_connect (scene.bot, "event-skipped", G_CALLBACK (on_skipped), skipped);
  tc_log_begin ();
  tc_sandbox_do (scene.sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'%s'}", text);
  TC_WAIT (tc_sandbox_get_counter (scene.sandbox, "connections") == 2 &&
           trueconf_bot_get_authorized (scene.bot));
  tc_sandbox_fault (scene.sandbox, "{'fault':'drop'}");
  TC_WAIT (tc_sandbox_get_counter (scene.sandbox, "connections") == 3 &&
           trueconf_bot_get_authorized (scene.bot));
  say (3);
  TC_WAIT (scene.handled == 4);
  g_ptr_array_unref (tc_log_end ());
  g_assert_cmpuint (skipped->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (skipped, 0), "sendMessage"));
  tear_down ();
}

/* Reading pauses while the server does not read. That is no reason to wait for a dead one for ever. */
static void
test_server_does_not_read (void)
{
  g_autofree char *large = g_strnfill (4 * 1024 * 1024, 'x');
  g_autoptr (JsonNode) payload = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) members = json_object_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *results[4] = { NULL };

  set_up (TRUECONF_ORDERING_PER_CHAT);
  scene.holds = FALSE;
  trueconf_bot_set_ping_interval (scene.bot, 1);
  trueconf_bot_set_ping_timeout (scene.bot, 1);
  trueconf_bot_set_timeout (scene.bot, INFINITY);
  json_object_set_string_member (members, "a", large);
  json_node_set_object (payload, members);
  tc_sandbox_fault (scene.sandbox, "{'fault':'half-open'}");
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    trueconf_bot_call_async (scene.bot, "futureMethod", payload, NULL, tc_store_result, &results[i]);
  TC_WAIT (!trueconf_bot_get_websocket_connected (scene.bot));
  tc_sandbox_clear_faults (scene.sandbox);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      TC_WAIT (results[i] != NULL);
      g_assert_null (trueconf_bot_call_finish (scene.bot, results[i], &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN);
      g_clear_error (&error);
      g_object_unref (results[i]);
    }
  TC_WAIT (trueconf_bot_get_authorized (scene.bot));
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
  ADD ("questions", test_questions);
  ADD ("alive-while-paused", test_alive_while_paused);
  ADD ("blocked", test_blocked);
  ADD ("large-event", test_large_event);
  ADD ("large-event-in-fragments", test_large_event_in_fragments);
  ADD ("large-answer", test_large_answer);
  ADD ("large-answer-while-stopping", test_large_answer_while_stopping);
  ADD ("large-unknown", test_large_unknown);
  ADD ("far-too-large", test_far_too_large);
  ADD ("server-does-not-read", test_server_does_not_read);

  return g_test_run ();
}
