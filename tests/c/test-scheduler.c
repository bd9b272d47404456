/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Jobs at their times, by a clock that the test turns. */

#include "config.h"

#include <math.h>

#include "tc-jobs.h"
#include "tc-util.h"

static void
test_every (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (10 * SECOND));
  g_autoptr (GDateTime) last = NULL;

  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 0);
  tc_assert_next_run (job, NULL);
  tc_jobs_start (fixture);
  tc_assert_next_run (job, "2026-06-01T08:01:10Z");
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, 10 * SECOND);
  tc_jobs_pass (fixture, 9 * SECOND);
  tc_assert_runs (fixture, 0);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, SECOND);
  g_assert_null (trueconf_job_get_last_run (job));
  tc_jobs_pass (fixture, SECOND);
  tc_assert_runs (fixture, 1);
  last = trueconf_job_get_last_run (job);
  g_assert_cmpint (g_date_time_to_unix (last) * G_USEC_PER_SEC, ==, fixture->now.wall);

  /* late, and without drift */
  tc_jobs_pass (fixture, 13 * SECOND);
  tc_assert_runs (fixture, 1);
  tc_jobs_pass (fixture, 7 * SECOND);
  tc_assert_runs (fixture, 1);
  /* what was missed runs once */
  tc_jobs_pass (fixture, 35 * SECOND);
  tc_assert_runs (fixture, 1);
  tc_jobs_pass (fixture, 4 * SECOND);
  tc_assert_runs (fixture, 0);
  tc_jobs_pass (fixture, SECOND);
  tc_assert_runs (fixture, 1);
}

/* No clock shows the end of such an interval. */
static void
test_every_eternity (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (G_MAXINT64));

  tc_jobs_start (fixture);
  tc_assert_next_run (job, NULL);
  tc_jobs_pass (fixture, 1000 * DAY);
  tc_jobs_pass (fixture, 1000 * DAY);
  tc_assert_runs (fixture, 0);
  g_assert_true (trueconf_job_get_active (job));
}

/* Intervals do not follow the wall clock. */
static void
test_every_when_clock_is_set (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));

  tc_jobs_start (fixture);
  fixture->now.wall -= 300 * DAY;
  tc_jobs_pass (fixture, HOUR);
  tc_assert_runs (fixture, 1);
  fixture->now.wall += 1000 * DAY;
  tc_jobs_pass (fixture, 59 * MINUTE);
  tc_assert_runs (fixture, 0);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  g_assert_true (trueconf_job_get_active (job));
}

static void
test_daily (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));

  tc_jobs_start (fixture);
  tc_assert_next_run (job, "2026-06-01T09:00:00Z");
  /* nothing tells the program that the clock was set, so it looks */
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, 30 * SECOND);
  tc_jobs_pass (fixture, 59 * MINUTE);
  tc_assert_runs (fixture, 0);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  tc_jobs_pass (fixture, 0);
  tc_assert_runs (fixture, 0);
  tc_assert_next_run (job, "2026-06-02T09:00:00Z");
  tc_jobs_pass (fixture, DAY);
  tc_assert_runs (fixture, 1);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, 30 * SECOND);
}

/* The machine was suspended over the time, or the clock was set forward. */
static void
test_missed_while_asleep (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *caught_up = tc_jobs_add (fixture, "caught-up", tc_jobs_daily ("09:00"));
  TrueconfJob *dropped = tc_jobs_add (fixture, "dropped", tc_jobs_daily ("09:00"));
  TrueconfJob *patient = tc_jobs_add (fixture, "patient", tc_jobs_daily ("09:00"));

  g_assert_cmpint (trueconf_job_get_missed_policy (caught_up), ==, TRUECONF_MISSED_POLICY_CATCH_UP);
  g_assert_cmpfloat_with_epsilon (trueconf_job_get_grace_time (dropped), 60, 0.001);
  trueconf_job_set_missed_policy (dropped, TRUECONF_MISSED_POLICY_DROP);
  trueconf_job_set_missed_policy (patient, TRUECONF_MISSED_POLICY_DROP);
  trueconf_job_set_grace_time (patient, 7200);
  tc_jobs_start (fixture);

  tc_jobs_pass (fixture, HOUR + 59 * SECOND);
  g_assert_cmpstr (fixture->order->str, ==, "caught-up dropped patient ");
  g_string_truncate (fixture->order, 0);
  tc_jobs_pass (fixture, DAY + 2 * SECOND);
  g_assert_cmpstr (fixture->order->str, ==, "caught-up patient ");
  g_string_truncate (fixture->order, 0);
  fixture->now.wall += 3 * DAY + 2 * HOUR + MINUTE;
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "caught-up ");
  tc_assert_next_run (dropped, "2026-06-06T09:00:00Z");
}

