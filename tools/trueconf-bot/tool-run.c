/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "tool-config.h"
#include "tool-interrupt.h"
#include "tool-login.h"
#include "tool-print.h"
#include "tool-progress.h"
#include "tool-run.h"

/* The server has answered all that matters: what is left is the good-bye. */
#define STOP_SECONDS 2.0

struct _ToolRun
{
  const ToolCommand *command;
  GPtrArray *given;
  GPtrArray *words;
  ToolConfig *config;
  TrueconfBot *bot;
  GCancellable *cancellable;
  GAsyncResult *result;   /* has come and was not fetched */
  GAsyncResult *returned; /* lives until the next one */
  const char *stdin_user;
  gint64 deadline;
  gboolean has_login; /* the token is that of “login” */
  gboolean patient;
  gboolean careful;
  gboolean timed_out;
  gboolean quit;
  int signal;
};

/* ---- what it was called with */

gboolean
tool_run_has (ToolRun *self, const char *option)
{
  for (guint i = 0; i < self->given->len; i++)
    {
      const ToolGiven *given = g_ptr_array_index (self->given, i);

      if (g_str_equal (given->option->name, option))
        return TRUE;
    }

  return FALSE;
}

const char *
tool_run_get (ToolRun *self, const char *option)
{
  for (guint i = self->given->len; i > 0; i--)
    {
      const ToolGiven *given = g_ptr_array_index (self->given, i - 1);

      if (g_str_equal (given->option->name, option))
        return given->value;
    }

  return NULL;
}

guint64
tool_run_get_number (ToolRun *self, const char *option, guint64 otherwise)
{
  const char *value = tool_run_get (self, option);

  return value != NULL ? g_ascii_strtoull (value, NULL, 10) : otherwise;
}

double
tool_run_get_seconds (ToolRun *self, const char *option, double otherwise)
{
  const char *value = tool_run_get (self, option);

  return value != NULL ? g_ascii_strtod (value, NULL) : otherwise;
}

GPtrArray *
tool_run_get_given (ToolRun *self)
{
  return self->given;
}

guint
tool_run_get_n_arguments (ToolRun *self)
{
  return self->words->len;
}

const char *
tool_run_get_argument (ToolRun *self, guint i)
{
  return i < self->words->len ? g_ptr_array_index (self->words, i) : NULL;
}

const ToolCommand *
tool_run_get_command (ToolRun *self)
{
  return self->command;
}

gboolean
tool_run_is_json (ToolRun *self)
{
  return tool_run_has (self, "json");
}

gboolean
tool_run_is_quiet (ToolRun *self)
{
  return tool_run_has (self, "quiet");
}

gboolean
tool_run_claim_stdin (ToolRun *self, const char *what, GError **error)
{
  if (self->stdin_user != NULL)
    {
      /* Translators: two names of options or arguments */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_USAGE, _ ("Standard input cannot be both %s and %s"),
                   self->stdin_user, what);
      return FALSE;
    }

  self->stdin_user = what;
  return TRUE;
}

GBytes *
tool_run_read_stdin (ToolRun *self, const char *what, gsize limit, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GByteArray) all = g_byte_array_new ();

  if (!tool_run_claim_stdin (self, what, error))
    return NULL;

  stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  while (TRUE)
    {
      g_autoptr (GBytes) bytes = NULL;

      g_input_stream_read_bytes_async (stream, 64 * 1024, G_PRIORITY_DEFAULT, self->cancellable,
                                       tool_run_ready, self);
      bytes = g_input_stream_read_bytes_finish (stream, tool_run_wait_patiently (self), error);
      if (bytes == NULL)
        {
          g_prefix_error (error, "%s: ", _ ("Standard input cannot be read"));
          return NULL;
        }
      if (g_bytes_get_size (bytes) == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));

      g_byte_array_append (all, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
      if (all->len > limit)
        {
          g_autofree char *size = g_format_size (limit);

          /* Translators: name of an option or argument, a size */
          g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA,
                       _ ("Standard input is too long for %s: the most is %s"), what, size);
          return NULL;
        }
    }
}

/* ---- settings and the bot */

static GBytes *
read_stdin_cb (gpointer data, const char *what, gsize limit, GError **error)
{
  return tool_run_read_stdin (data, what, limit, error);
}

ToolConfig *
tool_run_get_config (ToolRun *self, GError **error)
{
  if (self->config != NULL)
    return self->config;

  self->config = tool_config_load (self->given, read_stdin_cb, self, error);
  if (self->config != NULL)
    tool_login_apply (self->config);

  return self->config;
}

ToolConfig *
tool_run_get_whole_config (ToolRun *self, GError **error)
{
  ToolConfig *config = tool_run_get_config (self, error);

  if (config != NULL && tool_login_apply_token (config, self->cancellable))
    self->has_login = TRUE;

  return config;
}

