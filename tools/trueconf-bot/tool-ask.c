/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "tool-ask.h"
#include "tool-terminal.h"

/* Of what a terminal hands over as one line. */
#define MAX_LINE 4096

static void
write_all (int fd, const char *text)
{
  gsize left = strlen (text);

  while (left > 0)
    {
      gssize n = write (fd, text, left);

      if (n < 0 && errno != EINTR)
        return;
      if (n > 0)
        {
          text += n;
          left -= (gsize) n;
        }
    }
}

/* The main loop goes on meanwhile, so that Ctrl-C ends it. */
static char *
read_line (ToolRun *run, int fd, GError **error)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (fd, FALSE);
  char buffer[MAX_LINE + 1] = { 0 };
  char *line;
  gssize n;

  g_input_stream_read_async (stream, buffer, MAX_LINE, G_PRIORITY_DEFAULT, tool_run_get_cancellable (run),
                             tool_run_ready, run);
  n = g_input_stream_read_finish (stream, tool_run_wait_patiently (run), error);
  if (n == 0)
    g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_NO_INPUT, _ ("Nothing was typed"));
  if (n <= 0)
    return NULL;

  buffer[strcspn (buffer, "\r\n")] = '\0';
  line = g_strdup (buffer);
#ifdef HAVE_EXPLICIT_BZERO
  explicit_bzero (buffer, sizeof buffer);
#endif

  return line;
}

/* ---- signals
 *
 * Whoever is stopped or ended while nothing is shown must not leave a terminal like that to the shell. Ctrl-C and SIGTERM end the
 * waiting, and the way out is the usual one; the rest is dealt with in handlers, which do what is allowed there. */

static const int leaving[] = { SIGTSTP, SIGTTIN, SIGTTOU, SIGHUP, SIGQUIT };

/* For the handlers, and but for the flags not changed while they are there. */
static struct
{
  int fd;
  pthread_t thread;
  gboolean silenced;
  struct termios before;
  struct termios silent;
  const char *question;
  volatile sig_atomic_t gone_on;
  volatile sig_atomic_t ahead; /* it has gone on, and a SIGCONT may still be on its way from another thread */
  volatile sig_atomic_t answered; /* nothing is to be hidden or asked any more */
  struct sigaction kept[G_N_ELEMENTS (leaving)];
  struct sigaction kept_continue;
} asked;

/* In the background the terminal is somebody else's. */
static gboolean
is_in_front (void)
{
  return tcgetpgrp (asked.fd) == getpgrp ();
}

/* What was typed so far is thrown away, and is not for the shell to show. */
static void
show_typing (void)
{
  int done;

  if (!asked.silenced)
    return;

  do
    done = tcsetattr (asked.fd, TCSAFLUSH, &asked.before);
  while (done < 0 && errno == EINTR);
}

/* A signal comes to any thread, and two of them must not ask at once. */
static gboolean
is_asking (void)
{
  return pthread_equal (pthread_self (), asked.thread) != 0;
}

static void leave_cb (int number);

static void
catch_leaving (void)
{
  struct sigaction action = { .sa_handler = leave_cb, .sa_flags = (int) (SA_NODEFER | SA_RESETHAND) };

  sigemptyset (&action.sa_mask);
  for (guint i = 0; i < G_N_ELEMENTS (leaving); i++)
    /* as with nohup */
    if (asked.kept[i].sa_handler != SIG_IGN)
      sigaction (leaving[i], &action, NULL);
}

/* The signals come first: as soon as the question is there, the next Ctrl-Z may come. */
static void
go_on (void)
{
  asked.gone_on = 1;
  catch_leaving ();
  if (asked.answered || !is_in_front ())
    return;

  if (asked.silenced)
    tcsetattr (asked.fd, TCSAFLUSH, &asked.silent);
  write_all (asked.fd, asked.question);
}

/* It has taken itself away, so that the same signal does what it does to every program. */
static void
leave_cb (int number)
{
  int code = errno;

  if (!is_asking ())
    {
      catch_leaving ();
      pthread_kill (asked.thread, number);
      errno = code;
      return;
    }

  if (is_in_front ())
    {
      show_typing ();
      write_all (asked.fd, "\n");
    }
  asked.gone_on = 0;
  asked.ahead = 0;
  raise (number);
  /* where nobody could continue it, the system does not stop it */
  if (!asked.gone_on)
    {
      go_on ();
      asked.ahead = 1;
    }
  errno = code;
}

static void
continue_cb (int number)
{
  int code = errno;

  if (!is_asking ())
    pthread_kill (asked.thread, number);
  else if (!asked.ahead)
    go_on ();
  else
    asked.ahead = 0;
  errno = code;
}

static void
catch_signals (void)
{
  struct sigaction action = { .sa_handler = continue_cb, .sa_flags = SA_RESTART };

  for (guint i = 0; i < G_N_ELEMENTS (leaving); i++)
    sigaction (leaving[i], NULL, &asked.kept[i]);
  catch_leaving ();
  sigemptyset (&action.sa_mask);
  sigaction (SIGCONT, &action, &asked.kept_continue);
}

static void
release_signals (void)
{
  sigaction (SIGCONT, &asked.kept_continue, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (leaving); i++)
    sigaction (leaving[i], &asked.kept[i], NULL);
}

/* ---- the question */

char *
tool_ask (ToolRun *run, const char *question, gboolean echo, const char *otherwise, GError **error)
{
  g_autofree char *clean = tool_terminal_clean (question, FALSE);
  g_autofree char *shown = tool_terminal_to_locale (clean);
  char *line;

  asked.fd = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (asked.fd < 0)
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_USAGE, otherwise);
      return NULL;
    }

  asked.thread = pthread_self ();
  asked.question = shown;
  asked.silenced = !echo && tcgetattr (asked.fd, &asked.before) == 0;
  asked.silent = asked.before;
  asked.silent.c_lflag &= ~(tcflag_t) (ECHO | ECHONL);
  asked.answered = 0;
  catch_signals ();

  /* what was typed ahead would have been shown */
  if (asked.silenced)
    tcsetattr (asked.fd, TCSAFLUSH, &asked.silent);
  write_all (asked.fd, shown);
  line = read_line (run, asked.fd, error);
  asked.answered = 1;
  if (asked.silenced)
    {
      show_typing ();
      write_all (asked.fd, "\n");
    }

  release_signals ();
  close (asked.fd);

  return line;
}