static void
test_clock_set_back (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));

  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, HOUR);
  tc_assert_runs (fixture, 1);

  /* corrected: it does not run twice */
  fixture->now.wall -= 2 * SECOND;
  tc_jobs_pass (fixture, 0);
  tc_jobs_pass (fixture, 2 * SECOND);
  tc_assert_runs (fixture, 0);
  tc_assert_next_run (job, "2026-06-02T09:00:00Z");

  /* it was wrong by a year: the job does not wait for one */
  fixture->now.wall -= 365 * DAY;
  tc_jobs_pass (fixture, 0);
  tc_assert_runs (fixture, 0);
  tc_assert_next_run (job, "2025-06-02T09:00:00Z");
  tc_jobs_pass (fixture, DAY);
  tc_assert_runs (fixture, 1);
}

static void
test_once (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "soon", tc_jobs_once_in (fixture, MINUTE));
  TrueconfJob *late = tc_jobs_add (fixture, "late", tc_jobs_once_in (fixture, -HOUR));
  TrueconfJob *too_late = tc_jobs_add (fixture, "too-late", tc_jobs_once_in (fixture, -HOUR));

  trueconf_job_set_missed_policy (too_late, TRUECONF_MISSED_POLICY_DROP);
  g_object_ref (job);
  tc_jobs_start (fixture);
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_cmpstr (fixture->order->str, ==, "late ");
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "late"));
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "too-late"));
  g_assert_cmpuint (fixture->n_freed, ==, 2);
  g_assert_true (trueconf_scheduler_find_job (fixture->scheduler, "soon") == job);
  (void) late;

  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "late soon ");
  tc_jobs_pass (fixture, 0);
  g_assert_false (trueconf_job_get_active (job));
  tc_assert_next_run (job, NULL);
  g_assert_cmpuint (fixture->n_freed, ==, 3);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), ==, G_MAXINT64);
  g_object_unref (job);

  /* while it is running already */
  tc_jobs_add (fixture, "soon", tc_jobs_once_in (fixture, MINUTE));
  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "late soon soon ");
}

static void
test_overlap (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "slow", trueconf_schedule_new_every (MINUTE));

  fixture->holds = TRUE;
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  g_assert_true (trueconf_job_get_running (job));
  tc_jobs_pass (fixture, MINUTE);
  tc_jobs_pass (fixture, MINUTE);
  trueconf_job_run (job);
  tc_assert_runs (fixture, 0);

  /* what came due in the meantime runs once, but not inside of the release */
  trueconf_job_release (job);
  g_assert_false (trueconf_job_get_running (job));
  tc_assert_runs (fixture, 0);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), ==, 0);
  trueconf_scheduler_look (fixture->scheduler);
  tc_assert_runs (fixture, 1);
  trueconf_job_release (job);
  trueconf_scheduler_look (fixture->scheduler);
  tc_assert_runs (fixture, 0);

  trueconf_job_set_missed_policy (job, TRUECONF_MISSED_POLICY_DROP);
  tc_jobs_pass (fixture, MINUTE);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  trueconf_job_release (job);
  trueconf_scheduler_look (fixture->scheduler);
  tc_assert_runs (fixture, 0);

  trueconf_job_set_allow_overlap (job, TRUE);
  g_assert_true (trueconf_job_get_allow_overlap (job));
  tc_jobs_pass (fixture, MINUTE);
  tc_jobs_pass (fixture, MINUTE);
  trueconf_job_run (job);
  tc_assert_runs (fixture, 3);
  for (guint i = 0; i < 3; i++)
    trueconf_job_release (job);
  g_assert_false (trueconf_job_get_running (job));
}

