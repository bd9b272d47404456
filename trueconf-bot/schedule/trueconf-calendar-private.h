/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which minutes of a calendar are meant, as sets of bits. */
typedef struct
{
  guint64 minutes;       /* bits 0 to 59 */
  guint32 hours;         /* bits 0 to 23 */
  guint32 days;          /* bits 1 to 31 */
  guint16 months;        /* bits 1 to 12 */
  guint8 weekdays;       /* bits 0 (Sunday) to 6 */
  guint8 second;         /* of each minute that is meant */
  gboolean all_days;     /* the field of the days begins with “*” */
  gboolean all_weekdays; /* the same of the weekdays */
  gboolean every_hour;   /* the same of the hours: real time is followed, not the clock on the wall */
} TrueconfCalendar;

gboolean trueconf_calendar_parse_cron (TrueconfCalendar *self, const char *expression, GError **error);
gboolean trueconf_calendar_parse_time (TrueconfCalendar *self, const char *time, GError **error);

/* Both times are in seconds since 1970. The result is later than `after`, or G_MININT64 if there is none. */
gint64 trueconf_calendar_next (const TrueconfCalendar *self, GTimeZone *zone, gint64 after);

G_END_DECLS
