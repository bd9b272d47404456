/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "routing/trueconf-filter-private.h"

/* What Python takes for white space and GLib does not: the separators of ASCII. A filter of the library stands before a
 * condition of Python and must not be stricter. */
static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || (c >= 0x1c && c <= 0x1f) || c == 0x0b || c == 0x85;
}

/* Texts that lower(), upper() or casefold() of any language make equal have the same likeness. Casefolding alone would
 * keep the dotless i apart from I, and it swaps the letters of Cherokee; capitals at first mend both. */
char *
trueconf_text_get_likeness (const char *text)
{
  const char *end;
  g_autoptr (GString) capitals = NULL;

  while (*text != '\0' && is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  end = text + strlen (text);
  while (end > text && is_space (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);

  capitals = g_string_sized_new ((gsize) (end - text));
  for (; text < end; text = g_utf8_next_char (text))
    g_string_append_unichar (capitals, g_unichar_toupper (g_utf8_get_char (text)));

  return g_utf8_casefold (capitals->str, (gssize) capitals->len);
}
