/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "routing/trueconf-command-value-private.h"
#include "trueconf-error.h"

#define MAX_SHOWN    40
#define MAX_DURATION (1000.0 * 366 * 24 * 60 * 60)

/* Where the text of a command begins: white space before it is skipped. */
const char *
trueconf_command_skip_space (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return text;
}

char *
trueconf_command_value_shorten (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= MAX_SHOWN)
    return g_strdup (text);

  start = g_utf8_substring (text, 0, MAX_SHOWN);
  return g_strconcat (start, "…", NULL);
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error,
                     g_error_new_valist (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, format, args));
  va_end (args);
  return FALSE;
}

/* Below, `shown` is the text as errors show it. */

static gboolean
read_int (const char *name, const char *text, const char *shown, GValue *value, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  gint64 number;
  const char *digits = text[0] == '+' ? text + 1 : text;

  if (!g_ascii_isdigit (digits[0]) && (digits[0] != '-' || digits != text))
    return refuse (error, _ ("%s has to be a whole number, not “%s”"), name, shown);

  if (!g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &number, &wrong))
    {
      if (g_error_matches (wrong, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS))
        return refuse (error, _ ("%s is out of range: “%s”"), name, shown);

      return refuse (error, _ ("%s has to be a whole number, not “%s”"), name, shown);
    }

  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, number);
  return TRUE;
}

/* Also with the comma that many people write. */
static gboolean
read_double (const char *name, const char *text, const char *shown, GValue *value, GError **error)
{
  g_autofree char *point = g_strdup (text);
  char *end = NULL;
  double number;

  if (strspn (text, "0123456789+-.,eE") != strlen (text) || strpbrk (text, "0123456789") == NULL)
    return refuse (error, _ ("%s has to be a number, not “%s”"), name, shown);

  g_strdelimit (point, ",", '.');
  number = g_ascii_strtod (point, &end);
  if (*end != '\0')
    return refuse (error, _ ("%s has to be a number, not “%s”"), name, shown);
  if (!isfinite (number))
    return refuse (error, _ ("%s is out of range: “%s”"), name, shown);

  g_value_init (value, G_TYPE_DOUBLE);
  g_value_set_double (value, number);
  return TRUE;
}

static gboolean
is_word (const char *folded, const char *word)
{
  g_autofree char *other = g_utf8_casefold (word, -1);

  return g_str_equal (folded, other);
}

static gboolean
read_bool (const char *name, const char *text, const char *shown, GValue *value, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  gboolean yes = is_word (folded, "yes") || is_word (folded, "true") || is_word (folded, "on") ||
                 is_word (folded, "1") || is_word (folded, C_ ("answer", "yes")) ||
                 is_word (folded, C_ ("answer", "on"));
  gboolean no = is_word (folded, "no") || is_word (folded, "false") || is_word (folded, "off") ||
                is_word (folded, "0") || is_word (folded, C_ ("answer", "no")) ||
                is_word (folded, C_ ("answer", "off"));

  if (!yes && !no)
    return refuse (error, _ ("%s has to be yes or no, not “%s”"), name, shown);

  g_value_init (value, G_TYPE_BOOLEAN);
  g_value_set_boolean (value, yes);
  return TRUE;
}

/* An id, which is completed by the server of the bot. */
static gboolean
read_user (const char *name,
           const char *text,
           const char *shown,
           const char *bot_id,
           GValue *value,
           GError **error)
{
  const char *id = text[0] == '@' ? text + 1 : text;
  const char *at = strchr (id, '@');
  const char *server = bot_id != NULL ? strchr (bot_id, '@') : NULL;
  gboolean good =
      id[0] != '\0' && at != id && (at == NULL || (at[1] != '\0' && strchr (at + 1, '@') == NULL));

  for (const char *c = id; good && *c != '\0'; c = g_utf8_next_char (c))
    good = *c != '/' && !g_unichar_isspace (g_utf8_get_char (c));
  if (!good)
    return refuse (error, _ ("%s has to be the ID of a user, such as nora or nora@example.com, not “%s”"),
                   name, shown);

  g_value_init (value, G_TYPE_STRING);
  g_value_take_string (value, g_strconcat (id, at == NULL ? server : NULL, NULL));
  return TRUE;
}

/* 2026-12-31 and 31.12.2026 */
static gboolean
read_date (const char *name, const char *text, const char *shown, GValue *value, GError **error)
{
  static GRegex *regex;
  static gsize made;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GDateTime) date = NULL;

  if (g_once_init_enter (&made))
    {
      regex = g_regex_new (
          "^(?:(?<y>\\d{4})-(?<m>\\d\\d?)-(?<d>\\d\\d?)|(?<d>\\d\\d?)\\.(?<m>\\d\\d?)\\.(?<y>\\d{4}))$",
          G_REGEX_DUPNAMES, 0, NULL);
      g_once_init_leave (&made, 1);
    }

  if (g_regex_match (regex, text, 0, &match))
    {
      g_autofree char *year = g_match_info_fetch_named (match, "y");
      g_autofree char *month = g_match_info_fetch_named (match, "m");
      g_autofree char *day = g_match_info_fetch_named (match, "d");

      date = g_date_time_new_local (atoi (year), atoi (month), atoi (day), 0, 0, 0);
    }
  if (date == NULL)
    return refuse (error, _ ("%s has to be a date, such as 2026-12-31, not “%s”"), name, shown);

  g_value_init (value, G_TYPE_DATE_TIME);
  g_value_set_boxed (value, date);
  return TRUE;
}

