/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tool-exec.h"
#include "tool-print.h"
#include "tool-proxy.h"

/* Far more than anybody reads in a chat; the server takes it in pieces of 4096 characters. */
#define MAX_OUTPUT (256 * 1024)
#define CHUNK      4096

/* Seconds between the signal that asks a program to end and the one that ends it. */
#define GRACE 2

/* Between two looks at whether programs have ended, where the main loop does not tell. */
#define POLL_MICROSECONDS 20000

typedef struct
{
  ToolExec *exec;
  TrueconfEvent *event;
  TrueconfContext *context;
  char *line;
  GSubprocess *process;
  pid_t group;
  GCancellable *cancellable; /* of the pipes, then of the answer */
  GByteArray *output;
  GSource *timer;
  guint pending; /* asynchronous operations */
  gboolean timed_out;
  gboolean interrupted;
  gboolean too_long;
  gboolean exited;
} Job;

struct _ToolExec
{
  TrueconfBot *bot;
  ToolExecSettings settings;
  ToolExecDone done;
  gpointer data;
  GQueue waiting;
  GQueue dropped;
  GPtrArray *running; /* not owned */
};

static void start_waiting (ToolExec *self);
static void finish_job (Job *job);

static void
clear_timer (Job *job)
{
  if (job->timer != NULL)
    g_source_destroy (job->timer);
  g_clear_pointer (&job->timer, g_source_unref);
}

static void
job_free (Job *job)
{
  clear_timer (job);
  g_clear_object (&job->event);
  g_clear_object (&job->context);
  g_clear_object (&job->process);
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->output, g_byte_array_unref);
  g_free (job->line);
  g_free (job);
}

static const char *
get_program (Job *job)
{
  return job->exec->settings.argv[0];
}

static void
end_job (Job *job, gboolean failed)
{
  ToolExec *self = job->exec;

  g_ptr_array_remove_fast (self->running, job);
  trueconf_context_release (job->context);
  job_free (job);
  self->done (failed, self->data);
  start_waiting (self);
}

/* ---- the answer */

/* A pressed button says it in the message that has the button. */
static TrueconfMessage *
get_message (TrueconfEvent *event)
{
  if (TRUECONF_IS_MESSAGE (event))
    return TRUECONF_MESSAGE (event);
  if (TRUECONF_IS_CALLBACK_QUERY (event))
    return trueconf_callback_query_get_message (TRUECONF_CALLBACK_QUERY (event));

  return NULL;
}

static char *
dup_property (gpointer object, const char *name)
{
  GParamSpec *property =
      object != NULL ? g_object_class_find_property (G_OBJECT_GET_CLASS (object), name) : NULL;
  char *value = NULL;

  if (property != NULL && property->value_type == G_TYPE_STRING)
    g_object_get (object, name, &value, NULL);

  return value;
}

static char *
dup_chat_id (TrueconfEvent *event)
{
  TrueconfMessage *message = get_message (event);

  return dup_property (message != NULL ? (gpointer) message : event, "chat-id");
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) sent = trueconf_bot_send_long_message_finish (TRUECONF_BOT (source), result, &error);

  if (sent == NULL)
    /* Translators: why */
    tool_print_warning (_ ("An answer was not sent: %s"), error->message);
  end_job (job, sent == NULL);
}

static void
answer (Job *job)
{
  ToolExec *self = job->exec;
  TrueconfMessage *message = get_message (job->event);
  g_autofree char *chat = dup_chat_id (job->event);
  gsize length = job->output->len;
  g_autofree char *text = NULL;

  while (length > 0 && g_ascii_isspace (job->output->data[length - 1]))
    length--;
  if (length == 0)
    {
      end_job (job, FALSE);
      return;
    }
  if (!g_utf8_validate ((const char *) job->output->data, (gssize) length, NULL))
    {
      /* Translators: a program */
      tool_print_warning (_ ("What %s has printed is not UTF-8, and was not sent"), get_program (job));
      end_job (job, TRUE);
      return;
    }
  if (chat == NULL)
    {
      /* Translators: a program, the name of an event */
      tool_print_warning (_ ("What %s has printed was not sent: the event %s belongs to no chat"),
                          get_program (job), trueconf_event_get_method (job->event));
      end_job (job, TRUE);
      return;
    }

  /* that of the pipes is used up */
  g_clear_object (&job->cancellable);
  job->cancellable = g_cancellable_new ();
  text = g_strndup ((const char *) job->output->data, length);
  trueconf_bot_send_long_message_async (
      self->bot, chat, text, self->settings.parse_mode,
      self->settings.reply && message != NULL ? trueconf_message_get_message_id (message) : NULL,
      job->cancellable, answered_cb, job);
}

