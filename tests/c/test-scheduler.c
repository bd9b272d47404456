/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Jobs at their times, by a clock that the test turns. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "schedule/trueconf-scheduler-private.h"
#include "trueconf-bot.h"

#include "tc-util.h"

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR   G_TIME_SPAN_HOUR
#define DAY    G_TIME_SPAN_DAY

typedef struct
{
  TrueconfScheduler *scheduler;
  TrueconfJobTime now;
  guint n_runs;
  guint n_freed;
  gboolean holds;
  GString *order;
  GPtrArray *errors; /* GError */
  GFile *folder;
  GFile *file;
} Fixture;

static TrueconfJobTime
get_time (gpointer data)
{
  Fixture *fixture = data;

  return fixture->now;
}

static void
error_cb (TrueconfScheduler *scheduler, GError *error, TrueconfJob *job, Fixture *fixture)
{
  g_ptr_array_add (fixture->errors, g_error_copy (error));
}

static void
make_scheduler (Fixture *fixture)
{
  fixture->scheduler = trueconf_scheduler_new (fixture->file);
  trueconf_scheduler_set_clock (fixture->scheduler, get_time, fixture);
  g_signal_connect (fixture->scheduler, "error", G_CALLBACK (error_cb), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) start = g_date_time_new_utc (2026, 6, 1, 8, 0, 0);

  fixture->now.wall = g_date_time_to_unix (start) * G_USEC_PER_SEC;
  fixture->now.elapsed = 1000 * HOUR;
  fixture->order = g_string_new (NULL);
  fixture->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  if (data != NULL)
    {
      g_autofree char *folder = g_dir_make_tmp ("jobs-XXXXXX", NULL);

      fixture->folder = g_file_new_for_path (folder);
      fixture->file = g_file_get_child (fixture->folder, "jobs.sqlite");
    }
  make_scheduler (fixture);
}

static void
stop (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_scheduler_stop_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_true (trueconf_scheduler_stop_finish (fixture->scheduler, result, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->scheduler != NULL)
    {
      stop (fixture);
      tc_assert_gone (fixture->scheduler);
    }
  if (fixture->file != NULL)
    {
      g_file_delete (fixture->file, NULL, NULL);
      g_assert_true (g_file_delete (fixture->folder, NULL, NULL));
    }
  g_clear_object (&fixture->file);
  g_clear_object (&fixture->folder);
  g_string_free (fixture->order, TRUE);
  g_ptr_array_unref (fixture->errors);
}

static void
start (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_scheduler_start_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_true (trueconf_scheduler_start_finish (fixture->scheduler, result, &error));
  g_assert_no_error (error);
  g_assert_true (trueconf_scheduler_get_running (fixture->scheduler));
}

/* The program ends in whatever way, and is started again later. */
static void
restart (Fixture *fixture, GTimeSpan later)
{
  stop (fixture);
  tc_assert_gone (fixture->scheduler);
  fixture->now.wall += later;
  fixture->now.elapsed = 5 * SECOND;
  make_scheduler (fixture);
}

static gboolean
is_busy (Fixture *fixture)
{
  g_autoptr (GListModel) jobs = trueconf_scheduler_list_jobs (fixture->scheduler);
  gboolean busy = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (TrueconfJob) job = g_list_model_get_item (jobs, i);

      busy = busy || trueconf_job_get_running (job);
    }

  return busy;
}

static void
pass (Fixture *fixture, GTimeSpan time)
{
  fixture->now.wall += time;
  fixture->now.elapsed += time;
  trueconf_scheduler_look (fixture->scheduler);
  /* with a file, jobs wait until their times are in it */
  if (fixture->file != NULL)
    TC_WAIT (!is_busy (fixture));
}

static void
count (TrueconfJob *job, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_runs++;
  g_string_append_printf (fixture->order, "%s ", trueconf_job_get_name (job));
  g_assert_true (trueconf_job_get_running (job));
  if (fixture->holds)
    trueconf_job_hold (job);
}

static void
freed (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_freed++;
}

static TrueconfJob *
add (Fixture *fixture, const char *name, TrueconfSchedule *schedule)
{
  TrueconfJob *job = trueconf_scheduler_add_job (fixture->scheduler, name, schedule, count, fixture, freed);

  g_object_unref (schedule);
  return job;
}

