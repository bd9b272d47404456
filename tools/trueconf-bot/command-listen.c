/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "tool-exec.h"
#include "tool-filter.h"
#include "tool-interrupt.h"
#include "tool-json.h"
#include "tool-print.h"
#include "tool-run.h"

#define DEFAULT_EXEC_SECONDS 60
#define DEFAULT_JOBS         4
#define MAX_JOBS             1000

/* After Ctrl-C programs that have begun may end for so long. */
#define LAST_SECONDS 5

typedef struct
{
  ToolRun *run;
  TrueconfBot *bot;
  GPtrArray *argv; /* NULL without --exec */
  ToolExec *exec;
  guint64 count; /* 0: no limit */
  guint64 taken;
  guint64 failed;
  GPtrArray *held; /* contexts of events that are left to whoever listens next */
  gboolean lost;   /* the connection */
  gboolean was_connected;
  gboolean over;   /* no further event is taken */
  gboolean ending; /* nothing more is told of the connection */
  guint hurry;     /* the timer of programs that may still end */
  GError *error;
} Listening;

static void
take_failure (Listening *self, const GError *error)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);
  self->over = TRUE;
  tool_run_quit (self->run);
}

/* ---- events */

static void
end_if_done (Listening *self)
{
  if (self->count == 0 || self->taken < self->count)
    return;

  self->over = TRUE;
  if (self->exec == NULL || !tool_exec_is_busy (self->exec))
    tool_run_quit (self->run);
}

static void
executed (gboolean failed, gpointer data)
{
  Listening *self = data;

  if (failed)
    self->failed++;
  end_if_done (self);
}

/* What is not released before the bot has stopped is not acknowledged. */
static void
leave_event (Listening *self, TrueconfContext *context)
{
  trueconf_context_hold (context);
  g_ptr_array_add (self->held, g_object_ref (context));
}

static void
on_event (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Listening *self = user_data;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (self->over)
    {
      leave_event (self, context);
      return;
    }

  self->taken++;
  node = tool_json_from_event (event);
  if (self->exec != NULL)
    {
      g_autofree char *json = tool_print_format_json (node);
      g_autofree char *line = g_strconcat (json, "\n", NULL);

      tool_exec_run (self->exec, event, context, line);
    }
  else
    {
      tool_print_json (node);
      if (!tool_print_flush (&error))
        {
          leave_event (self, context);
          take_failure (self, error);
          return;
        }
    }
  end_if_done (self);
}

/* ---- the connection */

static void
status_cb (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  Listening *self = user_data;
  const GError *problem = trueconf_health_get_error (health);

  if (self->ending)
    return;

  if (trueconf_health_get_authorized (health))
    {
      if (self->lost)
        tool_print_warning ("%s", _ ("The connection is there again"));
      self->was_connected = TRUE;
      self->lost = FALSE;
    }
  else if (self->was_connected && !self->lost &&
           trueconf_health_get_status (health) == TRUECONF_STATUS_DISCONNECTED)
    {
      self->lost = TRUE;
      /* Translators: why */
      tool_print_warning (_ ("The connection is lost, and is made again: %s"),
                          problem != NULL ? problem->message : "?");
    }
}

static void
failed_cb (TrueconfBot *bot, const GError *error, gpointer user_data)
{
  take_failure (user_data, error);
}

/* Whoever reads the events has gone, perhaps long before the next one. */
static gboolean
reader_gone_cb (int fd, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GError) error =
      g_error_new_literal (TOOL_ERROR, TOOL_STATUS_OUTPUT, _ ("Nobody reads standard output any more"));

  take_failure (user_data, error);
  return G_SOURCE_REMOVE;
}

static guint
watch_reader (Listening *self)
{
  struct stat info;

  if (self->exec != NULL || fstat (STDOUT_FILENO, &info) != 0 ||
      !(S_ISFIFO (info.st_mode) || S_ISSOCK (info.st_mode)))
    return 0;

  return g_unix_fd_add (STDOUT_FILENO, G_IO_ERR, reader_gone_cb, self);
}

