/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Jobs whose times are in a file, over restarts, and when something happens to the file. */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "tc-jobs.h"
#include "tc-util.h"

static void
test_restart (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) last = NULL;
  TrueconfJob *job;

  tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, HOUR);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");

  /* nothing was missed */
  tc_jobs_restart (fixture, 30 * MINUTE);
  job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  g_string_truncate (fixture->order, 0);
  tc_jobs_start (fixture);
  last = trueconf_job_get_last_run (job);
  g_assert_cmpint (g_date_time_to_unix (last) * G_USEC_PER_SEC, ==, fixture->now.wall - 30 * MINUTE);
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "");
  tc_jobs_pass (fixture, 30 * MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "poll ");

  /* three days were: once */
  tc_jobs_restart (fixture, 3 * DAY);
  job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  g_string_truncate (fixture->order, 0);
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");
  tc_assert_next_run (job, "2026-06-05T09:00:00Z");

  /* or not at all */
  tc_jobs_restart (fixture, 3 * DAY);
  job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  trueconf_job_set_missed_policy (job, TRUECONF_MISSED_POLICY_DROP);
  g_string_truncate (fixture->order, 0);
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "");
  tc_assert_next_run (job, "2026-06-08T09:00:00Z");
}

/* A job that was added yesterday, and the program was off at its first time. */
static void
test_first_time_missed (TcJobs *fixture, gconstpointer data)
{
  tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 0);
  tc_jobs_restart (fixture, 2 * HOUR);
  tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, 0);
  tc_assert_runs (fixture, 1);
}

static void
test_once_and_restart (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (TrueconfSchedule) soon = tc_jobs_once_in (fixture, HOUR);
  g_autoptr (TrueconfSchedule) later = tc_jobs_once_in (fixture, 2 * HOUR);

  tc_jobs_add (fixture, "soon", g_object_ref (soon));
  tc_jobs_add (fixture, "later", g_object_ref (later));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, HOUR);
  g_assert_cmpstr (fixture->order->str, ==, "soon ");

  /* one has run, the other was missed */
  tc_jobs_restart (fixture, 2 * HOUR);
  tc_jobs_add (fixture, "soon", g_object_ref (soon));
  tc_jobs_add (fixture, "later", g_object_ref (later));
  tc_jobs_start (fixture);
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "soon"));
  g_assert_nonnull (trueconf_scheduler_find_job (fixture->scheduler, "later"));
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "soon later ");
  tc_jobs_pass (fixture, 0);
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "soon"));

  tc_jobs_restart (fixture, HOUR);
  tc_jobs_add (fixture, "later", g_object_ref (later));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "soon later ");
}

static void
cancel_other_cb (TrueconfJob *job, GParamSpec *pspec, TrueconfJob *other)
{
  trueconf_job_cancel (other);
}

/* The first is over when the scheduler starts, and whoever is told of that does not want the second any more. */
static void
test_over_and_cancelled (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (TrueconfSchedule) soon = tc_jobs_once_in (fixture, HOUR);
  TrueconfJob *first;

  tc_jobs_add (fixture, "soon", g_object_ref (soon));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, HOUR);
  tc_assert_runs (fixture, 1);

  tc_jobs_restart (fixture, HOUR);
  first = tc_jobs_add (fixture, "soon", g_object_ref (soon));
  g_signal_connect (first, "notify::active", G_CALLBACK (cancel_other_cb),
                    tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR)));
  tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_start (fixture);
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "soon"));
  g_assert_null (trueconf_scheduler_find_job (fixture->scheduler, "poll"));
  tc_assert_next_run (trueconf_scheduler_find_job (fixture->scheduler, "report"), "2026-06-02T09:00:00Z");
}

static void
test_cancel_forgets (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));

  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, HOUR);
  trueconf_job_cancel (job);
  tc_jobs_restart (fixture, 2 * DAY);
  job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, 0);
  tc_assert_runs (fixture, 1);
  g_assert_null (trueconf_job_get_last_run (job));
}

/* A time that was written while the clock was wrong is not waited for. */
static void
test_saved_in_future (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job;

  fixture->now.wall += 3650 * DAY;
  tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  tc_jobs_start (fixture);
  tc_jobs_restart (fixture, -3650 * DAY);
  job = tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (HOUR));
  tc_jobs_start (fixture);
  tc_assert_next_run (job, "2026-06-01T09:00:00Z");
  tc_jobs_pass (fixture, HOUR);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");
}

