/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads vCards of the versions 2.1 to 4.0, and links to users. All of it takes linear time. */

#include "config.h"

#include <string.h>

#include "text/trueconf-plain-private.h"
#include "text/trueconf-vcard-private.h"

#define LINK_START "<a href=\"trueconf:"
#define LINK_END   "</a>"

void
trueconf_vcard_free (TrueconfVcard *self)
{
  g_free (self->display_name);
  g_free (self->first_name);
  g_free (self->last_name);
  g_ptr_array_unref (self->phone_numbers);
  g_free (self);
}

typedef struct
{
  const char *at;
  const char *end;
} TrueconfLines;

/* Appends the rest of a physical line, and goes to the next one. */
static void
take_physical_line (TrueconfLines *lines, GString *line)
{
  const char *feed = memchr (lines->at, '\n', (gsize) (lines->end - lines->at));
  const char *end = feed != NULL ? feed : lines->end;
  gsize length = (gsize) (end - lines->at);

  if (length > 0 && lines->at[length - 1] == '\r')
    length--;
  g_string_append_len (line, lines->at, (gssize) length);
  lines->at = feed != NULL ? feed + 1 : lines->end;
}

static gboolean
is_quoted_printable (const char *line)
{
  const char *colon = strchr (line, ':');
  g_autofree char *head = colon != NULL ? g_ascii_strup (line, colon - line) : NULL;

  return head != NULL && strstr (head, "QUOTED-PRINTABLE") != NULL;
}

/* A long line goes on with a space in the next one, or in quoted-printable after a “=”. */
static gboolean
take_line (TrueconfLines *lines, GString *line)
{
  gboolean quoted;

  if (lines->at >= lines->end)
    return FALSE;

  g_string_truncate (line, 0);
  take_physical_line (lines, line);
  while (lines->at < lines->end && (*lines->at == ' ' || *lines->at == '\t'))
    {
      lines->at++;
      take_physical_line (lines, line);
    }

  quoted = line->len > 0 && line->str[line->len - 1] == '=' && is_quoted_printable (line->str);
  while (quoted && lines->at < lines->end && line->len > 0 && line->str[line->len - 1] == '=')
    {
      g_string_truncate (line, line->len - 1);
      take_physical_line (lines, line);
    }

  return TRUE;
}

static char *
decode_quoted_printable (const char *value)
{
  GString *decoded = g_string_new (NULL);

  for (const char *c = value; *c != '\0'; c++)
    {
      if (c[0] == '=' && g_ascii_isxdigit (c[1]) && g_ascii_isxdigit (c[2]))
        {
          int byte = g_ascii_xdigit_value (c[1]) * 16 + g_ascii_xdigit_value (c[2]);

          if (byte != 0)
            g_string_append_c (decoded, (char) byte);
          c += 2;
        }
      else
        g_string_append_c (decoded, *c);
    }

  return g_string_free (decoded, FALSE);
}

typedef struct
{
  char *name;
  char *value;
  gboolean preferred;
} TrueconfProperty;

static void
property_clear (TrueconfProperty *property)
{
  g_free (property->name);
  g_free (property->value);
}

/* The colon that ends the name and the parameters, some of which may be quoted. */
static const char *
find_colon (const char *line)
{
  gboolean quoted = FALSE;

  for (const char *c = line; *c != '\0'; c++)
    {
      if (*c == '"')
        quoted = !quoted;
      else if (*c == ':' && !quoted)
        return c;
    }

  return NULL;
}

static char *
decode_value (const char *value, gboolean quoted_printable, const char *charset)
{
  g_autofree char *bytes = quoted_printable ? decode_quoted_printable (value) : g_strdup (value);
  char *converted = NULL;

  if (charset != NULL && g_ascii_strcasecmp (charset, "UTF-8") != 0)
    converted = g_convert (bytes, -1, "UTF-8", charset, NULL, NULL, NULL);

  return converted != NULL ? converted : g_utf8_make_valid (bytes, -1);
}

static gboolean
read_property (const char *line, TrueconfProperty *property)
{
  const char *colon = find_colon (line);
  g_autofree char *head = NULL;
  g_autofree char *charset = NULL;
  g_auto (GStrv) parts = NULL;
  gboolean quoted_printable = FALSE;
  const char *dot;

  if (colon == NULL)
    return FALSE;

  head = g_ascii_strup (line, colon - line);
  parts = g_strsplit (head, ";", -1);
  if (parts[0] == NULL)
    return FALSE;

  *property = (TrueconfProperty){ NULL, NULL, FALSE };
  for (guint i = 1; parts[i] != NULL; i++)
    {
      if (g_str_has_suffix (parts[i], "QUOTED-PRINTABLE"))
        quoted_printable = TRUE;
      else if (g_str_has_prefix (parts[i], "CHARSET=") && charset == NULL)
        charset = g_strdup (parts[i] + strlen ("CHARSET="));
      else if (strstr (parts[i], "PREF") != NULL)
        property->preferred = TRUE;
    }

  /* “item1.TEL” */
  dot = strrchr (parts[0], '.');
  property->name = g_strstrip (g_strdup (dot != NULL ? dot + 1 : parts[0]));
  property->value = decode_value (colon + 1, quoted_printable, charset);

  return TRUE;
}