static TrueconfSchedule *
daily (const char *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  return trueconf_schedule_new_daily (time, zone, NULL);
}

static TrueconfSchedule *
once_in (Fixture *fixture, GTimeSpan later)
{
  gint64 wall = fixture->now.wall + later;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (wall / G_USEC_PER_SEC);

  return trueconf_schedule_new_once (time);
}

#define assert_runs(fixture, n)                                                                              \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_cmpuint ((fixture)->n_runs, ==, n);                                                             \
    (fixture)->n_runs = 0;                                                                                   \
  }                                                                                                          \
  G_STMT_END

static void
assert_next (TrueconfJob *job, const char *expected)
{
  g_autoptr (GDateTime) next = trueconf_job_get_next_run (job);
  g_autofree char *text = next != NULL ? g_date_time_format_iso8601 (next) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_every (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "poll", trueconf_schedule_new_every (10 * SECOND));
  g_autoptr (GDateTime) last = NULL;

  pass (fixture, MINUTE);
  assert_runs (fixture, 0);
  assert_next (job, NULL);
  start (fixture);
  assert_next (job, "2026-06-01T08:01:10Z");
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, 10 * SECOND);
  pass (fixture, 9 * SECOND);
  assert_runs (fixture, 0);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, SECOND);
  g_assert_null (trueconf_job_get_last_run (job));
  pass (fixture, SECOND);
  assert_runs (fixture, 1);
  last = trueconf_job_get_last_run (job);
  g_assert_cmpint (g_date_time_to_unix (last) * G_USEC_PER_SEC, ==, fixture->now.wall);

  /* late, and without drift */
  pass (fixture, 13 * SECOND);
  assert_runs (fixture, 1);
  pass (fixture, 7 * SECOND);
  assert_runs (fixture, 1);
  /* what was missed runs once */
  pass (fixture, 35 * SECOND);
  assert_runs (fixture, 1);
  pass (fixture, 4 * SECOND);
  assert_runs (fixture, 0);
  pass (fixture, SECOND);
  assert_runs (fixture, 1);
}

/* Intervals do not follow the wall clock. */
static void
test_every_when_clock_is_set (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "poll", trueconf_schedule_new_every (HOUR));

  start (fixture);
  fixture->now.wall -= 300 * DAY;
  pass (fixture, HOUR);
  assert_runs (fixture, 1);
  fixture->now.wall += 1000 * DAY;
  pass (fixture, 59 * MINUTE);
  assert_runs (fixture, 0);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
  g_assert_true (trueconf_job_get_active (job));
}

static void
test_daily (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "report", daily ("09:00"));

  start (fixture);
  assert_next (job, "2026-06-01T09:00:00Z");
  /* nothing tells the program that the clock was set, so it looks */
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, 30 * SECOND);
  pass (fixture, 59 * MINUTE);
  assert_runs (fixture, 0);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
  pass (fixture, 0);
  assert_runs (fixture, 0);
  assert_next (job, "2026-06-02T09:00:00Z");
  pass (fixture, DAY);
  assert_runs (fixture, 1);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), <=, 30 * SECOND);
}

/* The machine was suspended over the time, or the clock was set forward. */
static void
test_missed_while_asleep (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *caught_up = add (fixture, "caught-up", daily ("09:00"));
  TrueconfJob *dropped = add (fixture, "dropped", daily ("09:00"));
  TrueconfJob *patient = add (fixture, "patient", daily ("09:00"));

  g_assert_cmpint (trueconf_job_get_missed_policy (caught_up), ==, TRUECONF_MISSED_POLICY_CATCH_UP);
  g_assert_cmpfloat_with_epsilon (trueconf_job_get_grace_time (dropped), 60, 0.001);
  trueconf_job_set_missed_policy (dropped, TRUECONF_MISSED_POLICY_DROP);
  trueconf_job_set_missed_policy (patient, TRUECONF_MISSED_POLICY_DROP);
  trueconf_job_set_grace_time (patient, 7200);
  start (fixture);

  pass (fixture, HOUR + 59 * SECOND);
  g_assert_cmpstr (fixture->order->str, ==, "caught-up dropped patient ");
  g_string_truncate (fixture->order, 0);
  pass (fixture, DAY + 2 * SECOND);
  g_assert_cmpstr (fixture->order->str, ==, "caught-up patient ");
  g_string_truncate (fixture->order, 0);
  fixture->now.wall += 3 * DAY + 2 * HOUR + MINUTE;
  pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "caught-up ");
  assert_next (dropped, "2026-06-06T09:00:00Z");
}

