/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Requests: what they return, how they fail, and how they are cancelled. */

#include <string.h>

#include "tc-bot.h"

static JsonNode *
call (TrueconfBot *bot, const char *method, const char *payload, GError **error)
{
  g_autofree char *json = payload != NULL ? tc_json ("%s", payload) : NULL;
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_call_async (bot, method, node, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  return trueconf_bot_call_finish (bot, result, error);
}

static void
test_call (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) name = NULL;
  g_autoptr (JsonNode) limits = NULL;
  g_autoptr (JsonNode) chat = NULL;

  tc_bot_start (bot);
  name = call (bot, "getUserDisplayName", "{'userId':'nora@sandbox.local'}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tc_json_string (name, "displayName"), ==, "Nora Berg");
  g_assert_true (json_node_is_immutable (name));

  limits = call (bot, "getFileUploadLimits", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tc_json_find (limits, "maxSize"));

  chat = call (bot, "createP2PChat", "{'userId':'omar@sandbox.local'}", &error);
  g_assert_no_error (error);
  g_assert_nonnull (tc_json_string (chat, "chatId"));

  /* what json-glib does not write as JSON */
  g_clear_pointer (&name, json_node_unref);
  name = call (bot, "getUserDisplayName", "{'userId':'nora@sandbox.local','x':1e22}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tc_json_string (name, "displayName"), ==, "Nora Berg");
  tc_bot_end (bot);
}

static void
test_call_errors (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  g_assert_null (call (bot, "noSuchMethod", "{}", &error));
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_ROUTE_NOT_FOUND);
  tc_assert_contains (error->message, "noSuchMethod");
  g_clear_error (&error);

  g_assert_null (call (bot, "sendMessage", "{'chatId':17}", &error));
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_WRONG_PAYLOAD);
  tc_bot_end (bot);
}

static void
test_errors_by_code (void)
{
  static const int codes[] = { 300, 301, 302, 303, 304, 305, 306, 312, 399, 400, 408, 77777 };
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");

  tc_bot_start (bot);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *number = g_strdup_printf ("%d", codes[i]);

      tc_sandbox_fault (
          sandbox,
          "{'fault':'error','method':'sendMessage','code':%d,'description':'its own words','count':1}",
          codes[i]);
      g_assert_null (tc_bot_send (bot, chat, "x", &error));
      g_assert_error (error, TRUECONF_API_ERROR, codes[i]);
      tc_assert_contains (error->message, "sendMessage");
      tc_assert_contains (error->message, number);
      tc_assert_contains (error->message, "its own words");
    }
  g_assert_true (trueconf_bot_get_authorized (bot));
  tc_bot_end (bot);
}

static void
test_unknown_chat (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  g_assert_null (tc_bot_send (bot, "0123456789012345678901234567890123456789", "x", &error));
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND);
  tc_bot_end (bot);
}

static void
check_request (const GError *error, const char *method, const char *chat_id)
{
  g_autoptr (GError) copy = g_error_copy (error);

  g_assert_cmpstr (trueconf_error_get_method (error), ==, method);
  g_assert_cmpstr (trueconf_error_get_chat_id (error), ==, chat_id);
  g_assert_cmpstr (trueconf_error_get_method (copy), ==, method);
  g_assert_cmpstr (trueconf_error_get_chat_id (copy), ==, chat_id);
}

