/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Arguments of commands that are described, and the help that is made of the descriptions. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root;
  GString *seen;
  guint n_answers;
} ArgumentsFixture;

static void
set_up (ArgumentsFixture *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->seen = g_string_new (NULL);
  g_free (tc_sandbox_get_chat (self->sandbox, "nora"));
  g_free (tc_sandbox_get_chat (self->sandbox, "omar"));
  tc_bot_start (self->bot);
  TC_WAIT (trueconf_bot_get_upload_limits (self->bot) != NULL);
  tc_drain ();
}

static void
tear_down (ArgumentsFixture *self, gconstpointer data)
{
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
  g_string_free (self->seen, TRUE);
}

static TrueconfCommandFilter *
make (const char *name, const char *parameters)
{
  TrueconfCommandFilter *filter = trueconf_command_filter_new (name);
  g_autoptr (GError) error = NULL;

  trueconf_command_filter_set_parameters (filter, parameters, &error);
  g_assert_no_error (error);

  return filter;
}

static void
append_value (GString *seen, TrueconfContext *context, const char *name)
{
  TrueconfCommand *command = trueconf_context_get_command (context);
  const GValue *value = trueconf_command_get_value (command, name);
  const GValue *stored = trueconf_context_peek_data (context, name);
  g_autofree char *text = NULL;

  g_assert_true ((value == NULL) == (stored == NULL));
  if (value == NULL)
    {
      g_string_append (seen, "-;");
      return;
    }

  g_assert_true (G_VALUE_TYPE (value) == G_VALUE_TYPE (stored));
  if (G_VALUE_HOLDS_STRING (value))
    text = g_strdup (trueconf_command_get_string (command, name));
  else if (G_VALUE_HOLDS_INT64 (value))
    text = g_strdup_printf ("%" G_GINT64_FORMAT, trueconf_command_get_int64 (command, name));
  else if (G_VALUE_HOLDS_DOUBLE (value))
    text = g_strdup_printf ("%g", trueconf_command_get_double (command, name));
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    text = g_strdup (trueconf_command_get_boolean (command, name) ? "TRUE" : "FALSE");
  else
    text = g_date_time_format (trueconf_command_get_date_time (command, name), "%F %T");
  g_string_append_printf (seen, "%s;", text);
}

static void
on_values (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  ArgumentsFixture *self = user_data;
  g_auto (GStrv) names = trueconf_command_list_parameters (trueconf_context_get_command (context));

  g_assert_true (names[0] == NULL || g_str_equal (names[0], "first"));
  append_value (self->seen, context, "first");
  append_value (self->seen, context, "second");
}

/* that nobody else gets what does not fit */
static void
on_other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  ArgumentsFixture *self = user_data;

  g_string_append (self->seen, "other;");
}

static guint
add (ArgumentsFixture *self, const char *parameters)
{
  g_autoptr (TrueconfCommandFilter) filter = make ("do", parameters);

  return trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (filter), on_values,
                                      self, NULL);
}

static void
expect (ArgumentsFixture *self, const char *text, const char *seen)
{
  g_string_truncate (self->seen, 0);
  tc_sandbox_say (self->sandbox, "nora", text);
  TC_WAIT (self->seen->len > 0);
  g_assert_cmpstr (self->seen->str, ==, seen);
}

/* Says something, and expects an answer of the library. */
static void
expect_answer (ArgumentsFixture *self, const char *person, const char *text, const char *answer)
{
  guint n = tc_sandbox_count_texts (self->sandbox, person, "echo_bot");
  g_auto (GStrv) texts = NULL;

  g_string_truncate (self->seen, 0);
  tc_sandbox_say (self->sandbox, person, text);
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, person, "echo_bot") > n);
  texts = tc_sandbox_get_texts (self->sandbox, person, "echo_bot");
  g_assert_cmpstr (texts[n], ==, answer);
  g_assert_cmpstr (self->seen->str, ==, "");
}

