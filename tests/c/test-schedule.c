/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* When the next time of a schedule is: against fixed answers, and against a walk through all minutes. */

#include "config.h"

#include <string.h>

#include <trueconf-bot.h>

#include "tc-util.h"

static GTimeZone *
get_zone (const char *name)
{
  GTimeZone *zone = g_time_zone_new_identifier (name);

  g_assert_nonnull (zone);
  return zone;
}

static void
check_next (TrueconfSchedule *schedule, const char *after, const char *expected)
{
  g_autoptr (GDateTime) from = g_date_time_new_from_iso8601 (after, NULL);
  g_autoptr (GDateTime) next = trueconf_schedule_get_next (schedule, from);
  g_autofree char *text = NULL;

  if (expected == NULL)
    {
      g_assert_null (next);
      return;
    }

  g_assert_nonnull (next);
  text = g_date_time_format (next, "%Y-%m-%dT%H:%M:%S%:z");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_every (void)
{
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (90 * G_TIME_SPAN_SECOND);

  g_assert_cmpint (trueconf_schedule_get_interval (schedule), ==, 90 * G_TIME_SPAN_SECOND);
  check_next (schedule, "2026-03-29T00:59:00+01:00", "2026-03-29T01:00:30+01:00");
}

static void
test_once (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 ("2026-05-01T12:00:00+03:00", NULL);
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_once (time);

  g_assert_cmpint (trueconf_schedule_get_interval (schedule), ==, 0);
  check_next (schedule, "2026-01-01T00:00:00Z", "2026-05-01T12:00:00+03:00");
  check_next (schedule, "2026-05-01T08:59:59Z", "2026-05-01T12:00:00+03:00");
  check_next (schedule, "2026-05-01T09:00:00Z", NULL);
}

static void
test_daily (void)
{
  static const struct
  {
    const char *time;
    const char *after;
    const char *expected;
  } rows[] = {
    { "09:00", "2026-01-15T07:59:59Z", "2026-01-15T09:00:00+01:00" },
    { "09:00", "2026-01-15T08:00:00Z", "2026-01-16T09:00:00+01:00" },
    { "9:00", "2026-07-15T06:59:59Z", "2026-07-15T09:00:00+02:00" },
    { "23:59:30", "2026-12-31T22:59:29Z", "2026-12-31T23:59:30+01:00" },
    { "23:59:30", "2026-12-31T22:59:30Z", "2027-01-01T23:59:30+01:00" },
    { "00:00", "2026-02-27T23:00:00Z", "2026-03-01T00:00:00+01:00" },
    /* the clocks skip 2:00 to 3:00 */
    { "01:59", "2026-03-28T12:00:00Z", "2026-03-29T01:59:00+01:00" },
    { "02:00", "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00" },
    { "02:30", "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00" },
    { "02:30", "2026-03-29T01:00:00Z", "2026-03-30T02:30:00+02:00" },
    { "03:00", "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00" },
    /* they show 2:00 to 3:00 twice */
    { "02:30", "2026-10-24T12:00:00Z", "2026-10-25T02:30:00+02:00" },
    { "02:30", "2026-10-25T00:30:00Z", "2026-10-26T02:30:00+01:00" },
    { "02:30", "2026-10-25T00:31:00Z", "2026-10-26T02:30:00+01:00" },
    { "02:30", "2026-10-25T01:29:00Z", "2026-10-26T02:30:00+01:00" },
    { "03:00", "2026-10-25T00:59:00Z", "2026-10-25T03:00:00+01:00" },
  };
  g_autoptr (GTimeZone) zone = get_zone ("Europe/Berlin");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_daily (rows[i].time, zone, &error);

      g_assert_no_error (error);
      check_next (schedule, rows[i].after, rows[i].expected);
    }
}

