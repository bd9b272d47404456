/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who is on duty: write /duty for the next two weeks, press a day, and press who takes it; /today tells who it is now.
 *
 * DUTY_PEOPLE="nora,omar" are those who take turns. The list is kept in the file DUTY_FILE, or duty.ini.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

#define GROUP  "duty" /* of the file: days as in 2026-05-06 → logins */
#define PEOPLE "people:"
#define DAYS   14

typedef struct
{
  TrueconfBot *bot;
  char **people;
  const char *path;
  GKeyFile *file;
  GHashTable *names; /* login → name */
} App;

static void
save (App *app)
{
  g_autoptr (GError) error = NULL;

  if (!g_key_file_save_to_file (app->file, app->path, &error))
    g_warning ("%s", error->message);
}

static char *
get_name (App *app, const char *day)
{
  g_autofree char *login = g_key_file_get_string (app->file, GROUP, day, NULL);
  const char *name = login != NULL ? g_hash_table_lookup (app->names, login) : NULL;

  /* who takes no turns any more has no name here */
  return g_strdup (name != NULL ? name : login != NULL ? login : "nobody");
}

/* ---- lists as buttons, page by page; which page it is, and what an item means, is in the buttons */

static TrueconfKeyboardPager *
list_days (App *app)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) days = g_strv_builder_new ();
  g_auto (GStrv) all_labels = NULL;
  g_auto (GStrv) all_days = NULL;
  TrueconfKeyboardPager *pager;

  for (int i = 0; i < DAYS; i++)
    {
      g_autoptr (GDateTime) time = g_date_time_add_days (today, i);
      g_autofree char *day = g_date_time_format (time, "%F");
      g_autofree char *shown = g_date_time_format (time, "%a %d.%m.");
      g_autofree char *name = get_name (app, day);
      g_autofree char *label = g_strdup_printf ("%s: %s", shown, name);

      g_strv_builder_add (labels, label);
      g_strv_builder_add (days, day);
    }

  all_labels = g_strv_builder_end (labels);
  all_days = g_strv_builder_end (days);
  pager = trueconf_keyboard_pager_new_from_strv ("days", (const char *const *) all_labels,
                                                 (const char *const *) all_days);
  trueconf_keyboard_pager_set_columns (pager, 1);
  trueconf_keyboard_pager_set_page_size (pager, 7);

  return pager;
}

static TrueconfKeyboardPager *
list_people (App *app, const char *day)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new ();
  g_auto (GStrv) all_labels = NULL;
  g_auto (GStrv) all_choices = NULL;
  g_autofree char *id = g_strconcat (PEOPLE, day, NULL);
  TrueconfKeyboardPager *pager;

  for (guint i = 0; app->people[i] != NULL; i++)
    {
      g_autofree char *choice = g_strdup_printf ("%s %s", day, app->people[i]);

      g_strv_builder_add (labels, g_hash_table_lookup (app->names, app->people[i]));
      g_strv_builder_add (choices, choice);
    }

  all_labels = g_strv_builder_end (labels);
  all_choices = g_strv_builder_end (choices);
  pager = trueconf_keyboard_pager_new_from_strv (id, (const char *const *) all_labels,
                                                 (const char *const *) all_choices);
  trueconf_keyboard_pager_set_columns (pager, 2);

  return pager;
}