/* Errors of the server, of the library while there is a connection and while there is none. */
static void
test_failed_request (void)
{
  static const char chat[] = "0123456789012345678901234567890123456789";
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autofree char *text = g_strnfill (5000, 'x');

  trueconf_bot_set_offline_timeout (bot, 0.05);
  trueconf_bot_add_participant_to_chat_async (bot, chat, "nora", TRUE, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_bot_add_participant_to_chat_finish (bot, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  check_request (error, "addChatParticipant", chat);
  g_clear_error (&error);
  g_clear_object (&result);

  tc_bot_start (bot);
  g_assert_null (tc_bot_send (bot, chat, "x", &error));
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND);
  check_request (error, "sendMessage", chat);
  g_clear_error (&error);

  g_assert_null (call (bot, "getMessageById", "{'messageId':'nothing'}", &error));
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND);
  check_request (error, "getMessageById", NULL);
  g_clear_error (&error);

  g_assert_null (tc_bot_send (bot, chat, text, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TEXT_TOO_LONG);
  check_request (error, NULL, NULL);
  check_request (foreign, NULL, NULL);
  g_assert_null (trueconf_error_get_method (NULL));
  g_assert_null (trueconf_error_get_chat_id (NULL));
  tc_bot_end (bot);
}

static void
test_cancel_before (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (GCancellable) early = g_cancellable_new ();
  g_autoptr (GCancellable) waiting = g_cancellable_new ();
  g_autoptr (GAsyncResult) early_result = NULL;
  g_autoptr (GAsyncResult) waiting_result = NULL;
  g_autoptr (GError) error = NULL;

  /* cancelled before it is asked for, and while it waits for a connection */
  g_cancellable_cancel (early);
  trueconf_bot_send_message_async (bot, chat, "x", TRUECONF_PARSE_MODE_TEXT, NULL, early, tc_store_result,
                                   &early_result);
  trueconf_bot_send_message_async (bot, chat, "y", TRUECONF_PARSE_MODE_TEXT, NULL, waiting, tc_store_result,
                                   &waiting_result);
  tc_linger (50);
  g_cancellable_cancel (waiting);
  TC_WAIT (early_result != NULL && waiting_result != NULL);
  g_assert_null (trueconf_bot_send_message_finish (bot, early_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (trueconf_bot_send_message_finish (bot, waiting_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* and nothing of them leaves when the connection comes */
  tc_bot_start (bot);
  {
    g_autoptr (TrueconfSentMessage) sent = tc_bot_send (bot, chat, "z", NULL);
    g_auto (GStrv) texts = tc_sandbox_get_texts (sandbox, "nora", "echo_bot");

    g_assert_nonnull (sent);
    g_assert_cmpuint (g_strv_length (texts), ==, 1);
    g_assert_cmpstr (texts[0], ==, "z");
  }
  g_clear_object (&early_result);
  g_clear_object (&waiting_result);
  tc_bot_end (bot);
}

/* A call whose cancellable is cancelled already is not made, though the bot is connected. */
static void
test_cancel_first (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TrueconfSentMessage) sent = NULL;

  tc_bot_start (bot);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      trueconf_bot_send_message_async (bot, chat, "x", TRUECONF_PARSE_MODE_TEXT, NULL, cancellable,
                                       tc_store_result, &result);
      g_assert_null (result);
      TC_WAIT (result != NULL);
      g_assert_null (trueconf_bot_send_message_finish (bot, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpstr (error->message, ==, "sendMessage was cancelled");
      trueconf_bot_send_message_async (bot, chat, "x", TRUECONF_PARSE_MODE_TEXT, NULL, cancellable, NULL,
                                       NULL);
    }
  sent = tc_bot_send (bot, chat, "next", NULL);
  g_assert_nonnull (sent);
  g_assert_cmpuint (tc_sandbox_count_texts (sandbox, "nora", "echo_bot"), ==, 1);
  tc_bot_end (bot);
}

static void
test_cancel_after (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;

  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'late-answer','ms':400}");
  trueconf_bot_send_message_async (bot, chat, "on its way", TRUECONF_PARSE_MODE_TEXT, NULL, cancellable,
                                   tc_store_result, &result);
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == 1);
  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_send_message_finish (bot, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* the answer that comes all the same belongs to nobody */
  tc_linger (600);
  sent = tc_bot_send (bot, chat, "next", NULL);
  g_assert_nonnull (sent);
  g_clear_object (&result);
  tc_bot_end (bot);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel_from_thread (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");

  tc_bot_start (bot);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (TrueconfSentMessage) sent = NULL;
      g_autoptr (GError) error = NULL;
      GThread *thread;

      trueconf_bot_send_message_async (bot, chat, "race", TRUECONF_PARSE_MODE_TEXT, NULL, cancellable,
                                       tc_store_result, &result);
      thread = g_thread_new ("canceller", cancel_in_thread, cancellable);
      TC_WAIT (result != NULL);
      g_thread_join (thread);
      sent = trueconf_bot_send_message_finish (bot, result, &error);
      /* either is right, but nothing else is */
      if (sent == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (error);
    }
  tc_bot_end (bot);
}

static void
on_error (TrueconfDispatcher *dispatcher, const GError *error, TrueconfEvent *event, gpointer user_data)
{
  GPtrArray *errors = user_data;

  g_ptr_array_add (errors, g_error_copy (error));
}

/* Nobody waits for the result: a failure is logged, and told by the dispatcher. */
static void
test_without_callback (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GPtrArray) log = NULL;

  g_signal_connect (trueconf_bot_get_dispatcher (bot), "error", G_CALLBACK (on_error), errors);
  tc_bot_start (bot);
  trueconf_bot_send_message_async (bot, chat, "fine", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == 1);
  g_assert_cmpuint (errors->len, ==, 0);

  tc_log_begin ();
  trueconf_bot_send_message_async (bot, "0123456789012345678901234567890123456789", "x",
                                   TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  trueconf_bot_send_message_async (bot, chat, "", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  TC_WAIT (errors->len == 2);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 2);
  g_assert_true (tc_log_has (log, "sendMessage"));
  g_assert_true (tc_log_has (log, "304"));
  g_assert_error ((GError *) g_ptr_array_index (errors, 0), TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_assert_error ((GError *) g_ptr_array_index (errors, 1), TRUECONF_API_ERROR,
                  TRUECONF_API_ERROR_CHAT_NOT_FOUND);
  tc_bot_end (bot);
}

static void
assert_refuses_text (TrueconfBot *bot, const char *chat, const char *text, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_bot_send (bot, chat, text, &error));
  g_assert_error (error, TRUECONF_ERROR, code);
}

/* What the server would refuse, or hang on, is refused before it is sent. */
static void
test_texts (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *longest = g_strnfill (4096, 'x');
  g_autofree char *too_long = g_strnfill (4097, 'x');
  g_autoptr (GString) umlauts = g_string_new (NULL);
  g_autoptr (TrueconfSentMessage) first = NULL;
  g_autoptr (TrueconfSentMessage) second = NULL;
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  assert_refuses_text (bot, chat, "", TRUECONF_ERROR_INVALID_ARGUMENT);
  assert_refuses_text (bot, chat, too_long, TRUECONF_ERROR_TEXT_TOO_LONG);
  assert_refuses_text (bot, chat, "broken \xff\xfe", TRUECONF_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (tc_sandbox_count_frames (sandbox, "in", "sendMessage"), ==, 0);

  /* characters count, not bytes */
  for (guint i = 0; i < 4096; i++)
    g_string_append (umlauts, "\xc3\xbc");
  first = tc_bot_send (bot, chat, longest, &error);
  g_assert_no_error (error);
  second = tc_bot_send (bot, chat, umlauts->str, &error);
  g_assert_no_error (error);
  tc_bot_end (bot);
}

/* From inside a callback, and from a loop inside of a callback. */
static void
send_next (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *left = user_data;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, NULL);

  g_assert_nonnull (sent);
  if (--*left > 0)
    trueconf_bot_send_message_async (TRUECONF_BOT (source), trueconf_sent_message_get_chat_id (sent), "again",
                                     TRUECONF_PARSE_MODE_TEXT, NULL, NULL, send_next, left);
}

static void
test_chained (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  guint left = 30;

  tc_bot_start (bot);
  trueconf_bot_send_message_async (bot, chat, "first", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, send_next,
                                   &left);
  TC_WAIT (left == 0);
  g_assert_cmpuint (tc_sandbox_count_texts (sandbox, "nora", "echo_bot"), ==, 30);
  tc_bot_end (bot);
}

static void
wait_inside (TrueconfBot *bot, TrueconfMessage *message, gpointer user_data)
{
  guint *done = user_data;
  g_autoptr (TrueconfSentMessage) sent =
      tc_bot_send (bot, trueconf_message_get_chat_id (message), "from inside", NULL);

  g_assert_nonnull (sent);
  (*done)++;
}

static void
test_nested_loop (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  guint done = 0;

  g_signal_connect (bot, "message", G_CALLBACK (wait_inside), &done);
  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "one");
  tc_sandbox_say (sandbox, "nora", "two");
  TC_WAIT (done == 2);
  tc_bot_end (bot);
}

/* By the name of its domain, which nothing has asked the library for. */
static void
test_error_of_program (void)
{
  static const char *const domains[] = { "trueconf-error-quark", "trueconf-api-error-quark" };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (g_quark_from_string (domains[i]), 404, "made here");
      g_autoptr (GError) copy = NULL;

      g_assert_cmpint (trueconf_error_get_cause (error), ==, TRUECONF_ERROR_CAUSE_UNKNOWN);
      g_assert_null (trueconf_error_get_method (error));
      g_assert_null (trueconf_error_get_chat_id (error));
      copy = g_error_copy (error);
      g_assert_null (trueconf_error_get_chat_id (copy));
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/calls/call", test_call);
  g_test_add_func ("/calls/call-errors", test_call_errors);
  g_test_add_func ("/calls/errors-by-code", test_errors_by_code);
  g_test_add_func ("/calls/unknown-chat", test_unknown_chat);
  g_test_add_func ("/calls/failed-request", test_failed_request);
  g_test_add_func ("/calls/error-of-program", test_error_of_program);
  g_test_add_func ("/calls/cancel-before", test_cancel_before);
  g_test_add_func ("/calls/cancel-first", test_cancel_first);
  g_test_add_func ("/calls/cancel-after", test_cancel_after);
  g_test_add_func ("/calls/cancel-from-thread", test_cancel_from_thread);
  g_test_add_func ("/calls/without-callback", test_without_callback);
  g_test_add_func ("/calls/texts", test_texts);
  g_test_add_func ("/calls/chained", test_chained);
  g_test_add_func ("/calls/nested-loop", test_nested_loop);

  return g_test_run ();
}
