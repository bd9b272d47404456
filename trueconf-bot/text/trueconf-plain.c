/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-plain-private.h"

/* “&#1114111;” is the longest entity. */
#define MAX_ENTITY 10

static const struct
{
  const char *name;
  gunichar character;
} entities[] = {
  { "lt", '<' }, { "gt", '>' }, { "amp", '&' }, { "quot", '"' }, { "apos", '\'' }, { "nbsp", 0xa0 },
};

/* Returns 0 if it is no entity. */
static gunichar
read_entity (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].name) == length && strncmp (entities[i].name, name, length) == 0)
      return entities[i].character;

  if (length > 1 && name[0] == '#')
    {
      gboolean hex = name[1] == 'x' || name[1] == 'X';
      g_autofree char *digits = g_strndup (name + (hex ? 2 : 1), length - (hex ? 2 : 1));
      guint64 number;

      if (g_ascii_string_to_unsigned (digits, hex ? 16 : 10, 1, 0x10ffff, &number, NULL) &&
          g_unichar_validate ((gunichar) number))
        return (gunichar) number;
    }

  return 0;
}

/* Reads the entity at @at, where there is a “&”. Returns its length, or 0 if it is none. */
gsize
trueconf_text_read_entity (const char *at, const char *end, gunichar *character)
{
  const char *semicolon = memchr (at, ';', MIN ((gsize) (end - at), MAX_ENTITY + 1));

  *character = semicolon != NULL ? read_entity (at + 1, (gsize) (semicolon - at - 1)) : 0;

  return *character != 0 ? (gsize) (semicolon + 1 - at) : 0;
}

/* Replaces <br> by a line break and entities by their characters, and removes the other tags. A “<” that begins no
 * tag stays. */
char *
trueconf_text_to_plain (const char *html, gsize length)
{
  GString *out = g_string_sized_new (length);
  const char *end = html + length;
  /* The next “>” at or behind `html`, or NULL. It is remembered, so that a text full of openings without it is not searched
   * to its end for each of them. */
  const char *close = html;

  while (html < end)
    {
      if (*html == '<' && html + 1 < end && (g_ascii_isalpha (html[1]) || html[1] == '/'))
        {
          if (close != NULL && close <= html)
            close = memchr (html, '>', (gsize) (end - html));
          if (close != NULL)
            {
              if (g_ascii_strncasecmp (html, "<br", 3) == 0 && !g_ascii_isalpha (html[3]))
                g_string_append_c (out, '\n');
              html = close + 1;
              continue;
            }
        }
      else if (*html == '&')
        {
          gunichar character;
          gsize entity = trueconf_text_read_entity (html, end, &character);

          if (entity > 0)
            {
              g_string_append_unichar (out, character);
              html += entity;
              continue;
            }
        }
      g_string_append_c (out, *html++);
    }

  return g_string_free (out, FALSE);
}