static void
test_bad_times (void)
{
  static const char *const times[] = { "",      "9",     "24:00",  "09:60", "9:5", "09:00:60", "09:00:00:00",
                                       "-1:00", " 9:00", "9:00pm", "009:00" };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (trueconf_schedule_new_daily (times[i], NULL, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      tc_assert_contains (error->message, "09:00");
    }
}

static void
test_cron (void)
{
  static const struct
  {
    const char *expression;
    const char *after;
    const char *expected;
  } rows[] = {
    { "* * * * *", "2026-01-01T00:00:00Z", "2026-01-01T01:01:00+01:00" },
    { "0 9 * * mon-fri", "2026-01-02T08:00:00Z", "2026-01-05T09:00:00+01:00" },
    { "0 9 * * 1-5", "2026-01-02T07:00:00Z", "2026-01-02T09:00:00+01:00" },
    { "0 9 * * fri-sun", "2026-01-03T09:00:00Z", "2026-01-04T09:00:00+01:00" },
    { "0 9 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T09:00:00+01:00" },
    { "0 9 * * 0", "2026-01-01T00:00:00Z", "2026-01-04T09:00:00+01:00" },
    { "*/20 8-10/2 * * *", "2026-01-01T07:40:00Z", "2026-01-01T10:00:00+01:00" },
    { "5/25 12 * * *", "2026-01-01T11:06:00Z", "2026-01-01T12:30:00+01:00" },
    { "0 0 29 feb *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00+01:00" },
    { "0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00+01:00" },
    { "0 0 29 2 */7", "2088-03-01T00:00:00Z", "2128-02-29T00:00:00+01:00" },
    { "0 0 13 * FRI", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00+01:00" },
    { "0 0 13 * FRI", "2026-01-10T12:00:00Z", "2026-01-13T00:00:00+01:00" },
    { "0 0 31 jan,apr,MAY *", "2026-02-01T00:00:00Z", "2026-05-31T00:00:00+02:00" },
    { " 0\t0  1,15 * * ", "2026-01-01T00:00:00Z", "2026-01-15T00:00:00+01:00" },
    { "@monthly", "2026-01-15T00:00:00Z", "2026-02-01T00:00:00+01:00" },
    { "@yearly", "2026-01-15T00:00:00Z", "2027-01-01T00:00:00+01:00" },
    { "@hourly", "2026-03-29T00:59:00Z", "2026-03-29T03:00:00+02:00" },
    { "@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00+01:00" },
    { "@daily", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00+01:00" },
    /* real time in the hour that is shown twice */
    { "30 * * * *", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00+01:00" },
    { "30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T02:30:00+01:00" },
    /* and in the one that is skipped */
    { "30 * * * *", "2026-03-29T00:30:00Z", "2026-03-29T03:30:00+02:00" },
    { "30 2 * * *", "2026-03-29T00:30:00Z", "2026-03-29T03:00:00+02:00" },
  };
  g_autoptr (GTimeZone) zone = get_zone ("Europe/Berlin");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_cron (rows[i].expression, zone, &error);

      g_assert_no_error (error);
      g_test_message ("%s", rows[i].expression);
      check_next (schedule, rows[i].after, rows[i].expected);
    }
}

static void
test_bad_cron (void)
{
  static const struct
  {
    const char *expression;
    const char *words;
  } rows[] = {
    { "", "0 fields" },
    { "0 9 * *", "4 fields" },
    { "0 9 * * * *", "6 fields" },
    { "60 9 * * *", "“60” cannot be the minute: it is a number from 0 to 59" },
    { "0 24 * * *", "cannot be the hour" },
    { "0 9 0 * *", "“0” cannot be the day of the month" },
    { "0 9 * 13 *", "from “jan” to “dec”" },
    { "0 9 * * 8", "from “sun” to “sat”" },
    { "0 9 * * mo", "“mo” cannot be the day of the week" },
    { "-5 9 * * *", "“-5” cannot be the minute" },
    { "5- 9 * * *", "“5-” cannot be the minute" },
    { "+5 9 * * *", "“+5” cannot be the minute" },
    { "1,,2 9 * * *", "“” cannot be the minute" },
    { "30-10 9 * * *", "ends before it begins" },
    { "*/0 9 * * *", "The step of “*/0”" },
    { "*/x 9 * * *", "The step of “*/x”" },
    { "1/2/3 9 * * *", "The step of “1/2/3”" },
    { "0 9 L * *", "“L” cannot be the day of the month" },
    { "0 0 30 2 *", "that none of its months has" },
    { "0 0 31 4,6 *", "that none of its months has" },
    { "@never", "has 1 field, and" },
    { "0 9 * * \xff", "UTF-8" },
  };
  g_autofree char *lengthy = g_strnfill (100000, '1');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (trueconf_schedule_new_cron (rows[i].expression, NULL, &refused));
      g_assert_error (refused, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      tc_assert_contains (refused->message, rows[i].words);
    }

  g_assert_null (trueconf_schedule_new_cron (lengthy, NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (strlen (error->message), <, 200);
}

/* A field as a list of numbers, read in the plainest way. */
static gboolean
is_meant (const char *field, int value)
{
  g_auto (GStrv) parts = g_strsplit (field, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (parts[i], "/", 2);
      int step = halves[1] != NULL ? atoi (halves[1]) : 1;
      int first = 0;
      int last = 99;

      if (g_str_equal (halves[0], "*"))
        {
          /* days and months begin with 1, so that their steps do */
          first = -1;
        }
      else
        {
          g_auto (GStrv) ends = g_strsplit (halves[0], "-", 2);

          first = atoi (ends[0]);
          last = ends[1] != NULL ? atoi (ends[1]) : halves[1] != NULL ? 99 : first;
        }
      if (first < 0)
        return step == 1;
      if (value >= first && value <= last && (value - first) % step == 0)
        return TRUE;
    }

  return FALSE;
}

/* What each field means, read once for all the minutes of a walk. */
typedef struct
{
  gboolean meant[5][60];
  gboolean every_hour;
  gboolean both_days;
} Fields;

static void
read_fields (Fields *self, const char *expression)
{
  g_auto (GStrv) fields = g_strsplit (expression, " ", -1);

  for (int i = 0; i < 5; i++)
    for (int value = 0; value < 60; value++)
      self->meant[i][value] = is_meant (fields[i], value);
  self->every_hour = fields[1][0] == '*';
  self->both_days = fields[2][0] == '*' || fields[4][0] == '*';
}

static gboolean
fields_match (const Fields *self, GDateTime *wall)
{
  gboolean day = self->meant[2][g_date_time_get_day_of_month (wall)];
  gboolean weekday = self->meant[4][g_date_time_get_day_of_week (wall) % 7];

  return self->meant[0][g_date_time_get_minute (wall)] && self->meant[1][g_date_time_get_hour (wall)] &&
         self->meant[3][g_date_time_get_month (wall)] && (self->both_days ? day && weekday : day || weekday);
}

static GDateTime *
as_utc (gint64 wall)
{
  return g_date_time_new_from_unix_utc (wall);
}

/* Walks through all minutes. */
static gint64
find_slowly (const Fields *fields, GTimeZone *zone, gint64 after)
{
  gint64 latest = G_MININT64; /* on the wall */

  for (gint64 time = after - after % 60 - 26 * 3600; time < after + 400 * 24 * 3600; time += 60)
    {
      gint64 offset =
          g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time));
      gint64 wall = time + offset;
      g_autoptr (GDateTime) shown = as_utc (wall);
      gboolean seen = wall <= latest;
      gboolean matches = fields_match (fields, shown) && (fields->every_hour || !seen);

      for (gint64 skipped = latest + 60; !fields->every_hour && latest != G_MININT64 && skipped < wall;
           skipped += 60)
        {
          g_autoptr (GDateTime) never_shown = as_utc (skipped);

          matches = matches || fields_match (fields, never_shown);
        }
      latest = MAX (latest, wall);
      if (matches && time > after)
        return time;
    }

  return G_MININT64;
}

static void
test_against_walk (void)
{
  static const char *const zones[] = {
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana",
    "Asia/Kolkata",  "Africa/Cairo",     "America/Santiago",    "UTC",
  };
  static const char *const expressions[] = {
    "* * * * *",      "*/1 * * * *",          "0 0 * * *",  "30 2 * * *",   "15 1-3 * * *",
    "0,30 0-4 * * *", "59 23 * * *",          "0 * * * *",  "45 0,1 * * 0", "0 12 1 * *",
    "30 0 8 3,11 *",  "10 2 * 3-4,10-11 6,0", "5 1 15 * 1", "0/7 2 * * *",  "20 */1 * * 0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (GTimeZone) zone = get_zone (zones[i]);

      for (guint j = 0; j < G_N_ELEMENTS (expressions); j++)
        {
          g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_cron (expressions[j], zone, NULL);
          gint64 times[6];
          Fields fields;

          read_fields (&fields, expressions[j]);
          /* around the changes of clocks in the two halves of the year, and anywhere */
          for (guint k = 0; k < G_N_ELEMENTS (times); k++)
            times[k] = G_GINT64_CONSTANT (1767225600) + g_test_rand_int_range (0, 2 * 365 * 24 * 60) * 60;
          for (guint k = 0; k < 3; k++)
            {
              gint64 time = times[k];

              for (guint days = 0; days < 366; days++, time += 24 * 3600)
                if (g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time) !=
                    g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time + 24 * 3600))
                  break;
              times[k] = time + g_test_rand_int_range (-6 * 60, 30 * 60) * 60;
            }

          for (guint k = 0; k < G_N_ELEMENTS (times); k++)
            {
              g_autoptr (GDateTime) after = g_date_time_new_from_unix_utc (times[k]);
              g_autoptr (GDateTime) next = trueconf_schedule_get_next (schedule, after);

              g_test_message ("%s in %s after %" G_GINT64_FORMAT, expressions[j], zones[i], times[k]);
              g_assert_nonnull (next);
              g_assert_cmpint (g_date_time_to_unix (next), ==, find_slowly (&fields, zone, times[k]));
            }
        }
    }
}

/* The ends of the years that GDateTime knows. */
static void
test_far_times (void)
{
  g_autoptr (GTimeZone) zone = get_zone ("Pacific/Kiritimati");
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_cron ("0 0 29 2 *", zone, NULL);
  g_autoptr (TrueconfSchedule) every = trueconf_schedule_new_every (G_MAXINT64);
  g_autoptr (GDateTime) first = g_date_time_new_utc (1, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) last = g_date_time_new_utc (9999, 12, 31, 23, 59, 59);
  g_autoptr (GDateTime) after_first = trueconf_schedule_get_next (schedule, first);
  g_autoptr (GDateTime) after_last = trueconf_schedule_get_next (schedule, last);
  g_autoptr (GDateTime) never = trueconf_schedule_get_next (every, last);

  g_assert_cmpint (g_date_time_get_year (after_first), ==, 4);
  g_assert_null (after_last);
  g_assert_null (never);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/schedule/every", test_every);
  g_test_add_func ("/schedule/once", test_once);
  g_test_add_func ("/schedule/daily", test_daily);
  g_test_add_func ("/schedule/bad-times", test_bad_times);
  g_test_add_func ("/schedule/cron", test_cron);
  g_test_add_func ("/schedule/bad-cron", test_bad_cron);
  g_test_add_func ("/schedule/against-walk", test_against_walk);
  g_test_add_func ("/schedule/far-times", test_far_times);

  return g_test_run ();
}
