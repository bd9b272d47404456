/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "schedule/trueconf-job-private.h"
#include "schedule/trueconf-job-store-private.h"
#include "schedule/trueconf-scheduler.h"

G_BEGIN_DECLS

struct _TrueconfScheduler
{
  GObject parent_instance;

  GFile *file;
  double stop_timeout;
  GMainContext *context;
  GPtrArray *jobs; /* in the order in which they were added */
  GHashTable *jobs_by_name;
  GSource *source;

  gboolean running;
  GTask *loading; /* the first that waits for the start */
  GQueue starts;  /* the others */
  GQueue stops;   /* GTask */
  TrueconfJobStore *store;
  gint64 offset; /* between the clocks */

  TrueconfJobTime (*get_time) (gpointer data);
  gpointer clock_data;
};

void trueconf_scheduler_report_error (TrueconfScheduler *self, const GError *error, TrueconfJob *job);
GPtrArray *trueconf_scheduler_copy_jobs (TrueconfScheduler *self);
void trueconf_scheduler_begin_job (TrueconfScheduler *self, TrueconfJob *job);
/* Ends the stops that wait, if no job is running. */
void trueconf_scheduler_check_stopped (TrueconfScheduler *self);

/* Tests replace the clock before the scheduler is started, and have the jobs looked at when they have changed it. */
void trueconf_scheduler_set_clock (TrueconfScheduler *self,
                                   TrueconfJobTime (*get_time) (gpointer data),
                                   gpointer data);
void trueconf_scheduler_look (TrueconfScheduler *self);
/* Returns in how many microseconds the scheduler looks by itself, or G_MAXINT64. */
gint64 trueconf_scheduler_get_delay (TrueconfScheduler *self);

G_END_DECLS