static void
test_clock_set_back (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "report", daily ("09:00"));

  start (fixture);
  pass (fixture, HOUR);
  assert_runs (fixture, 1);

  /* corrected: it does not run twice */
  fixture->now.wall -= 2 * SECOND;
  pass (fixture, 0);
  pass (fixture, 2 * SECOND);
  assert_runs (fixture, 0);
  assert_next (job, "2026-06-02T09:00:00Z");

  /* it was wrong by a year: the job does not wait for one */
  fixture->now.wall -= 365 * DAY;
  pass (fixture, 0);
  assert_runs (fixture, 0);
  assert_next (job, "2025-06-02T09:00:00Z");
  pass (fixture, DAY);
  assert_runs (fixture, 1);
}

static void
test_once (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "soon", once_in (fixture, MINUTE));
  TrueconfJob *late = add (fixture, "late", once_in (fixture, -HOUR));
  TrueconfJob *too_late = add (fixture, "too-late", once_in (fixture, -HOUR));

  trueconf_job_set_missed_policy (too_late, TRUECONF_MISSED_POLICY_DROP);
  g_object_ref (job);
  start (fixture);
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_cmpstr (fixture->order->str, ==, "late ");
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "late"));
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "too-late"));
  g_assert_cmpuint (fixture->n_freed, ==, 2);
  g_assert_true (trueconf_scheduler_find_job (fixture->scheduler, "soon") == job);
  (void) late;

  pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "late soon ");
  pass (fixture, 0);
  g_assert_false (trueconf_job_get_active (job));
  assert_next (job, NULL);
  g_assert_cmpuint (fixture->n_freed, ==, 3);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), ==, G_MAXINT64);
  g_object_unref (job);

  /* while it is running already */
  add (fixture, "soon", once_in (fixture, MINUTE));
  pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "late soon soon ");
}

static void
test_overlap (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "slow", trueconf_schedule_new_every (MINUTE));

  fixture->holds = TRUE;
  start (fixture);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
  g_assert_true (trueconf_job_get_running (job));
  pass (fixture, MINUTE);
  pass (fixture, MINUTE);
  trueconf_job_run (job);
  assert_runs (fixture, 0);

  /* what came due in the meantime runs once, but not inside of the release */
  trueconf_job_release (job);
  g_assert_false (trueconf_job_get_running (job));
  assert_runs (fixture, 0);
  g_assert_cmpint (trueconf_scheduler_get_delay (fixture->scheduler), ==, 0);
  trueconf_scheduler_look (fixture->scheduler);
  assert_runs (fixture, 1);
  trueconf_job_release (job);
  trueconf_scheduler_look (fixture->scheduler);
  assert_runs (fixture, 0);

  trueconf_job_set_missed_policy (job, TRUECONF_MISSED_POLICY_DROP);
  pass (fixture, MINUTE);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
  trueconf_job_release (job);
  trueconf_scheduler_look (fixture->scheduler);
  assert_runs (fixture, 0);

  trueconf_job_set_allow_overlap (job, TRUE);
  g_assert_true (trueconf_job_get_allow_overlap (job));
  pass (fixture, MINUTE);
  pass (fixture, MINUTE);
  trueconf_job_run (job);
  assert_runs (fixture, 3);
  for (guint i = 0; i < 3; i++)
    trueconf_job_release (job);
  g_assert_false (trueconf_job_get_running (job));
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "report", daily ("09:00"));
  TrueconfJob *poll = add (fixture, "poll", trueconf_schedule_new_every (HOUR));

  start (fixture);
  trueconf_job_set_paused (job, TRUE);
  trueconf_job_set_paused (poll, TRUE);
  g_assert_true (trueconf_job_get_paused (job));
  assert_next (job, NULL);
  pass (fixture, 2 * HOUR);
  assert_runs (fixture, 0);
  trueconf_job_set_paused (job, FALSE);
  trueconf_job_set_paused (poll, FALSE);
  trueconf_scheduler_look (fixture->scheduler);
  assert_runs (fixture, 0);
  assert_next (job, "2026-06-02T09:00:00Z");
  assert_next (poll, "2026-06-01T11:00:00Z");
  trueconf_job_run (job);
  assert_runs (fixture, 1);
}

