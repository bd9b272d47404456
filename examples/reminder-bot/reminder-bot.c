/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reminds people: write "/remind 10m tea is ready" to the bot (s, m, h, d), or /reminders to see what is to come.
 *
 * Reminders outlive the bot: their texts are in reminders.json, and jobs.sqlite knows which of them have been sent; both are in the
 * folder REMINDERS, or in the current one. Those that came due while the bot was off are sent when it starts.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

#define USAGE "Write, for example, /remind 10m tea is ready (s, m, h, d). /reminders shows what is to come."

typedef struct
{
  TrueconfBot *bot;
  TrueconfScheduler *scheduler;
  GMainLoop *loop;
  char *file;
  JsonObject *reminders; /* the name of the job → chat_id, time and text */
  int status;
} App;

static const char *
get_member (App *app, const char *name, const char *member)
{
  return json_object_get_string_member (json_object_get_object_member (app->reminders, name), member);
}

static GDateTime *
get_time (App *app, const char *name)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (get_member (app, name, "time"), utc);

  return g_date_time_to_local (time);
}

/* ---- the file */

static void
save (App *app)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), app->reminders);
  g_autofree char *text = json_to_string (root, FALSE);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (app->file, text, -1, &error))
    g_warning ("%s", error->message);
}

static void schedule (App *app, const char *name);

static GDateTime *
add (App *app, const char *chat_id, const char *text, double seconds)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) time = g_date_time_add_seconds (now, seconds);
  g_autofree char *stored = g_date_time_format_iso8601 (time);
  JsonObject *reminder = json_object_new ();

  json_object_set_string_member (reminder, "chat_id", chat_id);
  json_object_set_string_member (reminder, "time", stored);
  json_object_set_string_member (reminder, "text", text);
  json_object_set_object_member (app->reminders, name, reminder);
  save (app);
  schedule (app, name);

  return g_steal_pointer (&time);
}

static void
add_again (App *app, const char *name, double seconds)
{
  g_date_time_unref (add (app, get_member (app, name, "chat_id"), get_member (app, name, "text"), seconds));
}

static void
forget (App *app, const char *name)
{
  json_object_remove_member (app->reminders, name);
  save (app);
}

static void
on_reminded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfJob) job = user_data;
  App *app = g_object_get_data (G_OBJECT (job), "app");
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);

  if (sent == NULL)
    {
      /* the server is away, or the bot ends */
      if (error->domain != TRUECONF_API_ERROR)
        add_again (app, trueconf_job_get_name (job), 60);
      trueconf_job_fail (job, error);
    }
  forget (app, trueconf_job_get_name (job));
  trueconf_job_release (job);
}

static void
send_reminder (TrueconfJob *job, gpointer user_data)
{
  App *app = user_data;
  const char *name = trueconf_job_get_name (job);
  g_autofree char *text = g_strconcat ("⏰ ", get_member (app, name, "text"), NULL);

  trueconf_job_hold (job);
  g_object_set_data (G_OBJECT (job), "app", app);
  trueconf_bot_send_message_async (app->bot, get_member (app, name, "chat_id"), text,
                                   TRUECONF_PARSE_MODE_TEXT, NULL, NULL, on_reminded, g_object_ref (job));
}

static void
schedule (App *app, const char *name)
{
  g_autoptr (GDateTime) time = get_time (app, name);
  g_autoptr (TrueconfSchedule) once = trueconf_schedule_new_once (time);
  TrueconfJob *job = trueconf_scheduler_add_job (app->scheduler, name, once, send_reminder, app, NULL);

  trueconf_job_set_missed_policy (job, TRUECONF_MISSED_POLICY_CATCH_UP);
}

