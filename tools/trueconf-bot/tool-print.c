/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tool-interrupt.h"
#include "tool-print.h"
#include "tool-progress.h"
#include "tool-status.h"
#include "tool-terminal.h"
#include "tool-write.h"

/* What is printed is collected to so many bytes. */
#define BUFFER_SIZE (32 * 1024)

/* Not stdio's, which does not let go of a reader that does not read. */
static GString *buffer;

/* What went wrong first: later writes may succeed again, as on a disk where somebody has made room. */
static int output_errno;

static void
write_buffer (void)
{
  if (buffer == NULL || buffer->len == 0)
    return;

  if (!tool_write (STDOUT_FILENO, buffer->str, buffer->len) && output_errno == 0)
    output_errno = errno;
  g_string_truncate (buffer, 0);
}

static void
write_output (const char *text)
{
  if (buffer == NULL)
    buffer = g_string_sized_new (BUFFER_SIZE);
  g_string_append (buffer, text);
  if (buffer->len < BUFFER_SIZE && !tool_terminal_is_there (STDOUT_FILENO))
    return;

  /* whoever prints much does not run the main loop meanwhile */
  tool_interrupt_check ();
  write_buffer ();
}

void
tool_print (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  tool_progress_hide ();
  shown = tool_terminal_to_locale (text);
  write_output (shown);
}

void
tool_print_path (const char *path)
{
  if (tool_terminal_is_there (STDOUT_FILENO))
    {
      g_autofree char *clean = tool_terminal_clean (path, FALSE);

      tool_print ("%s\n", clean);
      return;
    }

  tool_progress_hide ();
  write_output (path);
  write_output ("\n");
}

/* JSON allows these in strings as they are. But terminals obey controls and turn lines around, and some programs take separators for
 * line breaks. */
static gboolean
needs_escape (gunichar c)
{
  return (c >= 0x7f && c <= 0x9f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* One line for everybody. */
char *
tool_print_format_json (JsonNode *node)
{
  g_autofree char *json = json_to_string (node, FALSE);
  GString *text = g_string_sized_new (strlen (json));

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (needs_escape (c))
        g_string_append_printf (text, "\\u%04x", c);
      else
        g_string_append_len (text, p, g_utf8_next_char (p) - p);
    }

  return g_string_free (text, FALSE);
}

void
tool_print_json (JsonNode *node)
{
  g_autofree char *text = tool_print_format_json (node);

  tool_progress_hide ();
  write_output (text);
  write_output ("\n");
}

void
tool_print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  tool_print_json (node);
}

gboolean
tool_print_flush (GError **error)
{
  write_buffer ();
  if (output_errno == 0)
    return TRUE;

  /* Translators: what the system says */
  g_set_error (error, TOOL_ERROR, TOOL_STATUS_OUTPUT, _ ("Standard output cannot be written: %s"),
               g_strerror (output_errno));
  return FALSE;
}

static void
print_line (ToolColour colour, const char *text)
{
  g_autofree char *clean = tool_terminal_clean (text, FALSE);
  g_autofree char *shown = tool_terminal_to_locale (clean);
  g_autofree char *line =
      g_strdup_printf ("%strueconf-bot:%s %s\n", tool_terminal_colour (STDERR_FILENO, colour),
                       tool_terminal_colour (STDERR_FILENO, TOOL_COLOUR_NONE), shown);

  tool_print_unchanged (line);
}

void
tool_print_unchanged (const char *text)
{
  tool_progress_hide ();
  /* what was printed before stands before it on a terminal, too */
  write_buffer ();
  tool_write (STDERR_FILENO, text, strlen (text));
}

void
tool_print_error (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  print_line (TOOL_COLOUR_BAD, text);
}

void
tool_print_warning (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  print_line (TOOL_COLOUR_WARNING, text);
}