static void
cancel_itself (TrueconfJob *job, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_runs++;
  trueconf_job_cancel (job);
  g_assert_cmpuint (fixture->n_freed, ==, 0);
}

static void
cancel_other (TrueconfJob *job, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_runs++;
  trueconf_job_cancel (trueconf_scheduler_find_job (fixture->scheduler, "other"));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (MINUTE);
  g_autoptr (GListModel) jobs = NULL;
  TrueconfJob *job;

  job = trueconf_scheduler_add_job (fixture->scheduler, "itself", schedule, cancel_itself, fixture, freed);
  g_assert_cmpstr (trueconf_job_get_name (job), ==, "itself");
  g_assert_true (trueconf_job_get_schedule (job) == schedule);
  start (fixture);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
  g_assert_cmpuint (fixture->n_freed, ==, 1);
  pass (fixture, MINUTE);
  assert_runs (fixture, 0);

  /* both are due at once, and the first cancels the second */
  trueconf_scheduler_add_job (fixture->scheduler, "first", schedule, cancel_other, fixture, NULL);
  job = g_object_ref (add (fixture, "other", g_object_ref (schedule)));
  jobs = trueconf_scheduler_list_jobs (fixture->scheduler);
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 2);
  g_assert_true (tc_nth (jobs, 1) == job);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
  g_assert_false (trueconf_job_get_active (job));
  trueconf_job_cancel (job);
  trueconf_job_run (job);
  assert_runs (fixture, 0);
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
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (MINUTE);
  g_autoptr (GPtrArray) log = NULL;

  trueconf_scheduler_add_job (fixture->scheduler, "report", schedule, fail, NULL, NULL);
  start (fixture);
  tc_log_begin ();
  pass (fixture, MINUTE);
  pass (fixture, MINUTE);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 2);
  g_assert_true (tc_log_has (log, "“report” has failed: There is no report"));
  g_assert_cmpuint (fixture->errors->len, ==, 2);
  g_assert_error ((GError *) g_ptr_array_index (fixture->errors, 0), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "slow", trueconf_schedule_new_every (MINUTE));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) waits = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;

  fixture->holds = TRUE;
  g_assert_cmpfloat_with_epsilon (trueconf_scheduler_get_stop_timeout (fixture->scheduler), 5, 0.001);
  trueconf_scheduler_set_stop_timeout (fixture->scheduler, 0);
  start (fixture);
  start (fixture);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);

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
  pass (fixture, HOUR);
  assert_runs (fixture, 0);
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
  start (fixture);
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
}

/* The scheduler may go while a job is running. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfJob) job = g_object_ref (add (fixture, "slow", trueconf_schedule_new_every (MINUTE)));

  fixture->holds = TRUE;
  start (fixture);
  pass (fixture, MINUTE);
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
test_real_clock (void)
{
  g_autoptr (TrueconfScheduler) scheduler = trueconf_scheduler_new (NULL);
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (2 * G_TIME_SPAN_MILLISECOND);
  Fixture fixture = { .order = g_string_new (NULL) };

  trueconf_scheduler_add_job (scheduler, "poll", schedule, count, &fixture, NULL);
  trueconf_scheduler_start_async (scheduler, NULL, NULL, NULL);
  TC_WAIT (fixture.n_runs >= 3);
  g_string_free (fixture.order, TRUE);
}

#ifdef HAVE_SQLITE

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) last = NULL;
  TrueconfJob *job;

  add (fixture, "report", daily ("09:00"));
  add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  start (fixture);
  pass (fixture, HOUR);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");

  /* nothing was missed */
  restart (fixture, 30 * MINUTE);
  job = add (fixture, "report", daily ("09:00"));
  add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  g_string_truncate (fixture->order, 0);
  start (fixture);
  last = trueconf_job_get_last_run (job);
  g_assert_cmpint (g_date_time_to_unix (last) * G_USEC_PER_SEC, ==, fixture->now.wall - 30 * MINUTE);
  pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "");
  pass (fixture, 30 * MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "poll ");

  /* three days were: once */
  restart (fixture, 3 * DAY);
  job = add (fixture, "report", daily ("09:00"));
  add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  g_string_truncate (fixture->order, 0);
  start (fixture);
  pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");
  pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");
  assert_next (job, "2026-06-05T09:00:00Z");

  /* or not at all */
  restart (fixture, 3 * DAY);
  job = add (fixture, "report", daily ("09:00"));
  trueconf_job_set_missed_policy (job, TRUECONF_MISSED_POLICY_DROP);
  g_string_truncate (fixture->order, 0);
  start (fixture);
  pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "");
  assert_next (job, "2026-06-08T09:00:00Z");
}

