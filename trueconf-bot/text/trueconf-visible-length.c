/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-visible-length-private.h"

typedef struct
{
  const char *text;
  const char *at;
  const char *end;
  /* The next position of each at or behind `at`, or NULL. It is remembered, so that a text full of opening
   * characters without closing ones is not searched to its end for each of them. */
  const char *greater;
  const char *anchor_end;
  const char *bracket;
  const char *parenthesis;
} TrueconfScan;

static gboolean
is_tag_end (char c)
{
  return c == '>' || g_ascii_isspace (c);
}

static const char *
find_tag_end (const char *at, const char *end, const char **greater)
{
  if (*greater != NULL && *greater <= at)
    *greater = at < end ? memchr (at, '>', (gsize) (end - at)) : NULL;

  return *greater;
}

/* Returns the end of a tag, or NULL if it is not one that HTML messages can have. */
static const char *
skip_style_tag (const char *at, const char *end, const char **greater)
{
  const char *name = at + 1;

  if (*at != '<')
    return NULL;
  if (*name == '/')
    name++;
  if (*name == '\0' || strchr ("biusaBIUSA", *name) == NULL || !is_tag_end (name[1]))
    return NULL;

  name = find_tag_end (name, end, greater);
  return name != NULL ? name + 1 : NULL;
}

static const char *
skip_line_break (const char *at)
{
  if (g_ascii_strncasecmp (at, "<br", 3) != 0)
    return NULL;

  at += 3;
  while (g_ascii_isspace (*at))
    at++;
  if (*at == '/')
    at++;

  return *at == '>' ? at + 1 : NULL;
}

static const char *
find_anchor_end (const char *at)
{
  for (at = strchr (at, '<'); at != NULL; at = strchr (at + 1, '<'))
    if (g_ascii_strncasecmp (at, "</a>", 4) == 0)
      return at;

  return NULL;
}

/* Links are shown without the formatting of their text, and without spaces around it. `shown` is set to the length. */
static gsize
measure_link (const char *inner, const char *inner_end, const char *address, gsize address_bytes)
{
  g_autoptr (GString) shown = g_string_sized_new ((gsize) (inner_end - inner) + address_bytes + 1);
  const char *greater = inner;

  while (inner < inner_end)
    {
      const char *tag = skip_style_tag (inner, inner_end, &greater);

      if (tag != NULL)
        {
          inner = tag;
          continue;
        }
      if (strchr ("*_~", *inner) == NULL)
        g_string_append_c (shown, *inner);
      inner++;
    }
  g_string_append_c (shown, ' ');
  g_string_append_len (shown, address, (gssize) address_bytes);

  return (gsize) g_utf8_strlen (g_strstrip (shown->str), -1);
}

/* Returns the quoted value of “href”, or an empty string. */
static const char *
find_address (const char *attributes, const char *end, gsize *length)
{
  *length = 0;

  for (const char *at = attributes; at + 6 < end; at++)
    {
      const char *value = at + 4;
      const char *close;

      if (g_ascii_strncasecmp (at, "href", 4) != 0)
        continue;
      while (value < end && g_ascii_isspace (*value))
        value++;
      if (*value != '=')
        continue;
      do
        value++;
      while (value < end && g_ascii_isspace (*value));
      if (*value != '"' && *value != '\'')
        continue;

      close = memchr (value + 1, *value, (gsize) (end - value - 1));
      if (close == NULL)
        continue;
      *length = (gsize) (close - value - 1);
      return value + 1;
    }

  return end;
}

static gboolean
scan_anchor (TrueconfScan *self, gsize *length)
{
  const char *close;
  const char *address;
  gsize address_length;

  if ((self->at[1] != 'a' && self->at[1] != 'A') || !is_tag_end (self->at[2]))
    return FALSE;

  close = find_tag_end (self->at, self->end, &self->greater);
  if (close == NULL)
    return FALSE;

  if (self->anchor_end != NULL && self->anchor_end < close)
    self->anchor_end = find_anchor_end (close);
  if (self->anchor_end == NULL)
    return FALSE;

  address = find_address (self->at + 2, close, &address_length);
  *length += measure_link (close + 1, self->anchor_end, address, address_length);
  self->at = self->anchor_end + 4;

  return TRUE;
}

static gboolean
scan_markdown_link (TrueconfScan *self, gsize *length)
{
  const char *address;

  if (self->bracket != NULL && self->bracket <= self->at)
    self->bracket = strchr (self->at + 1, ']');
  if (self->bracket == NULL || self->bracket == self->at + 1 || self->bracket[1] != '(')
    return FALSE;

  address = self->bracket + 2;
  if (self->parenthesis != NULL && self->parenthesis < address)
    self->parenthesis = strchr (address, ')');
  if (self->parenthesis == NULL || self->parenthesis == address)
    return FALSE;

  *length += measure_link (self->at + 1, self->bracket, address, (gsize) (self->parenthesis - address));
  self->at = self->parenthesis + 1;

  return TRUE;
}

/* In a word, as in “snake_case”, a mark is an ordinary character. */
static gboolean
is_inside_word (TrueconfScan *self, gsize length)
{
  const char *after = self->at + length;

  return self->at > self->text && *after != '\0' &&
         g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (self->at))) &&
         g_unichar_isalnum (g_utf8_get_char (after));
}

static gsize
measure_markup (const char *text)
{
  TrueconfScan scan = { text, text, text + strlen (text), text, text, text, text };
  gsize length = 0;

  while (*scan.at != '\0')
    {
      const char *end = NULL;
      gsize mark = 0;

      switch (*scan.at)
        {
        case '<':
          if (scan_anchor (&scan, &length))
            continue;
          end = skip_style_tag (scan.at, scan.end, &scan.greater);
          if (end == NULL)
            {
              end = skip_line_break (scan.at);
              if (end != NULL)
                length++;
            }
          break;

        case '[':
          if (scan_markdown_link (&scan, &length))
            continue;
          break;

        case '_':
        case '*':
        case '~':
          mark = scan.at[0] == '_' && scan.at[1] == '_' ? 2 : 1;
          end = scan.at + mark;
          if (is_inside_word (&scan, mark))
            length += mark;
          break;

        default:
          break;
        }

      if (end == NULL)
        {
          length++;
          end = g_utf8_next_char (scan.at);
        }
      scan.at = end;
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
