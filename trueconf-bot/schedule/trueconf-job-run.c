/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* When a job runs, and its runs. */

#include "config.h"

#include "schedule/trueconf-job-private.h"
#include "schedule/trueconf-schedule-private.h"
#include "text/trueconf-log-line-private.h"

/* A time further in the future was written while the clock was wrong. */
#define TRUSTED_FUTURE (G_TIME_SPAN_HOUR)

static gboolean
follows_elapsed_time (TrueconfJob *self)
{
  return trueconf_schedule_is_interval (self->schedule);
}

static gboolean
is_waiting_for_time (TrueconfJob *self)
{
  return self->scheduler != NULL && self->begun && !self->paused;
}

/* The schedule of a job that has no further time is over. */
static gboolean
is_over (TrueconfJob *self)
{
  return is_waiting_for_time (self) && !self->waiting && self->n_holds == 0 &&
         self->next == TRUECONF_SCHEDULE_NEVER && self->due == TRUECONF_SCHEDULE_NEVER;
}

static void
set_times (TrueconfJob *self, gint64 next, gint64 due)
{
  if (self->next == next && self->due == due)
    return;

  self->next = next;
  self->due = due;
  g_object_notify (G_OBJECT (self), "next-run");
}

/* An interval may be so long that no clock will show its end, and the job waits for ever. */
static gint64
later_by (gint64 time, gint64 span)
{
  gint64 last = TRUECONF_SCHEDULE_NEVER - 1;

  return span > 0 && time > last - span ? last : time + span;
}

static gint64
get_wait (TrueconfJob *self, TrueconfJobTime now)
{
  if (follows_elapsed_time (self))
    return self->due != TRUECONF_SCHEDULE_NEVER ? self->due - now.elapsed : TRUECONF_SCHEDULE_NEVER;

  return self->next != TRUECONF_SCHEDULE_NEVER ? self->next - now.wall : TRUECONF_SCHEDULE_NEVER;
}

gint64
trueconf_job_get_delay (TrueconfJob *self)
{
  if ((self->waiting && self->n_holds == 0) || is_over (self))
    return 0;
  if (!is_waiting_for_time (self))
    return TRUECONF_SCHEDULE_NEVER;

  return MAX (get_wait (self, self->table->get_time (self->scheduler)), 0);
}

static void
ask_for_look (TrueconfJob *self)
{
  gint64 delay = self->scheduler != NULL ? trueconf_job_get_delay (self) : TRUECONF_SCHEDULE_NEVER;

  if (delay != TRUECONF_SCHEDULE_NEVER)
    self->table->wake (self->scheduler, delay);
}

/* Forgets what was before, and waits for the next time from now on. */
static void
begin_anew (TrueconfJob *self, TrueconfJobTime now)
{
  gint64 only = trueconf_schedule_get_only_time (self->schedule);

  if (follows_elapsed_time (self))
    set_times (self, TRUECONF_SCHEDULE_NEVER,
               later_by (now.elapsed, trueconf_schedule_get_interval (self->schedule)));
  else if (only != TRUECONF_SCHEDULE_NEVER)
    set_times (self, only, TRUECONF_SCHEDULE_NEVER);
  else
    set_times (self, trueconf_schedule_next (self->schedule, now.wall), TRUECONF_SCHEDULE_NEVER);
}

static void
go_on_after (TrueconfJob *self, TrueconfJobTime now, gint64 accounted)
{
  gint64 next;

  if (trueconf_schedule_get_only_time (self->schedule) == TRUECONF_SCHEDULE_NEVER &&
      accounted > now.wall + TRUSTED_FUTURE)
    accounted = now.wall;

  next = trueconf_schedule_next (self->schedule, accounted);
  if (follows_elapsed_time (self))
    set_times (self, TRUECONF_SCHEDULE_NEVER, later_by (now.elapsed, next - now.wall));
  else
    set_times (self, next, TRUECONF_SCHEDULE_NEVER);
}

static void
save (TrueconfJob *self, gint64 accounted)
{
  self->accounted = accounted;
  if (self->scheduler != NULL)
    self->table->save (self->scheduler, self, self->accounted, self->last_run);
}

/* So that a time which comes while the program does not run is known to be missed. */
static void
save_beginning (TrueconfJob *self, TrueconfJobTime now)
{
  if (trueconf_schedule_get_only_time (self->schedule) == TRUECONF_SCHEDULE_NEVER)
    save (self, now.wall);
}

void
trueconf_job_begin (TrueconfJob *self, gint64 accounted, gint64 last_run)
{
  TrueconfJobTime now = self->table->get_time (self->scheduler);

  self->begun = TRUE;
  if (last_run != TRUECONF_SCHEDULE_NEVER)
    {
      self->last_run = last_run;
      g_object_notify (G_OBJECT (self), "last-run");
    }

  if (accounted != TRUECONF_SCHEDULE_NEVER)
    {
      self->accounted = accounted;
      go_on_after (self, now, accounted);
    }
  else
    {
      begin_anew (self, now);
      save_beginning (self, now);
    }

  ask_for_look (self);
}

