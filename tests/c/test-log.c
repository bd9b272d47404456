/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What belongs to an event can be found in a journal by its fields. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <trueconf-bot.h>

#include "tc-bot.h"
#include "tc-util.h"

#define BOT "TRUECONF_BOT=echo_bot@sandbox.local"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  guint serial;
  char *chat_id;
  TrueconfContext *held;
} Fixture;

static void
handler_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *text = trueconf_message_get_text (TRUECONF_MESSAGE (event));

  fixture->serial = trueconf_event_get_serial (event);
  g_free (fixture->chat_id);
  fixture->chat_id = g_strdup (trueconf_message_get_chat_id (TRUECONF_MESSAGE (event)));
  if (g_str_equal (text, "hold"))
    {
      fixture->held = g_object_ref (context);
      trueconf_context_hold (context);
    }
  else if (g_str_equal (text, "fail"))
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no luck");

      trueconf_context_fail (context, error);
    }
  else
    {
      trueconf_message_answer_async (TRUECONF_MESSAGE (event), text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                     NULL);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  TrueconfDispatcher *dispatcher;

  fixture->sandbox = tc_sandbox_new ();
  fixture->bot = tc_bot_new (fixture->sandbox);
  dispatcher = trueconf_bot_get_dispatcher (fixture->bot);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, NULL, handler_cb, fixture,
                               NULL);
  tc_bot_start (fixture->bot);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_bot_end (fixture->bot);
  tc_sandbox_free (fixture->sandbox);
  g_free (fixture->chat_id);
}

static char *
expect (Fixture *fixture, const char *method)
{
  return g_strdup_printf ("TRUECONF_EVENT=%u TRUECONF_METHOD=%s TRUECONF_CHAT=%s " BOT "\n", fixture->serial,
                          method, fixture->chat_id);
}

/* One number from the event to its answer. */
static void
test_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfMiddleware) events = TRUECONF_MIDDLEWARE (trueconf_logging_middleware_new ());
  g_autoptr (TrueconfRequestMiddleware) requests = TRUECONF_REQUEST_MIDDLEWARE (trueconf_request_log_new ());
  TrueconfRouter *router = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (fixture->bot));
  g_autofree char *fields = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *event = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GPtrArray) log = NULL;

  trueconf_router_add_outer_middleware (router, events);
  trueconf_bot_add_request_middleware (fixture->bot, requests);

  tc_log_begin ();
  tc_sandbox_say (fixture->sandbox, "nora", "hello");
  TC_WAIT (tc_log_count ("answered after") == 1);
  fields = tc_log_get_fields ();
  log = tc_log_end ();

  event = expect (fixture, "sendMessage");
  wanted = g_strconcat (event, event, event, NULL);
  /* other events may come before it */
  g_assert_true (g_str_has_suffix (fields, wanted));
  answer = g_strdup_printf ("request sendMessage for event %u: answered after ", fixture->serial);
  g_assert_true (tc_log_has (log, answer));
  g_assert_false (tc_log_has (log, "hello"));
  g_assert_cmpuint (tc_sandbox_count_texts (fixture->sandbox, "nora", "echo_bot"), ==, 1);
}

static void
test_request_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfRequestMiddleware) requests = TRUECONF_REQUEST_MIDDLEWARE (trueconf_request_log_new ());
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fields = NULL;
  g_autoptr (GPtrArray) log = NULL;

  trueconf_bot_add_request_middleware (fixture->bot, requests);
  tc_log_begin ();
  sent = tc_bot_send (fixture->bot, "nowhere", "hello", &error);
  fields = tc_log_get_fields ();
  log = tc_log_end ();

  /* the caller gets what it would get without it */
  g_assert_null (sent);
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND);
  g_assert_cmpstr (fields, ==, "TRUECONF_METHOD=sendMessage TRUECONF_CHAT=nowhere " BOT "\n");
  g_assert_true (tc_log_has (log, "request sendMessage: failed after "));
}

static void
test_handler_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fields = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (GPtrArray) log = NULL;

  tc_log_begin ();
  tc_sandbox_say (fixture->sandbox, "nora", "fail");
  TC_WAIT (tc_log_count ("has failed: no luck") == 1);
  fields = tc_log_get_fields ();
  log = tc_log_end ();
  wanted = expect (fixture, "sendMessage");
  g_assert_cmpstr (fields, ==, wanted);
}

/* An answer that nobody waits for: the request is logged with its event, and what it has come to with the bot. */
static void
test_answer_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfRequestMiddleware) requests = TRUECONF_REQUEST_MIDDLEWARE (trueconf_request_log_new ());
  g_autofree char *fields = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *event = NULL;
  g_autoptr (GPtrArray) log = NULL;

  trueconf_bot_add_request_middleware (fixture->bot, requests);
  tc_sandbox_fault (fixture->sandbox, "{'fault': 'error', 'method': 'sendMessage', 'code': 304}");
  tc_log_begin ();
  tc_sandbox_say (fixture->sandbox, "nora", "hello");
  TC_WAIT (tc_log_count ("") == 2);
  fields = tc_log_get_fields ();
  log = tc_log_end ();
  event = expect (fixture, "sendMessage");
  wanted = g_strconcat (event, BOT "\n", NULL);
  g_assert_cmpstr (fields, ==, wanted);
}

