/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Neither token nor password is in any output, whatever is switched on and whatever goes wrong. */

#include <stdio.h>
#include <string.h>

#include "tc-bot.h"

#define PASSWORD "s3cr3t-Pa55w0rd"

static void
test_output (gconstpointer data)
{
  const char *scenario = data;
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *port = g_strdup_printf ("%u", tc_sandbox_get_port (sandbox));
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  g_autofree char *expired = tc_sandbox_make_token (sandbox, "echo_bot", -3600);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  g_auto (GStrv) expired_parts = g_strsplit (expired, ".", -1);

  tc_sandbox_do (sandbox, "/sandbox/users", "{'login':'echo_bot','password':'" PASSWORD "'}");
  /* a server that repeats in its complaint what it was told */
  if (g_str_equal (scenario, "tell-tale"))
    tc_sandbox_fault (sandbox,
                      "{'fault':'token-status','status':401,'body':'{\\\"error\\\":\\\"invalid_grant\\\","
                      "\\\"error_description\\\":\\\"no user with password " PASSWORD "\\\"}'}");
  else if (g_str_equal (scenario, "tell-tale-400"))
    tc_sandbox_fault (sandbox,
                      "{'fault':'token-status','status':400,'body':'{\\\"error\\\":\\\"invalid_request\\\","
                      "\\\"error_description\\\":\\\"password " PASSWORD " is too weak\\\"}'}");
  else if (g_str_has_prefix (scenario, "refused"))
    tc_sandbox_fault (sandbox, "{'fault':'refuse-auth','code':201,'count':9}");

  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "SOUP_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "", TRUE);
  g_subprocess_launcher_setenv (launcher, "TC_TOKEN", g_str_equal (scenario, "expired") ? expired : token,
                                TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, self, "--child", port, scenario, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (child, NULL, NULL, &bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (child));

  output = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  tc_assert_contains (output, "the end of the child");
  tc_assert_contains (output, "DEBUG");
  tc_assert_lacks (output, PASSWORD);
  for (guint i = 1; i < 3; i++)
    {
      tc_assert_lacks (output, parts[i]);
      tc_assert_lacks (output, expired_parts[i]);
    }
}

static void
print_status (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  g_autofree char *text = trueconf_health_to_json (health);

  g_print ("%s\n", text);
}

static int
be_child (const char *port, const char *scenario)
{
  gboolean password = g_str_has_prefix (scenario, "tell-tale") || strstr (scenario, "password") != NULL;
  TrueconfBot *bot = password ? trueconf_bot_new_from_credentials (
                                    "127.0.0.1", "echo_bot",
                                    g_str_equal (scenario, "wrong-password") ? PASSWORD "x" : PASSWORD)
                              : trueconf_bot_new ("127.0.0.1", g_getenv ("TC_TOKEN"));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  setvbuf (stdout, NULL, _IONBF, 0);
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, (guint) g_ascii_strtoull (port, NULL, 10));
  trueconf_bot_set_ws_max_delay (bot, 1);
  g_signal_connect (bot, "status-changed", G_CALLBACK (print_status), NULL);
  if (g_str_equal (scenario, "white-space"))
    {
      g_autofree char *broken = g_strconcat (g_getenv ("TC_TOKEN"), "\n", NULL);

      trueconf_bot_set_token (bot, broken);
    }

  trueconf_bot_start_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  if (trueconf_bot_start_finish (bot, result, &error))
    {
      g_autoptr (TrueconfSentMessage) sent = NULL;

      sent = tc_bot_send (bot, "0123456789012345678901234567890123456789", "x", &error);
    }
  if (error != NULL)
    g_print ("error: %s\n", error->message);
  g_clear_object (&result);
  tc_bot_end (bot);
  g_print ("the end of the child\n");

  return 0;
}

int
main (int argc, char **argv)
{
  static const char *const scenarios[] = { "token",         "password",       "expired",
                                           "white-space",   "wrong-password", "tell-tale",
                                           "tell-tale-400", "refused",        "refused-password" };

  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return be_child (argv[2], argv[3]);

  tc_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strdup_printf ("/secrets/%s", scenarios[i]);

      g_test_add_data_func (path, scenarios[i], test_output);
    }

  return g_test_run ();
}