/* Whether it is what save () writes. */
static gboolean
is_list (JsonNode *root)
{
  static const char *const members[] = { "chat_id", "time", "text" };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GList) nodes = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  nodes = json_object_get_values (json_node_get_object (root));
  for (GList *l = nodes; l != NULL; l = l->next)
    {
      JsonObject *reminder = JSON_NODE_HOLDS_OBJECT (l->data) ? json_node_get_object (l->data) : NULL;
      g_autoptr (GDateTime) time = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        if (reminder == NULL ||
            json_object_get_string_member_with_default (reminder, members[i], NULL) == NULL)
          return FALSE;
      time = g_date_time_new_from_iso8601 (json_object_get_string_member (reminder, "time"), utc);
      if (time == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
load (App *app, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GList) names = NULL;

  if (!g_file_test (app->file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!json_parser_load_from_file (parser, app->file, error))
    return FALSE;
  if (!is_list (json_parser_get_root (parser)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is no list of reminders", app->file);
      return FALSE;
    }

  json_object_unref (app->reminders);
  app->reminders = json_object_ref (json_node_get_object (json_parser_get_root (parser)));
  names = json_object_get_members (app->reminders);
  for (GList *l = names; l != NULL; l = l->next)
    schedule (app, l->data);
  return TRUE;
}

/* ---- what people write */

static void
answer (TrueconfMessage *message, const char *text)
{
  trueconf_message_answer_long_async (message, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

static void
on_remind (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  TrueconfCommand *command = trueconf_context_get_command (context);
  g_autoptr (GDateTime) time =
      add (user_data, trueconf_message_get_chat_id (message), trueconf_command_get_string (command, "text"),
           trueconf_command_get_double (command, "when"));
  g_autofree char *text = g_date_time_format (time, "I will, on %d.%m. at %H:%M.");

  answer (message, text);
}

static int
compare (gconstpointer one, gconstpointer other, gpointer user_data)
{
  g_autoptr (GDateTime) a = get_time (user_data, one);
  g_autoptr (GDateTime) b = get_time (user_data, other);

  return g_date_time_compare (a, b);
}

static void
on_reminders (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  const char *chat = trueconf_message_get_chat_id (message);
  g_autoptr (GList) names = g_list_sort_with_data (json_object_get_members (app->reminders), compare, app);
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autoptr (GDateTime) time = get_time (app, l->data);
      g_autofree char *when = g_date_time_format (time, "%d.%m. %H:%M");

      if (g_strcmp0 (get_member (app, l->data, "chat_id"), chat) == 0)
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", when,
                                get_member (app, l->data, "text"));
    }
  answer (message, text->len > 0 ? text->str : "There is nothing to come.");
}

static void
on_other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  if (trueconf_message_get_text (message) != NULL)
    answer (message, USAGE);
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
  g_autoptr (GList) names = NULL;

  if (!trueconf_scheduler_start_finish (app->scheduler, result, &error))
    {
      /* unless the bot has ended already */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        fail (app, error);
      trueconf_bot_stop_async (app->bot, NULL, NULL, NULL);
      return;
    }

  /* what the program was sending when it was killed may not have arrived */
  names = json_object_get_members (app->reminders);
  for (GList *l = names; l != NULL; l = l->next)
    if (trueconf_scheduler_find_job (app->scheduler, l->data) == NULL)
      {
        add_again (app, l->data, 0);
        forget (app, l->data);
      }
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  App *app = user_data;
  g_autoptr (GError) error = NULL;

  if (!trueconf_scheduler_stop_finish (app->scheduler, result, &error))
    fail (app, error);
  g_main_loop_quit (app->loop);
}

int
main (void)
{
  const char *folder = g_getenv ("REMINDERS") != NULL ? g_getenv ("REMINDERS") : ".";
  g_autofree char *texts = g_build_filename (folder, "reminders.json", NULL);
  g_autofree char *jobs = g_build_filename (folder, "jobs.sqlite", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (jobs);
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfCommandFilter) remind = trueconf_command_filter_new ("remind");
  g_autoptr (TrueconfCommandFilter) reminders = trueconf_command_filter_new ("reminders");
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  TrueconfRouter *router = TRUECONF_ROUTER (dispatcher);
  g_autoptr (TrueconfScheduler) scheduler = trueconf_scheduler_new (file);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  App app = { bot, scheduler, loop, texts, json_object_new (), 0 };

  setlocale (LC_ALL, "");
  if (!trueconf_command_filter_set_parameters (remind, "when:duration text:string...", &error))
    g_error ("%s", error->message);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (remind), on_remind, &app,
                               NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (reminders), on_reminders, &app,
                               NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, on_other, NULL, NULL);
  if (load (&app, &error))
    {
      trueconf_scheduler_start_async (scheduler, NULL, on_started, &app);
      if (!trueconf_bot_run (bot, NULL, &error))
        fail (&app, error);
      trueconf_scheduler_stop_async (scheduler, NULL, on_stopped, &app);
      g_main_loop_run (loop);
    }
  else
    {
      fail (&app, error);
    }
  json_object_unref (app.reminders);

  return app.status;
}