/* Without a pager there are no buttons. */
static TrueconfDraft *
new_page (const char *text, TrueconfKeyboardPager *pager, int page)
{
  TrueconfDraft *draft = trueconf_draft_new_text (text, TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (TrueconfKeyboard) keyboard = NULL;
  g_autoptr (GError) error = NULL;

  if (pager != NULL)
    keyboard = trueconf_keyboard_pager_make_keyboard (pager, (guint) page, &error);
  else
    keyboard = trueconf_keyboard_new ();

  if (keyboard == NULL)
    g_warning ("%s", error->message);
  trueconf_draft_set_keyboard (draft, keyboard);

  return draft;
}

/* ---- what people write and press, once the names are known */

static void
take_message (App *app, TrueconfMessage *message, TrueconfCommand *command)
{
  const char *name = command != NULL ? trueconf_command_get_name (command) : NULL;
  g_autofree char *answer = NULL;

  if (g_strcmp0 (name, "duty") == 0)
    {
      g_autoptr (TrueconfKeyboardPager) days = list_days (app);
      g_autoptr (TrueconfDraft) page = new_page ("Who is on duty?", days, 0);

      trueconf_message_answer_draft_async (message, page, NULL, NULL, NULL, NULL, NULL, NULL);
      return;
    }

  if (g_strcmp0 (name, "today") == 0)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();
      g_autofree char *day = g_date_time_format (now, "%F");
      g_autofree char *person = get_name (app, day);

      answer = g_strdup_printf ("Today it is %s.", person);
    }
  if (trueconf_message_get_text (message) != NULL)
    trueconf_message_answer_async (
        message, answer != NULL ? answer : "/duty shows the list, /today tells who is on duty now.",
        TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

/* "2026-05-06 nora"; it comes over the network, so it may not be what was sent */
static gboolean
take_choice (App *app, const char *choice)
{
  g_auto (GStrv) parts = g_strsplit (choice != NULL ? choice : "", " ", 2);

  if (g_strv_length (parts) != 2 || !g_strv_contains ((const char *const *) app->people, parts[1]) ||
      !g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d$", parts[0], 0, 0))
    return FALSE;

  g_key_file_set_string (app->file, GROUP, parts[0], parts[1]);
  save (app);
  return TRUE;
}

static TrueconfDraft *
take_person (App *app, TrueconfCallbackQuery *query)
{
  const char *command = trueconf_callback_query_get_command (query);
  gsize prefix = strlen (PEOPLE);
  g_autofree char *day = g_str_has_prefix (command, PEOPLE)
                             ? g_strndup (command + prefix, strcspn (command + prefix, ":"))
                             : g_strdup ("");
  g_autoptr (TrueconfKeyboardPager) people = list_people (app, day);
  g_autofree char *choice = trueconf_keyboard_pager_get_pressed_data (people, query);
  g_autofree char *question = g_strdup_printf ("Who takes %s?", day);
  g_autoptr (TrueconfKeyboardPager) days = NULL;
  int page = trueconf_keyboard_pager_get_pressed_page (people, query);

  if (page >= 0)
    return new_page (question, people, page);
  if (!take_choice (app, choice))
    return new_page ("These buttons are out of date. /duty shows the new ones.", NULL, 0);

  days = list_days (app);
  return new_page ("Who is on duty?", days, 0);
}

static void
take_press (App *app, TrueconfCallbackQuery *query)
{
  g_autoptr (TrueconfKeyboardPager) days = list_days (app);
  g_autofree char *day = trueconf_keyboard_pager_get_pressed_data (days, query);
  int number = trueconf_keyboard_pager_get_pressed_page (days, query);
  g_autoptr (TrueconfDraft) page = NULL;

  if (number >= 0)
    {
      page = new_page ("Who is on duty?", days, number);
    }
  else if (day != NULL)
    {
      g_autoptr (TrueconfKeyboardPager) people = list_people (app, day);
      g_autofree char *question = g_strdup_printf ("Who takes %s?", day);

      page = new_page (question, people, 0);
    }
  else
    {
      page = take_person (app, query);
    }
  trueconf_callback_query_edit_draft_async (query, page, NULL, NULL, NULL);
}

/* ---- an event waits until the names of all are known; the bot remembers them */

typedef struct
{
  App *app;
  TrueconfEvent *event;
  TrueconfContext *context;
  guint next;
} Turn;

static void look_up_next (Turn *turn);

static void
on_name (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  const char *login = turn->app->people[turn->next++];
  g_autoptr (GError) error = NULL;
  char *name = trueconf_bot_lookup_display_name_finish (TRUECONF_BOT (source), result, &error);

  g_hash_table_insert (turn->app->names, g_strdup (login), name != NULL ? name : g_strdup (login));
  look_up_next (turn);
}

static void
look_up_next (Turn *turn)
{
  App *app = turn->app;

  if (app->people[turn->next] != NULL)
    {
      trueconf_bot_lookup_display_name_async (app->bot, app->people[turn->next], NULL, on_name, turn);
      return;
    }

  if (TRUECONF_IS_MESSAGE (turn->event))
    take_message (app, TRUECONF_MESSAGE (turn->event), trueconf_context_get_command (turn->context));
  else
    take_press (app, TRUECONF_CALLBACK_QUERY (turn->event));
  trueconf_context_release (turn->context);
  g_object_unref (turn->context);
  g_object_unref (turn->event);
  g_free (turn);
}

static void
on_event (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->app = user_data;
  turn->event = g_object_ref (event);
  turn->context = g_object_ref (context);
  trueconf_context_hold (context);
  look_up_next (turn);
}

/* ---- the program */

static TrueconfBot *
bot_from_environment (TrueconfDispatcher *dispatcher)
{
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");

  return g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                       port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                       "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                       g_getenv ("BOT_PASSWORD"), "dispatcher", dispatcher, NULL);
}

int
main (void)
{
  static const char *const commands[] = { "duty", "today", NULL };
  const char *path = g_getenv ("DUTY_FILE");
  g_auto (GStrv) people =
      g_strsplit_set (g_getenv ("DUTY_PEOPLE") != NULL ? g_getenv ("DUTY_PEOPLE") : "", ", ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) logins = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFilter) command = g_object_new (TRUECONF_TYPE_COMMAND_FILTER, "names", commands, NULL);
  App app = { bot, NULL, path != NULL && *path != '\0' ? path : "duty.ini", file, names };

  setlocale (LC_ALL, "");
  for (guint i = 0; people[i] != NULL; i++)
    if (*people[i] != '\0')
      g_strv_builder_add (builder, people[i]);
  app.people = logins = g_strv_builder_end (builder);
  if (logins[0] == NULL)
    {
      g_printerr ("Say who takes turns: DUTY_PEOPLE=\"nora,omar\"\n");
      return 1;
    }

  if (!g_key_file_load_from_file (file, app.path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_printerr ("%s: %s\n", app.path, error->message);
      return 1;
    }

  g_clear_error (&error);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, command, on_event, &app,
                               NULL);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, NULL, on_event, &app,
                               NULL);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_CALLBACK_QUERY, NULL, on_event,
                               &app, NULL);
  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
