/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Neither token nor password is in any output, whatever is switched on and whatever goes wrong. */

#include <stdio.h>
#include <string.h>

#include "tc-bot.h"
#include "tc-server.h"

#define PASSWORD "s3cr3t-Pa55w0rd"

/* What a server hands out when a bot logs in by way of an application. */
#define APPLICATION_TOKEN "app1ication-t0ken-5b0e2f147c394d7a"
#define CODE              "c0de-9d1c0b5e7f3a42886e01c4b7d2f95a33"
#define FINAL_TOKEN       "fina1-t0ken-3f1f1f0e9b0d4c558a6e2f1d"

/* What a child prints until its end. */
static char *
run_child (guint port, const char *scenario, const char *token)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *text = g_strdup_printf ("%u", port);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *output;

  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "SOUP_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "", TRUE);
  g_subprocess_launcher_setenv (launcher, "TC_TOKEN", token, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, self, "--child", text, scenario, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_async (child, NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_subprocess_communicate_finish (child, result, &bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (child));

  output = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  tc_assert_contains (output, "the end of the child");
  tc_assert_contains (output, "DEBUG");
  tc_assert_lacks (output, PASSWORD);
  return output;
}

static void
test_output (gconstpointer data)
{
  const char *scenario = data;
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  g_autofree char *expired = tc_sandbox_make_token (sandbox, "echo_bot", -3600);
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

  output = run_child (tc_sandbox_get_port (sandbox), scenario,
                      g_str_equal (scenario, "expired") ? expired : token);
  for (guint i = 1; i < 3; i++)
    {
      tc_assert_lacks (output, parts[i]);
      tc_assert_lacks (output, expired_parts[i]);
    }
}

/* An answer of the server that hands something on, or that complains at the step that the scenario is named for and
 * repeats all that the bot has, or might have, told it or been told. */
static void
answer_step (SoupServer *server,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer user_data)
{
  static const struct
  {
    const char *path;
    const char *scenario;
    const char *answer;
  } steps[] = {
    { "/api/v4/oauth2/token", "application", "{'access_token':'" APPLICATION_TOKEN "'}" },
    { "/bridge/api/client/v1/auth/web_rest_api_token", "code", "{'authorization_code':'" CODE "'}" },
    { "/bridge/api/client/v1/auth/token", "final", "{'access_token':'" FINAL_TOKEN "'}" },
  };
  g_autofree char *text = NULL;
  guint i = 0;

  while (!g_str_equal (steps[i].path, path))
    g_assert_cmpuint (++i, <, G_N_ELEMENTS (steps));

  if (g_str_equal (steps[i].scenario, user_data))
    /* the last one has been cut off */
    text = tc_json ("{'access_token':'" FINAL_TOKEN "','error':'invalid_request','error_description':"
                    "'not %s: (" PASSWORD ") (%s) (%s) (" FINAL_TOKEN ") (%.20s'}",
                    steps[i].scenario, i > 0 ? APPLICATION_TOKEN : "", i > 1 ? CODE : "", FINAL_TOKEN);
  else
    text = tc_json ("%s", steps[i].answer);

  soup_server_message_set_status (message, g_str_equal (steps[i].scenario, user_data) ? 400 : 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
on_frame (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  soup_websocket_connection_close (connection, 1008, "not close: (" PASSWORD ") (" FINAL_TOKEN ")");
}

static void
on_connection (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               SoupWebsocketConnection *connection,
               gpointer user_data)
{
  g_signal_connect (connection, "message", G_CALLBACK (on_frame), NULL);
  g_object_set_data_full (G_OBJECT (server), "connection", g_object_ref (connection), g_object_unref);
}

/* Nothing that a log-in by way of an application goes through is ever quoted. */
static void
test_steps (gconstpointer data)
{
  const char *scenario = data;
  g_autoptr (SoupServer) server = tc_server_new ();
  g_autofree char *output = NULL;
  g_autofree char *words = g_strdup_printf ("not %s: (***) (", scenario);

  soup_server_add_handler (server, NULL, answer_step, (gpointer) scenario, NULL);
  soup_server_add_websocket_handler (server, "/websocket", NULL, NULL, on_connection, NULL, NULL);

  output = run_child (tc_server_get_port (server), scenario, "");
  tc_assert_contains (output, words);
  tc_assert_lacks (output, APPLICATION_TOKEN);
  tc_assert_lacks (output, CODE);
  /* nor a part of it that is worth anything */
  tc_assert_lacks (output, "fina1-t0ken-3f1f1");
  soup_server_disconnect (server);
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
  gboolean steps = strlen (g_getenv ("TC_TOKEN")) == 0;
  TrueconfBot *bot = steps      ? trueconf_bot_new_from_oauth ("127.0.0.1", "echo_bot", PASSWORD, "desk")
                     : password ? trueconf_bot_new_from_credentials (
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
  /* when the connection is closed it would try again and again */
  TC_WAIT (result != NULL || (steps && trueconf_bot_get_last_error (bot) != NULL));
  if (result == NULL)
    trueconf_bot_stop_async (bot, NULL, NULL, NULL);
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
  static const char *const steps[] = { "application", "code", "final", "close" };

  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return be_child (argv[2], argv[3]);

  tc_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strdup_printf ("/secrets/%s", scenarios[i]);

      g_test_add_data_func (path, scenarios[i], test_output);
    }
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path = g_strdup_printf ("/secrets/step-%s", steps[i]);

      g_test_add_data_func (path, steps[i], test_steps);
    }

  return g_test_run ();
}
