/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a scheduler starts and stops. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "schedule/trueconf-schedule-private.h"
#include "schedule/trueconf-scheduler-private.h"
#include "text/trueconf-log-line-private.h"
#include "trueconf-error.h"

#define LEAST_FLUSH G_TIME_SPAN_SECOND

void
trueconf_scheduler_begin_job (TrueconfScheduler *self, TrueconfJob *job)
{
  TrueconfJobRow row = { TRUECONF_SCHEDULE_NEVER, TRUECONF_SCHEDULE_NEVER };

  if (self->store != NULL)
    trueconf_job_store_look_up (self->store, trueconf_job_get_name (job), &row);
  trueconf_job_begin (job, row.accounted, row.last_run);
}

static void
store_failed (const GError *error, gpointer data)
{
  trueconf_log (G_LOG_LEVEL_WARNING, "%s", error->message);
  trueconf_scheduler_report_error (data, error, NULL);
}

static void
return_from_start (GTask *task, const GError *error)
{
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
end_start (TrueconfScheduler *self, const GError *error)
{
  GTask *first = g_steal_pointer (&self->loading);
  GTask *task;

  if (first == NULL)
    return;

  return_from_start (first, error);
  while ((task = g_queue_pop_head (&self->starts)) != NULL)
    return_from_start (task, error);
}

static GError *
make_stopped_error (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                              _ ("The scheduler was stopped before it had started"));
}

static void
begin (TrueconfScheduler *self)
{
  g_autoptr (GPtrArray) jobs = trueconf_scheduler_copy_jobs (self);
  TrueconfJobTime now = self->get_time (self->clock_data);

  self->offset = now.wall - now.elapsed;
  self->running = TRUE;
  /* who is notified of one job may remove another one, or stop the scheduler */
  for (guint i = 0; i < jobs->len && self->running; i++)
    {
      TrueconfJob *job = g_ptr_array_index (jobs, i);

      if (job->scheduler != self)
        continue;

      trueconf_scheduler_begin_job (self, job);
      /* whoever waits for the start looks for the jobs that have not run yet */
      trueconf_job_remove_when_over (job);
    }
  if (self->running)
    g_object_notify (G_OBJECT (self), "running");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfScheduler) self = g_object_ref (g_task_get_source_object (user_data));
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean loaded = trueconf_job_store_load_finish (self->store, result, &error);

  /* It was stopped in the meantime. */
  if (self->loading != task)
    return;

  if (loaded)
    begin (self);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      g_object_get_data (G_OBJECT (task), "trueconf-without-callback") != NULL)
    store_failed (error, self);
  end_start (self, error);
}

/**
 * trueconf_scheduler_start_async:
 * @self: a scheduler
 * @cancellable: (nullable): cancels the start
 * @callback: (scope async) (closure user_data) (nullable): called when the jobs wait for their times
 * @user_data: data for @callback
 *
 * Starts to run jobs. Without a [property@Scheduler:file] this is done at once.
 *
 * If the file cannot be used, it fails with `TRUECONF_ERROR_FAILED`, and no job runs. If @callback is `NULL`, a failure is
 * logged and reported by [signal@Scheduler::error].
 *
 * Call [method@Scheduler.start_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_scheduler_start_async (TrueconfScheduler *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_SCHEDULER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_scheduler_start_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_set_check_cancellable (task, FALSE);

  if (self->loading != NULL)
    {
      g_queue_push_tail (&self->starts, g_steal_pointer (&task));
      return;
    }

  if (!self->running && self->file == NULL)
    {
      begin (self);
      if (!self->running)
        {
          g_task_return_error (task, make_stopped_error ());
          return;
        }
    }
  if (self->running)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (callback == NULL)
    g_object_set_data (G_OBJECT (task), "trueconf-without-callback", task);
  if (self->store == NULL)
    self->store = trueconf_job_store_new (self->file, store_failed, self);
  self->loading = g_object_ref (task);
  trueconf_job_store_load_async (self->store, cancellable, loaded_cb, g_steal_pointer (&task));
}

/**
 * trueconf_scheduler_start_finish:
 * @self: a scheduler
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Scheduler.start_async].
 *
 * Returns: whether the scheduler is running
 *
 * Since: 0.1
 */