static void
test_types (ArgumentsFixture *self, gconstpointer data)
{
  static const struct
  {
    const char *parameters;
    const char *text;
    const char *seen;
  } rows[] = {
    { "first:string second:int?=3", "/do Oslo", "Oslo;3;" },
    { "first:string second:int?=3", "/do  'New York'   -5", "New York;-5;" },
    { "first:string second:int=3", "/do «Нижний Новгород» +7", "Нижний Новгород;7;" },
    { "first:string second:string", "/do “a b” don't", "a b;don't;" },
    { "first:string second:string", "/do „a b“ \"c d\"", "a b;c d;" },
    { "first:string='New York' second:int?", "/do", "New York;-;" },
    { "first:int second:string...", "/do 1  don't \"stop\"\n now ", "1;don't \"stop\"\n now;" },
    { "first:string...?", "/do", "-;-;" },
    { "first:double second:double", "/do 1,5 -2e3", "1.5;-2000;" },
    { "first:bool second:bool", "/do YES off", "TRUE;FALSE;" },
    { "first:bool second:bool", "/do 1 false", "TRUE;FALSE;" },
    { "first:user second:user", "/do nora @omar@example.com", "nora@sandbox.local;omar@example.com;" },
    { "first:date second:date", "/do 2026-02-03 28.2.2027", "2026-02-03 00:00:00;2027-02-28 00:00:00;" },
    { "first:duration second:duration", "/do 1h30m 90", "5400;90;" },
    { "first:duration second:duration", "/do 2Д 1w", "172800;604800;" },
    { "first:on|off second:a|b=b", "/do ON", "on;b;" },
    { "", "/do", "-;-;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint id = add (self, rows[i].parameters);

      expect (self, rows[i].text, rows[i].seen);
      g_assert_true (trueconf_router_remove_handler (self->root, id));
    }
}

static void
test_misfits (ArgumentsFixture *self, gconstpointer data)
{
  static const struct
  {
    const char *parameters;
    const char *text;
    const char *answer;
  } rows[] = {
    { "city:string days:int?=3", "/do", "city is missing.\nUsage: /do <city> [days=3]" },
    { "city:string days:int?=3", "/do Oslo soon",
      "days has to be a whole number, not “soon”.\nUsage: /do <city> [days=3]" },
    { "city:string", "/do Oslo 3 4", "“3 4” is more than the command takes.\nUsage: /do <city>" },
    { "city:string", "/do \"Oslo", "A quotation mark is not closed.\nUsage: /do <city>" },
    { "n:int", "/do 99999999999999999999", "n is out of range: “99999999999999999999”.\nUsage: /do <n>" },
    { "n:int", "/do -", "n has to be a whole number, not “-”.\nUsage: /do <n>" },
    { "n:int", "/do +-5", "n has to be a whole number, not “+-5”.\nUsage: /do <n>" },
    { "n:int", "/do 0x10", "n has to be a whole number, not “0x10”.\nUsage: /do <n>" },
    { "n:double", "/do nan", "n has to be a number, not “nan”.\nUsage: /do <n>" },
    { "n:double", "/do 1e999", "n is out of range: “1e999”.\nUsage: /do <n>" },
    { "n:double", "/do 1.2.3", "n has to be a number, not “1.2.3”.\nUsage: /do <n>" },
    { "loud:bool", "/do perhaps", "loud has to be yes or no, not “perhaps”.\nUsage: /do <loud>" },
    { "who:user", "/do a@b@c",
      "who has to be the ID of a user, such as nora or nora@example.com, not “a@b@c”.\nUsage: /do <who>" },
    { "day:date", "/do 2026-02-30",
      "day has to be a date, such as 2026-12-31, not “2026-02-30”.\nUsage: /do <day>" },
    { "wait:duration", "/do 5m3",
      "wait has to be a time span, such as 90s, 10m, 1h30m or 2d, not “5m3”.\nUsage: /do <wait>" },
    { "wait:duration", "/do 99999999999w", "wait is out of range: “99999999999w”.\nUsage: /do <wait>" },
    { "what:on|off", "/do up", "what has to be one of on, off, not “up”.\nUsage: /do <what: on|off>" },
    { "text:string...", "/do", "text is missing.\nUsage: /do <text…>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint id = add (self, rows[i].parameters);
      guint other =
          trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, on_other, self, NULL);

      expect_answer (self, "nora", rows[i].text, rows[i].answer);
      g_assert_true (trueconf_router_remove_handler (self->root, id));
      g_assert_true (trueconf_router_remove_handler (self->root, other));
    }
}

/* What a user may not do is not explained: the answer comes only if all filters of the handler match. */
static void
test_misfit_of_others (ArgumentsFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFilter) filter = trueconf_filter_and (TRUECONF_FILTER (make ("do", "first:int")),
                                                           trueconf_filter_new_author ("omar"), NULL);

  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, filter, on_values, self, NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, on_other, self, NULL);
  expect (self, "/do x", "other;");
  expect_answer (self, "omar", "/do x", "first has to be a whole number, not “x”.\nUsage: /do <first>");
  g_assert_cmpuint (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot"), ==, 0);
}

