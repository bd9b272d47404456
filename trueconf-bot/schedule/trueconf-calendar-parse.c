/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads cron expressions and times of day. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "schedule/trueconf-calendar-private.h"
#include "trueconf-error.h"

#define MAX_EXPRESSION 1000

typedef struct
{
  const char *name; /* in the expression, for messages */
  int least;
  int most;
  const char *const *words;
  int first_word;
} TrueconfCronField;

static const char *const month_words[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul",
                                           "aug", "sep", "oct", "nov", "dec", NULL };
static const char *const weekday_words[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL };

static const TrueconfCronField fields[] = {
  { N_ ("minute"), 0, 59, NULL, 0 },
  { N_ ("hour"), 0, 23, NULL, 0 },
  { N_ ("day of the month"), 1, 31, NULL, 0 },
  { N_ ("month"), 1, 12, month_words, 1 },
  /* 7 is Sunday, too */
  { N_ ("day of the week"), 0, 7, weekday_words, 0 },
};

static const struct
{
  const char *name;
  const char *expression;
} shortcuts[] = {
  { "@yearly", "0 0 1 1 *" }, { "@annually", "0 0 1 1 *" }, { "@monthly", "0 0 1 * *" },
  { "@weekly", "0 0 * * 0" }, { "@daily", "0 0 * * *" },    { "@midnight", "0 0 * * *" },
  { "@hourly", "0 * * * *" },
};

static int
find_word (const TrueconfCronField *field, const char *text)
{
  for (int i = 0; field->words != NULL && field->words[i] != NULL; i++)
    if (g_ascii_strcasecmp (field->words[i], text) == 0)
      return field->first_word + i;

  return -1;
}

static gboolean
refuse (const TrueconfCronField *field, const char *part, GError **error)
{
  if (field->words != NULL)
    g_set_error (
        error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
        /* Translators: a part of a cron expression, the name of its field, least, most, first name, and
                  * last name, as in: “x” cannot be the month: it is from 1 to 12, or from “jan” to “dec” */
        _ ("“%s” cannot be the %s: it is a number from %d to %d or a name from “%s” to “%s”"), part,
        _ (field->name), field->least, field->most, field->words[0],
        field->words[g_strv_length ((char **) field->words) - 1]);
  else
    g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                 /* Translators: a part of a cron expression, the name of its field, least, most */
                 _ ("“%s” cannot be the %s: it is a number from %d to %d"), part, _ (field->name),
                 field->least, field->most);

  return FALSE;
}

static gboolean
read_value (const TrueconfCronField *field, const char *text, const char *part, int *value, GError **error)
{
  guint64 number = 0;

  *value = find_word (field, text);
  if (*value >= 0)
    return TRUE;

  if (!g_ascii_string_to_unsigned (text, 10, (guint64) field->least, (guint64) field->most, &number, NULL))
    return refuse (field, part, error);

  *value = (int) number;
  return TRUE;
}

/* One of the parts between commas: “*”, “5”, “mon-fri”, “*” or a range with a step as in “10-30/5”. */
static gboolean
read_part (const TrueconfCronField *field, const char *part, guint64 *bits, GError **error)
{
  g_autofree char *range = g_strdup (part);
  char *slash = strchr (range, '/');
  char *dash;
  int first = field->least;
  int last = field->most == 7 ? 6 : field->most;
  guint64 step = 1;

  if (slash != NULL)
    {
      *slash = '\0';
      if (!g_ascii_string_to_unsigned (slash + 1, 10, 1, G_MAXINT8, &step, NULL))
        {
          g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       /* Translators: a part of a cron expression, the name of its field */
                       _ ("The step of “%s” in the %s has to be a number from 1 on, as in “*/5”"), part,
                       _ (field->name));
          return FALSE;
        }
    }

  if (!g_str_equal (range, "*"))
    {
      dash = strchr (range, '-');
      if (dash != NULL)
        *dash = '\0';
      if (!read_value (field, range, part, &first, error))
        return FALSE;
      /* “5/10” is “from 5 on, every 10” */
      if (dash != NULL && !read_value (field, dash + 1, part, &last, error))
        return FALSE;
      if (dash == NULL && slash == NULL)
        last = first;

      /* “fri-sun” */
      if (dash != NULL && field->most == 7 && last == 0 && first > 0)
        last = 7;
      if (first > last)
        {
          g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       /* Translators: a part of a cron expression, the name of its field */
                       _ ("The range “%s” in the %s ends before it begins. Write two ranges with a comma"),
                       part, _ (field->name));
          return FALSE;
        }
    }

  for (int i = first; i <= last; i += (int) step)
    *bits |= G_GUINT64_CONSTANT (1) << i;

  return TRUE;
}

