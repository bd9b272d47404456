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
  static const char *const names[] = { "Start", "!/help", NULL };
  static const char *const prefixes[] = { "!", "!/", "бот ", NULL };
  TrueconfCommandFilter *filter = g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "prefixes",
                                                prefixes, "ignore-case", TRUE, NULL);

  g_assert_cmpstr (trueconf_command_filter_get_names (filter)[0], ==, "Start");
  g_assert_cmpstr (trueconf_command_filter_get_prefixes (filter)[1], ==, "!/");
  g_assert_true (trueconf_command_filter_get_ignore_case (filter));
  add (self, filter);
  expect (self, "!start", "!,start,-,-,;");
  expect (self, "!/START x", "!/,START,-,x,x;");
  expect (self, "!help", "!,help,-,-,;");
  expect (self, "бот start", "бот ,start,-,-,;");
  expect (self, "/start", "no;");
}

/* With and without the prefix, the name is the same. */
static void
test_no_name (void)
{
  static const char *const names[] = { "",       "/", "/ ", "/@", "/ start", "buy tea", "start@echo_bot",
                                       "start ", NULL };
  static const char *const prefixes[] = { "!", "!/", "бот ", NULL };
  static const char *const mixed[] = { "!", "a b", "!/start", "бот stop", "бот ", NULL };
  g_autoptr (TrueconfCommandFilter) filter = NULL;
  const char *const *left;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*is_name*failed*");
      g_assert_null (trueconf_command_filter_new (names[i]));
      g_test_assert_expected_messages ();
    }

  /* the white space of a prefix is none of the name */
  for (guint i = 0; i < 3; i++)
    g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*is_name*failed*");
  filter = g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", mixed, "prefixes", prefixes, NULL);
  g_test_assert_expected_messages ();
  left = trueconf_command_filter_get_names (filter);
  g_assert_cmpuint (g_strv_length ((GStrv) left), ==, 2);
  g_assert_cmpstr (left[0], ==, "!/start");
  g_assert_cmpstr (left[1], ==, "бот stop");
}

static void
test_name_with_prefix (CommandsFixture *self, gconstpointer data)
{
  add (self, trueconf_command_filter_new ("/start"));
  expect (self, "/start", "/,start,-,-,;");
  expect (self, "//start", "no;");
}

/* What python-trueconf-bot does with each input. */
static void
test_vendor_table (CommandsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "start", "a", "b", NULL };

  add (self, g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, NULL));
  expect (self, "/start", "/,start,-,-,;");
  expect (self, "/start@echo_bot now  please ", "/,start,echo_bot,now  please ,now|please;");
  expect (self, "/START", "no;");
  expect (self, "/b 1\n2", "/,b,-,1\n2,1|2;");
  expect (self, "/ x", "no;");
}

static void
test_vendor_case (CommandsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "START", NULL };

  add (self, g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "ignore-case", TRUE, NULL));
  expect (self, "/start x", "/,start,-,x,x;");
}

static void
test_argument_filter (CommandsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "start", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFilter) digits = trueconf_filter_new_regex ("^\\d+$", 0, &error);
  TrueconfCommandFilter *filter =
      g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "argument-filter", digits, NULL);

  g_assert_no_error (error);
  g_assert_true (trueconf_command_filter_get_argument_filter (filter) == digits);
  g_assert_false (trueconf_filter_is_asynchronous (TRUECONF_FILTER (filter)));
  add (self, filter);
  expect (self, "/start 12", "/,start,-,12,12;");
  expect (self, "/start x", "no;");
  expect (self, "/start", "no;");
}

static void
test_argument_filter_equal (CommandsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "start", NULL };
  g_autoptr (TrueconfFilter) x = trueconf_filter_new_text ("x");

  add (self, g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "argument-filter", x, NULL));
  expect (self, "/start", "no;");
  expect (self, "/start x", "/,start,-,x,x;");
}

