/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "bot/trueconf-statistics.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
guint64 trueconf_statistics_get_reconnections_by_cause (TrueconfStatistics *self, TrueconfErrorCause cause);

TRUECONF_AVAILABLE_IN_ALL
char **trueconf_statistics_list_methods (TrueconfStatistics *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
guint64 trueconf_statistics_get_requests_by_method (TrueconfStatistics *self,
                                                    const char *method,
                                                    TrueconfRequestResult result);
TRUECONF_AVAILABLE_IN_ALL
guint64 trueconf_statistics_get_answers_by_method (TrueconfStatistics *self, const char *method);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_statistics_get_answer_time_by_method (TrueconfStatistics *self, const char *method);

TRUECONF_AVAILABLE_IN_ALL
char **trueconf_statistics_list_event_methods (TrueconfStatistics *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
guint64 trueconf_statistics_get_events_by_method (TrueconfStatistics *self, const char *method);

G_END_DECLS
