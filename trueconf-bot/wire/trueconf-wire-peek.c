/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "wire/trueconf-json-private.h"
#include "wire/trueconf-wire-peek-private.h"

typedef struct
{
  const char *at;
  const char *end;
} Scanner;

static void
skip_blanks (Scanner *self)
{
  while (self->at < self->end && (g_ascii_isspace (*self->at) || *self->at == ','))
    self->at++;
}

/* With its quotation marks; NULL: it does not end here. */
static const char *
take_string (Scanner *self, gsize *length)
{
  const char *begin = self->at + 1;

  for (self->at = begin; self->at < self->end && *self->at != '"'; self->at++)
    if (*self->at == '\\' && self->at + 1 < self->end)
      self->at++;
  if (self->at >= self->end)
    return NULL;

  *length = (gsize) (self->at++ - begin);
  return begin;
}

static void
skip_nested (Scanner *self)
{
  guint depth = 0;
  gsize length;

  while (self->at < self->end)
    {
      if (*self->at == '"')
        {
          if (take_string (self, &length) == NULL)
            return;
          continue;
        }
      if (*self->at == '{' || *self->at == '[')
        depth++;
      else if ((*self->at == '}' || *self->at == ']') && --depth == 0)
        {
          self->at++;
          return;
        }
      self->at++;
    }
}

/* A string without its escapes, of which the name of a member can have some as well. What is no valid string of JSON is
 * taken as it is. */
static char *
dup_string (const char *text, gsize length)
{
  g_auto (TrueconfJson) json = { 0 };

  if (memchr (text, '\\', length) != NULL && trueconf_json_parse (&json, text - 1, length + 2))
    return trueconf_json_dup_string (&json, 0);

  return g_utf8_make_valid (text, (gssize) length);
}

static void
note (TrueconfWirePeek *peek,
      const char *name,
      gsize length,
      const char *value,
      gsize value_length,
      gboolean is_string)
{
  g_autofree char *member = dup_string (name, length);
  g_autofree char *text = NULL;

  if (g_str_equal (member, "method"))
    {
      if (is_string && peek->method == NULL)
        peek->method = dup_string (value, value_length);
      return;
    }

  text = is_string ? dup_string (value, value_length) : g_strndup (value, value_length);
  if (g_str_equal (member, "id") && peek->id == 0)
    peek->id = g_ascii_strtoll (text, NULL, 10);
  else if (g_str_equal (member, "type") && peek->type == 0)
    peek->type = g_ascii_strtoll (text, NULL, 10);
}

/* Members of the outermost object, as far as they are there. */
static void
scan (TrueconfWirePeek *peek, const char *bytes, gsize length)
{
  Scanner scanner = { bytes, bytes + length };

  while (TRUE)
    {
      const char *name;
      const char *value;
      gsize name_length;
      gsize value_length;
      gboolean is_string;

      skip_blanks (&scanner);
      if (scanner.at >= scanner.end || *scanner.at != '"' ||
          (name = take_string (&scanner, &name_length)) == NULL)
        return;
      skip_blanks (&scanner);
      if (scanner.at >= scanner.end || *scanner.at++ != ':')
        return;
      skip_blanks (&scanner);
      if (scanner.at >= scanner.end)
        return;

      is_string = *scanner.at == '"';
      value = scanner.at;
      if (*value == '{' || *value == '[')
        {
          skip_nested (&scanner);
          continue;
        }
      if (is_string)
        {
          value = take_string (&scanner, &value_length);
          if (value == NULL)
            return;
        }
      else
        {
          while (scanner.at < scanner.end && strchr (",}] \t\r\n", *scanner.at) == NULL)
            scanner.at++;
          /* what is cut may go on */
          if (scanner.at >= scanner.end)
            return;
          value_length = (gsize) (scanner.at - value);
        }
      note (peek, name, name_length, value, value_length, is_string);
    }
}

static const char *
find_last (const char *bytes, gsize length, char wanted)
{
  while (length > 0)
    if (bytes[--length] == wanted)
      return bytes + length;

  return NULL;
}

static gboolean
is_escaped (const char *bytes, const char *at)
{
  const char *p = at;

  while (p > bytes && p[-1] == '\\')
    p--;

  return (at - p) % 2 == 1;
}

/* The last bracket before `end` that is not within a string. `end` is not within one either. */
static const char *
find_last_bracket (const char *bytes, const char *end)
{
  gboolean in_string = FALSE;

  for (const char *at = end; at > bytes; at--)
    if (at[-1] == '"' && !is_escaped (bytes, at - 1))
      in_string = !in_string;
    else if (!in_string && (at[-1] == '}' || at[-1] == ']'))
      return at - 1;

  return NULL;
}

void
trueconf_wire_peek (TrueconfWirePeek *self,
                    const char *head,
                    gsize head_length,
                    const char *tail,
                    gsize tail_length)
{
  /* what is empty may be NULL */
  const char *begin = head_length > 0 ? memchr (head, '{', head_length) : NULL;
  const char *end = find_last (tail, tail_length, '}');

  memset (self, 0, sizeof *self);
  if (begin != NULL)
    scan (self, begin + 1, head_length - (gsize) (begin + 1 - head));

  /* the members after the last one that has members itself, such as the payload */
  if (end != NULL)
    {
      const char *before = find_last_bracket (tail, end);

      if (before != NULL)
        scan (self, before + 1, (gsize) (end + 1 - (before + 1)));
    }
}

void
trueconf_wire_peek_clear (TrueconfWirePeek *self)
{
  g_clear_pointer (&self->method, g_free);
}