/* The text that does not fit is shortened, and cannot become markup. */
static void
test_long_misfit (ArgumentsFixture *self, gconstpointer data)
{
  add (self, "n:int");
  expect_answer (
      self, "nora", "/do &lt;b&gt;ääääääääääääääääääääääääääääääääääääääääääääääääääääää&lt;/b&gt;",
      "n has to be a whole number, not “<b>äääääääääääääääääääääääääääääääääääää…”.\nUsage: /do <n>");
}

static void
test_descriptions (ArgumentsFixture *self, gconstpointer data)
{
  static const struct
  {
    const char *parameters;
    const char *part;
  } rows[] = {
    { "city", "a name and a type" },
    { "city=x:y", "a name and a type" },
    { ":int", "begin with a name" },
    { "3d:int", "begin with a name" },
    { "a-b:int", "only letters" },
    { "a:int a:int", "another one of this name" },
    { "event:int", "something else by this name" },
    { "a:number", "string, int, double, bool, user, date, duration, or words" },
    { "a:", "the type has to be" },
    { "a:x|", "is empty" },
    { "a:int...", "only a string" },
    { "a:string... b:int", "nothing can come after" },
    { "a:int? b:int", "what is needed" },
    { "a:int=x", "a has to be a whole number, not “x”" },
    { "a:on|off=up", "one of on, off" },
    { "a:string='x", "quotation mark" },
  };
  g_autoptr (TrueconfCommandFilter) filter = make ("do", "ort:string größe:int?");
  g_auto (GStrv) names = trueconf_command_filter_list_parameters (filter);
  g_autofree char *usage = trueconf_command_filter_get_usage (filter);
  g_autofree char *parameters = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (trueconf_command_filter_set_parameters (filter, rows[i].parameters, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, rows[i].part));
    }

  g_object_get (filter, "parameters", &parameters, NULL);
  g_assert_cmpstr (parameters, ==, "ort:string größe:int?");
  g_assert_cmpstr (trueconf_command_filter_get_parameters (filter), ==, parameters);
  g_assert_cmpstr (names[0], ==, "ort");
  g_assert_cmpstr (names[1], ==, "größe");
  g_assert_null (names[2]);
  g_assert_cmpstr (usage, ==, "/do <ort> [größe]");

  g_assert_true (trueconf_command_filter_set_parameters (filter, NULL, NULL));
  g_assert_null (trueconf_command_filter_get_parameters (filter));
}

