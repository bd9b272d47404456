/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-log-line-private.h"
#include "text/trueconf-markup-hint-private.h"

/* Whether there is an element such as <b>…</b>. A lone < or > is common in texts, an element that is closed again is not. */
static gboolean
has_element (const char *text)
{
  static const char names[] = "bisua";
  gboolean open[G_N_ELEMENTS (names)] = { FALSE };

  for (const char *tag = strchr (text, '<'); tag != NULL; tag = strchr (tag + 1, '<'))
    {
      gboolean closes = tag[1] == '/';
      char name = g_ascii_tolower (tag[closes ? 2 : 1]);
      const char *known = name != '\0' ? strchr (names, name) : NULL;
      char after = known != NULL ? tag[closes ? 3 : 2] : '\0';

      if (known == NULL || (after != '>' && (closes || after != ' ')))
        continue;

      if (closes && open[known - names])
        return TRUE;

      open[known - names] = open[known - names] || !closes;
    }

  return FALSE;
}

/* Whether there is **bold** text or a [link](https://…) of Markdown. */
static gboolean
has_markdown (const char *text)
{
  const char *bold = strstr (text, "**");

  if (bold != NULL && bold[2] != '\0' && !g_ascii_isspace (bold[2]) && bold[2] != '*')
    {
      const char *end = strstr (bold + 3, "**");

      if (end != NULL && !g_ascii_isspace (end[-1]) && memchr (bold, '\n', end - bold) == NULL)
        return TRUE;
    }

  return strstr (text, "](http://") != NULL || strstr (text, "](https://") != NULL;
}

/* Whether a reader would take the text for HTML or Markdown. */
gboolean
trueconf_text_looks_like_markup (const char *text)
{
  return has_element (text) || has_markdown (text);
}

/* Says once in a process that a text with markup is sent as plain text, which is what happens to those who expect another
 * default, and looks like a fault of the server to them. It is no warning, which G_DEBUG can make fatal: the text may be that of
 * a person whom the bot only repeats. The text itself is nobody's business in a log. */
void
trueconf_text_hint_at_markup (const char *text, TrueconfParseMode parse_mode)
{
  static int hinted;

  if (parse_mode != TRUECONF_PARSE_MODE_TEXT || g_atomic_int_get (&hinted) ||
      !trueconf_text_looks_like_markup (text))
    return;

  if (g_atomic_int_compare_and_exchange (&hinted, FALSE, TRUE))
    trueconf_log (
        G_LOG_LEVEL_MESSAGE,
        "A text that looks like markup is sent as plain text, so people see its tags. Set the parse mode to html or "
        "markdown to format it. This is said once");
}