static void
refuse_start (TcJobs *fixture, GCancellable *cancellable, GQuark domain, int code, const char *words)
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
test_bad_file (TcJobs *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) log = NULL;

  g_assert_true (g_file_set_contents (path, "This is a letter, and not a database, however long.", -1, NULL));
  tc_jobs_add (fixture, "report", tc_jobs_daily ("09:00"));
  refuse_start (fixture, NULL, TRUECONF_ERROR, TRUECONF_ERROR_FAILED, path);

  tc_log_begin ();
  trueconf_scheduler_start_async (fixture->scheduler, NULL, NULL, NULL);
  TC_WAIT (fixture->errors->len == 1);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, path));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_cancellable_cancel (cancellable);
  refuse_start (fixture, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, HOUR);
  tc_assert_runs (fixture, 1);
}

static void
test_not_a_path (void)
{
  TcJobs fixture = { .file = g_file_new_for_uri ("https://example.org/jobs.sqlite") };

  fixture.order = g_string_new (NULL);
  fixture.errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  tc_jobs_make_scheduler (&fixture);
  g_assert_true (trueconf_scheduler_get_file (fixture.scheduler) == fixture.file);
  refuse_start (&fixture, NULL, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, "of this machine");
  tc_assert_gone (fixture.scheduler);
  g_string_free (fixture.order, TRUE);
  g_ptr_array_unref (fixture.errors);
  g_object_unref (fixture.file);
}

static void
test_stop_while_starting (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_scheduler_start_async (fixture->scheduler, NULL, tc_store_result, &first);
  trueconf_scheduler_start_async (fixture->scheduler, NULL, tc_store_result, &second);
  tc_jobs_stop (fixture);
  TC_WAIT (first != NULL && second != NULL);
  g_assert_false (trueconf_scheduler_start_finish (fixture->scheduler, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (trueconf_scheduler_start_finish (fixture->scheduler, second, NULL));
  g_assert_false (trueconf_scheduler_get_running (fixture->scheduler));
  tc_jobs_start (fixture);
}

/* The file cannot be written any more: jobs run nevertheless, and the program is told. */
static void
test_file_lost (TcJobs *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GDateTime) last = NULL;
  TrueconfJob *job;

  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  tc_jobs_start (fixture);
  tc_jobs_stop (fixture);
  tc_jobs_start (fixture);
  g_assert_true (
      g_file_set_contents (path, "overwritten by another program, which knew nothing of it", -1, NULL));
  tc_log_begin ();
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  TC_WAIT (fixture->errors->len > 0);
  trueconf_scheduler_stop_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_scheduler_stop_finish (fixture->scheduler, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED);

  /* once it can be written, the time is there */
  g_clear_object (&result);
  g_assert_cmpint (g_unlink (path), ==, 0);
  tc_jobs_restart (fixture, MINUTE / 2);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, path));
  job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  tc_jobs_start (fixture);
  last = trueconf_job_get_last_run (job);
  g_assert_nonnull (last);
  g_assert_cmpint (g_date_time_to_unix (last) * G_USEC_PER_SEC, ==, fixture->now.wall - MINUTE / 2);
}

/* Without a stop. What was saved goes on being written. */
static void
lose_scheduler (TcJobs *fixture)
{
  g_autoptr (GAsyncResult) written = NULL;

  trueconf_job_store_flush_async (fixture->scheduler->store, NULL, tc_store_result, &written);
  tc_assert_gone (g_steal_pointer (&fixture->scheduler));
  TC_WAIT (written != NULL);
}

/* A job that removes itself, or its scheduler, before it has begun, does not begin. */
static void
test_removed_while_saving (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));

  tc_jobs_add (fixture, "other", trueconf_schedule_new_every (MINUTE));
  tc_jobs_start (fixture);
  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_true (trueconf_job_get_running (job));
  trueconf_job_cancel (job);
  TC_WAIT (!tc_jobs_are_running (fixture) && fixture->n_freed == 1);
  g_assert_cmpstr (fixture->order->str, ==, "other ");

  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  lose_scheduler (fixture);
  g_assert_cmpuint (fixture->n_freed, ==, 2);
  g_assert_cmpstr (fixture->order->str, ==, "other ");
}

