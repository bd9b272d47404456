/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which texts are commands, and what handlers get of them. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root;
  GString *seen;
} CommandsFixture;

static void
on_command (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  CommandsFixture *self = user_data;
  TrueconfCommand *command = trueconf_context_get_command (context);
  const char *mention = trueconf_command_get_mention (command);
  const char *arguments = trueconf_command_get_arguments (command);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = trueconf_command_split_arguments (command, &error);
  g_autofree char *joined = parts != NULL ? g_strjoinv ("|", parts) : g_strdup ("?");

  g_assert_true ((parts == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_string_append_printf (self->seen, "%s,%s,%s,%s,%s;", trueconf_command_get_prefix (command),
                          trueconf_command_get_name (command), mention != NULL ? mention : "-",
                          arguments != NULL ? arguments : "-", joined);
}

static void
on_other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  CommandsFixture *self = user_data;

  g_assert_null (trueconf_context_get_command (context));
  g_string_append (self->seen, "no;");
}

static void
set_up (CommandsFixture *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->seen = g_string_new (NULL);
  g_free (tc_sandbox_get_chat (self->sandbox, "nora"));
  tc_bot_start (self->bot);
  TC_WAIT (trueconf_bot_get_upload_limits (self->bot) != NULL);
  tc_drain ();
}

static void
tear_down (CommandsFixture *self, gconstpointer data)
{
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
  g_string_free (self->seen, TRUE);
}

/* Takes the filter. */
static void
add (CommandsFixture *self, TrueconfCommandFilter *filter)
{
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (filter), on_command, self,
                               NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, on_other, self, NULL);
  g_object_unref (filter);
}

static void
expect (CommandsFixture *self, const char *text, const char *seen)
{
  g_string_truncate (self->seen, 0);
  tc_sandbox_say (self->sandbox, "nora", text);
  TC_WAIT (self->seen->len > 0);
  g_assert_cmpstr (self->seen->str, ==, seen);
}

static void
test_names (CommandsFixture *self, gconstpointer data)
{
  add (self, trueconf_command_filter_new ("start"));
  expect (self, "/start", "/,start,-,-,;");
  expect (self, "  /start", "/,start,-,-,;");
  expect (self, "/start 1  2", "/,start,-,1  2,1|2;");
  expect (self, "/start \"a b\" c", "/,start,-,\"a b\" c,a b|c;");
  expect (self, "/start \"a b", "/,start,-,\"a b,?;");
  expect (self, "/START", "no;");
  expect (self, "/started", "no;");
  expect (self, "/", "no;");
  expect (self, "/ start", "no;");
  expect (self, "start", "no;");
  expect (self, "go /start", "no;");
}

static void
test_mention (CommandsFixture *self, gconstpointer data)
{
  const char *id = trueconf_bot_get_user_id (self->bot);
  g_autofree char *text = g_strconcat ("/start@", id, " now", NULL);
  g_autofree char *seen = g_strconcat ("/,start,", id, ",now,now;", NULL);

  add (self, trueconf_command_filter_new ("start"));
  expect (self, "/start@echo_bot", "/,start,echo_bot,-,;");
  expect (self, "/start@ECHO_bot x", "/,start,ECHO_bot,x,x;");
  expect (self, text, seen);
  expect (self, "/start@other_bot", "no;");
  expect (self, "/start@echo_bot@elsewhere.example.com", "no;");
  expect (self, "/start@", "no;");
}

static void
test_properties (CommandsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "Start", "/help", NULL };
  static const char *const prefixes[] = { "!", "!/", "бот ", NULL };
  TrueconfCommandFilter *filter = g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "prefixes",
                                                prefixes, "ignore-case", TRUE, NULL);

  g_assert_cmpstr (trueconf_command_filter_get_names (filter)[0], ==, "Start");
  g_assert_cmpstr (trueconf_command_filter_get_prefixes (filter)[1], ==, "!/");
  g_assert_true (trueconf_command_filter_get_ignore_case (filter));
  add (self, filter);
  expect (self, "!start", "!,start,-,-,;");
  expect (self, "!/START x", "!/,START,-,x,x;");
  expect (self, "бот start", "бот ,start,-,-,;");
  expect (self, "/start", "no;");
}

/* With and without the prefix, the name is the same. */
static void
test_name_with_prefix (CommandsFixture *self, gconstpointer data)
{
  add (self, trueconf_command_filter_new ("/start"));
  expect (self, "/start", "/,start,-,-,;");
  expect (self, "//start", "no;");
}

#define ADD(path, function) g_test_add (path, CommandsFixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  ADD ("/commands/names", test_names);
  ADD ("/commands/mention", test_mention);
  ADD ("/commands/properties", test_properties);
  ADD ("/commands/name-with-prefix", test_name_with_prefix);

  return g_test_run ();
}
