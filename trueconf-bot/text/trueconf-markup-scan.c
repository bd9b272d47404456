/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-markup-scan-private.h"

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
  if (g_ascii_strncasecmp (name, "quote", 5) == 0)
    name += 4;
  else if (*name == '\0' || strchr ("biusaBIUSA", *name) == NULL)
    return NULL;
  if (!is_tag_end (name[1]))
    return NULL;

  name = find_tag_end (name, end, greater);
  return name != NULL ? name + 1 : NULL;
}

const char *
trueconf_markup_skip_line_break (const char *at)
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

static void
set_link (TrueconfMarkupToken *token,
          const char *inner,
          const char *inner_end,
          const char *address,
          gsize length)
{
  token->kind = TRUECONF_MARKUP_LINK;
  token->inner = inner;
  token->inner_end = inner_end;
  token->address = address;
  token->address_bytes = length;
}

static gboolean
scan_anchor (TrueconfMarkupScan *self, TrueconfMarkupToken *token)
{
  const char *close;
  const char *address;
  gsize address_bytes;

  if ((self->at[1] != 'a' && self->at[1] != 'A') || !is_tag_end (self->at[2]))
    return FALSE;

  close = find_tag_end (self->at, self->end, &self->greater);
  if (close == NULL)
    return FALSE;

  if (self->anchor_end != NULL && self->anchor_end < close)
    self->anchor_end = find_anchor_end (close);
  if (self->anchor_end == NULL)
    return FALSE;

  address = find_address (self->at + 2, close, &address_bytes);
  set_link (token, close + 1, self->anchor_end, address, address_bytes);
  self->at = self->anchor_end + 4;

  return TRUE;
}

static gboolean
scan_markdown_link (TrueconfMarkupScan *self, TrueconfMarkupToken *token)
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

  set_link (token, self->at + 1, self->bracket, address, (gsize) (self->parenthesis - address));
  self->at = self->parenthesis + 1;

  return TRUE;
}

/* In a word, as in “snake_case”, a mark is an ordinary character. */
static gboolean
is_inside_word (const TrueconfMarkupScan *self, gsize length)
{
  const char *after = self->at + length;

  return self->at > self->text && *after != '\0' &&
         g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (self->at))) &&
         g_unichar_isalnum (g_utf8_get_char (after));
}

static gboolean
scan_special (TrueconfMarkupScan *self, TrueconfMarkupToken *token)
{
  const char *end;
  gsize length;

  switch (*self->at)
    {
    case '<':
      if (scan_anchor (self, token))
        return TRUE;
      token->kind = TRUECONF_MARKUP_TAG;
      token->length = 0;
      end = skip_style_tag (self->at, self->end, &self->greater);
      if (end == NULL)
        {
          token->kind = TRUECONF_MARKUP_BREAK;
          token->length = 1;
          end = trueconf_markup_skip_line_break (self->at);
        }
      if (end != NULL)
        self->at = end;
      return end != NULL;

    case '[':
      return self->markdown && scan_markdown_link (self, token);

    case '_':
    case '*':
    case '~':
      length = self->at[0] == '_' && self->at[1] == '_' ? 2 : 1;
      token->kind = TRUECONF_MARKUP_MARK;
      token->length = is_inside_word (self, length) ? length : 0;
      self->at += length;
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
is_special (char c)
{
  static const gboolean special[G_MAXUINT8 + 1] = {
    ['<'] = TRUE, ['['] = TRUE, ['_'] = TRUE, ['*'] = TRUE, ['~'] = TRUE,
  };

  return special[(guint8) c];
}

void
trueconf_markup_scan_init (TrueconfMarkupScan *self, const char *text, gsize length, gboolean markdown)
{
  *self = (TrueconfMarkupScan){ text, text, text + length, markdown, text, text, text, text };
}

gboolean
trueconf_markup_scan_next (TrueconfMarkupScan *self, TrueconfMarkupToken *token)
{
  const char *at = self->at;

  token->start = at;
  if (at == self->end)
    return FALSE;

  if (!scan_special (self, token))
    {
      gsize length = 0;

      do
        length += (*at++ & 0xc0) != 0x80;
      while (at < self->end && !is_special (*at));
      token->kind = TRUECONF_MARKUP_TEXT;
      token->length = length;
      self->at = at;
    }
  token->end = self->at;

  return TRUE;
}

typedef struct
{
  const char *at;
  const char *end;
  const char *greater;
} LinkText;

/* Returns the next byte of what a link shows, or NUL at its end. */
static char
read_link_text (LinkText *self)
{
  while (self->at < self->end)
    {
      const char *tag = *self->at == '<' ? skip_style_tag (self->at, self->end, &self->greater) : NULL;

      if (tag != NULL)
        self->at = tag;
      else if (*self->at == '*' || *self->at == '_' || *self->at == '~')
        self->at++;
      else
        return *self->at++;
    }

  return '\0';
}

/* A link is shown as its text without formatting, a space and its address. */
char *
trueconf_markup_token_show_link (const TrueconfMarkupToken *self)
{
  LinkText text = { self->inner, self->inner_end, self->inner };
  GString *shown = g_string_sized_new ((gsize) (self->inner_end - self->inner) + self->address_bytes + 1);

  for (char c = read_link_text (&text); c != '\0'; c = read_link_text (&text))
    g_string_append_c (shown, c);
  g_string_append_c (shown, ' ');
  g_string_append_len (shown, self->address, (gssize) self->address_bytes);

  return g_strstrip (g_string_free (shown, FALSE));
}

typedef struct
{
  gsize length;
  gsize spaces; /* behind it: they count if something follows */
} LinkLength;

static void
count_byte (LinkLength *self, char c)
{
  if (g_ascii_isspace (c))
    {
      self->spaces += self->length > 0 ? 1 : 0;
    }
  else if ((c & 0xc0) != 0x80)
    {
      self->length += self->spaces + 1;
      self->spaces = 0;
    }
}

/* Counts the characters that trueconf_markup_token_show_link () returns. */
gsize
trueconf_markup_token_measure_link (const TrueconfMarkupToken *self)
{
  LinkText text = { self->inner, self->inner_end, self->inner };
  LinkLength length = { 0 };

  for (char c = read_link_text (&text); c != '\0'; c = read_link_text (&text))
    count_byte (&length, c);
  count_byte (&length, ' ');
  for (gsize i = 0; i < self->address_bytes; i++)
    count_byte (&length, self->address[i]);

  return length.length;
}
