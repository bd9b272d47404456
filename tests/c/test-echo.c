/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A message comes in, an answer goes out. */

#include "tc-bot.h"

static void
test_message_signal (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  TrueconfMessage *message;
  g_autofree char *chat = NULL;

  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "hello");
  TC_WAIT (watch->messages->len == 1);

  message = g_ptr_array_index (watch->messages, 0);
  chat = tc_sandbox_get_chat (sandbox, "nora");
  g_assert_cmpstr (trueconf_message_get_text (message), ==, "hello");
  g_assert_cmpstr (trueconf_message_get_chat_id (message), ==, chat);
  g_assert_true (trueconf_event_get_bot (TRUECONF_EVENT (message)) == bot);
  /* read, as the person sees it */
  TC_WAIT (tc_sandbox_count_read (sandbox, "nora") == 1);

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_router_answers (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_auto (GStrv) answers = NULL;

  tc_bot_add_echo (bot);
  tc_bot_start (bot);
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("number %u", i);

      tc_sandbox_say (sandbox, i % 2 == 0 ? "nora" : "omar", text);
    }
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == 10 &&
           tc_sandbox_count_texts (sandbox, "omar", "echo_bot") == 10);

  answers = tc_sandbox_get_texts (sandbox, "nora", "echo_bot");
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = g_strdup_printf ("number %u", 2 * i + 2);

      g_assert_cmpstr (answers[i], ==, text);
    }

  tc_bot_end (bot);
}

static void
test_reply (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) messages = NULL;
  TrueconfMessage *message;

  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "a question");
  TC_WAIT (watch->messages->len == 1);
  message = g_ptr_array_index (watch->messages, 0);

  trueconf_message_reply_async (message, "an *answer*", TRUECONF_PARSE_MODE_MARKDOWN, NULL, tc_store_result,
                                &result);
  TC_WAIT (result != NULL);
  sent = trueconf_message_reply_finish (message, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_sent_message_get_chat_id (sent), ==, trueconf_message_get_chat_id (message));
  g_assert_cmpint (trueconf_sent_message_get_timestamp (sent), >=, trueconf_message_get_timestamp (message));
  g_assert_null (trueconf_sent_message_get_file_id (sent));

  messages = tc_sandbox_get (sandbox, "/sandbox/messages?user=nora&peer=echo_bot");
  g_assert_cmpstr (tc_json_string (messages, "messages.1.message_id"), ==,
                   trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (tc_json_string (messages, "messages.1.reply_message_id"), ==,
                   trueconf_message_get_message_id (message));
  g_assert_cmpstr (tc_json_string (messages, "messages.1.text"), ==, "an *answer*");
  g_assert_cmpstr (tc_json_string (messages, "messages.1.parse_mode"), ==, "markdown");

  /* a result holds the message, the message its bot */
  g_clear_object (&result);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_envelope (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;
  g_autoptr (GDateTime) time = NULL;
  TrueconfMessage *message;
  gint64 timestamp;

  tc_bot_start (bot);
  first = tc_sandbox_post (sandbox, "/sandbox/say", "{'from':'nora','to':'echo_bot','text':'<b>one</b>'}");
  second =
      tc_sandbox_post (sandbox, "/sandbox/say",
                       "{'from':'nora','to':'echo_bot','text':'two','parse_mode':'text','reply_to':'%s'}",
                       tc_json_string (first, "message_id"));
  TC_WAIT (watch->messages->len == 2);

  message = g_ptr_array_index (watch->messages, 0);
  timestamp = tc_json_int (first, "timestamp");
  time = g_date_time_new_from_unix_utc (timestamp / 1000);
  g_assert_cmpstr (trueconf_event_get_method (TRUECONF_EVENT (message)), ==, "sendMessage");
  g_assert_cmpstr (trueconf_message_get_message_id (message), ==, tc_json_string (first, "message_id"));
  g_assert_cmpstr (trueconf_author_get_id (trueconf_message_get_author (message)), ==, "nora@sandbox.local");
  g_assert_cmpint (trueconf_author_get_author_type (trueconf_message_get_author (message)), ==,
                   TRUECONF_AUTHOR_TYPE_USER);
  g_assert_true (trueconf_message_get_from_user (message) == trueconf_message_get_author (message));
  g_assert_nonnull (trueconf_message_get_box (message));
  g_assert_nonnull (trueconf_box_get_position (trueconf_message_get_box (message)));
  g_assert_cmpint (trueconf_message_get_timestamp (message), ==, timestamp);
  g_assert_cmpint (g_date_time_to_unix (trueconf_message_get_date_time (message)), ==, timestamp / 1000);
  g_assert_cmpint (g_date_time_get_microsecond (trueconf_message_get_date_time (message)), ==,
                   timestamp % 1000 * 1000);
  g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE);
  g_assert_false (trueconf_message_get_is_edited (message));
  g_assert_null (trueconf_message_get_reply_message_id (message));
  g_assert_cmpint (trueconf_message_get_parse_mode (message), ==, TRUECONF_PARSE_MODE_HTML);
  g_assert_cmpstr (trueconf_message_get_text (message), ==, "<b>one</b>");
  g_assert_true (TRUECONF_IS_TEXT_CONTENT (trueconf_message_get_content (message)));
  g_assert_cmpstr (tc_json_string (trueconf_event_get_raw (TRUECONF_EVENT (message)), "content.text"), ==,
                   "<b>one</b>");

  message = g_ptr_array_index (watch->messages, 1);
  g_assert_cmpstr (trueconf_message_get_reply_message_id (message), ==, tc_json_string (first, "message_id"));
  g_assert_cmpint (trueconf_message_get_parse_mode (message), ==, TRUECONF_PARSE_MODE_TEXT);

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_unicode (void)
{
  static const char *const texts[] = {
    "Grüße, Привет, 你好, שלום, مرحبا",
    "👩‍👩‍👧‍👦 \xf4\x8f\xbf\xbf \xe2\x80\xa8",
    "\"quotes\" \\ back/slash \b\f\n\r\t \x01 \x7f",
  };
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_auto (GStrv) answers = NULL;

  tc_bot_add_echo (bot);
  tc_bot_start (bot);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    tc_sandbox_say (sandbox, "nora", texts[i]);
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == G_N_ELEMENTS (texts));

  answers = tc_sandbox_get_texts (sandbox, "nora", "echo_bot");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpstr (answers[i], ==, texts[i]);

  tc_bot_end (bot);
}

