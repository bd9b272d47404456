/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-markup-scan-private.h"
#include "text/trueconf-text-lines-private.h"

static const char *
skip_line_feed (const char *at)
{
  if (at[0] == '\r' && at[1] == '\n')
    return at + 2;

  return *at == '\n' ? at + 1 : at;
}

/* Returns the end of a tag, in which a line feed is no line break, or NULL if there is none. `close` is the next “>” at or behind
 * an earlier place, or NULL. */
static const char *
find_tag_end (const char *at, const char **close)
{
  if (*at != '<' || !(g_ascii_isalpha (at[1]) || at[1] == '/'))
    return NULL;

  if (*close != NULL && *close < at)
    *close = strchr (at, '>');

  return *close != NULL ? *close + 1 : NULL;
}

char *
trueconf_text_write_lines (const char *html, gboolean elements)
{
  GString *out = g_string_sized_new (strlen (html));
  const char *close = html;

  while (*html != '\0')
    {
      const char *line_break = trueconf_markup_skip_line_break (html);
      const char *end = line_break != NULL ? line_break : html;

      /* “<br>” at the end of a line is one line break, as it is in HTML */
      end = skip_line_feed (end);
      if (end > html)
        {
          g_string_append (out, elements ? "<br>" : "\n");
        }
      else
        {
          end = find_tag_end (html, &close);
          if (end == NULL)
            end = html + 1 + strcspn (html + 1, "<\r\n");
          g_string_append_len (out, html, end - html);
        }
      html = end;
    }

  return g_string_free (out, FALSE);
}
