/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>

#include "tool-interrupt.h"

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

/* Each signal has two sources: one of the main loop, and one of a context that can be looked at while the main loop does not run.
 * Events of a bot are only dispatched in the former. */
static struct
{
  GMainContext *aside;
  GSource *main_sources[G_N_ELEMENTS (numbers)];
  GSource *aside_sources[G_N_ELEMENTS (numbers)];
  int come; /* seen aside */
  ToolInterruptFunc func;
  gpointer data;
  void (*last) (gpointer data);
  gpointer last_data;
} watch;

static void
look_aside (void)
{
  while (g_main_context_iteration (watch.aside, FALSE))
    ;
}

static gboolean
main_cb (gpointer user_data)
{
  look_aside ();
  watch.come = 0;
  watch.func (GPOINTER_TO_INT (user_data), watch.data);

  return G_SOURCE_CONTINUE;
}

static gboolean
aside_cb (gpointer user_data)
{
  watch.come = GPOINTER_TO_INT (user_data);

  return G_SOURCE_CONTINUE;
}

static GSource *
add_source (int number, GSourceFunc func, GMainContext *context)
{
  GSource *source = g_unix_signal_source_new (number);

  g_source_set_callback (source, func, GINT_TO_POINTER (number), NULL);
  g_source_attach (source, context);

  return source;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
is_left_alone (int number)
{
  struct sigaction action;

  return number == SIGHUP && sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void
tool_interrupt_watch (ToolInterruptFunc func, gpointer data)
{
  if (watch.aside == NULL)
    watch.aside = g_main_context_new ();
  watch.func = func;
  watch.data = data;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      if (watch.main_sources[i] != NULL || is_left_alone (numbers[i]))
        continue;
      watch.main_sources[i] = add_source (numbers[i], main_cb, NULL);
      watch.aside_sources[i] = add_source (numbers[i], aside_cb, watch.aside);
    }
}

void
tool_interrupt_unwatch (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      clear_source (&watch.main_sources[i]);
      clear_source (&watch.aside_sources[i]);
    }
  watch.come = 0;
}

void
tool_interrupt_set_last (void (*func) (gpointer data), gpointer data)
{
  watch.last = func;
  watch.last_data = data;
}

void
tool_interrupt_check (void)
{
  if (watch.aside != NULL)
    look_aside ();
  if (watch.come == 0)
    return;

  if (watch.last != NULL)
    watch.last (watch.last_data);
  tool_interrupt_die (watch.come);
}

void
tool_interrupt_die (int number)
{
  signal (number, SIG_DFL);
  raise (number);
  /* it is blocked, as some programs leave it to their children */
  _exit (128 + number);
}