static void
test_pause (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  TrueconfJob *poll = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));

  tc_jobs_start (fixture);
  trueconf_job_set_paused (job, TRUE);
  trueconf_job_set_paused (poll, TRUE);
  g_assert_true (trueconf_job_get_paused (job));
  tc_assert_next_run (job, NULL);
  tc_jobs_pass (fixture, 2 * HOUR);
  tc_assert_runs (fixture, 0);
  trueconf_job_set_paused (job, FALSE);
  trueconf_job_set_paused (poll, FALSE);
  trueconf_scheduler_look (fixture->scheduler);
  tc_assert_runs (fixture, 0);
  tc_assert_next_run (job, "2026-06-02T09:00:00Z");
  tc_assert_next_run (poll, "2026-06-01T11:00:00Z");
  trueconf_job_run (job);
  tc_assert_runs (fixture, 1);
}

static void
cancel_itself (TrueconfJob *job, gpointer user_data)
{
  TcJobs *fixture = user_data;

  fixture->n_runs++;
  trueconf_job_cancel (job);
  g_assert_cmpuint (fixture->n_freed, ==, 0);
}

static void
cancel_other (TrueconfJob *job, gpointer user_data)
{
  TcJobs *fixture = user_data;

  fixture->n_runs++;
  trueconf_job_cancel (trueconf_scheduler_find_job (fixture->scheduler, "other"));
}

static void
test_cancel (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (MINUTE);
  g_autoptr (GListModel) jobs = NULL;
  TrueconfJob *job;

  job = trueconf_scheduler_add_job (fixture->scheduler, "itself", schedule, cancel_itself, fixture,
                                    tc_jobs_freed);
  g_assert_cmpstr (trueconf_job_get_name (job), ==, "itself");
  g_assert_true (trueconf_job_get_schedule (job) == schedule);
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  g_assert_cmpuint (fixture->n_freed, ==, 1);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 0);

  /* both are due at once, and the first cancels the second */
  trueconf_scheduler_add_job (fixture->scheduler, "first", schedule, cancel_other, fixture, NULL);
  job = g_object_ref (tc_jobs_add (fixture, "other", g_object_ref (schedule)));
  jobs = trueconf_scheduler_list_jobs (fixture->scheduler);
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 2);
  g_assert_true (tc_nth (jobs, 1) == job);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  g_assert_false (trueconf_job_get_active (job));
  trueconf_job_cancel (job);
  trueconf_job_run (job);
  tc_assert_runs (fixture, 0);
  g_object_unref (job);
  trueconf_job_cancel (trueconf_scheduler_find_job (fixture->scheduler, "first"));
}

static void
fail (TrueconfJob *job, gpointer user_data)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no report");

  trueconf_job_fail (job, error);
}