static gboolean
check_settings (ToolConfig *config, GError **error)
{
  g_autofree char *file = g_build_filename (g_get_user_config_dir (), "trueconf-bot", "config.ini", NULL);

  if (tool_config_get (config, TOOL_SETTING_SERVER) == NULL)
    {
      /* Translators: path of the configuration */
      g_set_error (
          error, TOOL_ERROR, TOOL_STATUS_CONFIG,
          _ ("No server is set. Give --server HOST, or TRUECONF_SERVER in the environment, or “server=HOST” in %s"),
          file);
      return FALSE;
    }
  if (tool_config_get (config, TOOL_SETTING_TOKEN) != NULL)
    return TRUE;
  if (tool_config_get (config, TOOL_SETTING_USER) == NULL)
    {
      /* Translators: path of the configuration */
      g_set_error (
          error, TOOL_ERROR, TOOL_STATUS_CONFIG,
          _ ("Nothing is set to log in with. Run “trueconf-bot login” once, or give --user NAME and --password-file FILE, or --token-file FILE, or the same in %s"),
          file);
      return FALSE;
    }
  if (tool_config_get (config, TOOL_SETTING_PASSWORD) == NULL)
    {
      /* Translators: user name, path of the configuration */
      g_set_error (
          error, TOOL_ERROR, TOOL_STATUS_CONFIG,
          _ ("There is no password for %s. Give --password-file FILE, or TRUECONF_PASSWORD_FILE in the environment, or “password-file=FILE” in %s"),
          tool_config_get (config, TOOL_SETTING_USER), file);
      return FALSE;
    }

  return TRUE;
}

TrueconfBot *
tool_run_make_bot (ToolRun *self, GError **error)
{
  ToolConfig *config;
  gboolean with_password;
  guint retries;

  if (self->bot != NULL)
    return self->bot;
  config = tool_run_get_whole_config (self, error);
  if (config == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !check_settings (config, error))
    return NULL;

  with_password = tool_config_get (config, TOOL_SETTING_PASSWORD) != NULL;
  retries = tool_config_get_number (config, TOOL_SETTING_RETRIES);
  self->bot = g_object_new (
      TRUECONF_TYPE_BOT, "server", tool_config_get (config, TOOL_SETTING_SERVER), "port",
      tool_config_get_number (config, TOOL_SETTING_PORT), "https",
      tool_config_get_boolean (config, TOOL_SETTING_TLS), "token",
      tool_config_get (config, TOOL_SETTING_TOKEN), /* a token says itself whose it is */
      "username", with_password ? tool_config_get (config, TOOL_SETTING_USER) : NULL, "password",
      tool_config_get (config, TOOL_SETTING_PASSWORD), "client-id",
      with_password ? tool_config_get (config, TOOL_SETTING_CLIENT_ID) : NULL, "tls-ca-file",
      tool_config_get (config, TOOL_SETTING_CA_FILE), "verify-tls",
      tool_config_get_boolean (config, TOOL_SETTING_VERIFY_TLS), "ws-max-retries",
      (int) MIN (retries, G_MAXINT - 1) + 1, "timeout",
      MAX (0.1, tool_config_get_seconds (config, TOOL_SETTING_TIMEOUT)), "offline-timeout",
      tool_config_get_seconds (config, TOOL_SETTING_TIMEOUT), "stop-timeout", STOP_SECONDS, NULL);

  return self->bot;
}

TrueconfBot *
tool_run_connect (ToolRun *self, GError **error)
{
  TrueconfBot *bot = tool_run_make_bot (self, error);

  if (bot == NULL || trueconf_bot_get_authorized (bot))
    return bot;

  trueconf_bot_start_async (bot, self->cancellable, tool_run_ready, self);

  return trueconf_bot_start_finish (bot, tool_run_wait (self), error) ? bot : NULL;
}

/* ---- waiting */

GCancellable *
tool_run_get_cancellable (ToolRun *self)
{
  return self->cancellable;
}

void
tool_run_ready (GObject *source, GAsyncResult *result, gpointer run)
{
  ToolRun *self = run;

  g_set_object (&self->result, result);
}

void
tool_run_touch (ToolRun *self)
{
  double seconds = self->config != NULL ? tool_config_get_seconds (self->config, TOOL_SETTING_TIMEOUT) : 30.0;

  /* the bot itself tells best what did not come in time */
  seconds += 1.0;
  self->deadline = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
}

static gboolean
deadline_cb (gpointer user_data)
{
  ToolRun *self = user_data;

  if (!self->patient && g_get_monotonic_time () >= self->deadline)
    {
      self->timed_out = TRUE;
      g_cancellable_cancel (self->cancellable);
    }

  return G_SOURCE_CONTINUE;
}

/* The source looks at the deadline again and again, since progress moves it. */
static GSource *
watch_deadline (ToolRun *self)
{
  GSource *source = g_timeout_source_new (100);

  g_source_set_callback (source, deadline_cb, self, NULL);
  g_source_attach (source, NULL);

  return source;
}

