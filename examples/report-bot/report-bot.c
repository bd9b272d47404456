/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reports how the machine is: write /report to the bot.
 *
 * With REPORT_TO=nora, it also sends the report to Nora each day at REPORT_TIME (09:00). With REPORT_JOBS=jobs.sqlite, a report
 * that was missed, because the machine was off, comes when the bot starts.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

typedef struct
{
  TrueconfBot *bot;
  TrueconfScheduler *scheduler;
  GMainLoop *loop;
  int status;
} App;

/* ---- the report */

static double
read_number (const char *path)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtod (text, NULL) : 0;
}

static guint64
read_disk (void)
{
  g_autoptr (GFile) root = g_file_new_for_path ("/");
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (root, "filesystem::*", NULL, NULL);
  guint64 size, available;

  if (info == NULL)
    return 0;

  size = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_SIZE);
  available = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  return size > 0 ? 100 * (size - available) / size : 0;
}

static char *
make_report (void)
{
  int hours = (int) (read_number ("/proc/uptime") / 3600);

  return g_strdup_printf ("%s\nUp for %d days and %d hours\nLoad: %.2f\nDisk: %" G_GUINT64_FORMAT " %% used",
                          g_get_host_name (), hours / 24, hours % 24, read_number ("/proc/loadavg"),
                          read_disk ());
}

static void
on_report (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autofree char *report = make_report ();

  trueconf_message_answer_async (TRUECONF_MESSAGE (event), report, TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                 NULL);
}

static void
on_other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  if (trueconf_message_get_text (message) != NULL)
    trueconf_message_answer_async (message, "/report tells how the machine is.", TRUECONF_PARSE_MODE_TEXT,
                                   NULL, NULL, NULL);
}

/* ---- the report of each day, which ends when it is sent */

static void
on_report_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfJob) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);

  if (sent == NULL)
    trueconf_job_fail (job, error);
  trueconf_job_release (job);
}

static void
on_chat (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *bot = TRUECONF_BOT (source);
  g_autoptr (TrueconfJob) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *chat = trueconf_bot_create_personal_chat_finish (bot, result, &error);
  g_autofree char *report = make_report ();

  if (chat == NULL)
    {
      trueconf_job_fail (job, error);
      trueconf_job_release (job);
      return;
    }

  trueconf_bot_send_message_async (bot, chat, report, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, on_report_sent,
                                   g_steal_pointer (&job));
}

static void
send_report (TrueconfJob *job, gpointer user_data)
{
  App *app = user_data;

  trueconf_job_hold (job);
  trueconf_bot_create_personal_chat_async (app->bot, g_getenv ("REPORT_TO"), NULL, on_chat,
                                           g_object_ref (job));
}

static gboolean
add_job (App *app, GError **error)
{
  const char *time = g_getenv ("REPORT_TIME");
  g_autoptr (TrueconfSchedule) daily =
      trueconf_schedule_new_daily (time != NULL && *time != '\0' ? time : "09:00", NULL, error);
  TrueconfJob *job;

  if (daily == NULL)
    return FALSE;

  job = trueconf_scheduler_add_job (app->scheduler, "report", daily, send_report, app, NULL);
  trueconf_job_set_missed_policy (job, TRUECONF_MISSED_POLICY_CATCH_UP);
  return TRUE;
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

static void
fail (App *app, const GError *error)
{
  g_printerr ("%s\n", error->message);
  app->status = 1;
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (GError) error = NULL;

  if (trueconf_scheduler_start_finish (TRUECONF_SCHEDULER (source), result, &error))
    return;

  /* unless the bot has ended already */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (app, error);
  trueconf_bot_stop_async (app->bot, NULL, NULL, NULL);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (GError) error = NULL;

  if (!trueconf_scheduler_stop_finish (TRUECONF_SCHEDULER (source), result, &error))
    fail (app, error);
  g_main_loop_quit (app->loop);
}

int
main (void)
{
  const char *path = g_getenv ("REPORT_JOBS");
  const char *receiver = g_getenv ("REPORT_TO");
  g_autoptr (GFile) file = path != NULL && *path != '\0' ? g_file_new_for_path (path) : NULL;
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfCommandFilter) command = trueconf_command_filter_new ("report");
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  g_autoptr (TrueconfScheduler) scheduler = trueconf_scheduler_new (file);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  App app = { bot, scheduler, loop, 0 };

  setlocale (LC_ALL, "");
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (command),
                               on_report, NULL, NULL);
  trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_MESSAGE, NULL, on_other, NULL,
                               NULL);
  if (receiver != NULL && *receiver != '\0' && !add_job (&app, &error))
    {
      fail (&app, error);
      return app.status;
    }

  trueconf_scheduler_start_async (scheduler, NULL, on_started, &app);
  if (!trueconf_bot_run (bot, NULL, &error))
    fail (&app, error);
  trueconf_scheduler_stop_async (scheduler, NULL, on_stopped, &app);
  g_main_loop_run (loop);

  return app.status;
}
