/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "tool-terminal.h"

gboolean
tool_terminal_is_there (int fd)
{
  return isatty (fd) == 1;
}

guint
tool_terminal_get_columns (int fd)
{
  struct winsize size;

  return ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

gboolean
tool_terminal_has_colours (int fd)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");

  return tool_terminal_is_there (fd) && (no_color == NULL || *no_color == '\0') &&
         (term == NULL || !g_str_equal (term, "dumb"));
}

const char *
tool_terminal_colour (int fd, ToolColour colour)
{
  static const char *const sequences[] = {
    [TOOL_COLOUR_NONE] = "\033[0m",     [TOOL_COLOUR_GOOD] = "\033[32m", [TOOL_COLOUR_BAD] = "\033[31m",
    [TOOL_COLOUR_WARNING] = "\033[33m", [TOOL_COLOUR_FAINT] = "\033[2m", [TOOL_COLOUR_STRONG] = "\033[1m",
  };

  return tool_terminal_has_colours (fd) ? sequences[colour] : "";
}

char *
tool_terminal_clean (const char *text, gboolean lines)
{
  GString *clean = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);
      gboolean line = c == '\n' || c == 0x2028 || c == 0x2029;

      if (line && lines)
        g_string_append_c (clean, '\n');
      else if (line || c == '\t')
        g_string_append_c (clean, ' ');
      /* signs that change the direction of what follows could hide a part of a line */
      else if (type == G_UNICODE_CONTROL || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        g_string_append (clean, c == '\r' ? "" : "\357\277\275");
      else
        g_string_append_unichar (clean, c);
    }

  return g_string_free (clean, FALSE);
}

gboolean
tool_terminal_is_clean (const char *text)
{
  g_autofree char *clean = tool_terminal_clean (text, FALSE);

  return g_str_equal (clean, text);
}

char *
tool_terminal_to_locale (const char *text)
{
  const char *charset;
  g_autofree char *similar = NULL;
  char *converted;

  if (g_get_charset (&charset))
    return g_strdup (text);

  similar = g_strconcat (charset, "//TRANSLIT", NULL);
  converted = g_convert (text, -1, similar, "UTF-8", NULL, NULL, NULL);

  return converted != NULL ? converted : g_str_to_ascii (text, NULL);
}
