/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-jobs.h"
#include "tc-util.h"

static TrueconfJobTime
get_time (gpointer data)
{
  TcJobs *fixture = data;

  return fixture->now;
}

static void
error_cb (TrueconfScheduler *scheduler, GError *error, TrueconfJob *job, TcJobs *fixture)
{
  g_ptr_array_add (fixture->errors, g_error_copy (error));
  g_string_append (fixture->order, "error ");
}

void
tc_jobs_make_scheduler (TcJobs *fixture)
{
  fixture->scheduler = trueconf_scheduler_new (fixture->file);
  trueconf_scheduler_set_clock (fixture->scheduler, get_time, fixture);
  g_signal_connect (fixture->scheduler, "error", G_CALLBACK (error_cb), fixture);
}

void
tc_jobs_set_up (TcJobs *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) start = g_date_time_new_utc (2026, 6, 1, 8, 0, 0);

  fixture->now.wall = g_date_time_to_unix (start) * G_USEC_PER_SEC;
  fixture->began = fixture->now.wall;
  fixture->now.elapsed = 1000 * HOUR;
  fixture->order = g_string_new (NULL);
  fixture->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  if (data != NULL)
    {
      g_autofree char *folder = g_dir_make_tmp ("jobs-XXXXXX", NULL);

      fixture->folder = g_file_new_for_path (folder);
      fixture->file = g_file_get_child (fixture->folder, "jobs.sqlite");
    }
  tc_jobs_make_scheduler (fixture);
}

void
tc_jobs_stop (TcJobs *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_scheduler_stop_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_true (trueconf_scheduler_stop_finish (fixture->scheduler, result, &error));
  g_assert_no_error (error);
}

void
tc_jobs_tear_down (TcJobs *fixture, gconstpointer data)
{
  if (fixture->scheduler != NULL)
    {
      tc_jobs_stop (fixture);
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

void
tc_jobs_start (TcJobs *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_scheduler_start_async (fixture->scheduler, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_true (trueconf_scheduler_start_finish (fixture->scheduler, result, &error));
  g_assert_no_error (error);
  g_assert_true (trueconf_scheduler_get_running (fixture->scheduler));
}

void
tc_jobs_restart (TcJobs *fixture, GTimeSpan later)
{
  tc_jobs_stop (fixture);
  tc_assert_gone (fixture->scheduler);
  fixture->now.wall += later;
  fixture->now.elapsed = 5 * SECOND;
  tc_jobs_make_scheduler (fixture);
}

gboolean
tc_jobs_are_running (TcJobs *fixture)
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

void
tc_jobs_pass (TcJobs *fixture, GTimeSpan time)
{
  fixture->now.wall += time;
  fixture->now.elapsed += time;
  trueconf_scheduler_look (fixture->scheduler);
  /* with a file, jobs wait until their times are in it */
  if (fixture->file != NULL)
    TC_WAIT (!tc_jobs_are_running (fixture));
}

void
tc_jobs_count (TrueconfJob *job, gpointer user_data)
{
  TcJobs *fixture = user_data;

  fixture->n_runs++;
  g_string_append_printf (fixture->order, "%s ", trueconf_job_get_name (job));
  g_assert_true (trueconf_job_get_running (job));
  if (fixture->holds)
    trueconf_job_hold (job);
}

void
tc_jobs_freed (gpointer user_data)
{
  TcJobs *fixture = user_data;

  fixture->n_freed++;
}

TrueconfJob *
tc_jobs_add (TcJobs *fixture, const char *name, TrueconfSchedule *schedule)
{
  TrueconfJob *job =
      trueconf_scheduler_add_job (fixture->scheduler, name, schedule, tc_jobs_count, fixture, tc_jobs_freed);

  g_object_unref (schedule);
  return job;
}

TrueconfSchedule *
tc_jobs_daily (const char *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  return trueconf_schedule_new_daily (time, zone, NULL);
}

TrueconfSchedule *
tc_jobs_once_in (TcJobs *fixture, GTimeSpan later)
{
  gint64 wall = fixture->now.wall + later;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (wall / G_USEC_PER_SEC);

  return trueconf_schedule_new_once (time);
}

void
tc_assert_next_run (TrueconfJob *job, const char *expected)
{
  g_autoptr (GDateTime) next = trueconf_job_get_next_run (job);
  g_autofree char *text = next != NULL ? g_date_time_format_iso8601 (next) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
run_loop (TrueconfJob *job, gpointer user_data)
{
  TcJobs *fixture = user_data;

  TC_WAIT (fixture->n_runs == 1);
  tc_jobs_count (job, fixture);
}

void
tc_jobs_run_dialog (TcJobs *fixture)
{
  g_autoptr (TrueconfSchedule) schedule = trueconf_schedule_new_every (MINUTE);

  trueconf_scheduler_add_job (fixture->scheduler, "dialog", schedule, run_loop, fixture, NULL);
  tc_jobs_add (fixture, "poll", trueconf_schedule_new_every (MINUTE));
  tc_jobs_start (fixture);
  tc_jobs_pass (fixture, MINUTE);
  g_assert_cmpstr (fixture->order->str, ==, "poll dialog ");
}