/* Runs that have not begun are as if they had not been due: the times before them are kept again. */
static void
withdraw_runs (TrueconfJob *self)
{
  TrueconfRun *first = g_queue_peek_head (&self->runs);
  guint n_runs = g_queue_get_length (&self->runs);
  TrueconfRun *run;

  if (first == NULL)
    return;

  self->last_run = first->last_run;
  save (self, first->accounted);
  while ((run = g_queue_pop_head (&self->runs)) != NULL)
    run->withdrawn = TRUE;

  g_object_notify (G_OBJECT (self), "last-run");
  while (n_runs-- > 0)
    trueconf_job_release (self);
}

void
trueconf_job_pause_changed (TrueconfJob *self)
{
  G_GNUC_UNUSED g_autoptr (TrueconfJob) alive = g_object_ref (self);
  TrueconfJobTime now;

  self->waiting = FALSE;
  withdraw_runs (self);
  if (!is_waiting_for_time (self))
    return;

  now = self->table->get_time (self->scheduler);
  begin_anew (self, now);
  save_beginning (self, now);
  ask_for_look (self);
}

gint64
trueconf_job_get_next_time (TrueconfJob *self)
{
  TrueconfJobTime now;
  gint64 wait;

  if (!is_waiting_for_time (self))
    return TRUECONF_SCHEDULE_NEVER;

  now = self->table->get_time (self->scheduler);
  wait = get_wait (self, now);

  return wait != TRUECONF_SCHEDULE_NEVER ? later_by (now.wall, wait) : TRUECONF_SCHEDULE_NEVER;
}

void
trueconf_job_end (TrueconfJob *self)
{
  G_GNUC_UNUSED g_autoptr (TrueconfJob) alive = g_object_ref (self);

  self->begun = FALSE;
  self->waiting = FALSE;
  set_times (self, TRUECONF_SCHEDULE_NEVER, TRUECONF_SCHEDULE_NEVER);
  withdraw_runs (self);
}

void
trueconf_job_clock_set_back (TrueconfJob *self)
{
  if (is_waiting_for_time (self) && !follows_elapsed_time (self) &&
      trueconf_schedule_get_only_time (self->schedule) == TRUECONF_SCHEDULE_NEVER)
    begin_anew (self, self->table->get_time (self->scheduler));
}

/* ---- running */

static void
begin_run (TrueconfRun *run)
{
  TrueconfJobFunc func = run->job->func;

  if (!run->withdrawn)
    {
      g_queue_remove (&run->job->runs, run);
      func (run->job, run->job->user_data);
      trueconf_job_release (run->job);
    }
  g_object_unref (run->job);
  g_free (run);
}

/* A file that cannot be written has been told of, and does not keep jobs from running. */
static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  begin_run (data);
}

/* The time is in the file before the function runs, so that one which ends the program is not run again after each restart. */
static void
run_when_saved (TrueconfJob *self, TrueconfJobTime now)
{
  TrueconfRun *run = g_new0 (TrueconfRun, 1);

  run->job = g_object_ref (self);
  run->accounted = self->accounted;
  run->last_run = self->last_run;
  g_queue_push_tail (&self->runs, run);

  self->waiting = FALSE;
  self->last_run = now.wall;
  save (self, now.wall);
  trueconf_job_hold (self);
  g_object_notify (G_OBJECT (self), "last-run");
  if (run->withdrawn || !self->table->await_saved (self->scheduler, saved_cb, run))
    begin_run (run);
}

/* Those that wait were due before, but their job has run last now. */
static void
note_run (TrueconfJob *self)
{
  self->last_run = self->table->get_time (self->scheduler).wall;
  for (GList *item = self->runs.head; item != NULL; item = item->next)
    ((TrueconfRun *) item->data)->last_run = self->last_run;
  g_object_notify (G_OBJECT (self), "last-run");
}

static gboolean
can_run (TrueconfJob *self)
{
  return self->n_holds == 0 || self->allow_overlap;
}

/* Advances to the next time, and returns by how much the present one is late. */
static gint64
take_time (TrueconfJob *self, TrueconfJobTime now)
{
  gint64 late = -get_wait (self, now);
  gint64 interval = trueconf_schedule_get_interval (self->schedule);

  if (follows_elapsed_time (self))
    set_times (self, TRUECONF_SCHEDULE_NEVER, later_by (self->due + late / interval * interval, interval));
  else
    set_times (self, trueconf_schedule_next (self->schedule, now.wall), TRUECONF_SCHEDULE_NEVER);

  return late;
}