/* Takes the part up to a semicolon that is not escaped, or all of the text. */
static char *
take_part (const char **text, gboolean whole)
{
  GString *part = g_string_new (NULL);
  const char *c = *text;

  for (; *c != '\0' && (whole || *c != ';'); c++)
    {
      if (c[0] == '\\' && c[1] != '\0')
        {
          c++;
          g_string_append_c (part, *c == 'n' || *c == 'N' ? '\n' : *c);
        }
      else
        g_string_append_c (part, *c);
    }
  *text = *c == ';' ? c + 1 : c;

  return g_strstrip (g_string_free (part, FALSE));
}

/* Keeps the first that is not empty. Takes `text`. */
static void
set_once (char **place, char *text)
{
  if (*place == NULL && text[0] != '\0')
    *place = text;
  else
    g_free (text);
}

static void
add_phone_number (TrueconfVcard *self, const TrueconfProperty *property, int *preferred)
{
  const char *value = property->value;
  g_autofree char *number = NULL;

  if (g_ascii_strncasecmp (value, "tel:", 4) == 0)
    value += 4;
  number = take_part (&value, TRUE);
  if (number[0] == '\0')
    return;

  if (property->preferred && *preferred < 0)
    *preferred = (int) self->phone_numbers->len;
  g_ptr_array_add (self->phone_numbers, g_steal_pointer (&number));
}

static void
put_first (GPtrArray *numbers, guint position)
{
  char *number = numbers->pdata[position];

  memmove (numbers->pdata + 1, numbers->pdata, position * sizeof (gpointer));
  numbers->pdata[0] = number;
}

static void
take_property (TrueconfVcard *self, const TrueconfProperty *property, int *preferred)
{
  const char *value = property->value;

  if (g_str_equal (property->name, "FN"))
    set_once (&self->display_name, take_part (&value, TRUE));
  else if (g_str_equal (property->name, "N"))
    {
      set_once (&self->last_name, take_part (&value, FALSE));
      set_once (&self->first_name, take_part (&value, FALSE));
    }
  else if (g_str_equal (property->name, "TEL"))
    add_phone_number (self, property, preferred);
}

static gboolean
is_card (const TrueconfProperty *property)
{
  g_autofree char *value = g_strstrip (g_strdup (property->value));

  return g_ascii_strcasecmp (value, "VCARD") == 0;
}

static void
complete_display_name (TrueconfVcard *self)
{
  const char *first = self->first_name != NULL ? self->first_name : "";
  const char *last = self->last_name != NULL ? self->last_name : "";

  if (self->display_name == NULL && (first[0] != '\0' || last[0] != '\0'))
    self->display_name = g_strstrip (g_strjoin (" ", first, last, NULL));
}

TrueconfVcard *
trueconf_vcard_read (const char *data, gsize length)
{
  g_autoptr (TrueconfVcard) self = g_new0 (TrueconfVcard, 1);
  g_autoptr (GString) line = g_string_new (NULL);
  TrueconfLines lines = { data, data + strnlen (data, length) };
  gboolean begun = FALSE;
  guint depth = 0;
  int preferred = -1; /* position of a phone number */

  self->phone_numbers = g_ptr_array_new_with_free_func (g_free);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    lines.at += 3;

  while (take_line (&lines, line))
    {
      TrueconfProperty property;

      if (!read_property (line->str, &property))
        continue;
      /* A card may have others inside, whose properties are not its own. */
      if (g_str_equal (property.name, "BEGIN") && is_card (&property))
        {
          begun = TRUE;
          depth++;
        }
      else if (g_str_equal (property.name, "END") && depth > 0 && is_card (&property))
        depth--;
      else if (depth == 1)
        take_property (self, &property, &preferred);
      property_clear (&property);
      if (begun && depth == 0)
        break;
    }

  complete_display_name (self);
  if (preferred > 0)
    put_first (self->phone_numbers, (guint) preferred);
  return begun ? g_steal_pointer (&self) : NULL;
}

gboolean
trueconf_text_read_profile_link (const char *html, char **user_id, char **name)
{
  g_autofree char *text = g_strstrip (g_strdup (html));
  g_autofree char *unescaped = NULL;
  const char *address = text + strlen (LINK_START);
  const char *quote;
  const char *end;
  char *suffix;

  if (!g_str_has_prefix (text, LINK_START) || !g_str_has_suffix (text, LINK_END))
    return FALSE;

  quote = strchr (address, '"');
  end = text + strlen (text) - strlen (LINK_END);
  if (quote == NULL || quote[1] != '>' || quote + 2 > end || strstr (quote, LINK_END) != end)
    return FALSE;

  unescaped = trueconf_text_to_plain (address, (gsize) (quote - address));
  suffix = strchr (unescaped, '&');
  if (suffix == NULL || suffix == unescaped || !g_str_equal (suffix, "&do=profile"))
    return FALSE;

  *user_id = g_strndup (unescaped, (gsize) (suffix - unescaped));
  *name = g_strstrip (trueconf_text_to_plain (quote + 2, (gsize) (end - quote - 2)));

  return TRUE;
}