gboolean
trueconf_scheduler_start_finish (TrueconfScheduler *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_scheduler_start_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static guint
count_running (TrueconfScheduler *self)
{
  guint n_running = 0;

  for (guint i = 0; i < self->jobs->len; i++)
    n_running += trueconf_job_get_running (g_ptr_array_index (self->jobs, i)) ? 1 : 0;

  return n_running;
}

/* What a stop waits with. */
typedef struct
{
  GSource *timer;
  GSource *cancelled;
  gboolean flushing; /* no job is running any more */
} TrueconfStop;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop_free (gpointer data)
{
  TrueconfStop *stop = data;

  clear_source (&stop->timer);
  clear_source (&stop->cancelled);
  g_free (stop);
}

/* Returns the task if it is still waiting. */
static GTask *
leave_stops (GTask *task)
{
  TrueconfScheduler *self = g_task_get_source_object (task);

  return g_queue_remove (&self->stops, task) ? task : NULL;
}

static void
return_not_written (GTask *task)
{
  TrueconfScheduler *self = g_task_get_source_object (task);
  g_autofree char *name = g_file_get_parse_name (self->file);

  g_task_return_new_error (
      task, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
      /* Translators: path */
      _ ("The times of the jobs are not in “%s” yet: another program may keep it locked"), name);
}

static gboolean
stop_timeout_cb (gpointer user_data)
{
  TrueconfStop *stop = g_task_get_task_data (user_data);
  g_autoptr (GTask) task = leave_stops (user_data);
  guint n_running;

  if (task == NULL)
    return G_SOURCE_REMOVE;

  if (stop->flushing)
    {
      return_not_written (task);
      return G_SOURCE_REMOVE;
    }

  n_running = count_running (g_task_get_source_object (task));
  g_task_return_new_error (
      task, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
      g_dngettext (GETTEXT_PACKAGE, "%u job is still running", "%u jobs are still running", n_running),
      n_running);

  return G_SOURCE_REMOVE;
}

static gboolean
stop_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = leave_stops (user_data);

  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("The operation was cancelled"));

  return G_SOURCE_REMOVE;
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) reference = user_data;
  g_autoptr (GTask) task = leave_stops (reference);
  g_autoptr (GError) error = NULL;

  /* It was cancelled in the meantime, or has taken too long. */
  if (task == NULL)
    return;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* A disk takes its time also where jobs get none. */
static void
give_time (TrueconfStop *stop)
{
  gint64 least = g_get_monotonic_time () + LEAST_FLUSH;

  if (stop->timer != NULL && g_source_get_ready_time (stop->timer) < least)
    g_source_set_ready_time (stop->timer, least);
}

/* Stays among the stops, so that it can be cancelled. */
static void
flush (gpointer data, gpointer user_data)
{
  TrueconfScheduler *self = user_data;
  TrueconfStop *stop = g_task_get_task_data (data);

  if (stop->flushing)
    return;

  stop->flushing = TRUE;
  give_time (stop);
  trueconf_job_store_flush_async (self->store, NULL, flushed_cb, g_object_ref (data));
}

void
trueconf_scheduler_check_stopped (TrueconfScheduler *self)
{
  GTask *task;

  if (g_queue_is_empty (&self->stops) || count_running (self) > 0)
    return;

  if (self->store != NULL)
    {
      g_queue_foreach (&self->stops, flush, self);
      return;
    }

  while ((task = g_queue_pop_head (&self->stops)) != NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static void
stop_jobs (TrueconfScheduler *self)
{
  g_autoptr (GError) error = make_stopped_error ();
  g_autoptr (GPtrArray) jobs = NULL;

  end_start (self, error);

  if (!self->running)
    return;

  self->running = FALSE;
  jobs = trueconf_scheduler_copy_jobs (self);
  for (guint i = 0; i < jobs->len; i++)
    trueconf_job_end (g_ptr_array_index (jobs, i));
  g_source_set_ready_time (self->source, -1);
  g_object_notify (G_OBJECT (self), "running");
}

static void
wait_for_jobs (TrueconfScheduler *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  TrueconfStop *stop = g_new0 (TrueconfStop, 1);

  if (self->stop_timeout < G_MAXUINT / 1000)
    {
      stop->timer = g_timeout_source_new ((guint) (self->stop_timeout * 1000));
      g_source_set_static_name (stop->timer, "trueconf-scheduler-stop");
      g_source_set_callback (stop->timer, stop_timeout_cb, task, NULL);
      g_source_attach (stop->timer, self->context);
    }
  if (cancellable != NULL)
    {
      stop->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_static_name (stop->cancelled, "trueconf-scheduler-cancelled");
      g_source_set_callback (stop->cancelled, G_SOURCE_FUNC (stop_cancelled_cb), task, NULL);
      g_source_attach (stop->cancelled, self->context);
    }
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, stop, stop_free);
  g_queue_push_tail (&self->stops, task);
}

/**
 * trueconf_scheduler_stop_async:
 * @self: a scheduler
 * @cancellable: (nullable): ends the wait for jobs that are running and for the file
 * @callback: (scope async) (closure user_data) (nullable): called when no job is running any more
 * @user_data: data for @callback
 *
 * Stops to run jobs, which keep their places, so that the scheduler can be started again.
 *
 * From now on no job begins, and a run that was about to is missed. Those that are running get
 * [property@Scheduler:stop-timeout] to finish, after which the operation fails with `TRUECONF_ERROR_TIMED_OUT`; they go on
 * nevertheless. The same holds for the times that are not in the [property@Scheduler:file] yet, which take longer while another
 * program keeps it locked; they get a second at least.
 *
 * Call [method@Scheduler.stop_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_scheduler_stop_async (TrueconfScheduler *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_SCHEDULER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_scheduler_stop_async);
  stop_jobs (self);
  wait_for_jobs (self, task);
  trueconf_scheduler_check_stopped (self);
}

/**
 * trueconf_scheduler_stop_finish:
 * @self: a scheduler
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Scheduler.stop_async].
 *
 * Returns: whether no job is running any more, and all times are in the file
 *
 * Since: 0.1
 */
gboolean
trueconf_scheduler_stop_finish (TrueconfScheduler *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_scheduler_stop_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