static void
test_failure (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (MINUTE);
  g_autoptr (GPtrArray) log = NULL;

  trueconf_scheduler_add_job (fixture->scheduler, "report", schedule, fail, NULL, NULL);
  tc_jobs_start (fixture);
  tc_log_begin ();
  tc_jobs_pass (fixture, MINUTE);
  tc_jobs_pass (fixture, MINUTE);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 2);
  g_assert_true (tc_log_has (log, "“report” has failed: There is no report"));
  g_assert_cmpuint (fixture->errors->len, ==, 2);
  g_assert_error ((GError *) g_ptr_array_index (fixture->errors, 0), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_stop (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "slow", trueconf_schedule_new_every (MINUTE));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) waits = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;

  fixture->holds = TRUE;
  g_assert_cmpfloat_with_epsilon (trueconf_scheduler_get_stop_timeout (fixture->scheduler), 5, 0.001);
  trueconf_scheduler_set_stop_timeout (fixture->scheduler, 0);
  tc_jobs_start (fixture);
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);

  trueconf_scheduler_stop_async (fixture->scheduler, NULL, tc_store_result, &late);
  g_assert_false (trueconf_scheduler_get_running (fixture->scheduler));
  TC_WAIT (late != NULL);
  g_assert_false (trueconf_scheduler_stop_finish (fixture->scheduler, late, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_assert_contains (error->message, "1 job is still running");
  g_clear_error (&error);

  trueconf_scheduler_set_stop_timeout (fixture->scheduler, INFINITY);
  trueconf_scheduler_stop_async (fixture->scheduler, NULL, tc_store_result, &waits);
  trueconf_scheduler_stop_async (fixture->scheduler, cancellable, tc_store_result, &cancelled);
  tc_jobs_pass (fixture, HOUR);
  tc_assert_runs (fixture, 0);
  g_cancellable_cancel (cancellable);
  TC_WAIT (cancelled != NULL);
  g_assert_false (trueconf_scheduler_stop_finish (fixture->scheduler, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tc_drain ();
  g_assert_null (waits);
  trueconf_job_release (job);
  TC_WAIT (waits != NULL);
  g_assert_true (trueconf_scheduler_stop_finish (fixture->scheduler, waits, NULL));

  /* and again */
  fixture->holds = FALSE;
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
}

/* A job that runs a main loop, as a modal dialog does, keeps no others from running. */
static void
test_main_loop (TcJobs *fixture, gconstpointer data)
{
  tc_jobs_run_dialog (fixture);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), >, 0);
}

/* The scheduler may go while a job is running. */
static void
test_gone (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (TrueconfJob) job =
      g_object_ref (tc_jobs_add (fixture, "slow", trueconf_schedule_new_every (MINUTE)));

  fixture->holds = TRUE;
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_gone (g_steal_pointer (&fixture->scheduler));
  g_assert_true (trueconf_job_get_running (job));
  g_assert_false (trueconf_job_get_active (job));
  g_assert_cmpuint (fixture->n_freed, ==, 0);
  trueconf_job_release (job);
  g_assert_cmpuint (fixture->n_freed, ==, 1);
  g_assert_false (trueconf_job_get_running (job));
}

/* The timer itself, by the real clock. */
static void
stop_cb (TrueconfJob *job, GParamSpec *pspec, TrueconfScheduler *scheduler)
{
  trueconf_scheduler_stop_async (scheduler, NULL, NULL, NULL);
}

/* The first job that has a time stops the scheduler, which starts just then. */
static void
test_stopped_by_its_start (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  gulong id = g_signal_connect (job, "notify::next-run", G_CALLBACK (stop_cb), fixture->scheduler);

  tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  trueconf_scheduler_start_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_scheduler_start_finish (fixture->scheduler, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (trueconf_scheduler_get_running (fixture->scheduler));
  tc_jobs_pass (fixture, 2 * HOUR);
  tc_assert_runs (fixture, 0);

  g_signal_handler_disconnect (job, id);
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, HOUR);
  g_assert_cmpstr (fixture->order->str, ==, "poll ");
}

static void
cancel_cb (TrueconfJob *job, GParamSpec *pspec, gpointer data)
{
  trueconf_job_cancel (job);
}

/* Its last time is told as over when the scheduler goes away. */
static void
test_cancelled_by_the_end (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));

  tc_jobs_start (fixture);
  g_signal_connect (job, "notify::next-run", G_CALLBACK (cancel_cb), NULL);
  tc_assert_gone (g_steal_pointer (&fixture->scheduler));
  g_assert_cmpuint (fixture->n_freed, ==, 1);
}

static void
test_real_clock (void)
{
  g_autoptr (TrueconfScheduler) scheduler = trueconf_scheduler_new (NULL);
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (2 * G_TIME_SPAN_MILLISECOND);
  TcJobs fixture = { .order = g_string_new (NULL) };

  trueconf_scheduler_add_job (scheduler, "poll", schedule, tc_jobs_count, &fixture, NULL);
  trueconf_scheduler_start_async (scheduler, NULL, NULL, NULL);
  TC_WAIT (fixture.n_runs >= 3);
  g_string_free (fixture.order, TRUE);
}

#define ADD(path, name) g_test_add ("/scheduler/" path, TcJobs, NULL, tc_jobs_set_up, name, tc_jobs_tear_down)

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  ADD ("every", test_every);
  ADD ("every-eternity", test_every_eternity);
  ADD ("every-when-clock-is-set", test_every_when_clock_is_set);
  ADD ("daily", test_daily);
  ADD ("missed-while-asleep", test_missed_while_asleep);
  ADD ("clock-set-back", test_clock_set_back);
  ADD ("once", test_once);
  ADD ("overlap", test_overlap);
  ADD ("pause", test_pause);
  ADD ("cancel", test_cancel);
  ADD ("failure", test_failure);
  ADD ("stop", test_stop);
  ADD ("main-loop", test_main_loop);
  ADD ("gone", test_gone);
  ADD ("stopped-by-its-start", test_stopped_by_its_start);
  ADD ("cancelled-by-the-end", test_cancelled_by_the_end);
  g_test_add_func ("/scheduler/real-clock", test_real_clock);

  return g_test_run ();
}