static void
on_help_properties (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_help_properties (ArgumentsFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfCommandFilter) filter = make ("do", NULL);
  g_autofree char *description = NULL;
  gboolean hidden;
  guint n = 0;

  g_signal_connect (filter, "notify", G_CALLBACK (on_help_properties), &n);
  trueconf_command_filter_set_description (filter, "Does it");
  trueconf_command_filter_set_description (filter, "Does it");
  trueconf_command_filter_set_hidden (filter, TRUE);
  trueconf_command_filter_set_hidden (filter, TRUE);
  g_assert_cmpuint (n, ==, 2);
  g_object_get (filter, "description", &description, "hidden", &hidden, NULL);
  g_assert_cmpstr (description, ==, trueconf_command_filter_get_description (filter));
  g_assert_cmpstr (description, ==, "Does it");
  g_assert_true (hidden && trueconf_command_filter_get_hidden (filter));
}

/* Takes the filters. */
static TrueconfCommandFilter *
add_command (ArgumentsFixture *self,
             TrueconfRouter *router,
             const char *name,
             const char *parameters,
             const char *description,
             TrueconfFilter *condition)
{
  g_autoptr (TrueconfCommandFilter) command = make (name, parameters);
  g_autoptr (TrueconfFilter) filter =
      condition != NULL ? trueconf_filter_and (TRUECONF_FILTER (g_object_ref (command)), condition, NULL)
                        : TRUECONF_FILTER (g_object_ref (command));

  trueconf_command_filter_set_description (command, description);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, filter, on_other, self, NULL);

  return command;
}

static gboolean
say_yes (gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
allow_later (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_BOOLEAN);
  trueconf_context_set_data (context, "asked", &value);
  g_idle_add (say_yes, g_object_ref (task));
}

static void
fail_to_answer (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "the database is gone");
}

static gboolean
on_error (const GError *error, TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  guint *n_errors = user_data;

  g_assert_cmpstr (error->message, ==, "the database is gone");
  ++*n_errors;
  return TRUE;
}

static void
test_help (ArgumentsFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfRouter) admin = trueconf_router_new ("admin");
  g_autoptr (TrueconfRouter) inner = trueconf_router_new ("inner");
  g_autoptr (TrueconfFilter) either = NULL;
  TrueconfCommandFilter *secret;
  guint n_errors = 0;

  trueconf_router_include_router (self->root, admin);
  trueconf_router_include_router (admin, inner);
  trueconf_router_add_error_handler (self->root, on_error, &n_errors, NULL);
  add_command (self, self->root, "weather", "city:string days:int?=3", "The weather of a city", NULL);
  add_command (self, self->root, "plain", NULL, NULL, NULL);
  secret = add_command (self, self->root, "secret", NULL, "Nobody sees it", NULL);
  trueconf_command_filter_set_hidden (secret, TRUE);
  add_command (self, self->root, "ban", "who:user", "Sends somebody out",
               trueconf_filter_new_author ("omar"));
  add_command (self, self->root, "ban", NULL, "Says why you cannot", NULL);
  add_command (self, self->root, "big", NULL, "In groups",
               trueconf_filter_new_chat_type (TRUECONF_CHAT_TYPE_GROUP));
  add_command (self, self->root, "later", NULL, "Asked for",
               trueconf_filter_new_async_func (allow_later, NULL, NULL));
  add_command (self, self->root, "broken", NULL, "Nobody knows",
               trueconf_filter_new_async_func (fail_to_answer, NULL, NULL));
  add_command (self, self->root, "text", NULL, "With words", trueconf_filter_new_text_contains ("please"));
  either = trueconf_filter_or (TRUECONF_FILTER (make ("one", NULL)), TRUECONF_FILTER (make ("two", "n:int")),
                               trueconf_filter_new_author ("omar"), NULL);
  trueconf_router_add_handler (admin, TRUECONF_TYPE_MESSAGE, either, on_other, self, NULL);
  trueconf_router_add_handler (admin, TRUECONF_TYPE_EDITED_MESSAGE, either, on_other, self, NULL);
  trueconf_router_add_help (inner, NULL);

  expect_answer (self, "nora", "/help",
                 "/weather <city> [days=3] – The weather of a city\n/plain\n/ban – Says why you cannot\n"
                 "/later – Asked for\n/text – With words\n/one\n/two <n>\n/help – Shows this list");
  g_assert_cmpuint (n_errors, ==, 1);
}

