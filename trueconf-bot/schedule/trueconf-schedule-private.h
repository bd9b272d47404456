/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "schedule/trueconf-schedule.h"

G_BEGIN_DECLS

/* Times are in microseconds since 1970. */
#define TRUECONF_SCHEDULE_NEVER G_MAXINT64

gint64 trueconf_schedule_next (TrueconfSchedule *self, gint64 after);
gboolean trueconf_schedule_is_interval (TrueconfSchedule *self);
/* The time of a schedule that has only one, or TRUECONF_SCHEDULE_NEVER. */
gint64 trueconf_schedule_get_only_time (TrueconfSchedule *self);

gint64 trueconf_schedule_from_date_time (GDateTime *time);
/* Returns NULL for TRUECONF_SCHEDULE_NEVER. */
GDateTime *trueconf_schedule_to_date_time (gint64 time, GTimeZone *zone);
/* Borrowed: that of the schedule, or UTC. */
GTimeZone *trueconf_schedule_get_zone (TrueconfSchedule *self);

G_END_DECLS