static void
execute (sqlite3 *database, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Another program that uses the file. */
static sqlite3 *
open_other (TcJobs *fixture, const char *sql)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 60000);
  execute (database, sql);

  return database;
}

static int
add_row (void *data, int n_columns, char **values, char **names)
{
  g_string_append_printf (data, "%s %s %s, ", values[0], values[1], values[2] != NULL ? values[2] : "-");
  return 0;
}

/* The times are in minutes since the test began. */
static void
assert_rows (TcJobs *fixture, const char *expected)
{
  sqlite3 *database = open_other (fixture, "");
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT name, (accounted - %" G_GINT64_FORMAT
                                          ") / 60000000, (last_run - %" G_GINT64_FORMAT
                                          ") / 60000000 FROM trueconf_jobs ORDER BY name",
                                          fixture->began, fixture->began);

  g_assert_cmpint (sqlite3_exec (database, sql, add_row, rows, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  g_assert_cmpstr (rows->str, ==, expected);
}

static int
get_last_minute (TcJobs *fixture, TrueconfJob *job)
{
  g_autoptr (GDateTime) last = trueconf_job_get_last_run (job);

  return (int) ((g_date_time_to_unix (last) * G_USEC_PER_SEC - fixture->began) / MINUTE);
}

static gboolean
tick_cb (gpointer user_data)
{
  TcJobs *fixture = user_data;

  fixture->now.wall += MINUTE;
  fixture->now.elapsed += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);

  return G_SOURCE_CONTINUE;
}

/* Another program keeps the file locked, and times come more often than an attempt to write them fails. */
static void
test_locked (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *often = tc_jobs_add (fixture, "often", trueconf_schedule_new_every (MINUTE));
  TrueconfJob *seldom = tc_jobs_add (fixture, "seldom", trueconf_schedule_new_every (2 * MINUTE));
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *expected = NULL;
  sqlite3 *other;
  guint ticks;
  int now;

  trueconf_job_set_missed_policy (often, TRUECONF_MISSED_POLICY_DROP);
  trueconf_job_set_missed_policy (seldom, TRUECONF_MISSED_POLICY_DROP);
  tc_jobs_start (fixture);
  tc_jobs_stop (fixture);
  tc_jobs_start (fixture);
  trueconf_job_store_set_patience (fixture->scheduler->store, 50);
  other = open_other (fixture, "BEGIN EXCLUSIVE");

  tc_log_begin ();
  /* the second comes while the attempt for the first is made, and waits for no other one */
  tick_cb (fixture);
  tick_cb (fixture);
  g_assert_cmpstr (fixture->order->str, ==, "");
  TC_WAIT (!tc_jobs_are_running (fixture));
  g_assert_true (g_str_has_prefix (fixture->order->str, "error often seldom "));

  fixture->n_runs = 0;
  ticks = g_timeout_add (5, tick_cb, fixture);
  TC_WAIT (fixture->n_runs >= 4 && fixture->errors->len >= 4);
  g_source_remove (ticks);
  TC_WAIT (!tc_jobs_are_running (fixture));
  log = tc_log_end ();
  g_assert_false (sqlite3_get_autocommit (other));
  g_assert_error ((GError *) g_ptr_array_index (fixture->errors, 0), TRUECONF_ERROR, TRUECONF_ERROR_FAILED);
  g_assert_true (tc_log_has (log, "database is locked"));

  /* nothing is lost */
  execute (other, "ROLLBACK");
  sqlite3_close (other);
  trueconf_job_store_set_patience (fixture->scheduler->store, 60000);
  tc_jobs_pass (fixture, 10 * MINUTE);
  tc_jobs_stop (fixture);
  now = (int) ((fixture->now.wall - fixture->began) / MINUTE);
  expected = g_strdup_printf ("often %d %d, seldom %d %d, ", now, get_last_minute (fixture, often), now,
                              get_last_minute (fixture, seldom));
  assert_rows (fixture, expected);
}

/* A run whose time is being written when the scheduler is stopped does not begin, and is missed. */
static void
test_stop_while_saving (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  g_autoptr (TrueconfSchedule) once = tc_jobs_once_in (fixture, 2 * MINUTE);
  g_autoptr (GDateTime) last = NULL;

  tc_jobs_add (fixture, "once", g_object_ref (once));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "poll ");

  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_true (trueconf_job_get_running (job));
  g_assert_true (trueconf_job_get_running (trueconf_scheduler_find_job (fixture->scheduler, "once")));
  tc_jobs_stop (fixture);
  g_assert_false (trueconf_job_get_running (job));
  g_assert_cmpstr (fixture->order->str, ==, "poll ");
  last = trueconf_job_get_last_run (job);
  g_assert_cmpint (g_date_time_to_unix (last) * G_USEC_PER_SEC, ==, fixture->now.wall - MINUTE);
  assert_rows (fixture, "poll 1 1, ");

  /* what the program asks for itself runs */
  trueconf_job_run (job);
  g_assert_cmpstr (fixture->order->str, ==, "poll poll ");

  /* it is stopped and started again before the time is written */
  tc_jobs_start (fixture);
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_true (trueconf_job_get_running (job));
  trueconf_scheduler_stop_async (fixture->scheduler, NULL, NULL, NULL);
  tc_jobs_start (fixture);
  g_assert_cmpstr (fixture->order->str, ==, "poll poll ");
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "poll poll poll once ");
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "poll poll poll once ");

  /* the scheduler is gone without a stop */
  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  g_assert_true (trueconf_job_get_running (job));
  lose_scheduler (fixture);
  assert_rows (fixture, "once 2 2, poll 2 2, ");
  tc_jobs_make_scheduler (fixture);
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  tc_jobs_add (fixture, "once", g_object_ref (once));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, 0);
  g_assert_cmpstr (fixture->order->str, ==, "poll poll poll once poll ");
}

