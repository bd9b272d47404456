/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "schedule/trueconf-job.h"

G_BEGIN_DECLS

/* What a job asks of its scheduler, which it does not keep alive. Times are in microseconds. */
typedef struct
{
  gint64 wall;    /* since 1970 */
  gint64 elapsed; /* of a clock that is never set and goes on while the machine is suspended */
} TrueconfJobTime;

typedef struct
{
  TrueconfJobTime (*get_time) (gpointer scheduler);
  /* The job wants to be looked at after a time. */
  void (*wake) (gpointer scheduler, gint64 delay);
  /* What was saved before is forgotten if `accounted` is TRUECONF_SCHEDULE_NEVER. */
  void (*save) (gpointer scheduler, TrueconfJob *job, gint64 accounted, gint64 last_run);
  /* Calls back when what was saved is in a file, or could not be written. Returns FALSE, and does not, if there is no file. */
  gboolean (*await_saved) (gpointer scheduler, GAsyncReadyCallback callback, gpointer data);
  void (*failed) (gpointer scheduler, TrueconfJob *job, const GError *error);
  /* The function has returned and all holds were released. */
  void (*finished) (gpointer scheduler, TrueconfJob *job);
  void (*remove) (gpointer scheduler, TrueconfJob *job, gboolean forget);
} TrueconfJobTable;

/* A run that begins when its time is in the file. */
typedef struct
{
  TrueconfJob *job;
  gint64 accounted; /* of the job, as if this run was none */
  gint64 last_run;  /* the same */
  gboolean withdrawn;
} TrueconfRun;

struct _TrueconfJob
{
  GObject parent_instance;

  char *name;
  TrueconfSchedule *schedule;
  TrueconfJobFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  const TrueconfJobTable *table;
  gpointer scheduler; /* NULL once the job was removed */

  TrueconfMissedPolicy missed_policy;
  double grace_time;
  gboolean allow_overlap;
  gboolean paused;

  gboolean begun;
  gint64 next;      /* by the wall clock, unless the schedule is one of intervals */
  gint64 due;       /* by the elapsed time, if it is */
  gint64 last_run;  /* by the wall clock */
  gint64 accounted; /* the same: all runs up to this time were done or dropped */
  gboolean waiting; /* to run as soon as the present run has finished */
  guint n_holds;
  GQueue runs; /* TrueconfRun, in order: those that have not begun yet */
};

TrueconfJob *trueconf_job_new (const char *name,
                               TrueconfSchedule *schedule,
                               TrueconfJobFunc func,
                               gpointer user_data,
                               GDestroyNotify destroy,
                               const TrueconfJobTable *table,
                               gpointer scheduler);

/* Begins to follow the schedule. All runs up to the time `accounted` were done or dropped; it is
 * TRUECONF_SCHEDULE_NEVER, like `last_run`, if the job is new. */
void trueconf_job_begin (TrueconfJob *self, gint64 accounted, gint64 last_run);
void trueconf_job_end (TrueconfJob *self);
/* Removes it if its schedule has no further time. */
void trueconf_job_remove_when_over (TrueconfJob *self);
/* Runs it if it is due. */
void trueconf_job_check (TrueconfJob *self);
/* Returns in how many microseconds the job has to be looked at again, or TRUECONF_SCHEDULE_NEVER. */
gint64 trueconf_job_get_delay (TrueconfJob *self);
void trueconf_job_clock_set_back (TrueconfJob *self);
void trueconf_job_pause_changed (TrueconfJob *self);
/* Returns the time of the next run, or TRUECONF_SCHEDULE_NEVER. */
gint64 trueconf_job_get_next_time (TrueconfJob *self);
void trueconf_job_drop_function (TrueconfJob *self);
/* The scheduler has removed the job, or is gone. */
void trueconf_job_detach (TrueconfJob *self);

G_END_DECLS
