/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_SCHEDULE (trueconf_schedule_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfSchedule, trueconf_schedule, TRUECONF, SCHEDULE, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfSchedule *trueconf_schedule_new_every (GTimeSpan interval) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfSchedule *
trueconf_schedule_new_daily (const char *time, GTimeZone *zone, GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfSchedule *trueconf_schedule_new_cron (const char *expression,
                                              GTimeZone *zone,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfSchedule *trueconf_schedule_new_once (GDateTime *time) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
GTimeSpan trueconf_schedule_get_interval (TrueconfSchedule *self);
TRUECONF_AVAILABLE_IN_ALL
GDateTime *trueconf_schedule_get_next (TrueconfSchedule *self, GDateTime *after) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