/* ---- options */

/* What a program answers when nothing else is said: the server tells of its limits at each log-in, too. */
#define EXEC_FILTER "event = message or event = callback-query"

static TrueconfFilter *
make_filter (ToolRun *run, GError **error)
{
  g_autoptr (GPtrArray) filters = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *given = tool_run_get_given (run);

  for (guint i = 0; i < given->len; i++)
    {
      const ToolGiven *option = g_ptr_array_index (given, i);
      TrueconfFilter *filter;

      if (!g_str_equal (option->option->name, "filter"))
        continue;
      filter = tool_filter_parse (run, option->value, error);
      if (filter == NULL)
        return NULL;
      g_ptr_array_add (filters, filter);
    }

  if (filters->len == 0 && tool_run_has (run, "exec"))
    return tool_filter_parse (run, EXEC_FILTER, error);

  return trueconf_filter_new_and ((TrueconfFilter **) filters->pdata, filters->len);
}

/* The program with its path, and its arguments. */
static GPtrArray *
make_argv (ToolRun *run, GError **error)
{
  const char *program = tool_run_get (run, "exec");
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  char *path = g_find_program_in_path (program);

  if (path == NULL)
    {
      /* Translators: a program */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_NO_INPUT,
                   _ ("%s is no program that can be run. Check its path, and make it executable: chmod +x"),
                   program);
      return NULL;
    }

  g_ptr_array_add (argv, path);
  for (guint i = 0; i < tool_run_get_n_arguments (run); i++)
    g_ptr_array_add (argv, g_strdup (tool_run_get_argument (run, i)));
  g_ptr_array_add (argv, NULL);

  return g_steal_pointer (&argv);
}

/* Nobody reads the tool's warnings, so that the main loop cannot end them. */
static void
kill_programs (gpointer exec)
{
  tool_exec_kill_now (exec);
}

static void
make_exec (Listening *self)
{
  ToolExecSettings settings = {
    .argv = (const char *const *) self->argv->pdata,
    .timeout = tool_run_get_seconds (self->run, "exec-timeout", DEFAULT_EXEC_SECONDS),
    .max_running = (guint) CLAMP (tool_run_get_number (self->run, "jobs", DEFAULT_JOBS), 1, MAX_JOBS),
    .parse_mode = tool_run_has (self->run, "html")       ? TRUECONF_PARSE_MODE_HTML
                  : tool_run_has (self->run, "markdown") ? TRUECONF_PARSE_MODE_MARKDOWN
                                                         : TRUECONF_PARSE_MODE_TEXT,
    .reply = tool_run_has (self->run, "reply"),
  };

  self->exec = tool_exec_new (self->bot, &settings, executed, self);
  tool_interrupt_set_last (kill_programs, self->exec);
  tool_run_set_careful (self->run);
}

static int
check_usage (ToolRun *run)
{
  static const char *const for_exec[] = { "exec-timeout", "jobs", "html", "markdown", "reply" };

  if (tool_run_has (run, "html") && tool_run_has (run, "markdown"))
    return tool_run_fail_usage (run, "%s", _ ("An answer is either HTML or Markdown"));
  if (tool_run_has (run, "exec"))
    return TOOL_STATUS_OK;
  if (tool_run_get_n_arguments (run) > 0)
    /* Translators: an argument */
    return tool_run_fail_usage (run, _ ("There is nothing to be done with “%s” without --exec"),
                                tool_run_get_argument (run, 0));

  for (guint i = 0; i < G_N_ELEMENTS (for_exec); i++)
    if (tool_run_has (run, for_exec[i]))
      /* Translators: an option */
      return tool_run_fail_usage (run, _ ("--%s is for --exec"), for_exec[i]);

  return TOOL_STATUS_OK;
}

/* ---- the command */

static gboolean
hurry_cb (gpointer user_data)
{
  Listening *self = user_data;

  self->hurry = 0;
  tool_exec_kill (self->exec);

  return G_SOURCE_REMOVE;
}

