/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A child that is forked from a process with a bot has no I/O thread: it is told so, whatever it calls, and the parent
 * takes no harm. */

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tc-bot.h"

static TcSandbox *sandbox = NULL;

static void
assert_told (GError *error)
{
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED);
  tc_assert_contains (error->message, "forked");
  g_error_free (error);
}

#define ASSERT_TOLD(begin, finish)                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GAsyncResult) result = NULL;                                                                  \
    GError *told = NULL;                                                                                     \
                                                                                                             \
    begin;                                                                                                   \
    TC_WAIT (result != NULL);                                                                                \
    g_assert_false (finish);                                                                                 \
    assert_told (told);                                                                                      \
  }                                                                                                          \
  G_STMT_END

/* All kinds of calls: requests, what HTTP answers, files in both directions, and what starts a bot. */
static void
use_in_child (TrueconfBot *bot)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "a.txt");
  g_autoptr (GPtrArray) log = NULL;
  TrueconfBot *other = tc_bot_new (sandbox);
  GError *error = NULL;

  ASSERT_TOLD (trueconf_bot_send_message_async (bot, "chat", "text", TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                                tc_store_result, &result),
               trueconf_bot_send_message_finish (bot, result, &told));
  ASSERT_TOLD (trueconf_bot_call_async (bot, "getChats", NULL, NULL, tc_store_result, &result),
               trueconf_bot_call_finish (bot, result, &told));
  ASSERT_TOLD (
      trueconf_bot_upload_file_async (bot, file, NULL, NULL, NULL, NULL, NULL, tc_store_result, &result),
      trueconf_bot_upload_file_finish (bot, result, &told));
  ASSERT_TOLD (
      trueconf_bot_download_file_bytes_async (bot, "id", NULL, NULL, NULL, NULL, tc_store_result, &result),
      trueconf_bot_download_file_bytes_finish (bot, result, &told));
  ASSERT_TOLD (trueconf_bot_start_async (bot, NULL, tc_store_result, &result),
               trueconf_bot_start_finish (bot, result, &told));

  /* and where nobody waits for it, it is at least logged */
  tc_log_begin ();
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, "forked"));

  /* one that was made here is no better off */
  ASSERT_TOLD (trueconf_bot_start_async (other, NULL, tc_store_result, &result),
               trueconf_bot_start_finish (other, result, &told));
  g_object_unref (other);

  {
    g_autoptr (GAsyncResult) result = NULL;

    trueconf_bot_stop_async (bot, NULL, tc_store_result, &result);
    TC_WAIT (result != NULL);
  }
  g_assert_false (trueconf_bot_run (bot, NULL, &error));
  assert_told (error);
  g_object_unref (bot);
}

static void
test_child (void)
{
  TrueconfBot *bot = tc_bot_new (sandbox);
  int status = -1;
  pid_t child;

  tc_bot_add_echo (bot);
  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "before");
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == 1);

  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      use_in_child (bot);
      _exit (0);
    }
  TC_WAIT (waitpid (child, &status, WNOHANG) == child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);

  g_assert_true (trueconf_bot_get_authorized (bot));
  tc_sandbox_say (sandbox, "nora", "after");
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == 2);
  tc_bot_end (bot);
}

/* A fork that comes before any bot is nothing special. */
static void
test_early_child (void)
{
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  int status = -1;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", token);

      trueconf_bot_set_https (bot, FALSE);
      trueconf_bot_set_port (bot, tc_sandbox_get_port (sandbox));
      tc_bot_start (bot);
      tc_bot_end (bot);
      _exit (0);
    }
  TC_WAIT (waitpid (child, &status, WNOHANG) == child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  tc_init (&argc, &argv);
  sandbox = tc_sandbox_new ();

  /* in this order: the second one makes a bot in this process */
  g_test_add_func ("/fork/early-child", test_early_child);
  g_test_add_func ("/fork/child", test_child);

  status = g_test_run ();
  tc_sandbox_free (sandbox);

  return status;
}
