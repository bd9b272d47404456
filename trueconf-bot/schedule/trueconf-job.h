/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "schedule/trueconf-schedule.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_JOB (trueconf_job_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfJob, trueconf_job, TRUECONF, JOB, GObject)

/**
 * TrueconfJobFunc:
 * @job: the job that runs
 * @user_data: the data that was passed to [method@Scheduler.add_job]
 *
 * Does the work of a job.
 *
 * A function that goes on asynchronously calls [method@Job.hold] before it returns, and [method@Job.release] when it has
 * finished. One that fails calls [method@Job.fail].
 *
 * Since: 0.1
 */
typedef void (*TrueconfJobFunc) (TrueconfJob *job, gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_job_get_name (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSchedule *trueconf_job_get_schedule (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
GDateTime *trueconf_job_get_next_run (TrueconfJob *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
GDateTime *trueconf_job_get_last_run (TrueconfJob *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_job_get_running (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_job_get_active (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_job_get_paused (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_set_paused (TrueconfJob *self, gboolean paused);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMissedPolicy trueconf_job_get_missed_policy (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_set_missed_policy (TrueconfJob *self, TrueconfMissedPolicy policy);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_job_get_grace_time (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_set_grace_time (TrueconfJob *self, double grace_time);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_job_get_allow_overlap (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_set_allow_overlap (TrueconfJob *self, gboolean allow_overlap);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_run (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_cancel (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_hold (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_release (TrueconfJob *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_job_fail (TrueconfJob *self, const GError *error);

G_END_DECLS