/* Jobs whose times were written together do not wait for the main loop of one of them. */
static void
test_main_loop (TcJobs *fixture, gconstpointer data)
{
  tc_jobs_run_dialog (fixture);
}

/* A run that overlaps another one is withdrawn alone. */
static void
test_pause_while_saving (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));

  trueconf_job_set_allow_overlap (job, TRUE);
  fixture->holds = TRUE;
  tc_jobs_start (fixture);
  trueconf_job_run (job);
  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  fixture->now.elapsed += MINUTE;
  fixture->now.wall += MINUTE;
  trueconf_scheduler_look (fixture->scheduler);
  trueconf_job_set_paused (job, TRUE);
  tc_drain ();
  tc_assert_runs (fixture, 1);
  g_assert_true (trueconf_job_get_running (job));
  trueconf_job_release (job);
  g_assert_false (trueconf_job_get_running (job));
  tc_jobs_stop (fixture);
  assert_rows (fixture, "poll 0 0, ");
}

/* All that is known is written to the file that is there now, but for what is newer in it. */
static void
test_replaced (TcJobs *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *aside = g_strconcat (path, ".aside", NULL);
  g_autofree char *sql = g_strdup_printf (
      "CREATE TABLE trueconf_jobs (name TEXT NOT NULL PRIMARY KEY, accounted INTEGER NOT NULL, "
      "last_run INTEGER); INSERT INTO trueconf_jobs VALUES ('report', %1$" G_GINT64_FORMAT
      ", NULL), ('other', %1$" G_GINT64_FORMAT " + 180000000, NULL)",
      fixture->began);
  g_autoptr (GPtrArray) log = NULL;
  TrueconfJob *cancelled;

  tc_jobs_add (fixture, "report", tc_jobs_daily ("08:01"));
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  tc_jobs_add (fixture, "other", tc_jobs_daily ("12:00"));
  cancelled = tc_jobs_add (fixture, "cancelled", tc_jobs_daily ("12:00"));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "report poll ");
  trueconf_job_cancel (cancelled);
  tc_jobs_stop (fixture);
  tc_jobs_start (fixture);

  tc_log_begin ();
  g_assert_cmpint (g_unlink (path), ==, 0);
  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "report poll error poll ");
  assert_rows (fixture, "other 0 -, poll 2 2, report 1 1, ");

  g_assert_cmpint (g_rename (path, aside), ==, 0);
  sqlite3_close (open_other (fixture, sql));
  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "report poll error poll error poll ");
  assert_rows (fixture, "other 3 -, poll 3 3, report 1 1, ");
  g_assert_cmpint (g_unlink (aside), ==, 0);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 2);
  g_assert_true (tc_log_has (log, "was removed or replaced while it was in use"));

  /* once */
  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "report poll error poll error poll poll ");
}