/* Nobody can write a line of the log, whatever name somebody has chosen. */
static void
test_one_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfRequestMiddleware) requests = TRUECONF_REQUEST_MIDDLEWARE (trueconf_request_log_new ());
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fields = NULL;
  g_autofree char *endless = g_strnfill (1000000, 'x');
  g_autofree char *chat = g_strconcat ("no\nTRUECONF_BOT=boss ", endless, NULL);
  g_autoptr (GPtrArray) log = NULL;
  TrueconfBot *lost = trueconf_bot_new ("a.example\nCRITICAL: all is lost\033[2J", "token");

  trueconf_bot_add_request_middleware (fixture->bot, requests);
  tc_log_begin ();
  trueconf_bot_start_async (lost, NULL, NULL, NULL);
  TC_WAIT (tc_log_count ("cannot be used") == 1);
  sent = tc_bot_send (fixture->bot, chat, "hello", &error);
  fields = tc_log_get_fields ();
  log = tc_log_end ();

  g_assert_null (sent);
  g_assert_nonnull (error);
  g_assert_true (tc_log_has (log, "“a.example\\nCRITICAL: all is lost\\u001b[2J” cannot be used"));
  for (guint i = 0; i < log->len; i++)
    {
      const char *line = g_ptr_array_index (log, i);

      g_assert_null (strpbrk (line, "\r\n\033"));
      g_assert_cmpuint (strlen (line), <, 20000);
    }
  g_assert_true (
      g_str_has_prefix (strstr (fields, "TRUECONF_CHAT="), "TRUECONF_CHAT=no\\nTRUECONF_BOT=boss xxx"));
  g_assert_null (strstr (fields, "\nTRUECONF_BOT=boss"));
  g_assert_cmpuint (strlen (fields), <, 2000);
  tc_assert_contains (trueconf_bot_get_last_error (lost)->message, "a.example\\nCRITICAL");
  tc_assert_gone (lost);
}

/* A locale of this test alone, since a machine may have none. Returns its folder. */
static char *
make_locale (const char *name)
{
  g_autofree char *charset = g_strconcat (name, ".UTF-8", NULL);
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("tc-locale-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, charset, NULL);
  const char *command[] = { "localedef", "-i", name, "-f", "UTF-8", path, NULL };
  int status;

  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
  g_setenv ("LOCPATH", folder, TRUE);

  return folder;
}

static void
remove_locale (const char *folder)
{
  const char *command[] = { "rm", "-r", folder, NULL };

  g_assert_true (
      g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

/* Programs read the log: a number has a point in it, whatever the language of the machine. */
static void
test_comma (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfMiddleware) events = TRUECONF_MIDDLEWARE (trueconf_logging_middleware_new ());
  g_autoptr (TrueconfRequestMiddleware) requests = TRUECONF_REQUEST_MIDDLEWARE (trueconf_request_log_new ());
  TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (fixture->bot);
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));
  g_autofree char *lines = NULL;
  g_autoptr (GPtrArray) log = NULL;
  char number[8];

  trueconf_router_add_outer_middleware (TRUECONF_ROUTER (dispatcher), events);
  trueconf_bot_add_request_middleware (fixture->bot, requests);
  trueconf_dispatcher_set_handler_timeout (dispatcher, 0.25);
  g_assert_cmpstr (setlocale (LC_NUMERIC, "ru_RU.UTF-8"), ==, "ru_RU.UTF-8");
  g_snprintf (number, sizeof number, "%.1f", 0.5);
  g_assert_cmpstr (number, ==, "0,5");

  tc_log_begin ();
  tc_sandbox_say (fixture->sandbox, "nora", "hello");
  TC_WAIT (tc_log_count ("answered after") == 1);
  tc_sandbox_say (fixture->sandbox, "nora", "hold");
  TC_WAIT (tc_log_count ("has held its event for more than 0.25 s") == 1);
  log = tc_log_end ();
  trueconf_context_release (fixture->held);
  g_clear_object (&fixture->held);
  setlocale (LC_NUMERIC, before);

  g_ptr_array_add (log, NULL);
  lines = g_strjoinv ("\n", (char **) log->pdata);
  g_assert_true (g_regex_match_simple ("handled after [0-9]+\\.[0-9] ms", lines, 0, 0));
  g_assert_true (g_regex_match_simple ("answered after [0-9]+\\.[0-9] ms", lines, 0, 0));
  g_assert_false (g_regex_match_simple ("[0-9],[0-9]", lines, 0, 0));
}

#define TEST(name, function) g_test_add ("/log/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *folder = make_locale ("ru_RU");
  int status;

  tc_init (&argc, &argv);

  TEST ("all", test_all);
  TEST ("request-fails", test_request_fails);
  TEST ("handler-fails", test_handler_fails);
  TEST ("answer-fails", test_answer_fails);
  TEST ("one-line", test_one_line);
  TEST ("comma", test_comma);

  status = g_test_run ();
  remove_locale (folder);

  return status;
}