/* Two bots of the same user in one chat: what one says reaches the other. */
static void
test_skip_self (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *talker = tc_bot_new (sandbox);
  TrueconfBot *shy = tc_bot_new (sandbox);
  TrueconfBot *curious = tc_bot_new (sandbox);
  g_autoptr (TcWatch) shy_watch = tc_watch_new (shy);
  g_autoptr (TcWatch) curious_watch = tc_watch_new (curious);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_skip_self_messages (curious, FALSE);
  tc_bot_start (talker);
  tc_bot_start (shy);
  tc_bot_start (curious);
  sent = tc_bot_send (talker, chat, "from myself", &error);
  g_assert_no_error (error);
  tc_sandbox_say (sandbox, "nora", "from nora");

  TC_WAIT (curious_watch->texts->len == 2 && shy_watch->texts->len == 1);
  g_assert_cmpstr (g_ptr_array_index (curious_watch->texts, 0), ==, "from myself");
  g_assert_cmpstr (g_ptr_array_index (shy_watch->texts, 0), ==, "from nora");
  /* not handled, but not left unanswered either */
  TC_WAIT (tc_sandbox_count_unacknowledged (sandbox) == 0);

  g_clear_pointer (&shy_watch, tc_watch_free);
  g_clear_pointer (&curious_watch, tc_watch_free);
  tc_bot_end (talker);
  tc_bot_end (shy);
  tc_bot_end (curious);
}

static void
test_bot_may_be_left_alone (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  TrueconfMessage *message;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "keep me");
  TC_WAIT (watch->messages->len == 1);
  message = g_object_ref (g_ptr_array_index (watch->messages, 0));
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_stop (bot);
  g_object_unref (bot);
  tc_drain ();

  /* the message outlives what happened to its bot, and says so */
  trueconf_message_answer_async (message, "too late", TRUECONF_PARSE_MODE_TEXT, NULL, tc_store_result,
                                 &result);
  TC_WAIT (result != NULL);
  sent = trueconf_message_answer_finish (message, result, &error);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  g_assert_null (sent);
  g_assert_cmpstr (trueconf_message_get_text (message), ==, "keep me");
  g_clear_object (&result);
  tc_assert_gone (message);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/echo/message-signal", test_message_signal);
  g_test_add_func ("/echo/router-answers", test_router_answers);
  g_test_add_func ("/echo/reply", test_reply);
  g_test_add_func ("/echo/envelope", test_envelope);
  g_test_add_func ("/echo/unicode", test_unicode);
  g_test_add_func ("/echo/skip-self", test_skip_self);
  g_test_add_func ("/echo/message-outlives-bot", test_bot_may_be_left_alone);

  return g_test_run ();
}