/* A job that was added yesterday, and the program was off at its first time. */
static void
test_first_time_missed (Fixture *fixture, gconstpointer data)
{
  add (fixture, "report", daily ("09:00"));
  start (fixture);
  pass (fixture, MINUTE);
  assert_runs (fixture, 0);
  restart (fixture, 2 * HOUR);
  add (fixture, "report", daily ("09:00"));
  start (fixture);
  pass (fixture, 0);
  assert_runs (fixture, 1);
}

static void
test_once_and_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfSchedule) soon = once_in (fixture, HOUR);
  g_autoptr (TrueconfSchedule) later = once_in (fixture, 2 * HOUR);

  add (fixture, "soon", g_object_ref (soon));
  add (fixture, "later", g_object_ref (later));
  start (fixture);
  pass (fixture, HOUR);
  g_assert_cmpstr (fixture->order->str, ==, "soon ");

  /* one has run, the other was missed */
  restart (fixture, 2 * HOUR);
  add (fixture, "soon", g_object_ref (soon));
  add (fixture, "later", g_object_ref (later));
  start (fixture);
  pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "soon later ");
  pass (fixture, 0);
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "soon"));

  restart (fixture, HOUR);
  add (fixture, "later", g_object_ref (later));
  start (fixture);
  pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "soon later ");
}

static void
test_cancel_forgets (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "report", daily ("09:00"));

  start (fixture);
  pass (fixture, HOUR);
  trueconf_job_cancel (job);
  restart (fixture, 2 * DAY);
  job = add (fixture, "report", daily ("09:00"));
  start (fixture);
  pass (fixture, 0);
  assert_runs (fixture, 1);
  g_assert_null (trueconf_job_get_last_run (job));
}

/* A time that was written while the clock was wrong is not waited for. */
static void
test_saved_in_future (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job;

  fixture->now.wall += 3650 * DAY;
  add (fixture, "report", daily ("09:00"));
  add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  start (fixture);
  restart (fixture, -3650 * DAY);
  job = add (fixture, "report", daily ("09:00"));
  add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  start (fixture);
  assert_next (job, "2026-06-01T09:00:00Z");
  pass (fixture, HOUR);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");
}

static void
refuse_start (Fixture *fixture, GCancellable *cancellable, GQuark domain, int code, const char *words)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_scheduler_start_async (fixture->scheduler, cancellable, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_scheduler_start_finish (fixture->scheduler, result, &error));
  g_assert_error (error, domain, code);
  tc_assert_contains (error->message, words);
  g_assert_false (trueconf_scheduler_get_running (fixture->scheduler));
}

static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) log = NULL;

  g_assert_true (g_file_set_contents (path, "This is a letter, and not a database, however long.", -1, NULL));
  add (fixture, "report", daily ("09:00"));
  refuse_start (fixture, NULL, TRUECONF_ERROR, TRUECONF_ERROR_FAILED, path);

  tc_log_begin ();
  trueconf_scheduler_start_async (fixture->scheduler, NULL, NULL, NULL);
  TC_WAIT (fixture->errors->len == 1);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, path));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_cancellable_cancel (cancellable);
  refuse_start (fixture, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  start (fixture);
  pass (fixture, HOUR);
  assert_runs (fixture, 1);
}

