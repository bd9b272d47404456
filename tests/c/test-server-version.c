/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the bot knows of the server's version, and what it does not send to an old server. */

#include "tc-bot.h"
#include "tc-script.h"

#define NEW_METHOD_SINCE "5.5.6"

static void
wait_for_version (TcScript *scene, const char *version)
{
  TC_WAIT (g_strcmp0 (trueconf_bot_get_server_version (scene->bot), version) == 0);
}

/* Takes what the server says to it, or NULL if it is not to be sent. */
static void
show_typing (TcScript *scene, const char *payload, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint before = scene->requests->len;

  trueconf_bot_send_chat_activity_async (scene->bot, "c", TRUECONF_CHAT_ACTIVITY_TYPING, NULL,
                                         tc_store_result, &result);
  if (payload != NULL)
    {
      TC_WAIT (scene->requests->len == before + 1);
      tc_script_answer (scene, g_ptr_array_index (scene->requests, before), payload);
    }
  TC_WAIT (result != NULL);
  trueconf_bot_send_chat_activity_finish (scene->bot, result, error);
  g_assert_cmpuint (scene->requests->len, ==, before + (payload != NULL ? 1 : 0));
}

static void
test_too_old (void)
{
  TcScript scene;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) call = NULL;

  tc_script_begin_with (&scene, "5.5.5.12345");
  wait_for_version (&scene, "5.5.5.12345");
  show_typing (&scene, NULL, &error);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD);
  tc_assert_contains (error->message, "sendChatActivity was not sent");
  tc_assert_contains (error->message, "5.5.5.12345");
  tc_assert_contains (error->message, NEW_METHOD_SINCE);
  g_clear_error (&error);

  /* what every server knows is sent, and so is what the program asks for by name */
  scene.answers = TRUE;
  tc_script_send (&scene, 0, NULL);
  trueconf_bot_call_async (scene.bot, "sendChatActivity", NULL, NULL, tc_store_result, &call);
  TC_WAIT (scene.outcomes->len == 1 && call != NULL);
  g_assert_cmpuint (scene.requests->len, ==, 2);

  /* the server is brought up to date */
  scene.answers = FALSE;
  scene.version = "5.5.6.1";
  tc_script_close (&scene);
  wait_for_version (&scene, "5.5.6.1");
  g_assert_cmpuint (scene.described, ==, 2);
  show_typing (&scene, "{'retryAfter':1}", &error);
  g_assert_no_error (error);
  g_clear_object (&call);
  tc_script_end (&scene);
}

/* What waits while the server is replaced is not judged by the version of the old one. */
static void
test_waiting (void)
{
  TcScript scene;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tc_script_begin_with (&scene, "5.5.5");
  wait_for_version (&scene, "5.5.5");
  scene.version = "5.5.10";
  tc_script_close (&scene);
  trueconf_bot_send_chat_activity_async (scene.bot, "c", TRUECONF_CHAT_ACTIVITY_TYPING, NULL, tc_store_result,
                                         &result);
  TC_WAIT (scene.requests->len == 1);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 0), "{'retryAfter':1}");
  TC_WAIT (result != NULL);
  trueconf_bot_send_chat_activity_finish (scene.bot, result, &error);
  g_assert_no_error (error);
  wait_for_version (&scene, "5.5.10");
  g_clear_object (&result);
  tc_script_end (&scene);
}

/* A server that does not say what it is, or nothing that makes sense, gets the request and judges for itself. */
static void
test_unknown (void)
{
  static const char *const versions[] = { NULL,  "",  "new", "5", "v5.5.0", "99999999999999999999999.1",
                                          "5..", "-1" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      TcScript scene;

      tc_script_begin_with (&scene, versions[i]);
      TC_WAIT (scene.described == 1);
      tc_linger (50);
      show_typing (&scene, "{'retryAfter':1}", &error);
      g_assert_no_error (error);
      show_typing (&scene, "{'errorCode':104}", &error);
      g_assert_nonnull (error);
      g_clear_error (&error);
      tc_script_end (&scene);
    }
}

/* Sends it as HTML, and checks what the server has got. */
static void
check_lines (TcScript *scene, const char *html, const char *expected)
{
  guint before = scene->requests->len;
  JsonNode *request;

  trueconf_bot_send_message_async (scene->bot, "c", html, TRUECONF_PARSE_MODE_HTML, NULL, NULL, NULL, NULL);
  TC_WAIT (scene->requests->len == before + 1);
  request = g_ptr_array_index (scene->requests, before);
  g_assert_cmpstr (tc_json_string (request, "payload.content.text"), ==, expected);
}

