/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "schedule/trueconf-scheduler-private.h"
#include "trueconf-bot.h"

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR   G_TIME_SPAN_HOUR
#define DAY    G_TIME_SPAN_DAY

/* A scheduler by a clock that the test turns, with what its jobs have done. */
typedef struct
{
  TrueconfScheduler *scheduler;
  TrueconfJobTime now;
  gint64 began; /* by the wall clock */
  guint n_runs;
  guint n_freed;
  gboolean holds;
  GString *order;    /* names of jobs that have run, and "error" */
  GPtrArray *errors; /* GError */
  GFile *folder;     /* or NULL, like the file */
  GFile *file;
} TcJobs;

/* For g_test_add (); the scheduler has a file if `data` is not NULL. */
void tc_jobs_set_up (TcJobs *fixture, gconstpointer data);
void tc_jobs_tear_down (TcJobs *fixture, gconstpointer data);

void tc_jobs_make_scheduler (TcJobs *fixture);
void tc_jobs_start (TcJobs *fixture);
void tc_jobs_stop (TcJobs *fixture);
/* The program ends in whatever way, and is started again later. */
void tc_jobs_restart (TcJobs *fixture, GTimeSpan later);
/* With a file, it waits until the jobs that are due have run. */
void tc_jobs_pass (TcJobs *fixture, GTimeSpan time);
gboolean tc_jobs_are_running (TcJobs *fixture);

/* A job that counts its runs, and takes over the schedule. */
TrueconfJob *tc_jobs_add (TcJobs *fixture, const char *name, TrueconfSchedule *schedule);
void tc_jobs_count (TrueconfJob *job, gpointer user_data);
void tc_jobs_freed (gpointer user_data);
/* Runs a job that turns a main loop of its own, as a modal dialog does, until another one has run in it. */
void tc_jobs_run_dialog (TcJobs *fixture);
TrueconfSchedule *tc_jobs_daily (const char *time);
TrueconfSchedule *tc_jobs_once_in (TcJobs *fixture, GTimeSpan later);
void tc_assert_next_run (TrueconfJob *job, const char *expected);

/* Since the last time. */
#define tc_assert_runs(fixture, n)                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_cmpuint ((fixture)->n_runs, ==, n);                                                             \
    (fixture)->n_runs = 0;                                                                                   \
  }                                                                                                          \
  G_STMT_END
