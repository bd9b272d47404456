/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writes the whole history of a chat as JSON lines, the newest first:
 *
 *   backup-chat LOGIN > chat.jsonl       the chat with a user
 *   backup-chat --chat ID > chat.jsonl   any other
 */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <trueconf-bot.h>

#define PAGE 100

typedef struct
{
  GMainLoop *loop;
  const char *login;
  char *chat;
  GHashTable *seen; /* ids of the messages that are written */
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

static void on_page (GObject *source, GAsyncResult *result, gpointer user_data);

static void
get_page (TrueconfBot *bot, Job *job, const char *from_message_id)
{
  trueconf_bot_get_chat_history_async (bot, job->chat, PAGE, from_message_id, NULL, on_page, job);
}

static void
print_message (TrueconfMessage *message)
{
  g_autofree char *line = json_to_string (trueconf_event_get_raw (TRUECONF_EVENT (message)), FALSE);

  /* g_print () would convert it to the locale's charset, but JSON is always UTF-8 */
  puts (line);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  Job *job = user_data;
  GError *error = NULL;
  g_autoptr (GListModel) page = trueconf_bot_get_chat_history_finish (bot, result, &error);
  const char *last = NULL;

  if (page == NULL)
    {
      end (job, error);
      return;
    }

  /* a page includes the message that it begins with */
  for (guint i = 0; i < g_list_model_get_n_items (page); i++)
    {
      g_autoptr (TrueconfMessage) message = g_list_model_get_item (page, i);
      const char *id = trueconf_message_get_message_id (message);

      if (id != NULL && g_hash_table_add (job->seen, g_strdup (id)))
        {
          print_message (message);
          last = id;
        }
    }

  if (last == NULL)
    trueconf_bot_stop_async (bot, NULL, on_stopped, job);
  else
    get_page (bot, job, last);
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
    get_page (bot, job, NULL);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  Job *job = user_data;
  GError *error = NULL;

  if (!trueconf_bot_start_finish (bot, result, &error))
    end (job, error);
  else if (job->chat != NULL)
    get_page (bot, job, NULL);
  else
    trueconf_bot_create_personal_chat_async (bot, job->login, NULL, on_chat, job);
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
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TrueconfBot) bot = bot_from_environment ();
  g_autoptr (GError) error = NULL;
  Job job = { .loop = loop, .seen = seen };

  setlocale (LC_ALL, "");
  if (argc == 3 && g_str_equal (argv[1], "--chat"))
    {
      job.chat = g_strdup (argv[2]);
    }
  else if (argc == 2 && argv[1][0] != '-')
    {
      job.login = argv[1];
    }
  else
    {
      g_printerr ("Writes the history of a chat as JSON lines:\n"
                  "  backup-chat LOGIN > chat.jsonl       the chat with a user\n"
                  "  backup-chat --chat ID > chat.jsonl   any other\n");
      return 1;
    }

  trueconf_bot_start_async (bot, NULL, on_started, &job);
  g_main_loop_run (loop);

  error = job.error;
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  g_free (job.chat);

  if (fflush (stdout) != 0 || ferror (stdout))
    {
      g_printerr ("The history cannot be written.\n");
      return 1;
    }

  return error != NULL;
}