/* Line breaks of HTML are those that a server of this version shows. */
static void
test_lines (void)
{
  static const char html[] = "1<br>2\n3<BR />\n4\r\n\n<a\nhref=\"https://x/\">5</a> < 6\n";
  static const char elements[] = "1<br>2<br>3<br>4<br><br><a\nhref=\"https://x/\">5</a> < 6<br>";
  static const char characters[] = "1\n2\n3\n4\n\n<a\nhref=\"https://x/\">5</a> < 6\n";
  static const struct
  {
    const char *version;
    const char *expected;
  } rows[] = {
    { "5.5.6.10301", elements }, { "5.5.10", elements }, { "6", elements },  { "5.5.5.12345", characters },
    { "5.5", elements },         { NULL, characters },   { "", characters }, { "new", characters },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TcScript scene;

      tc_script_begin_with (&scene, rows[i].version);
      scene.answers = TRUE;
      check_lines (&scene, html, rows[i].expected);
      /* what is no HTML is left as it is */
      trueconf_bot_send_message_async (scene.bot, "c", "1<br>\n2", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL,
                                       NULL);
      TC_WAIT (scene.requests->len == 2);
      g_assert_cmpstr (tc_json_string (g_ptr_array_index (scene.requests, 1), "payload.content.text"), ==,
                       "1<br>\n2");
      tc_script_end (&scene);
    }
}

/* The version that counts is the one of the server that gets the message, however early that is. */
static void
test_lines_after_update (void)
{
  TcScript scene;

  tc_script_begin_with (&scene, "5.5.5");
  wait_for_version (&scene, "5.5.5");
  scene.answers = TRUE;
  scene.version = "5.5.6.1";
  tc_script_close (&scene);
  check_lines (&scene, "1<br>2\n3", "1<br>2<br>3");
  tc_script_end (&scene);
}

/* A web port that never answers does not hold up messages for ever. */
static void
test_lines_unanswered (void)
{
  TcScript scene;

  tc_script_begin_with (&scene, "5.5.6");
  wait_for_version (&scene, "5.5.6");
  scene.answers = TRUE;
  scene.mute = TRUE;
  tc_script_close (&scene);
  check_lines (&scene, "1<br>2", "1\n2");
  tc_script_end (&scene);
}

static void
wait_until_lost (TcScript *scene)
{
  guint before = scene->connections;

  tc_script_close (scene);
  TC_WAIT (scene->connections == before + 1 && trueconf_bot_get_authorized (scene->bot));
}

/* A bot that is told not to ask sends at once, even if nobody would answer, and what the program has fetched counts. */
static void
test_not_asked (void)
{
  TcScript scene;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *version = NULL;

  tc_script_begin_unasked (&scene, "5.5.6.1");
  scene.answers = TRUE;
  check_lines (&scene, "1<br>2", "1\n2");
  scene.answers = FALSE;
  show_typing (&scene, "{'retryAfter':1}", &error);
  g_assert_no_error (error);
  scene.answers = TRUE;
  wait_until_lost (&scene);
  check_lines (&scene, "1<br>2", "1\n2");
  g_assert_cmpuint (scene.described, ==, 0);
  g_assert_null (trueconf_bot_get_server_version (scene.bot));

  trueconf_bot_fetch_server_version_async (scene.bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  version = trueconf_bot_fetch_server_version_finish (scene.bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (version, ==, "5.5.6.1");
  g_clear_object (&result);
  check_lines (&scene, "1<br>2", "1<br>2");
  wait_until_lost (&scene);
  check_lines (&scene, "1<br>2", "1<br>2");
  g_assert_cmpuint (scene.described, ==, 1);

  trueconf_bot_set_ask_server_version (scene.bot, TRUE);
  scene.version = "5.5.5";
  wait_until_lost (&scene);
  check_lines (&scene, "1<br>2", "1\n2");
  g_assert_cmpuint (scene.described, ==, 2);
  tc_script_end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/server-version/too-old", test_too_old);
  g_test_add_func ("/server-version/waiting", test_waiting);
  g_test_add_func ("/server-version/unknown", test_unknown);
  g_test_add_func ("/server-version/lines", test_lines);
  g_test_add_func ("/server-version/lines-after-update", test_lines_after_update);
  g_test_add_func ("/server-version/lines-unanswered", test_lines_unanswered);
  g_test_add_func ("/server-version/not-asked", test_not_asked);

  return g_test_run ();
}
