/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a server says, in the errors and logs of the bot: it is shortened, and cannot control a terminal. */

#include <string.h>

#include "tc-bot.h"

/* JSON: colours of a terminal, a text that runs backwards, a new line */
#define HOSTILE "\\u001b[31mred\\u202etxt.exe\\nnext"
#define SHOWN   "\\u001b[31mred\\u202etxt.exe\\nnext"

#define LONG 20000

static void
assert_harmless (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <, 1000);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      g_assert_cmpint (type, !=, G_UNICODE_CONTROL);
      g_assert_cmpint (type, !=, G_UNICODE_FORMAT);
    }
}

static void
test_close_reason (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  const GError *error;

  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'close','code':1011,'reason':'" HOSTILE "'}");
  TC_WAIT (watch->statuses->len >= 3);
  error = trueconf_health_get_error (g_ptr_array_index (watch->statuses, 2));
  tc_assert_contains (error->message, SHOWN);
  assert_harmless (error->message);

  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_error_description (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *many = g_strnfill (LONG, 'x');

  tc_bot_start (bot);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *name = NULL;

      tc_sandbox_fault (sandbox,
                        "{'fault':'error','code':300,'method':'getUserDisplayName',"
                        "'description':'" HOSTILE "%s','count':1}",
                        i == 0 ? "" : many);
      trueconf_bot_get_user_display_name_async (bot, "nora", NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      name = trueconf_bot_get_user_display_name_finish (bot, result, &error);
      g_assert_null (name);
      g_assert_error (error, TRUECONF_API_ERROR, 300);
      tc_assert_contains (error->message, SHOWN);
      assert_harmless (error->message);
    }
  tc_bot_end (bot);
}

static void
test_event_name (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *many = g_strnfill (LONG, 'x');
  g_autoptr (GPtrArray) messages = NULL;

  tc_bot_start (bot);
  tc_log_begin ();
  tc_sandbox_do (sandbox, "/sandbox/send", "{'method':'" HOSTILE "','payload':{}}");
  tc_sandbox_do (sandbox, "/sandbox/send", "{'method':'" HOSTILE "%s','payload':{}}", many);
  TC_WAIT (tc_log_count ("sends events named") == 2);
  messages = tc_log_end ();
  g_assert_true (tc_log_has (messages, SHOWN));
  for (guint i = 0; i < messages->len; i++)
    assert_harmless (g_ptr_array_index (messages, i));
  tc_bot_end (bot);
}

static void
test_token_refused (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");
  g_autoptr (GError) error = NULL;

  tc_sandbox_fault (sandbox, "{'fault':'token-status','status':400,'body':'"
                             "{\\\"error\\\":\\\"invalid_request\\\",\\\"error_description\\\":"
                             "\\\"\\\\u001b[31mred\\\\u202etxt.exe\\\\nnext\\\"}'}");
  error = tc_bot_start_in_vain (bot);
  assert_harmless (error->message);
  tc_assert_contains (error->message, SHOWN);
  tc_bot_end (bot);
}

/* NUL ends a text in C, so what comes behind it would be lost. */
static void
on_message (TrueconfBot *bot, TrueconfMessage *message, gpointer user_data)
{
  char **text = user_data;

  *text = g_strdup (trueconf_message_get_text (message));
}

static void
test_nul (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *text = NULL;

  g_signal_connect (bot, "message", G_CALLBACK (on_message), &text);
  tc_bot_start (bot);
  tc_sandbox_do (sandbox, "/sandbox/send",
                 "{'text':'{\\\"type\\\":1,\\\"id\\\":77,\\\"method\\\":\\\"sendMessage\\\",\\\"payload\\\":"
                 "{\\\"messageId\\\":\\\"m\\\",\\\"chatId\\\":\\\"c\\\",\\\"type\\\":200,\\\"timestamp\\\":1,"
                 "\\\"author\\\":{\\\"id\\\":\\\"nora@x\\\",\\\"type\\\":1},\\\"isEdited\\\":false,"
                 "\\\"box\\\":{\\\"id\\\":1,\\\"position\\\":\\\"\\\"},\\\"content\\\":"
                 "{\\\"text\\\":\\\"before\\\\u0000behind\\\",\\\"parseMode\\\":\\\"text\\\"}}}'}");
  TC_WAIT (text != NULL);
  g_assert_cmpstr (text, ==, "before\357\277\275behind");
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/words/close-reason", test_close_reason);
  g_test_add_func ("/words/error-description", test_error_description);
  g_test_add_func ("/words/event-name", test_event_name);
  g_test_add_func ("/words/token-refused", test_token_refused);
  g_test_add_func ("/words/nul", test_nul);

  return g_test_run ();
}