/* Another Ctrl-C must not leave behind what was started. */
static void
signal_cb (int number, gpointer user_data)
{
  Listening *self = user_data;

  g_clear_handle_id (&self->hurry, g_source_remove);
  tool_exec_kill (self->exec);
}

/* Programs that have begun may end, and their answers are sent. */
static void
end_programs (Listening *self)
{
  if (self->exec == NULL)
    return;

  tool_exec_drop_waiting (self->exec);
  self->hurry = g_timeout_add_seconds (LAST_SECONDS, hurry_cb, self);
  tool_interrupt_watch (signal_cb, self);
  while (tool_exec_is_busy (self->exec))
    g_main_context_iteration (NULL, TRUE);
  tool_interrupt_unwatch ();
  g_clear_handle_id (&self->hurry, g_source_remove);
}

static void
stop_bot (Listening *self)
{
  /* what is held on purpose is not waited for */
  trueconf_bot_set_stop_timeout (self->bot, 0);
  trueconf_bot_stop_async (self->bot, NULL, tool_run_ready, self->run);
  tool_run_wait (self->run);
  for (guint i = 0; i < self->held->len; i++)
    trueconf_context_release (g_ptr_array_index (self->held, i));
}

static int
finish (Listening *self)
{
  gboolean counted = self->count > 0 && self->taken >= self->count;

  if (self->error != NULL || !counted)
    return tool_run_fail (self->run, self->error);

  return self->failed == 0 ? TOOL_STATUS_OK : TOOL_STATUS_FAILED;
}

static int
listen (Listening *self, TrueconfFilter *filter)
{
  TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (self->bot);
  g_autoptr (GError) error = NULL;
  guint handler;
  guint reader;
  int status;

  trueconf_bot_set_receive_unread_messages (self->bot, tool_run_has (self->run, "unread"));
  trueconf_bot_set_receive_system_messages (self->bot, tool_run_has (self->run, "system"));
  trueconf_bot_set_skip_self_messages (self->bot, !tool_run_has (self->run, "own"));
  trueconf_bot_set_ack_policy (self->bot, TRUECONF_ACK_POLICY_AFTER_HANDLER);
  /* it is the reader of a pipe that blocks */
  trueconf_dispatcher_set_blocking_threshold (dispatcher, 0);
  if (self->argv != NULL)
    make_exec (self);
  handler = trueconf_router_add_handler (TRUECONF_ROUTER (dispatcher), TRUECONF_TYPE_EVENT, filter, on_event,
                                         self, NULL);
  g_signal_connect (self->bot, "status-changed", G_CALLBACK (status_cb), self);
  reader = watch_reader (self);

  /* meanwhile the reader may go, or the first event not be written, and that is what is told then */
  if (tool_run_connect (self->run, &error) != NULL)
    {
      g_signal_connect (self->bot, "failed", G_CALLBACK (failed_cb), self);
      if (!tool_run_is_quiet (self->run))
        /* Translators: the TrueConf ID of the bot */
        tool_print_warning (_ ("Listening as %s"), trueconf_bot_get_user_id (self->bot));
      tool_run_loop (self->run);
    }
  else if (self->error == NULL)
    {
      self->error = g_steal_pointer (&error);
    }
  self->over = TRUE;
  end_programs (self);
  self->ending = TRUE;
  stop_bot (self);
  status = finish (self);

  if (reader != 0 && g_main_context_find_source_by_id (NULL, reader) != NULL)
    g_source_remove (reader);
  trueconf_router_remove_handler (TRUECONF_ROUTER (dispatcher), handler);
  g_signal_handlers_disconnect_by_data (self->bot, self);

  return status;
}

