/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "tool-progress.h"
#include "tool-terminal.h"

/* A terminal over a slow line is not flooded. */
#define REDRAW_INTERVAL (G_USEC_PER_SEC / 15)
#define BAR_CELLS       24

static struct
{
  gboolean active;
  gboolean shown;
  char *name;
  goffset current;
  goffset total;
  gint64 drawn;
} bar;

static void
append_bar (GString *line, guint percent)
{
  g_string_append_c (line, '[');
  for (guint i = 0; i < BAR_CELLS; i++)
    g_string_append_c (line, i < percent * BAR_CELLS / 100 ? '#' : '.');
  g_string_append (line, "] ");
}

/* The least comes first: in a narrow terminal the rest is left out. */
static char *
format_state (glong room)
{
  g_autofree char *done = g_format_size ((guint64) MAX (bar.current, 0));
  g_autofree char *all = NULL;
  g_autofree char *sizes = NULL;
  GString *line = g_string_new (NULL);
  guint percent;

  if (bar.total <= 0)
    return g_string_free (g_string_append (line, done), FALSE);

  percent = (guint) (CLAMP (bar.current, 0, bar.total) * 100 / bar.total);
  all = g_format_size ((guint64) bar.total);
  sizes = g_strdup_printf (" %s / %s", done, all);
  if (room >= BAR_CELLS + 9 + g_utf8_strlen (sizes, -1))
    append_bar (line, percent);
  g_string_append_printf (line, "%3u %%", percent);
  if (room >= 5 + g_utf8_strlen (sizes, -1))
    g_string_append (line, sizes);

  return g_string_free (line, FALSE);
}

static void
draw (void)
{
  /* a line that is full to its end would begin a new one */
  glong room = (int) tool_terminal_get_columns (STDERR_FILENO) - 1;
  g_autofree char *state = format_state (room);
  glong length = g_utf8_strlen (bar.name, -1);
  g_autofree char *name = NULL;
  g_autofree char *line = NULL;
  g_autofree char *shown = NULL;

  room -= g_utf8_strlen (state, -1) + 1;
  name = g_utf8_substring (bar.name, 0, CLAMP (room, 0, length));
  line = g_strconcat (name, *name != '\0' ? " " : "", state, NULL);
  shown = tool_terminal_to_locale (line);

  fprintf (stderr, "\r%s\033[K", shown);
  fflush (stderr);
  bar.shown = TRUE;
  bar.drawn = g_get_monotonic_time ();
}

void
tool_progress_begin (const char *name, gboolean quiet)
{
  tool_progress_end ();
  g_free (bar.name);
  bar.name = tool_terminal_clean (name, FALSE);
  bar.active = !quiet && tool_terminal_is_there (STDERR_FILENO);
  bar.current = 0;
  bar.total = -1;
  bar.drawn = 0;
}

void
tool_progress_update (goffset current, goffset total)
{
  if (!bar.active)
    return;

  bar.current = current;
  bar.total = total;
  if (g_get_monotonic_time () - bar.drawn >= REDRAW_INTERVAL || current == total)
    draw ();
}

void
tool_progress_hide (void)
{
  if (!bar.shown)
    return;

  fputs ("\r\033[K", stderr);
  fflush (stderr);
  bar.shown = FALSE;
}

void
tool_progress_end (void)
{
  if (bar.active && bar.shown)
    {
      draw ();
      fputs ("\n", stderr);
    }
  bar.active = FALSE;
  bar.shown = FALSE;
}
