/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Computes when a calendar's next time is.
 *
 * Twice a year, a zone may skip a part of the clock on the wall, or show it twice. A time that is skipped is replaced by
 * the first one after the gap, and a time that is shown twice is meant once, the first time. If the hours begin with “*”,
 * real time is followed: nothing is replaced, and both times are meant. That is what cron does. */

#include "config.h"

#include "schedule/trueconf-calendar-private.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* From one Sunday that is a 29th of February to the next there can be forty years, as around 2100. */
#define MAX_DAYS (41 * 366)

/* Times on the wall are counted in seconds as if they were UTC. */

static gint64
get_offset (GTimeZone *zone, gint64 time)
{
  return g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time));
}

typedef struct
{
  gint64 times[2];
  guint n_times;
  gboolean changing; /* the zone changes its offset around that day */
} TrueconfInstants;

static gint64
find_change (GTimeZone *zone, gint64 from, gint64 to)
{
  gint64 before = get_offset (zone, from);

  while (to - from > 1)
    {
      gint64 middle = from + (to - from) / 2;

      if (get_offset (zone, middle) == before)
        from = middle;
      else
        to = middle;
    }

  return to;
}

static TrueconfInstants
find_instants (const TrueconfCalendar *self, GTimeZone *zone, gint64 wall)
{
  gint64 before = get_offset (zone, wall - DAY);
  gint64 after = get_offset (zone, wall + DAY);
  TrueconfInstants found = { { 0, 0 }, 0, before != after };
  gint64 early = wall - MAX (before, after);
  gint64 late = wall - MIN (before, after);

  if (get_offset (zone, early) == wall - early)
    found.times[found.n_times++] = early;
  if (early != late && get_offset (zone, late) == wall - late)
    found.times[found.n_times++] = late;

  if (self->every_hour)
    return found;

  if (found.n_times == 0)
    found.times[found.n_times++] = find_change (zone, wall - DAY - before, wall + DAY - after);
  else
    found.n_times = 1;

  return found;
}

static gboolean
is_day_meant (const TrueconfCalendar *self, const GDate *date)
{
  guint weekday = (guint) g_date_get_weekday (date) % 7;
  gboolean day = (self->days & (1u << g_date_get_day (date))) != 0;

  if ((self->months & (1u << g_date_get_month (date))) == 0)
    return FALSE;

  if (self->all_days || self->all_weekdays)
    return day && (self->weekdays & (1u << weekday)) != 0;

  return day || (self->weekdays & (1u << weekday)) != 0;
}

typedef struct
{
  gint64 after;
  gint64 best; /* G_MININT64: none yet */
  gint64 best_wall;
  gboolean changing;
} TrueconfSearch;

/* Whether the search is over. */
static gboolean
try_time (const TrueconfCalendar *self, GTimeZone *zone, gint64 wall, TrueconfSearch *search)
{
  TrueconfInstants found;

  /* Close to a change of the zone, a later time on the wall may be an earlier one in fact. */
  if (search->best != G_MININT64 && (!search->changing || wall > search->best_wall + DAY))
    return TRUE;

  found = find_instants (self, zone, wall);
  search->changing = search->changing || found.changing;
  for (guint i = 0; i < found.n_times; i++)
    {
      if (found.times[i] <= search->after || (search->best != G_MININT64 && found.times[i] >= search->best))
        continue;
      search->best = found.times[i];
      search->best_wall = wall;
    }

  return FALSE;
}

static gboolean
try_day (const TrueconfCalendar *self, GTimeZone *zone, gint64 midnight, gint64 from, TrueconfSearch *search)
{
  for (guint hour = 0; hour < 24; hour++)
    {
      if ((self->hours & (1u << hour)) == 0 || midnight + (hour + 1) * HOUR <= from)
        continue;
      for (guint minute = 0; minute < 60; minute++)
        {
          gint64 wall = midnight + hour * HOUR + minute * MINUTE + self->second;

          if ((self->minutes & (G_GUINT64_CONSTANT (1) << minute)) != 0 && wall >= from &&
              try_time (self, zone, wall, search))
            return TRUE;
        }
    }

  return FALSE;
}

gint64
trueconf_calendar_next (const TrueconfCalendar *self, GTimeZone *zone, gint64 after)
{
  TrueconfSearch search = { .after = after, .best = G_MININT64 };
  gint64 from = after + get_offset (zone, after);
  gint64 midnight;
  GDate date;

  search.changing = get_offset (zone, after - DAY) != get_offset (zone, after + DAY);
  if (search.changing)
    from -= DAY;

  midnight = from - (from % DAY + DAY) % DAY;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (midnight / DAY + 719163));

  for (guint i = 0; i < MAX_DAYS; i++)
    {
      if (search.best != G_MININT64 && midnight > search.best_wall + DAY)
        break;
      if (is_day_meant (self, &date) && try_day (self, zone, midnight, from, &search))
        break;
      g_date_add_days (&date, 1);
      midnight += DAY;
    }

  return search.best;
}
