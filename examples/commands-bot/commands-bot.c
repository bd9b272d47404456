/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Commands with arguments: /roll 2 20, /days 2030-01-01, /tell omar lunch is ready; /help lists them.
 *
 * What does not fit, such as "/roll many", is answered with how the command is written, without a line of code here.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

static void
answer (TrueconfMessage *message, const char *text)
{
  trueconf_message_answer_async (message, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

static void
on_roll (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  TrueconfCommand *command = trueconf_context_get_command (context);
  gint64 count = trueconf_command_get_int64 (command, "count");
  gint64 sides = trueconf_command_get_int64 (command, "sides");
  g_autoptr (GString) text = g_string_new (NULL);

  if (count < 1 || count > 20 || sides < 2 || sides > 1000)
    {
      answer (message, "I have 20 dice, of 2 to 1000 sides.");
      return;
    }

  for (gint64 i = 0; i < count; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", g_random_int_range (1, (gint32) sides + 1));
  answer (message, text->str);
}

static void
on_days (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  GDateTime *time = trueconf_command_get_date_time (trueconf_context_get_command (context), "date");
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDate) day =
      g_date_new_dmy ((GDateDay) g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                      (GDateYear) g_date_time_get_year (time));
  g_autoptr (GDate) today =
      g_date_new_dmy ((GDateDay) g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                      (GDateYear) g_date_time_get_year (now));
  int number = g_date_days_between (today, day);
  g_autofree char *text =
      number >= 0 ? g_strdup_printf ("%d days", number) : g_strdup_printf ("That was %d days ago.", -number);

  answer (TRUECONF_MESSAGE (event), text);
}

/* ---- /tell: the author's name, a chat, and the text there */

typedef struct
{
  TrueconfBot *bot;
  TrueconfMessage *message;
  TrueconfContext *context;
  char *text;
} Errand;

static void
errand_end (Errand *self, const GError *error)
{
  g_autofree char *text =
      error != NULL ? g_strdup_printf ("That did not work: %s", error->message) : g_strdup ("Done.");

  answer (self->message, text);
  trueconf_context_release (self->context);
  g_object_unref (self->context);
  g_object_unref (self->message);
  g_free (self->text);
  g_free (self);
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);

  errand_end (user_data, sent == NULL ? error : NULL);
}

static void
on_chat (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *chat = trueconf_bot_create_personal_chat_finish (self->bot, result, &error);

  if (chat == NULL)
    errand_end (self, error);
  else
    trueconf_bot_send_message_async (self->bot, chat, self->text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                     on_told, self);
}

static void
on_name (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *self = user_data;
  TrueconfCommand *command = trueconf_context_get_command (self->context);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = trueconf_message_lookup_author_name_finish (self->message, result, &error);

  if (name == NULL)
    {
      errand_end (self, error);
      return;
    }

  self->text = g_strdup_printf ("%s: %s", name, trueconf_command_get_string (command, "text"));
  trueconf_bot_create_personal_chat_async (self->bot, trueconf_command_get_string (command, "whom"), NULL,
                                           on_chat, self);
}

static void
on_tell (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Errand *self = g_new0 (Errand, 1);

  self->bot = user_data;
  self->message = g_object_ref (TRUECONF_MESSAGE (event));
  self->context = g_object_ref (context);
  trueconf_context_hold (context);
  trueconf_message_lookup_author_name_async (self->message, NULL, on_name, self);
}

static void
on_version (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("%s %s", trueconf_bot_get_server_name (user_data),
                                           trueconf_bot_get_server_version (user_data));

  answer (TRUECONF_MESSAGE (event), text);
}

static void
on_other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  /* in a group, people talk to each other and to other bots */
  if (trueconf_message_get_text (message) != NULL &&
      trueconf_message_get_chat_type (message) != TRUECONF_CHAT_TYPE_GROUP)
    answer (message, "/help lists what I can do.");
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

static const struct
{
  const char *name;
  const char *parameters;
  const char *description; /* NULL: /help does not list it */
  TrueconfHandlerFunc func;
} commands[] = {
  { "roll", "count:int=1 sides:int=6", "rolls dice", on_roll },
  { "days", "date:date", "counts the days until a date", on_days },
  { "tell", "whom:user text:string...", "sends a text to somebody", on_tell },
  { "version", NULL, NULL, on_version },
};

int
main (void)
{
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("commands");
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (TrueconfCommandFilter) filter = trueconf_command_filter_new (commands[i].name);

      if (!trueconf_command_filter_set_parameters (filter, commands[i].parameters, &error))
        g_error ("%s", error->message);
      trueconf_command_filter_set_description (filter, commands[i].description);
      trueconf_command_filter_set_hidden (filter, commands[i].description == NULL);
      trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (filter), commands[i].func,
                                   bot, NULL);
    }
  trueconf_router_add_help (router, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, on_other, NULL, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);

  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