void
trueconf_job_remove_when_over (TrueconfJob *self)
{
  if (is_over (self))
    self->table->remove (self->scheduler, self, FALSE);
}

void
trueconf_job_check (TrueconfJob *self)
{
  G_GNUC_UNUSED g_autoptr (TrueconfJob) alive = g_object_ref (self);
  TrueconfJobTime now;
  gboolean runs = FALSE;
  gint64 late;

  if (!is_waiting_for_time (self))
    return;

  now = self->table->get_time (self->scheduler);
  if (get_wait (self, now) <= 0)
    {
      late = take_time (self, now);
      /* whoever was notified may have stopped or removed it */
      if (!is_waiting_for_time (self))
        return;
      if (self->missed_policy == TRUECONF_MISSED_POLICY_CATCH_UP)
        self->waiting = TRUE;
      else
        runs = can_run (self) && (double) late <= self->grace_time * G_USEC_PER_SEC;
    }
  else if (!self->waiting)
    {
      trueconf_job_remove_when_over (self);
      return;
    }

  if (runs || (self->waiting && can_run (self)))
    run_when_saved (self, now);
  else if (!self->waiting)
    save (self, now.wall);
}

static void
finish (TrueconfJob *self)
{
  G_GNUC_UNUSED g_autoptr (TrueconfJob) alive = g_object_ref (self);

  g_object_notify (G_OBJECT (self), "running");
  if (self->scheduler == NULL)
    {
      trueconf_job_drop_function (self);
      return;
    }

  self->table->finished (self->scheduler, self);
  ask_for_look (self);
}

void
trueconf_job_detach (TrueconfJob *self)
{
  G_GNUC_UNUSED g_autoptr (TrueconfJob) alive = g_object_ref (self);

  if (self->scheduler == NULL)
    return;

  self->scheduler = NULL;
  trueconf_job_end (self);
  g_object_notify (G_OBJECT (self), "active");
  if (self->n_holds == 0)
    trueconf_job_drop_function (self);
}

/**
 * trueconf_job_run:
 * @self: a job
 *
 * Runs the job now, in addition to its schedule.
 *
 * Nothing happens if the job is running and [property@Job:allow-overlap] is `FALSE`, or if the job is not
 * [property@Job:active].
 *
 * Since: 0.1
 */
void
trueconf_job_run (TrueconfJob *self)
{
  g_autoptr (TrueconfJob) alive = NULL;

  g_return_if_fail (TRUECONF_IS_JOB (self));

  alive = g_object_ref (self);
  if (self->scheduler == NULL || !can_run (self))
    return;

  note_run (self);
  if (self->accounted != TRUECONF_SCHEDULE_NEVER)
    save (self, self->accounted);
  self->waiting = FALSE;
  trueconf_job_hold (self);
  /* whoever was notified may have removed it */
  if (self->scheduler != NULL)
    self->func (self, self->user_data);
  trueconf_job_release (self);
}

/**
 * trueconf_job_cancel:
 * @self: a job
 *
 * Removes the job from its scheduler, which also forgets when it has run.
 *
 * A run that has begun goes on. A job that is not [property@Job:active] is left alone.
 *
 * Since: 0.1
 */
void
trueconf_job_cancel (TrueconfJob *self)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));

  if (self->scheduler != NULL)
    self->table->remove (self->scheduler, self, TRUE);
}

/**
 * trueconf_job_hold:
 * @self: a job
 *
 * Keeps the job running when its function returns. Each hold needs one [method@Job.release].
 *
 * Since: 0.1
 */
void
trueconf_job_hold (TrueconfJob *self)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));

  if (self->n_holds++ > 0)
    return;

  g_object_ref (self);
  g_object_notify (G_OBJECT (self), "running");
}

/**
 * trueconf_job_release:
 * @self: a job
 *
 * Reverts one [method@Job.hold].
 *
 * It is a programming error to release a job that is not held.
 *
 * Since: 0.1
 */
void
trueconf_job_release (TrueconfJob *self)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));
  g_return_if_fail (self->n_holds > 0);

  if (--self->n_holds > 0)
    return;

  finish (self);
  g_object_unref (self);
}

/**
 * trueconf_job_fail:
 * @self: a job
 * @error: what went wrong
 *
 * Says that a run of the job has failed.
 *
 * The error is logged with the name of the job, and the scheduler emits [signal@Scheduler::error]. The job goes on running at
 * its times.
 *
 * In Python and JavaScript an exception that leaves the function does this.
 *
 * Since: 0.1
 */
void
trueconf_job_fail (TrueconfJob *self, const GError *error)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));
  g_return_if_fail (error != NULL);

  trueconf_log (G_LOG_LEVEL_WARNING, "job “%s” has failed: %s", self->name, error->message);
  if (self->scheduler != NULL)
    self->table->failed (self->scheduler, self, error);
}
