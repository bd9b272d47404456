/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tool-file.h"
#include "tool-print.h"
#include "tool-terminal.h"
#include "tool-text.h"

#define MAX_TEXT (16 * 1024 * 1024)

static char *
to_utf8 (const char *text, gsize length, const char *what, GError **error)
{
  char *converted;

  if (g_utf8_validate_len (text, length, NULL))
    return g_strndup (text, length);

  /* what has NUL in it is no text in any locale */
  converted = memchr (text, '\0', length) == NULL && !g_get_charset (NULL)
                  ? g_locale_to_utf8 (text, (gssize) length, NULL, NULL, NULL)
                  : NULL;
  if (converted == NULL)
    /* Translators: an option, an argument or a path */
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA,
                 _ ("%s is not text in UTF-8. Convert it, for example with iconv"), what);

  return converted;
}

static char *
take (const char *text, gsize length, const char *what, GError **error)
{
  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
    length--;

  return to_utf8 (text, length, what, error);
}

char *
tool_text_to_utf8 (const char *text, const char *what, GError **error)
{
  return to_utf8 (text, strlen (text), what, error);
}

static char *
read_stdin (ToolRun *run, const char *what, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *data;

  if (tool_terminal_is_there (STDIN_FILENO) && tool_terminal_is_there (STDERR_FILENO) &&
      !tool_run_is_quiet (run))
    tool_print_warning (_ ("Write the text; Ctrl-D in an empty line sends it"));
  bytes = tool_run_read_stdin (run, what, MAX_TEXT, error);
  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);

  return take (length > 0 ? data : "", length, _ ("Standard input"), error);
}

char *
tool_text_read (ToolRun *run, const char *argument, GError **error)
{
  if (argument == NULL || g_str_equal (argument, "-"))
    return read_stdin (run, _ ("the text"), error);

  return to_utf8 (argument, strlen (argument), _ ("The text"), error);
}

char *
tool_text_read_file (ToolRun *run, const char *path, const char *option, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_str_equal (path, "-"))
    return read_stdin (run, option, error);
  text = tool_file_read (path, &length, &cause);
  if (text == NULL)
    {
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_NO_INPUT, "%s: %s", option, cause->message);
      return NULL;
    }

  return take (text, length, path, error);
}
