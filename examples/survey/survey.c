/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sends the card of a survey, or edits one that was sent. The survey itself, its campaign, has to be created first with the
 * server's web interface.
 *
 *   survey --user nora CAMPAIGN "How was lunch?"     prints the id of the message
 *   survey --edit MESSAGE CAMPAIGN "How was dinner?"
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

typedef struct
{
  GMainLoop *loop;
  char *user;
  char *chat;
  char *message;
  TrueconfSurveyType type;
  const char *campaign;
  const char *title;
  GError *error;
} Job;

static void
end (Job *job, GError *error)
{
  job->error = error;
  g_main_loop_quit (job->loop);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  trueconf_bot_stop_finish (TRUECONF_BOT (source), result, &error);
  end (user_data, error);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  GError *error = NULL;
  g_autoptr (TrueconfSentMessage) sent = trueconf_bot_send_survey_finish (bot, result, &error);

  if (sent == NULL)
    {
      end (user_data, error);
      return;
    }

  g_print ("%s\n", trueconf_sent_message_get_message_id (sent));
  trueconf_bot_stop_async (bot, NULL, on_stopped, user_data);
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  GError *error = NULL;
  g_autoptr (TrueconfSentMessage) sent = trueconf_bot_edit_survey_finish (bot, result, &error);

  if (sent == NULL)
    end (user_data, error);
  else
    trueconf_bot_stop_async (bot, NULL, on_stopped, user_data);
}

static void
send_card (TrueconfBot *bot, Job *job)
{
  trueconf_bot_send_survey_async (bot, job->chat, job->title, job->campaign, job->type, NULL, NULL, on_sent,
                                  job);
}

static void
on_chat (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  Job *job = user_data;
  GError *error = NULL;

  job->chat = trueconf_bot_create_personal_chat_finish (bot, result, &error);
  if (job->chat == NULL)
    end (job, error);
  else
    send_card (bot, job);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  Job *job = user_data;
  GError *error = NULL;

  if (!trueconf_bot_start_finish (bot, result, &error))
    end (job, error);
  else if (job->message != NULL) /* an edit replaces the whole card */
    trueconf_bot_edit_survey_async (bot, job->message, job->title, job->campaign, job->type, NULL, on_edited,
                                    job);
  else if (job->chat != NULL)
    send_card (bot, job);
  else
    trueconf_bot_create_personal_chat_async (bot, job->user, NULL, on_chat, job);
}

static TrueconfBot *
bot_from_environment (void)
{
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");

  return g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                       port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                       "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                       g_getenv ("BOT_PASSWORD"), NULL);
}

static gboolean
read_arguments (Job *job, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("CAMPAIGN TITLE");
  g_autoptr (GError) error = NULL;
  gboolean anonymous = FALSE;
  const GOptionEntry entries[] = {
    { "user", 0, 0, G_OPTION_ARG_STRING, &job->user, "Send the card to a person", "LOGIN" },
    { "chat", 0, 0, G_OPTION_ARG_STRING, &job->chat, "Send the card to a chat", "ID" },
    { "edit", 0, 0, G_OPTION_ARG_STRING, &job->message, "Change the card in a message of the bot",
      "MESSAGE" },
    { "anonymous", 0, 0, G_OPTION_ARG_NONE, &anonymous, "Nobody learns who has answered what", NULL },
    { NULL }
  };
  g_autofree char *usage = NULL;

  g_option_context_set_summary (context, "Sends the card of a survey, or changes one that was sent.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  if (argc != 3 || (job->user != NULL) + (job->chat != NULL) + (job->message != NULL) != 1)
    {
      usage = g_option_context_get_help (context, TRUE, NULL);
      g_printerr ("%sGive one of --user, --chat and --edit.\n", usage);
      return FALSE;
    }

  job->campaign = argv[1];
  job->title = argv[2];
  job->type = anonymous ? TRUECONF_SURVEY_TYPE_ANONYMOUS : TRUECONF_SURVEY_TYPE_NORMAL;

  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TrueconfBot) bot = bot_from_environment ();
  g_autoptr (GError) error = NULL;
  Job job = { .loop = loop };

  setlocale (LC_ALL, "");
  if (!read_arguments (&job, argc, argv))
    return 2;

  trueconf_bot_start_async (bot, NULL, on_started, &job);
  g_main_loop_run (loop);

  error = job.error;
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  g_free (job.user);
  g_free (job.chat);
  g_free (job.message);

  return error != NULL;
}