static void
test_not_a_path (void)
{
  Fixture fixture = { .file = g_file_new_for_uri ("https://example.org/jobs.sqlite") };

  fixture.errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  make_scheduler (&fixture);
  g_assert_true (trueconf_scheduler_get_file (fixture.scheduler) == fixture.file);
  refuse_start (&fixture, NULL, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, "of this machine");
  tc_assert_gone (fixture.scheduler);
  g_ptr_array_unref (fixture.errors);
  g_object_unref (fixture.file);
}

static void
test_stop_while_starting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_scheduler_start_async (fixture->scheduler, NULL, tc_store_result, &first);
  trueconf_scheduler_start_async (fixture->scheduler, NULL, tc_store_result, &second);
  stop (fixture);
  TC_WAIT (first != NULL && second != NULL);
  g_assert_false (trueconf_scheduler_start_finish (fixture->scheduler, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (trueconf_scheduler_start_finish (fixture->scheduler, second, NULL));
  g_assert_false (trueconf_scheduler_get_running (fixture->scheduler));
  start (fixture);
}

/* The file cannot be written any more: jobs run nevertheless, and the program is told. */
static void
test_file_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GDateTime) last = NULL;
  TrueconfJob *job;

  add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  start (fixture);
  stop (fixture);
  start (fixture);
  g_assert_true (
      g_file_set_contents (path, "overwritten by another program, which knew nothing of it", -1, NULL));
  tc_log_begin ();
  pass (fixture, MINUTE);
  assert_runs (fixture, 1);
  TC_WAIT (fixture->errors->len > 0);
  trueconf_scheduler_stop_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_scheduler_stop_finish (fixture->scheduler, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, path));

  /* once it can be written, the time is there */
  g_clear_object (&result);
  g_assert_cmpint (g_unlink (path), ==, 0);
  restart (fixture, MINUTE / 2);
  job = add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  start (fixture);
  last = trueconf_job_get_last_run (job);
  g_assert_nonnull (last);
  g_assert_cmpint (g_date_time_to_unix (last) * G_USEC_PER_SEC, ==, fixture->now.wall - MINUTE / 2);
}

/* A job that removes itself, or its scheduler, before it has begun, does not begin. */
static void
test_removed_while_saving (Fixture *fixture, gconstpointer data)
{
  TrueconfJob *job = add (fixture, "poll", trueconf_schedule_new_every (MINUTE));

  add (fixture, "other", trueconf_schedule_new_every (MINUTE));
  start (fixture);
  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_true (trueconf_job_get_running (job));
  trueconf_job_cancel (job);
  TC_WAIT (!is_busy (fixture) && fixture->n_freed == 1);
  g_assert_cmpstr (fixture->order->str, ==, "other ");

  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  tc_assert_gone (g_steal_pointer (&fixture->scheduler));
  TC_WAIT (fixture->n_freed == 2);
  g_assert_cmpstr (fixture->order->str, ==, "other ");
}

#endif

#define ADD(path, name)      g_test_add ("/scheduler/" path, Fixture, NULL, set_up, name, tear_down)
#define ADD_FILE(path, name) g_test_add ("/scheduler/" path, Fixture, "file", set_up, name, tear_down)

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  ADD ("every", test_every);
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
  ADD ("gone", test_gone);
  g_test_add_func ("/scheduler/real-clock", test_real_clock);
#ifdef HAVE_SQLITE
  ADD_FILE ("restart", test_restart);
  ADD_FILE ("first-time-missed", test_first_time_missed);
  ADD_FILE ("once-and-restart", test_once_and_restart);
  ADD_FILE ("cancel-forgets", test_cancel_forgets);
  ADD_FILE ("saved-in-future", test_saved_in_future);
  ADD_FILE ("bad-file", test_bad_file);
  g_test_add_func ("/scheduler/not-a-path", test_not_a_path);
  ADD_FILE ("stop-while-starting", test_stop_while_starting);
  ADD_FILE ("file-lost", test_file_lost);
  ADD_FILE ("removed-while-saving", test_removed_while_saving);
#endif

  return g_test_run ();
}