GAsyncResult *
tool_run_wait (ToolRun *self)
{
  GSource *timer;

  tool_run_touch (self);
  timer = watch_deadline (self);
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (timer);
  g_source_unref (timer);

  g_clear_object (&self->returned);
  self->returned = g_steal_pointer (&self->result);

  return self->returned;
}

GAsyncResult *
tool_run_wait_patiently (ToolRun *self)
{
  gboolean patient = self->patient;
  GAsyncResult *result;

  self->patient = TRUE;
  result = tool_run_wait (self);
  self->patient = patient;

  return result;
}

void
tool_run_set_patient (ToolRun *self)
{
  self->patient = TRUE;
}

void
tool_run_set_careful (ToolRun *self)
{
  self->careful = TRUE;
}

void
tool_run_loop (ToolRun *self)
{
  while (!self->quit && !g_cancellable_is_cancelled (self->cancellable))
    g_main_context_iteration (NULL, TRUE);
}

void
tool_run_quit (ToolRun *self)
{
  self->quit = TRUE;
  g_main_context_wakeup (NULL);
}

void
tool_run_progress (goffset current, goffset total, gpointer run)
{
  tool_run_touch (run);
  tool_progress_update (current, total);
}

int
tool_run_get_signal (ToolRun *self)
{
  return self->signal;
}

/* ---- the end */

static int
fail_timed_out (ToolRun *self)
{
  double seconds = self->config != NULL ? tool_config_get_seconds (self->config, TOOL_SETTING_TIMEOUT) : 30.0;
  const GError *last = self->bot != NULL ? trueconf_bot_get_last_error (self->bot) : NULL;

  if (self->bot == NULL || trueconf_bot_get_authorized (self->bot))
    {
      /* Translators: seconds */
      tool_print_error (
          _ ("Nothing has happened for %g s. Look whether it was done before you repeat it; --timeout gives more time"),
          seconds);
      return TOOL_STATUS_UNKNOWN;
    }
  if (last != NULL)
    {
      tool_print_error ("%s", last->message);
      return (int) tool_status_from_error (last);
    }

  /* Translators: name or address of a server, seconds */
  tool_print_error (
      _ ("%s has not answered for %g s. Check the name and the port, or give more time with --timeout"),
      trueconf_bot_get_server (self->bot), seconds);
  return TOOL_STATUS_UNAVAILABLE;
}

static gboolean
needs_login (const GError *error)
{
  return g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TOKEN_EXPIRED) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_TOKEN) ||
         g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_INVALID_CREDENTIALS) ||
         g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CREDENTIALS_EXPIRED);
}

int
tool_run_fail (ToolRun *self, const GError *error)
{
  gboolean cancelled = g_cancellable_is_cancelled (self->cancellable);

  tool_progress_end ();
  if (cancelled && self->signal != 0)
    return 128 + self->signal;
  if (cancelled && self->timed_out &&
      (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    return fail_timed_out (self);
  g_return_val_if_fail (error != NULL, TOOL_STATUS_FAILED);

  if (self->has_login && needs_login (error))
    /* Translators: what is wrong with a token */
    tool_print_error (_ ("%s. “trueconf-bot login” gets a new token"), error->message);
  else
    tool_print_error ("%s", error->message);
  return (int) tool_status_from_error (error);
}

int
tool_run_fail_usage (ToolRun *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: what is wrong, name of a command */
  tool_print_error (_ ("%s. See “trueconf-bot %s --help”"), text, self->command->name);

  return TOOL_STATUS_USAGE;
}

/* ---- for main() */

static void
take_signal (int number, gpointer data)
{
  ToolRun *self = data;

  self->signal = number;
  g_cancellable_cancel (self->cancellable);
  /* a second signal ends the program at once */
  if (!self->careful)
    tool_interrupt_unwatch ();
}

ToolRun *
tool_run_new (const ToolCommand *command, GPtrArray *given, GPtrArray *words)
{
  ToolRun *self = g_new0 (ToolRun, 1);

  self->command = command;
  self->given = g_ptr_array_ref (given);
  self->words = g_ptr_array_ref (words);
  self->cancellable = g_cancellable_new ();
  tool_interrupt_watch (take_signal, self);

  return self;
}

static void
stop_bot (ToolRun *self)
{
  if (self->signal != 0)
    trueconf_bot_set_stop_timeout (self->bot, 0);
  g_clear_object (&self->result);
  trueconf_bot_stop_async (self->bot, NULL, tool_run_ready, self);
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
tool_run_free (ToolRun *self)
{
  if (self->bot != NULL)
    stop_bot (self);
  g_clear_object (&self->bot);
  g_clear_object (&self->result);
  g_clear_object (&self->returned);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->config, tool_config_free);
  tool_interrupt_unwatch ();
  g_ptr_array_unref (self->given);
  g_ptr_array_unref (self->words);
  g_free (self);
}
