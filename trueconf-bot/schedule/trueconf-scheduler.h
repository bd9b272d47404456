/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "schedule/trueconf-job.h"
#include "schedule/trueconf-schedule.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_SCHEDULER (trueconf_scheduler_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfScheduler, trueconf_scheduler, TRUECONF, SCHEDULER, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfScheduler *trueconf_scheduler_new (GFile *file) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
GFile *trueconf_scheduler_get_file (TrueconfScheduler *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_scheduler_get_running (TrueconfScheduler *self);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_scheduler_get_stop_timeout (TrueconfScheduler *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_scheduler_set_stop_timeout (TrueconfScheduler *self, double stop_timeout);

TRUECONF_AVAILABLE_IN_ALL
TrueconfJob *trueconf_scheduler_add_job (TrueconfScheduler *self,
                                         const char *name,
                                         TrueconfSchedule *schedule,
                                         TrueconfJobFunc func,
                                         gpointer user_data,
                                         GDestroyNotify destroy);
TRUECONF_AVAILABLE_IN_ALL
TrueconfJob *trueconf_scheduler_find_job (TrueconfScheduler *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_scheduler_list_jobs (TrueconfScheduler *self) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_scheduler_start_async (TrueconfScheduler *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_scheduler_start_finish (TrueconfScheduler *self, GAsyncResult *result, GError **error);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_scheduler_stop_async (TrueconfScheduler *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_scheduler_stop_finish (TrueconfScheduler *self, GAsyncResult *result, GError **error);

G_END_DECLS