/* ---- the program */

/* Its own children, too, also when it has left them behind: they are in a group. Returns whether there was any. */
static gboolean
signal_job (Job *job, int number)
{
  return job->group > 0 && kill (-job->group, number) == 0;
}

static void set_timer (Job *job, double seconds, GSourceFunc func);

/* A child of it that has left the group may keep the pipe open. */
static gboolean
kill_cb (gpointer user_data)
{
  Job *job = user_data;

  signal_job (job, SIGKILL);
  g_cancellable_cancel (job->cancellable);

  return G_SOURCE_REMOVE;
}

static void
end_program (Job *job)
{
  signal_job (job, SIGTERM);
  set_timer (job, GRACE, kill_cb);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Job *job = user_data;

  job->timed_out = TRUE;
  end_program (job);

  return G_SOURCE_REMOVE;
}

static void
set_timer (Job *job, double seconds, GSourceFunc func)
{
  clear_timer (job);
  job->timer = g_timeout_source_new ((guint) (seconds * 1000));
  g_source_set_callback (job->timer, func, job, NULL);
  g_source_attach (job->timer, NULL);
}

/* Returns whether it went well; otherwise it has been told. */
static gboolean
judge (Job *job)
{
  int status = job->process != NULL && job->exited ? g_subprocess_get_status (job->process) : 0;

  if (job->timed_out)
    /* Translators: a program, seconds */
    tool_print_warning (_ ("%s was ended after %g s, and nothing was sent; --exec-timeout gives more time"),
                        get_program (job), job->exec->settings.timeout);
  else if (job->too_long)
    /* Translators: a program */
    tool_print_warning (_ ("%s was ended because it printed too much for an answer, and nothing was sent"),
                        get_program (job));
  else if (job->interrupted)
    /* Translators: a program */
    tool_print_warning (_ ("%s was ended, and nothing was sent"), get_program (job));
  else if (!job->exited)
    return FALSE;
  else if (WIFSIGNALED (status))
    /* Translators: a program, the number of a signal, its name */
    tool_print_warning (_ ("%s died of the signal %d (%s), and nothing was sent"), get_program (job),
                        WTERMSIG (status), strsignal (WTERMSIG (status)));
  else if (WEXITSTATUS (status) != 0)
    /* Translators: a program, a number */
    tool_print_warning (_ ("%s ended with the status %d, and nothing was sent"), get_program (job),
                        WEXITSTATUS (status));
  else
    return TRUE;

  return FALSE;
}

static void
finish_job (Job *job)
{
  if (--job->pending > 0)
    return;

  clear_timer (job);
  /* it has ended, and its number may be that of others by now */
  job->group = 0;
  if (judge (job))
    answer (job);
  else
    end_job (job, TRUE);
}

static void
exited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;

  job->exited = g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  finish_job (job);
}

/* A program need not read its input. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  finish_job (job);
}

static void read_more (Job *job);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      /* whoever has not read all by now does not want it */
      g_cancellable_cancel (job->cancellable);
      finish_job (job);
      return;
    }

  if (job->output->len + g_bytes_get_size (bytes) <= MAX_OUTPUT)
    {
      g_byte_array_append (job->output, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
    }
  else if (!job->too_long)
    {
      job->too_long = TRUE;
      end_program (job);
    }
  read_more (job);
}

static void
read_more (Job *job)
{
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (job->process), CHUNK, G_PRIORITY_DEFAULT,
                                   job->cancellable, read_cb, job);
}

/* In the child. Its group can be ended as a whole, and Ctrl-C leaves it the time to end. */
static void
set_up_child (gpointer user_data)
{
  setpgid (0, 0);
  signal (SIGPIPE, SIG_DFL);
}