static void
test_help_of_another (ArgumentsFixture *self, gconstpointer data)
{
  static const char *const names[] = { "hilfe", "h", NULL };
  g_autoptr (TrueconfCommandFilter) help =
      g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", names, "hidden", TRUE, NULL);

  add_command (self, self->root, "ban", NULL, "Sends somebody out", trueconf_filter_new_author ("omar"));
  trueconf_router_add_help (self->root, TRUECONF_FILTER (help));
  expect_answer (self, "nora", "/h", "There are no commands for you here");
  expect_answer (self, "omar", "/hilfe", "/ban – Sends somebody out");
}

/* A list that is too long for one message comes in several. */
static void
test_long_help (ArgumentsFixture *self, gconstpointer data)
{
  g_autofree char *words = g_strnfill (400, 'x');
  g_auto (GStrv) texts = NULL;
  G_GNUC_UNUSED g_autofree char *all = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("command%u", i);

      add_command (self, self->root, name, NULL, words, NULL);
    }
  trueconf_router_add_help (self->root, NULL);
  tc_sandbox_say (self->sandbox, "nora", "/help");
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") == 4);
  texts = tc_sandbox_get_texts (self->sandbox, "nora", "echo_bot");
  g_assert_true (g_str_has_prefix (texts[0], "/command0 – xxx"));
  g_assert_true (g_str_has_suffix (texts[3], "/help – Shows this list"));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ArgumentsFixture *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) commands =
      trueconf_router_list_commands_finish (TRUECONF_ROUTER (source), result, &error);

  if (error != NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_string_append (self->seen, "cancelled;");
      return;
    }

  g_assert_true (g_list_model_get_item_type (commands) == TRUECONF_TYPE_COMMAND_FILTER);
  for (guint i = 0; i < g_list_model_get_n_items (commands); i++)
    {
      g_autoptr (TrueconfCommandFilter) command = g_list_model_get_item (commands, i);

      g_string_append_printf (self->seen, "%s;", trueconf_command_filter_get_names (command)[0]);
    }
}

static void
on_list (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  ArgumentsFixture *self = user_data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  trueconf_router_list_commands_async (self->root, context, NULL, listed_cb, self);
  g_assert_cmpuint (trueconf_context_get_n_holds (context), ==, 1);
  trueconf_router_list_commands_async (self->root, context, cancellable, listed_cb, self);
  g_cancellable_cancel (cancellable);
}

static void
test_list (ArgumentsFixture *self, gconstpointer data)
{
  add_command (self, self->root, "one", NULL, NULL, trueconf_filter_new_async_func (allow_later, NULL, NULL));
  add_command (self, self->root, "two", NULL, NULL,
               trueconf_filter_new_role (TRUECONF_PARTICIPANT_ROLE_OWNER));
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, on_list, self, NULL);
  tc_sandbox_say (self->sandbox, "nora", "which");
  TC_WAIT (strstr (self->seen->str, "cancelled;") != NULL && strstr (self->seen->str, "one;") != NULL);
  g_assert_null (strstr (self->seen->str, "two;"));
}

#define ADD(path, function) g_test_add (path, ArgumentsFixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  ADD ("/command-arguments/types", test_types);
  ADD ("/command-arguments/misfits", test_misfits);
  ADD ("/command-arguments/misfit-of-others", test_misfit_of_others);
  ADD ("/command-arguments/long-misfit", test_long_misfit);
  ADD ("/command-arguments/descriptions", test_descriptions);
  ADD ("/command-arguments/help-properties", test_help_properties);
  ADD ("/command-arguments/help", test_help);
  ADD ("/command-arguments/help-of-another", test_help_of_another);
  ADD ("/command-arguments/long-help", test_long_help);
  ADD ("/command-arguments/list", test_list);

  return g_test_run ();
}
