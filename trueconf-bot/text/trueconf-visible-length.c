/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-markup-scan-private.h"
#include "text/trueconf-visible-length-private.h"

/* Counts up to `limit`, or a little more. */
static gsize
measure_markup (const char *text, gsize limit, gboolean markdown)
{
  TrueconfMarkupScan scan;
  TrueconfMarkupToken token;
  gsize length = 0;

  trueconf_markup_scan_init (&scan, text, strlen (text), markdown);
  while (length <= limit && trueconf_markup_scan_next (&scan, &token))
    length += token.kind == TRUECONF_MARKUP_LINK ? trueconf_markup_token_measure_link (&token) : token.length;

  return length;
}

static gsize
measure (const char *text, gsize limit, TrueconfParseMode parse_mode)
{
  switch (parse_mode)
    {
    case TRUECONF_PARSE_MODE_MARKDOWN:
      return measure_markup (text, limit, TRUE);

    case TRUECONF_PARSE_MODE_HTML:
      return measure_markup (text, limit, FALSE);

    case TRUECONF_PARSE_MODE_TEXT:
    case TRUECONF_PARSE_MODE_UNKNOWN:
    default:
      return (gsize) g_utf8_strlen (text, -1);
    }
}

gsize
trueconf_text_measure (const char *text, TrueconfParseMode parse_mode)
{
  return measure (text, G_MAXSIZE, parse_mode);
}

gboolean
trueconf_text_is_longer (const char *text, gsize limit, TrueconfParseMode parse_mode)
{
  return measure (text, limit, parse_mode) > limit;
}

/**
 * trueconf_visible_length:
 * @text: text in HTML or Markdown
 *
 * Counts the visible characters of a text, which the server limits to 4096 in a message.
 *
 * Markup does not count. A link counts its text, a space and its URL. In a text that is sent as
 * `TRUECONF_PARSE_MODE_TEXT` every character counts, see `g_utf8_strlen()`. In one that is sent as `TRUECONF_PARSE_MODE_HTML`, a
 * link of Markdown is text, and counts with its brackets.
 *
 * Returns: the number of characters, or 0 if @text is not valid UTF-8
 *
 * Since: 0.1
 */
gsize
trueconf_visible_length (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  return g_utf8_validate (text, -1, NULL) ? measure_markup (text, G_MAXSIZE, TRUE) : 0;
}
