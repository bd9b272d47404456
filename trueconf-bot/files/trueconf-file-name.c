/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "files/trueconf-file-name-private.h"

/* What a file is called whose own name cannot be used. */
#define FALLBACK "file"

/* An extension that is longer is no extension. */
#define MAX_EXTENSION 32

/* Characters that do things instead of being seen: control characters, breaks of lines, turns of direction. */
static gboolean
is_unseen (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* The dot before the extension, or the end. A name that begins with its only dot has no extension. */
static const char *
find_extension (const char *name)
{
  const char *dot = strrchr (name, '.');
  const char *end = name + strlen (name);

  if (dot == NULL || dot == name || dot[1] == '\0' || end - dot > MAX_EXTENSION)
    return end;

  return dot;
}

/* Shortens the part before the extension, between characters, so that `more` bytes have room as well. */
static char *
shorten (const char *name, const char *more)
{
  const char *extension = find_extension (name);
  gsize room = TRUECONF_FILE_NAME_MAX - strlen (extension) - strlen (more);
  gsize length = (gsize) (extension - name);

  if (length > room)
    {
      const char *cut = name + room;

      while (cut > name && ((guchar) *cut & 0xc0) == 0x80)
        cut--;
      length = (gsize) (cut - name);
    }

  return g_strdup_printf ("%.*s%s%s", (int) length, name, more, extension);
}

/* A name that stays in its folder and can be shown, whatever it was before. `name` may be NULL. */
char *
trueconf_file_name_confine (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *start = valid;

  /* directories, of Windows too */
  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '/' || *c == '\\')
      start = c + 1;

  for (const char *c = start; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (text, is_unseen (character) ? '_' : character);
    }

  g_strstrip (text->str);
  text->len = strlen (text->str);

  if (text->len == 0 || strcmp (text->str, ".") == 0 || strcmp (text->str, "..") == 0)
    return g_strdup (FALLBACK);

  return shorten (text->str, "");
}

/* "plan (2).pdf", for a folder in which "plan.pdf" is taken. */
char *
trueconf_file_name_number (const char *name, guint number)
{
  g_autofree char *more = g_strdup_printf (" (%u)", number);

  return shorten (name, more);
}

/* Without the dot and in lower case; NULL: there is none. */
char *
trueconf_file_name_get_extension (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL || dot == name || dot[1] == '\0')
    return NULL;

  return g_utf8_strdown (dot + 1, -1);
}

/* As the server wants it in a header: raw UTF-8, and nothing that could end the name or the line. */
void
trueconf_file_name_append_quoted (GString *out, const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  g_string_append_c (out, '"');
  for (const char *c = valid; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (out, '\\');

      if (*c == '\r' || *c == '\n')
        g_string_append_printf (out, "%%%02X", (guint) *c);
      else if (g_ascii_iscntrl (*c))
        g_string_append_c (out, '_');
      else
        g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}