/* A command within a command: what stands beside the inner one still sees the arguments of the outer one. */
static void
test_argument_filter_nested (CommandsFixture *self, gconstpointer data)
{
  static const char *const outer_names[] = { "admin", NULL };
  static const char *const inner_names[] = { "ban", NULL };
  g_autoptr (TrueconfFilter) name = trueconf_filter_new_text_prefix ("o");
  g_autoptr (TrueconfFilter) inner =
      g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", inner_names, "argument-filter", name, NULL);
  g_autoptr (TrueconfFilter) arguments =
      trueconf_filter_and (g_object_ref (inner), trueconf_filter_new_text_prefix ("/ban"),
                           trueconf_filter_new_text_suffix ("r"), NULL);

  add (self,
       g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", outer_names, "argument-filter", arguments, NULL));
  expect (self, "/admin  /ban omar", "/,ban,-,omar,omar;");
  expect (self, "/admin /ban olga", "no;");
  expect (self, "/admin /ban nora", "no;");
  expect (self, "/admin omar", "no;");
}

static gboolean
answer_later (gpointer data)
{
  g_autoptr (GTask) task = data;
  TrueconfContext *context = g_task_get_task_data (task);
  TrueconfCommand *command = trueconf_context_get_command (context);

  g_task_return_boolean (task, g_strcmp0 (trueconf_command_get_arguments (command), "yes") == 0);
  return G_SOURCE_REMOVE;
}

static void
ask_later (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  g_task_set_task_data (task, g_object_ref (context), g_object_unref);
  g_idle_add (answer_later, g_object_ref (task));
}

/* The filter of the arguments may ask somebody; those that stand beside the command see the whole text again. */
static void
test_argument_filter_async (CommandsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "start", NULL };
  g_autoptr (TrueconfFilter) later = trueconf_filter_new_async_func (ask_later, NULL, NULL);
  TrueconfCommandFilter *command =
      g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "argument-filter", later, NULL);
  g_autoptr (TrueconfFilter) both =
      trueconf_filter_and (TRUECONF_FILTER (command), trueconf_filter_new_text_prefix ("/st"), NULL);

  g_assert_true (trueconf_filter_is_asynchronous (TRUECONF_FILTER (command)));
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, both, on_command, self, NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, on_other, self, NULL);
  expect (self, "/start yes", "/,start,-,yes,yes;");
  expect (self, "/start no", "no;");
  expect (self, "/stop yes", "no;");
}

static void
on_pattern (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  CommandsFixture *self = user_data;
  const GValue *match = trueconf_context_peek_data (context, "match");
  const GValue *id = trueconf_context_peek_data (context, "id");
  g_autoptr (TrueconfCommand) command = NULL;

  g_object_get (context, "command", &command, NULL);
  g_assert_true (command == trueconf_context_get_command (context));
  g_assert_true (g_value_get_object (trueconf_context_peek_data (context, "command")) == command);
  g_string_append_printf (self->seen, "%s,%s,%s;", trueconf_command_get_name (command),
                          match != NULL ? ((char **) g_value_get_boxed (match))[0] : "-",
                          id != NULL ? g_value_get_string (id) : "-");
}

static void
test_patterns (CommandsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "items", "shop", NULL };
  g_autoptr (TrueconfCommandFilter) filter =
      g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "ignore-case", TRUE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (trueconf_command_filter_add_pattern (filter, "item_(", &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_true (trueconf_command_filter_add_pattern (filter, "item_(?<id>\\d+)$", &error));
  g_assert_true (trueconf_command_filter_add_pattern (filter, "pro", &error));
  g_assert_no_error (error);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (filter), on_pattern, self,
                               NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, on_other, self, NULL);
  expect (self, "/item_42", "item_42,item_42,42;");
  expect (self, "/ITEM_7@echo_bot", "ITEM_7,ITEM_7,7;");
  expect (self, "/item_42@other_bot", "no;");
  expect (self, "/item_x", "no;");
  expect (self, "/product", "product,pro,-;");
  expect (self, "/nopro", "no;");
  expect (self, "/shop", "shop,-,-;");
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
  g_test_add_func ("/commands/no-name", test_no_name);
  ADD ("/commands/vendor-table", test_vendor_table);
  ADD ("/commands/vendor-case", test_vendor_case);
  ADD ("/commands/argument-filter", test_argument_filter);
  ADD ("/commands/argument-filter-equal", test_argument_filter_equal);
  ADD ("/commands/argument-filter-nested", test_argument_filter_nested);
  ADD ("/commands/argument-filter-async", test_argument_filter_async);
  ADD ("/commands/patterns", test_patterns);

  return g_test_run ();
}
