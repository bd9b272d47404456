/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "schedule/trueconf-calendar-private.h"
#include "schedule/trueconf-schedule-private.h"

/**
 * TrueconfSchedule:
 *
 * The times at which a [class@Job] runs.
 *
 * There are four kinds: in intervals ([ctor@Schedule.new_every]), daily at a time ([ctor@Schedule.new_daily]), as a cron
 * expression says ([ctor@Schedule.new_cron]), and once ([ctor@Schedule.new_once]).
 *
 * Where a zone changes its clocks, a time that the clocks skip is replaced by the first one after the gap, and a time that
 * they show twice is meant once, the first time. A cron expression whose hours begin with `*` follows real time instead:
 * `30 * * * *` is once an hour, also in the hour that is shown twice.
 *
 * Since: 0.1
 */
struct _TrueconfSchedule
{
  GObject parent_instance;

  GTimeSpan interval; /* 0: not in intervals */
  gint64 only_time;
  gboolean has_calendar;
  TrueconfCalendar calendar;
  GTimeZone *zone;
};

G_DEFINE_FINAL_TYPE (TrueconfSchedule, trueconf_schedule, G_TYPE_OBJECT)

typedef enum
{
  PROP_INTERVAL = 1,
} TrueconfScheduleProperty;

static GParamSpec *properties[PROP_INTERVAL + 1];

/* the years that GDateTime knows, less some days for zones */
#define FIRST_SECOND (G_GINT64_CONSTANT (-62135596800) + 10 * 24 * 60 * 60)
#define LAST_SECOND  (G_GINT64_CONSTANT (253402300799) - 10 * 24 * 60 * 60)

static void
trueconf_schedule_finalize (GObject *object)
{
  TrueconfSchedule *self = TRUECONF_SCHEDULE (object);

  g_clear_pointer (&self->zone, g_time_zone_unref);

  G_OBJECT_CLASS (trueconf_schedule_parent_class)->finalize (object);
}

