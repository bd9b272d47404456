/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "files/trueconf-file-name-private.h"

/* used if the own name of a file cannot be used */
#define FALLBACK "file"

/* In bytes, with the dot. What follows a dot and is longer belongs to the name. */
#define MAX_EXTENSION 32

/* Characters that nobody sees, and marks that change the direction of the text: with these a name can be shown as another
 * one ("gpj.exe" as "exe.jpg"). Unicode counts the fillers as letters. */
static gboolean
is_unseen (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR || c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 ||
         c == 0x17b5 || c == 0x2800 || c == 0x3164 || c == 0xffa0;
}

/* Returns the dot before the extension, or the end if there is none, as in ".profile". */
static const char *
find_extension (const char *name)
{
  const char *dot = strrchr (name, '.');
  const char *end = name + strlen (name);

  if (dot == NULL || dot == name || dot[1] == '\0' || end - dot > MAX_EXTENSION)
    return end;

  return dot;
}

/* Appends `more` to the part before the extension, which is cut between two characters if the name gets too long. */
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

/* Makes a valid UTF-8 name without directories and invisible characters. `name` may be NULL. */
char *
trueconf_file_name_confine (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *start = valid;

  /* both separators, because the name may come from Windows */
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

  /* the cut may be behind a space, which no name ends with: whoever calls this twice gets the same */
  return g_strchomp (shorten (text->str, ""));
}

/* As above, for a file that is made in a folder. A dot in front would hide it, and programs take a name with a hyphen in
 * front for an option. */
char *
trueconf_file_name_confine_in_folder (const char *name)
{
  g_autofree char *confined = trueconf_file_name_confine (name);
  g_autofree char *prefixed = NULL;

  if (confined[0] != '.' && confined[0] != '-')
    return g_steal_pointer (&confined);

  prefixed = g_strconcat ("_", confined, NULL);
  return trueconf_file_name_confine (prefixed);
}

/* "plan (2).pdf", for a folder in which "plan.pdf" is taken. */
char *
trueconf_file_name_number (const char *name, guint number)
{
  g_autofree char *more = g_strdup_printf (" (%u)", number);

  return shorten (name, more);
}

/* Returns the extension without the dot in lower case, or NULL if there is none. */
char *
trueconf_file_name_get_extension (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL || dot == name || dot[1] == '\0')
    return NULL;

  return g_utf8_strdown (dot + 1, -1);
}

/* For Content-Disposition. The server expects raw UTF-8; quotes and line breaks are escaped because they would end the
 * name or the header. */
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
