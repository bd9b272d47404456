/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Creates a channel and adds users to it: chat-admin TITLE LOGIN…
 *
 * Prints the id of the channel. A user who is unknown or already in the channel is reported, and the others are added.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

typedef struct
{
  GMainLoop *loop;
  const char *title;
  char **logins; /* the next one is the first */
  char *channel;
  int failed;
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
on_welcomed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  GError *error = NULL;
  g_autoptr (TrueconfSentMessage) sent = trueconf_bot_send_message_finish (bot, result, &error);

  if (sent == NULL)
    end (user_data, error);
  else
    trueconf_bot_stop_async (bot, NULL, on_stopped, user_data);
}

static void on_added (GObject *source, GAsyncResult *result, gpointer user_data);

static void
add_next (TrueconfBot *bot, Job *job)
{
  g_autofree char *welcome = NULL;

  if (*job->logins != NULL)
    {
      trueconf_bot_add_participant_to_chat_async (bot, job->channel, *job->logins, TRUE, NULL, on_added, job);
      return;
    }

  welcome = g_strdup_printf ("Welcome to %s!", job->title);
  trueconf_bot_send_message_async (bot, job->channel, welcome, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                   on_welcomed, job);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  Job *job = user_data;
  g_autoptr (GError) error = NULL;

  if (trueconf_bot_add_participant_to_chat_finish (bot, result, &error))
    {
      g_print ("%s: added\n", *job->logins);
    }
  else if (g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_ALREADY_CHAT_PARTICIPANT))
    {
      g_print ("%s: is there already\n", *job->logins);
    }
  else if (error->domain == TRUECONF_API_ERROR)
    {
      g_print ("%s: %s\n", *job->logins, error->message);
      job->failed++;
    }
  else
    {
      end (job, g_steal_pointer (&error));
      return;
    }

  job->logins++;
  add_next (bot, job);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  Job *job = user_data;
  GError *error = NULL;

  job->channel = trueconf_bot_create_channel_finish (bot, result, &error);
  if (job->channel == NULL)
    {
      end (job, error);
      return;
    }

  g_print ("%s: %s\n", job->title, job->channel);
  add_next (bot, job);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  Job *job = user_data;
  GError *error = NULL;

  if (!trueconf_bot_start_finish (bot, result, &error))
    end (job, error);
  else
    trueconf_bot_create_channel_async (bot, job->title, NULL, on_created, job);
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

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TrueconfBot) bot = bot_from_environment ();
  Job job = { .loop = loop };
  gboolean complete;

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("Makes a channel and adds people to it: chat-admin TITLE LOGIN…\n");
      return 1;
    }

  job.title = argv[1];
  job.logins = argv + 2;
  trueconf_bot_start_async (bot, NULL, on_started, &job);
  g_main_loop_run (loop);

  if (job.error != NULL)
    g_printerr ("%s\n", job.error->message);

  complete = job.error == NULL && job.failed == 0;
  g_clear_error (&job.error);
  g_free (job.channel);

  return complete ? 0 : 1;
}