static gboolean
read_field (const TrueconfCronField *field, const char *text, guint64 *bits, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  *bits = 0;
  for (guint i = 0; parts[i] != NULL; i++)
    if (!read_part (field, parts[i], bits, error))
      return FALSE;

  return TRUE;
}

/* Whether there is one of the days in one of the months. */
static gboolean
has_date (const TrueconfCalendar *self)
{
  static const guint8 lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  for (guint month = 1; month <= 12; month++)
    if ((self->months & (1u << month)) != 0 && (self->days & ((2u << lengths[month - 1]) - 2u)) != 0)
      return TRUE;

  return FALSE;
}

static GStrv
split_expression (const char *expression)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit_set (expression, " \t\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (builder, words[i]);

  return g_strv_builder_end (builder);
}

static const char *
expand (const char *expression)
{
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (g_ascii_strcasecmp (shortcuts[i].name, expression) == 0)
      return shortcuts[i].expression;

  return expression;
}

static gboolean
is_short_text (const char *expression, GError **error)
{
  if (strnlen (expression, MAX_EXPRESSION + 1) <= MAX_EXPRESSION && g_utf8_validate (expression, -1, NULL))
    return TRUE;

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               _ ("The cron expression is not valid UTF-8, or has more than %d bytes"), MAX_EXPRESSION);
  return FALSE;
}

gboolean
trueconf_calendar_parse_cron (TrueconfCalendar *self, const char *expression, GError **error)
{
  g_auto (GStrv) words = NULL;
  guint64 bits[G_N_ELEMENTS (fields)];
  guint n_words;

  if (!is_short_text (expression, error))
    return FALSE;

  words = split_expression (expand (expression));
  n_words = g_strv_length (words);
  if (n_words != G_N_ELEMENTS (fields))
    {
      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
          g_dngettext (
              GETTEXT_PACKAGE,
              /* Translators: a cron expression, its number of fields */
              "The cron expression “%s” has %u field, and it needs 5: minute, hour, day of the month, "
              "month, day of the week",
              "The cron expression “%s” has %u fields, and it needs 5: minute, hour, day of the month, "
              "month, day of the week",
              n_words),
          expression, n_words);
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!read_field (&fields[i], words[i], &bits[i], error))
      return FALSE;

  *self = (TrueconfCalendar){
    .minutes = bits[0],
    .hours = (guint32) bits[1],
    .days = (guint32) bits[2],
    .months = (guint16) bits[3],
    .weekdays = (guint8) ((bits[4] | bits[4] >> 7) & 0x7f),
    .all_days = words[2][0] == '*',
    .all_weekdays = words[4][0] == '*',
    .every_hour = words[1][0] == '*',
  };

  /* Of a day of the month and a day of the week, one is enough. */
  if ((self->all_days || self->all_weekdays) && !has_date (self))
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   _ ("The cron expression “%s” means a day that none of its months has"), expression);
      return FALSE;
    }

  return TRUE;
}

/* “9:00”, “09:00” or “09:00:30” */
gboolean
trueconf_calendar_parse_time (TrueconfCalendar *self, const char *time, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (time, ":", 4);
  static const guint64 most[] = { 23, 59, 59 };
  guint64 numbers[3] = { 0, 0, 0 };
  guint n_parts = g_strv_length (parts);
  gboolean good = n_parts == 2 || n_parts == 3;

  for (guint i = 0; good && i < n_parts; i++)
    good = strlen (parts[i]) <= 2 && (i == 0 || strlen (parts[i]) == 2) &&
           g_ascii_string_to_unsigned (parts[i], 10, 0, most[i], &numbers[i], NULL);

  if (!good)
    {
      g_autofree char *shown = g_utf8_make_valid (time, (gssize) strnlen (time, 100));

      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is not a time of day. Give one like “09:00” or “23:59:30”"), shown);
      return FALSE;
    }

  *self = (TrueconfCalendar){
    .minutes = G_GUINT64_CONSTANT (1) << numbers[1],
    .hours = 1u << numbers[0],
    .days = G_MAXUINT32 & ~1u,
    .months = 0x1ffe,
    .weekdays = 0x7f,
    .second = (guint8) numbers[2],
    .all_days = TRUE,
    .all_weekdays = TRUE,
  };

  return TRUE;
}