/* Returns the seconds of a unit, also in Russian letters, or 0. */
static double
get_unit (gunichar unit)
{
  switch (g_unichar_tolower (unit))
    {
    case 's':
    case 0x0441: /* с */
      return 1;

    case 'm':
    case 0x043C: /* м */
      return 60;

    case 'h':
    case 0x0447: /* ч */
      return 60 * 60;

    case 'd':
    case 0x0434: /* д */
      return 24 * 60 * 60;

    case 'w':
    case 0x043D: /* н */
      return 7 * 24 * 60 * 60;

    default:
      return 0;
    }
}

/* 90s, 10m, 2h, 1h30m, 1d, 1w; a number alone is one of seconds */
static gboolean
read_duration (const char *name, const char *text, const char *shown, GValue *value, GError **error)
{
  const char *at = text;
  double total = 0;
  gboolean good = *text != '\0';

  while (good && *at != '\0')
    {
      const char *start = at;
      double number = 0;
      double unit;

      for (; g_ascii_isdigit (*at); at++)
        number = number * 10 + (*at - '0');
      unit = *at != '\0' ? get_unit (g_utf8_get_char (at)) : (start == text ? 1 : 0);
      good = at > start && unit > 0;
      total += number * unit;
      if (*at != '\0')
        at = g_utf8_next_char (at);
    }
  if (!good)
    return refuse (error, _ ("%s has to be a time span, such as 90s, 10m, 1h30m or 2d, not “%s”"), name,
                   shown);
  if (total > MAX_DURATION)
    return refuse (error, _ ("%s is out of range: “%s”"), name, shown);

  g_value_init (value, G_TYPE_DOUBLE);
  g_value_set_double (value, total);
  return TRUE;
}

static gboolean
read_choice (const char *name,
             const char *const *choices,
             const char *text,
             const char *shown,
             GValue *value,
             GError **error)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *all = NULL;

  for (guint i = 0; choices[i] != NULL; i++)
    if (is_word (folded, choices[i]))
      {
        g_value_init (value, G_TYPE_STRING);
        g_value_set_string (value, choices[i]);
        return TRUE;
      }

  all = g_strjoinv (", ", (GStrv) choices);
  /* Translators: the name of an argument, a list of words, what was typed */
  return refuse (error, _ ("%s has to be one of %s, not “%s”"), name, all, shown);
}

gboolean
trueconf_command_value_read (TrueconfCommandValueType type,
                             const char *name,
                             const char *const *choices,
                             const char *text,
                             const char *bot_id,
                             GValue *value,
                             GError **error)
{
  g_autofree char *shown = trueconf_command_value_shorten (text);

  switch (type)
    {
    case TRUECONF_COMMAND_VALUE_STRING:
      g_value_init (value, G_TYPE_STRING);
      g_value_set_string (value, text);
      return TRUE;

    case TRUECONF_COMMAND_VALUE_INT:
      return read_int (name, text, shown, value, error);

    case TRUECONF_COMMAND_VALUE_DOUBLE:
      return read_double (name, text, shown, value, error);

    case TRUECONF_COMMAND_VALUE_BOOL:
      return read_bool (name, text, shown, value, error);

    case TRUECONF_COMMAND_VALUE_USER:
      return read_user (name, text, shown, bot_id, value, error);

    case TRUECONF_COMMAND_VALUE_DATE:
      return read_date (name, text, shown, value, error);

    case TRUECONF_COMMAND_VALUE_DURATION:
      return read_duration (name, text, shown, value, error);

    case TRUECONF_COMMAND_VALUE_CHOICE:
      return read_choice (name, choices, text, shown, value, error);

    default:
      g_assert_not_reached ();
    }
}

/* The marks that telephones make of a plain one are marks as well. Returns 0 if it opens nothing. */
static gunichar
get_closing_mark (gunichar mark)
{
  switch (mark)
    {
    case '"':
    case '\'':
      return mark;

    case 0x201C: /* “ ” */
      return 0x201D;

    case 0x201E: /* „ “ */
      return 0x201C;

    case 0x00AB: /* « » */
      return 0x00BB;

    default:
      return 0;
    }
}

/* A mark within a word, as in “don't”, is a part of it. */
char *
trueconf_command_value_take_word (const char **text, GError **error)
{
  const char *start = trueconf_command_skip_space (*text);
  gunichar closing = get_closing_mark (g_utf8_get_char (start));
  const char *end;

  if (closing == 0)
    {
      for (end = start; *end != '\0' && !g_unichar_isspace (g_utf8_get_char (end));
           end = g_utf8_next_char (end))
        ;
      *text = end;
      return g_strndup (start, (gsize) (end - start));
    }

  start = g_utf8_next_char (start);
  for (end = start; *end != '\0' && g_utf8_get_char (end) != closing; end = g_utf8_next_char (end))
    ;
  if (*end == '\0')
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("A quotation mark is not closed"));
      return NULL;
    }

  *text = g_utf8_next_char (end);
  return g_strndup (start, (gsize) (end - start));
}
