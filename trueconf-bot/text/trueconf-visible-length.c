/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-markup-scan-private.h"
#include "text/trueconf-visible-length-private.h"

static gsize
measure_markup (const char *text)
{
  TrueconfMarkupScan scan;
  TrueconfMarkupToken token;
  gsize length = 0;

  trueconf_markup_scan_init (&scan, text, strlen (text));
  while (trueconf_markup_scan_next (&scan, &token))
    {
      if (token.kind == TRUECONF_MARKUP_LINK)
        {
          g_autofree char *shown = trueconf_markup_token_show_link (&token);

          length += (gsize) g_utf8_strlen (shown, -1);
        }
      else
        {
          length += token.length;
        }
    }

  return length;
}

gsize
trueconf_text_measure (const char *text, TrueconfParseMode parse_mode)
{
  return parse_mode == TRUECONF_PARSE_MODE_MARKDOWN || parse_mode == TRUECONF_PARSE_MODE_HTML
             ? measure_markup (text)
             : (gsize) g_utf8_strlen (text, -1);
}

/**
 * trueconf_visible_length:
 * @text: text in HTML or Markdown
 *
 * Counts the visible characters of a text, which the server limits to 4096 in a message.
 *
 * Markup does not count. A link counts its text, a space and its URL. In a text that is sent as
 * `TRUECONF_PARSE_MODE_TEXT` every character counts, see `g_utf8_strlen()`.
 *
 * Returns: the number of characters, or 0 if @text is not valid UTF-8
 *
 * Since: 0.1
 */
gsize
trueconf_visible_length (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  return g_utf8_validate (text, -1, NULL) ? measure_markup (text) : 0;
}