static int
run_listen (ToolRun *run)
{
  Listening self = { .run = run };
  g_autoptr (TrueconfFilter) filter = NULL;
  int status = check_usage (run);

  if (status != TOOL_STATUS_OK)
    return status;

  self.held = g_ptr_array_new_with_free_func (g_object_unref);
  self.count = tool_run_get_number (run, "count", 0);
  filter = make_filter (run, &self.error);
  if (filter != NULL && tool_run_has (run, "exec"))
    self.argv = make_argv (run, &self.error);
  if (self.error == NULL)
    self.bot = tool_run_make_bot (run, &self.error);
  status = self.bot != NULL ? listen (&self, filter) : tool_run_fail (run, self.error);

  tool_interrupt_set_last (NULL, NULL);
  g_clear_pointer (&self.exec, tool_exec_free);
  g_clear_pointer (&self.held, g_ptr_array_unref);
  g_clear_pointer (&self.argv, g_ptr_array_unref);
  g_clear_error (&self.error);

  return status;
}

static const ToolOption options[] = {
  { "filter", 'f', TOOL_VALUE_TEXT, N_ ("EXPRESSION"), N_ ("Only events of which this is true"), TRUE },
  { "count", 'n', TOOL_VALUE_NUMBER, N_ ("N"), N_ ("End after so many events (0: no limit)") },
  { "unread", 0, TOOL_VALUE_NONE, NULL, N_ ("Also messages that have come while nobody listened") },
  { "own", 0, TOOL_VALUE_NONE, NULL, N_ ("Also messages that others send with the bot's account") },
  { "system", 0, TOOL_VALUE_NONE, NULL,
    N_ ("Also the messages in which the server notes changes of a chat") },
  { "exec", 'x', TOOL_VALUE_FILE, N_ ("PROGRAM"), N_ ("Run this for each event, and send what it prints") },
  { "exec-timeout", 0, TOOL_VALUE_SECONDS, N_ ("SECONDS"), N_ ("End a program that takes longer (60)") },
  { "jobs", 0, TOOL_VALUE_NUMBER, N_ ("N"), N_ ("Run so many programs at once (4)") },
  { "reply", 0, TOOL_VALUE_NONE, NULL, N_ ("Send what it prints as a reply to the message") },
  { "html", 0, TOOL_VALUE_NONE, NULL, N_ ("What it prints is HTML, as far as the server knows it") },
  { "markdown", 0, TOOL_VALUE_NONE, NULL, N_ ("What it prints is Markdown, as far as the server knows it") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_listen = {
  .name = "listen",
  .arguments = N_ ("[ARGUMENT…]"),
  .summary = N_ ("Print events, or answer them with a program"),
  .description = N_ (
      "Each event is one line of JSON. The connection is made again whenever it is lost.\n\n"
      "An expression is made of tests with “and”, “or”, “not” and parentheses. A test compares event, method, chat, "
      "chat-type, author, type, text or any property of an event, such as document.mime-type, with a value: = and "
      "!=, < <= > >=, ^= (begins with), $= (ends with), *= (contains), ~= (regular expression). A name alone means "
      "that there is such a thing; “mention” is true of messages that mention the bot. Of several --filter all "
      "have to be true.\n\n"
      "With --exec nothing is printed. PROGRAM is run with the ARGUMENTs, without a shell, and reads the event on "
      "standard input. What it prints is sent to the chat of the event, unless it ends with another status than "
      "0. Without --filter it is run for messages and pressed buttons. The events of one chat follow each other; those of several chats are answered side by side. When the tool is "
      "ended, programs that have begun have five seconds to end; then they get SIGTERM, with all that they have "
      "started, and two seconds later SIGKILL. Another Ctrl-C shortens these waits. Put “--” in "
      "front of ARGUMENTs that begin with a dash."),
  .examples =
      "trueconf-bot listen --filter 'text ^= /status' --exec ./status.sh\n"
      "trueconf-bot listen --filter 'event = message and chat-type = group and mention' | jq .plain_text\n"
      "trueconf-bot listen --count 1 --filter 'author = nora and (text = yes or text = no)'",
  .options = options,
  .max_arguments = G_MAXUINT,
  .run = run_listen,
};