static guint
remove_former_logs (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, "-wal.former-") != NULL)
      {
        g_autofree char *log = g_build_filename (folder, name, NULL);

        g_assert_cmpint (g_unlink (log), ==, 0);
        n++;
      }

  return n;
}

/* The log of the former file is no part of the new one. */
static void
test_replaced_with_its_log (TcJobs *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *fresh = g_strconcat (path, ".fresh", NULL);
  sqlite3 *former = open_other (fixture, "PRAGMA journal_mode = WAL; CREATE TABLE former (a)");
  sqlite3 *database = NULL;
  g_autoptr (GPtrArray) log = NULL;

  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  assert_rows (fixture, "poll 1 1, ");

  g_assert_cmpint (sqlite3_open (fresh, &database), ==, SQLITE_OK);
  execute (database, "CREATE TABLE fresh (a)");
  sqlite3_close (database);
  g_assert_cmpint (g_rename (fresh, path), ==, 0);
  tc_log_begin ();
  tc_jobs_pass (fixture, MINUTE);
  log = tc_log_end ();
  g_assert_cmpstr (fixture->order->str, ==, "poll error poll ");
  assert_rows (fixture, "poll 2 2, ");
  sqlite3_close (open_other (fixture, "SELECT a FROM fresh"));
  tc_jobs_stop (fixture);
  sqlite3_close (former);
  g_assert_cmpuint (remove_former_logs (path), ==, 1);
}

/* A start that fails forgets nothing. */
static void
test_start_again (TcJobs *fixture, gconstpointer data)
{
  TrueconfJob *job = tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) log = NULL;
  sqlite3 *other;

  tc_jobs_start (fixture);
  tc_jobs_stop (fixture);
  tc_jobs_start (fixture);
  trueconf_job_store_set_patience (fixture->scheduler->store, 0);
  other = open_other (fixture, "BEGIN EXCLUSIVE");
  tc_log_begin ();
  tc_jobs_pass (fixture, MINUTE);
  tc_assert_runs (fixture, 1);
  trueconf_scheduler_stop_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_scheduler_stop_finish (fixture->scheduler, result, NULL));
  refuse_start (fixture, NULL, TRUECONF_ERROR, TRUECONF_ERROR_FAILED, "locked");
  log = tc_log_end ();
  trueconf_job_store_set_patience (fixture->scheduler->store, 60000);
  trueconf_job_run (job);
  tc_assert_runs (fixture, 1);
  execute (other, "ROLLBACK");
  sqlite3_close (other);

  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, 0);
  tc_assert_runs (fixture, 0);
  tc_jobs_stop (fixture);
  assert_rows (fixture, "poll 1 1, ");
}

#define ADD(path, name)                                                                                      \
  g_test_add ("/job-file/" path, TcJobs, "file", tc_jobs_set_up, name, tc_jobs_tear_down)

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  ADD ("restart", test_restart);
  ADD ("first-time-missed", test_first_time_missed);
  ADD ("once-and-restart", test_once_and_restart);
  ADD ("over-and-cancelled", test_over_and_cancelled);
  ADD ("cancel-forgets", test_cancel_forgets);
  ADD ("saved-in-future", test_saved_in_future);
  ADD ("bad-file", test_bad_file);
  g_test_add_func ("/job-file/not-a-path", test_not_a_path);
  ADD ("stop-while-starting", test_stop_while_starting);
  ADD ("file-lost", test_file_lost);
  ADD ("removed-while-saving", test_removed_while_saving);
  ADD ("locked", test_locked);
  ADD ("stop-while-saving", test_stop_while_saving);
  ADD ("main-loop", test_main_loop);
  ADD ("pause-while-saving", test_pause_while_saving);
  ADD ("replaced", test_replaced);
  ADD ("replaced-with-its-log", test_replaced_with_its_log);
  ADD ("start-again", test_start_again);

  return g_test_run ();
}
