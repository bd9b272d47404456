/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tool-arguments.h"
#include "tool-complete.h"
#include "tool-run.h"
#include "tool-help.h"
#include "tool-interrupt.h"
#include "tool-man.h"
#include "tool-print.h"
#include "tool-proxy.h"
#include "tool-terminal.h"

static int
check_arguments (ToolRun *run)
{
  const ToolCommand *command = tool_run_get_command (run);
  guint n = tool_run_get_n_arguments (run);

  if (n < command->min_arguments)
    /* Translators: the arguments of a command */
    return tool_run_fail_usage (run, _ ("Arguments are missing: %s"),
                                g_dgettext (GETTEXT_PACKAGE, command->arguments));
  if (n > command->max_arguments)
    /* Translators: an argument */
    return tool_run_fail_usage (run, _ ("There is nothing to be done with “%s”"),
                                tool_run_get_argument (run, command->max_arguments));

  return TOOL_STATUS_OK;
}

static int
print_config (ToolRun *run)
{
  g_autoptr (GError) error = NULL;
  ToolConfig *config = tool_run_get_whole_config (run, &error);

  if (config == NULL)
    return tool_run_fail (run, error);

  tool_config_print (config, tool_run_is_json (run));
  return TOOL_STATUS_OK;
}

static int
run_command (const ToolArguments *arguments)
{
  g_autoptr (ToolRun) run = tool_run_new (arguments->command, arguments->given, arguments->words);
  int status;

  if (tool_run_has (run, "print-config"))
    return print_config (run);

  status = check_arguments (run);

  return status == TOOL_STATUS_OK ? arguments->command->run (run) : status;
}

static int
choose (const ToolArguments *arguments)
{
  if (tool_arguments_has (arguments, "help"))
    {
      tool_help_print (arguments->command);
      return TOOL_STATUS_OK;
    }
  if (tool_arguments_has (arguments, "version"))
    {
      tool_print ("trueconf-bot %s\n", TOOL_VERSION);
      return TOOL_STATUS_OK;
    }
  if (arguments->command == NULL && tool_arguments_has (arguments, "print-config"))
    {
      static const ToolCommand none = { "", NULL, "", "" };
      g_autoptr (ToolRun) run = tool_run_new (&none, arguments->given, arguments->words);

      return print_config (run);
    }
  if (arguments->command == NULL)
    {
      tool_print_error (_ ("Which command? “trueconf-bot --help” lists them"));
      return TOOL_STATUS_USAGE;
    }

  return run_command (arguments);
}

static GThread *main_thread;
static GLogLevelFlags fatal_levels; /* those of G_DEBUG among them */

static const char *
find_domain (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      return fields[i].value;

  return NULL;
}

/* The library gives hints to those who write programs, for example that a plain text looks like markup. On a terminal they
 * help, too; a job of cron would send mail because of them. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  if ((level & G_LOG_LEVEL_MESSAGE) != 0 && !isatty (STDERR_FILENO))
    return G_LOG_WRITER_HANDLED;
  /* GLib has colours on every terminal; only its own writer ends the tool where G_DEBUG or the level says so */
  if ((level & (fatal_levels | G_LOG_FLAG_FATAL)) != 0 || !isatty (STDERR_FILENO) ||
      tool_terminal_has_colours (STDERR_FILENO))
    return g_log_writer_default (level, fields, n_fields, user_data);
  if (g_log_writer_default_would_drop (level, find_domain (fields, n_fields)))
    return G_LOG_WRITER_HANDLED;

  text = g_log_writer_format_fields (level, fields, n_fields, FALSE);
  line = g_strconcat (text, "\n", NULL);
  /* what is still to be printed, and the bar of progress, belong to the main thread */
  if (g_thread_self () == main_thread)
    tool_print_unchanged (line);
  else
    fputs (line, stderr);

  return G_LOG_WRITER_HANDLED;
}

/* Of a standard descriptor that is closed (“<&-”, “>&-”), the number would go to the next file or socket, and standard input would
 * be read from there. What is put in its place cannot be read or written either, so that using it is an error as before. */
static void
fill_standard_descriptors (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int
main (int argc, char **argv)
{
  g_auto (ToolArguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  fill_standard_descriptors ();
  tool_proxy_set_up ();
  setlocale (LC_ALL, "");
  /* numbers are the same in options, configurations and JSON everywhere */
  setlocale (LC_NUMERIC, "C");
  /* a reader that has gone is an error that is told of, not the end of a transfer */
  signal (SIGPIPE, SIG_IGN);
  main_thread = g_thread_self ();
  /* it can only be read by setting it */
  fatal_levels = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_always_fatal (fatal_levels);
  g_log_set_writer_func (write_log, NULL, NULL);
  /* standard output is for results, also when somebody looks for a fault with G_MESSAGES_DEBUG */
  g_log_writer_default_set_use_stderr (TRUE);

  /* for shells and for the build, not for people */
  if (argc > 1 && g_str_equal (argv[1], "__complete"))
    status = tool_complete (argv + 2);
  else if ((argc == 3 || argc == 4) && g_str_equal (argv[1], "__man"))
    status = tool_man (argv[2], argv[3]);
  else if (tool_arguments_parse (&arguments, argc, argv, &error))
    status = choose (&arguments);
  else
    {
      tool_print_error ("%s", error->message);
      status = TOOL_STATUS_USAGE;
    }

  g_clear_error (&error);
  if (!tool_print_flush (&error) && status == TOOL_STATUS_OK)
    {
      tool_print_error ("%s", error->message);
      status = TOOL_STATUS_OUTPUT;
    }
  /* a shell stops its loop only if a program has died of Ctrl-C */
  if (status > 128)
    tool_interrupt_die (status - 128);

  return status;
}