static void
trueconf_schedule_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfSchedule *self = TRUECONF_SCHEDULE (object);

  switch ((TrueconfScheduleProperty) prop_id)
    {
    case PROP_INTERVAL:
      g_value_set_int64 (value, trueconf_schedule_get_interval (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_schedule_class_init (TrueconfScheduleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_schedule_finalize;
  object_class->get_property = trueconf_schedule_get_property;

  /**
   * TrueconfSchedule:interval: (getter get_interval)
   *
   * The time from one run to the next in microseconds, or 0 if the schedule is not one of intervals.
   *
   * Since: 0.1
   */
  properties[PROP_INTERVAL] =
      g_param_spec_int64 ("interval", NULL, NULL, 0, G_MAXINT64, 0,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_schedule_init (TrueconfSchedule *self)
{
  self->only_time = TRUECONF_SCHEDULE_NEVER;
}

/**
 * trueconf_schedule_new_every:
 * @interval: the time from the beginning of one run to that of the next in microseconds, at least a millisecond
 *
 * Creates a schedule of intervals.
 *
 * A job with it runs for the first time one interval after it was added, and then without drift. The wall clock does not
 * matter, but the time for which the machine was suspended counts.
 *
 * Returns: (transfer full): a schedule
 *
 * Since: 0.1
 */
TrueconfSchedule *
trueconf_schedule_new_every (GTimeSpan interval)
{
  TrueconfSchedule *self;

  g_return_val_if_fail (interval >= G_TIME_SPAN_MILLISECOND, NULL);

  self = g_object_new (TRUECONF_TYPE_SCHEDULE, NULL);
  self->interval = interval;

  return self;
}

static TrueconfSchedule *
new_for_calendar (const TrueconfCalendar *calendar, GTimeZone *zone)
{
  TrueconfSchedule *self = g_object_new (TRUECONF_TYPE_SCHEDULE, NULL);

  self->has_calendar = TRUE;
  self->calendar = *calendar;
  self->zone = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();

  return self;
}

/**
 * trueconf_schedule_new_daily:
 * @time: a time of day, such as `09:00` or `23:59:30`
 * @zone: (nullable): the zone of @time, or `NULL` for that of the machine
 * @error: return location for an error
 *
 * Creates a schedule that means a time of each day.
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if @time is not a time of day.
 *
 * Returns: (transfer full): a schedule
 *
 * Since: 0.1
 */
TrueconfSchedule *
trueconf_schedule_new_daily (const char *time, GTimeZone *zone, GError **error)
{
  TrueconfCalendar calendar;

  g_return_val_if_fail (time != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trueconf_calendar_parse_time (&calendar, time, error) ? new_for_calendar (&calendar, zone) : NULL;
}

/**
 * trueconf_schedule_new_cron:
 * @expression: a cron expression
 * @zone: (nullable): the zone of its times, or `NULL` for that of the machine
 * @error: return location for an error
 *
 * Creates a schedule from a cron expression.
 *
 * It has five fields: minute (0 to 59), hour (0 to 23), day of the month (1 to 31), month (1 to 12, or `jan` to `dec`) and
 * day of the week (0 to 7, where 0 and 7 are Sunday, or `sun` to `sat`). A field is `*`, a value, a range (`mon-fri`), either
 * of them with a step (`8-18/2`), or a list with commas. If both a day of the month and a day of the week are given, one of
 * them is enough. `@hourly`, `@daily`, `@weekly`, `@monthly` and `@yearly` are expressions, too.
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT`, and says which part is wrong, if @expression is not valid, or means a day
 * that does not exist, such as February 30.
 *
 * Returns: (transfer full): a schedule
 *
 * Since: 0.1
 */
TrueconfSchedule *
trueconf_schedule_new_cron (const char *expression, GTimeZone *zone, GError **error)
{
  TrueconfCalendar calendar;

  g_return_val_if_fail (expression != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trueconf_calendar_parse_cron (&calendar, expression, error) ? new_for_calendar (&calendar, zone)
                                                                     : NULL;
}

/**
 * trueconf_schedule_new_once:
 * @time: when
 *
 * Creates a schedule of one time.
 *
 * If the time has passed when a job is added with it, that run was missed, see [property@Job:missed-policy].
 *
 * Returns: (transfer full): a schedule
 *
 * Since: 0.1
 */
TrueconfSchedule *
trueconf_schedule_new_once (GDateTime *time)
{
  TrueconfSchedule *self;

  g_return_val_if_fail (time != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_SCHEDULE, NULL);
  self->only_time = trueconf_schedule_from_date_time (time);
  self->zone = g_time_zone_ref (g_date_time_get_timezone (time));

  return self;
}

/**
 * trueconf_schedule_get_interval: (get-property interval)
 * @self: a schedule
 *
 * Gets the time from one run to the next.
 *
 * Returns: the time in microseconds, or 0 if the schedule is not one of intervals
 *
 * Since: 0.1
 */
GTimeSpan
trueconf_schedule_get_interval (TrueconfSchedule *self)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULE (self), 0);

  return self->interval;
}

gboolean
trueconf_schedule_is_interval (TrueconfSchedule *self)
{
  return self->interval > 0;
}

gint64
trueconf_schedule_get_only_time (TrueconfSchedule *self)
{
  return self->only_time;
}

GTimeZone *
trueconf_schedule_get_zone (TrueconfSchedule *self)
{
  return self->zone;
}

gint64
trueconf_schedule_from_date_time (GDateTime *time)
{
  return g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
}

GDateTime *
trueconf_schedule_to_date_time (gint64 time, GTimeZone *zone)
{
  gint64 part = (time % G_USEC_PER_SEC + G_USEC_PER_SEC) % G_USEC_PER_SEC;
  g_autoptr (GDateTime) whole = NULL;
  g_autoptr (GDateTime) exact = NULL;

  if (time == TRUECONF_SCHEDULE_NEVER)
    return NULL;

  whole = g_date_time_new_from_unix_utc ((time - part) / G_USEC_PER_SEC);
  if (whole == NULL)
    return NULL;

  exact = g_date_time_add (whole, part);
  return zone != NULL ? g_date_time_to_timezone (exact, zone) : g_steal_pointer (&exact);
}

gint64
trueconf_schedule_next (TrueconfSchedule *self, gint64 after)
{
  gint64 seconds;
  gint64 next;

  if (self->interval > 0)
    return after < G_MAXINT64 - self->interval ? after + self->interval : TRUECONF_SCHEDULE_NEVER;

  if (!self->has_calendar)
    return self->only_time > after ? self->only_time : TRUECONF_SCHEDULE_NEVER;

  seconds = after / G_USEC_PER_SEC - (after % G_USEC_PER_SEC < 0);
  seconds = MAX (seconds, FIRST_SECOND);
  if (seconds > LAST_SECOND)
    return TRUECONF_SCHEDULE_NEVER;

  next = trueconf_calendar_next (&self->calendar, self->zone, seconds);

  return next != G_MININT64 ? next * G_USEC_PER_SEC : TRUECONF_SCHEDULE_NEVER;
}

/**
 * trueconf_schedule_get_next:
 * @self: a schedule
 * @after: a time
 *
 * Gets the first time of the schedule that is later than @after.
 *
 * That of a schedule of intervals is @after and one interval.
 *
 * Returns: (transfer full) (nullable): the time in the zone of the schedule, or `NULL` if there is none. A schedule of
 *   intervals has the zone of @after
 *
 * Since: 0.1
 */
GDateTime *
trueconf_schedule_get_next (TrueconfSchedule *self, GDateTime *after)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULE (self), NULL);
  g_return_val_if_fail (after != NULL, NULL);

  return trueconf_schedule_to_date_time (
      trueconf_schedule_next (self, trueconf_schedule_from_date_time (after)),
      self->zone != NULL ? self->zone : g_date_time_get_timezone (after));
}