/* For shell scripts. A text is not among them: what is not quoted well there would be read as words. */
static void
set_environment (GSubprocessLauncher *launcher, TrueconfEvent *event)
{
  TrueconfMessage *message = get_message (event);
  TrueconfAuthor *author = message != NULL ? trueconf_message_get_author (message) : NULL;
  g_autofree char *chat = dup_chat_id (event);
  const struct
  {
    const char *name;
    const char *value;
  } variables[] = {
    { "TRUECONF_EVENT_METHOD", trueconf_event_get_method (event) },
    { "TRUECONF_EVENT_CHAT", chat },
    { "TRUECONF_EVENT_MESSAGE", message != NULL ? trueconf_message_get_message_id (message) : NULL },
    { "TRUECONF_EVENT_AUTHOR", author != NULL ? trueconf_author_get_id (author) : NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      if (variables[i].value != NULL)
        g_subprocess_launcher_setenv (launcher, variables[i].name, variables[i].value, TRUE);
      else
        g_subprocess_launcher_unsetenv (launcher, variables[i].name);
    }
}

static void
start_job (Job *job)
{
  ToolExec *self = job->exec;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  const char *identifier;

  g_ptr_array_add (self->running, job);
  job->cancellable = g_cancellable_new ();
  job->output = g_byte_array_new ();
  g_subprocess_launcher_set_child_setup (launcher, set_up_child, NULL, NULL);
  set_environment (launcher, job->event);
  tool_proxy_clean (launcher);
  job->process = g_subprocess_launcher_spawnv (launcher, self->settings.argv, &error);
  if (job->process == NULL)
    {
      /* Translators: a program, why */
      tool_print_warning (_ ("%s cannot be run: %s"), get_program (job), error->message);
      end_job (job, TRUE);
      return;
    }

  identifier = g_subprocess_get_identifier (job->process);
  job->group = identifier != NULL ? (pid_t) g_ascii_strtoll (identifier, NULL, 10) : 0;
  job->pending = 3;
  set_timer (job, self->settings.timeout, timeout_cb);
  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (job->process), job->line, strlen (job->line),
                                   G_PRIORITY_DEFAULT, job->cancellable, written_cb, job);
  read_more (job);
  g_subprocess_wait_async (job->process, NULL, exited_cb, job);
}

/* ---- the queue */

static void
start_waiting (ToolExec *self)
{
  while (self->waiting.length > 0 && self->running->len < self->settings.max_running)
    start_job (g_queue_pop_head (&self->waiting));
}

void
tool_exec_run (ToolExec *self, TrueconfEvent *event, TrueconfContext *context, const char *line)
{
  Job *job = g_new0 (Job, 1);

  trueconf_context_hold (context);
  job->exec = self;
  job->event = g_object_ref (event);
  job->context = g_object_ref (context);
  job->line = g_strdup (line);
  g_queue_push_tail (&self->waiting, job);
  start_waiting (self);
}

gboolean
tool_exec_is_busy (ToolExec *self)
{
  return self->running->len > 0 || self->waiting.length > 0;
}

void
tool_exec_drop_waiting (ToolExec *self)
{
  Job *job;

  while ((job = g_queue_pop_head (&self->waiting)) != NULL)
    g_queue_push_tail (&self->dropped, job);
}

void
tool_exec_kill (ToolExec *self)
{
  for (guint i = 0; i < self->running->len; i++)
    {
      Job *job = g_ptr_array_index (self->running, i);

      if (job->interrupted)
        {
          kill_cb (job);
          clear_timer (job);
          continue;
        }
      job->interrupted = TRUE;
      end_program (job);
    }
}

static gboolean
signal_all (ToolExec *self, int number)
{
  gboolean reached = FALSE;

  for (guint i = 0; i < self->running->len; i++)
    reached = signal_job (g_ptr_array_index (self->running, i), number) || reached;

  return reached;
}

void
tool_exec_kill_now (ToolExec *self)
{
  gint64 end = g_get_monotonic_time () + GRACE * G_USEC_PER_SEC;

  signal_all (self, SIGTERM);
  while (signal_all (self, 0) && g_get_monotonic_time () < end)
    g_usleep (POLL_MICROSECONDS);
  signal_all (self, SIGKILL);
}

ToolExec *
tool_exec_new (TrueconfBot *bot, const ToolExecSettings *settings, ToolExecDone done, gpointer data)
{
  ToolExec *self = g_new0 (ToolExec, 1);

  self->bot = g_object_ref (bot);
  self->settings = *settings;
  self->done = done;
  self->data = data;
  self->running = g_ptr_array_new ();

  return self;
}

/* Nothing runs any more, and the bot is stopped: what is released now is not acknowledged. */
void
tool_exec_free (ToolExec *self)
{
  Job *job;

  g_assert (self->running->len == 0);

  tool_exec_drop_waiting (self);
  while ((job = g_queue_pop_head (&self->dropped)) != NULL)
    {
      trueconf_context_release (job->context);
      job_free (job);
    }
  g_ptr_array_unref (self->running);
  g_object_unref (self->bot);
  g_free (self);
}
