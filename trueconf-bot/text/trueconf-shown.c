/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "text/trueconf-shown-private.h"

/* In characters. An explanation of a server fits, and a log stays readable. */
#define MAX_SHOWN 500
#define MAX_LINE  4000

/* Characters that end a line, control a terminal, change the direction of the text, or cannot be seen. */
static gboolean
is_hidden (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR || type == G_UNICODE_PRIVATE_USE ||
         type == G_UNICODE_UNASSIGNED;
}

/* Escapes are those of JSON, and \u{1f600} for what has more than four digits. */
static char *
show (const char *text, guint max)
{
  GString *out = g_string_new (NULL);
  guint shown = 0;

  while (*text != '\0' && shown < max)
    {
      gunichar c = g_utf8_get_char_validated (text, -1);

      shown++;
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guchar) *text++);
          continue;
        }

      text = g_utf8_next_char (text);
      if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (c == '\r')
        g_string_append (out, "\\r");
      else if (is_hidden (c))
        g_string_append_printf (out, c > 0xffff ? "\\u{%x}" : "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
    }

  if (*text != '\0')
    g_string_append (out, "…");

  return g_string_free (out, FALSE);
}

char *
trueconf_text_show (const char *text)
{
  return show (text, MAX_SHOWN);
}

char *
trueconf_text_show_line (const char *text)
{
  return show (text, MAX_LINE);
}
