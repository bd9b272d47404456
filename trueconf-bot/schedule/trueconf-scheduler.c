/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <math.h>
#include <time.h>

#include "model/trueconf-list-private.h"
#include "schedule/trueconf-job-store-private.h"
#include "schedule/trueconf-schedule-private.h"
#include "schedule/trueconf-scheduler-private.h"
#include "trueconf-hash-private.h"

#define DEFAULT_STOP_TIMEOUT 5.0

/* The wall clock may be set, and the machine may be suspended, without a word to the main loop. */
#define LONGEST_SLEEP (30 * G_TIME_SPAN_SECOND)

/* A clock that is set back by less was corrected, and jobs do not run twice. */
#define CORRECTION G_TIME_SPAN_HOUR

/**
 * TrueconfScheduler:
 *
 * Runs jobs at their times, on the main loop.
 *
 * ```c
 * static void
 * remind (TrueconfJob *job, gpointer user_data)
 * {
 *   trueconf_bot_send_message_async (user_data, "team", "Time for the report", TRUECONF_PARSE_MODE_TEXT, NULL,
 *                                    NULL, NULL, NULL);
 * }
 *
 * g_autoptr (TrueconfSchedule) mornings = trueconf_schedule_new_daily ("09:00", NULL, &error);
 *
 * trueconf_scheduler_add_job (scheduler, "report", mornings, remind, bot, NULL);
 * trueconf_scheduler_start_async (scheduler, NULL, NULL, NULL);
 * ```
 *
 * Times are those of the wall clock. It may be set while the program runs, and the machine may be suspended: the scheduler
 * notices this within 30 seconds. When the clock is set back by less than an hour, nothing runs twice.
 *
 * With a [property@Scheduler:file], the scheduler remembers when its jobs have run, and knows after a restart which runs were
 * missed. Of several missed runs of a job one is caught up, see [property@Job:missed-policy].
 *
 * A scheduler is used in the main context of the thread that made it, and calls the jobs there. See
 * [the guide](jobs.html).
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfScheduler, trueconf_scheduler, G_TYPE_OBJECT)

typedef enum
{
  PROP_FILE = 1,
  PROP_RUNNING,
  PROP_STOP_TIMEOUT,
} TrueconfSchedulerProperty;

static GParamSpec *properties[PROP_STOP_TIMEOUT + 1];

static guint signal_error;

/* ---- time */

static TrueconfJobTime
get_real_time (gpointer data)
{
  TrueconfJobTime now = { g_get_real_time (), g_get_monotonic_time () };
#ifdef HAVE_CLOCK_BOOTTIME
  struct timespec elapsed;

  if (clock_gettime (CLOCK_BOOTTIME, &elapsed) == 0)
    now.elapsed = (gint64) elapsed.tv_sec * G_USEC_PER_SEC + elapsed.tv_nsec / 1000;
#endif

  return now;
}

void
trueconf_scheduler_set_clock (TrueconfScheduler *self,
                              TrueconfJobTime (*get_time) (gpointer data),
                              gpointer data)
{
  self->get_time = get_time;
  self->clock_data = data;
}

static TrueconfJobTime
job_get_time (gpointer scheduler)
{
  TrueconfScheduler *self = scheduler;

  return self->get_time (self->clock_data);
}

static void
job_wake (gpointer scheduler, gint64 delay)
{
  TrueconfScheduler *self = scheduler;
  gint64 ready = g_get_monotonic_time () + MIN (delay, LONGEST_SLEEP);
  gint64 before = g_source_get_ready_time (self->source);

  if (before < 0 || before > ready)
    g_source_set_ready_time (self->source, ready);
}

gint64
trueconf_scheduler_get_delay (TrueconfScheduler *self)
{
  gint64 ready = g_source_get_ready_time (self->source);

  return ready >= 0 ? MAX (ready - g_get_monotonic_time (), 0) : G_MAXINT64;
}

static void
check_clock (TrueconfScheduler *self)
{
  TrueconfJobTime now = job_get_time (self);
  gint64 offset = now.wall - now.elapsed;

  if (offset < self->offset - CORRECTION)
    for (guint i = 0; i < self->jobs->len; i++)
      trueconf_job_clock_set_back (g_ptr_array_index (self->jobs, i));
  self->offset = offset;
}

GPtrArray *
trueconf_scheduler_copy_jobs (TrueconfScheduler *self)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->jobs->len; i++)
    g_ptr_array_add (jobs, g_object_ref (g_ptr_array_index (self->jobs, i)));

  return jobs;
}

void
trueconf_scheduler_look (TrueconfScheduler *self)
{
  G_GNUC_UNUSED g_autoptr (TrueconfScheduler) alive = g_object_ref (self);
  g_autoptr (GPtrArray) jobs = NULL;

  g_source_set_ready_time (self->source, -1);
  if (!self->running)
    return;

  check_clock (self);
  jobs = trueconf_scheduler_copy_jobs (self);
  /* A job may run a main loop of its own, in which the others are looked at. */
  g_source_set_ready_time (self->source, 0);
  for (guint i = 0; i < jobs->len; i++)
    trueconf_job_check (g_ptr_array_index (jobs, i));

  g_source_set_ready_time (self->source, -1);
  if (!self->running)
    return;
  for (guint i = 0; i < self->jobs->len; i++)
    {
      gint64 delay = trueconf_job_get_delay (g_ptr_array_index (self->jobs, i));

      if (delay != TRUECONF_SCHEDULE_NEVER)
        job_wake (self, delay);
    }
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static gboolean
look_cb (gpointer user_data)
{
  trueconf_scheduler_look (user_data);
  return G_SOURCE_CONTINUE;
}

/* ---- what jobs ask */

static void
job_save (gpointer scheduler, TrueconfJob *job, gint64 accounted, gint64 last_run)
{
  TrueconfScheduler *self = scheduler;
  TrueconfJobRow row = { accounted, last_run };

  if (self->store != NULL)
    trueconf_job_store_save (self->store, trueconf_job_get_name (job),
                             accounted != TRUECONF_SCHEDULE_NEVER ? &row : NULL);
}

static gboolean
job_await_saved (gpointer scheduler, GAsyncReadyCallback callback, gpointer data)
{
  TrueconfScheduler *self = scheduler;

  if (self->store == NULL)
    return FALSE;

  trueconf_job_store_await_async (self->store, NULL, callback, data);
  return TRUE;
}

void
trueconf_scheduler_report_error (TrueconfScheduler *self, const GError *error, TrueconfJob *job)
{
  g_signal_emit (self, signal_error, 0, error, job);
}

static void
job_failed (gpointer scheduler, TrueconfJob *job, const GError *error)
{
  trueconf_scheduler_report_error (scheduler, error, job);
}

static void
job_remove (gpointer scheduler, TrueconfJob *job, gboolean forget)
{
  TrueconfScheduler *self = scheduler;
  G_GNUC_UNUSED g_autoptr (TrueconfJob) alive = g_object_ref (job);
  g_autofree char *name = g_strdup (trueconf_job_get_name (job));

  g_hash_table_remove (self->jobs_by_name, name);
  g_ptr_array_remove (self->jobs, job);
  if (forget && self->store != NULL)
    trueconf_job_store_save (self->store, name, NULL);
  trueconf_job_detach (job);
}

static void
job_finished (gpointer scheduler, TrueconfJob *job)
{
  trueconf_scheduler_check_stopped (scheduler);
}

static const TrueconfJobTable job_table = {
  .get_time = job_get_time,
  .wake = job_wake,
  .save = job_save,
  .await_saved = job_await_saved,
  .failed = job_failed,
  .finished = job_finished,
  .remove = job_remove,
};

/* ---- object */

static void
trueconf_scheduler_dispose (GObject *object)
{
  TrueconfScheduler *self = TRUECONF_SCHEDULER (object);

  self->running = FALSE;
  while (self->jobs->len > 0)
    {
      g_autoptr (TrueconfJob) job = g_object_ref (g_ptr_array_index (self->jobs, self->jobs->len - 1));

      trueconf_job_end (job);
      /* who was notified may have removed it */
      if (job->scheduler != NULL)
        job_remove (self, job, FALSE);
    }
  g_source_destroy (self->source);
  g_clear_pointer (&self->store, trueconf_job_store_close);

  G_OBJECT_CLASS (trueconf_scheduler_parent_class)->dispose (object);
}

static void
trueconf_scheduler_finalize (GObject *object)
{
  TrueconfScheduler *self = TRUECONF_SCHEDULER (object);

  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->jobs_by_name, g_hash_table_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (trueconf_scheduler_parent_class)->finalize (object);
}

static void
trueconf_scheduler_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfScheduler *self = TRUECONF_SCHEDULER (object);

  switch ((TrueconfSchedulerProperty) prop_id)
    {
    case PROP_FILE:
      g_value_set_object (value, trueconf_scheduler_get_file (self));
      break;

    case PROP_RUNNING:
      g_value_set_boolean (value, trueconf_scheduler_get_running (self));
      break;

    case PROP_STOP_TIMEOUT:
      g_value_set_double (value, trueconf_scheduler_get_stop_timeout (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_scheduler_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfScheduler *self = TRUECONF_SCHEDULER (object);

  switch ((TrueconfSchedulerProperty) prop_id)
    {
    case PROP_FILE:
      self->file = g_value_dup_object (value);
      break;

    case PROP_STOP_TIMEOUT:
      trueconf_scheduler_set_stop_timeout (self, g_value_get_double (value));
      break;

    case PROP_RUNNING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_scheduler_class_init (TrueconfSchedulerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = trueconf_scheduler_dispose;
  object_class->finalize = trueconf_scheduler_finalize;
  object_class->get_property = trueconf_scheduler_get_property;
  object_class->set_property = trueconf_scheduler_set_property;

  /**
   * TrueconfScheduler:file: (getter get_file)
   *
   * The SQLite database that keeps the times of the jobs over a restart, or `NULL`.
   *
   * It is made if it does not exist. It may hold other tables, too; two schedulers that use one file need jobs of different
   * names. The library has to be built with SQLite for this.
   *
   * Since: 0.1
   */
  properties[PROP_FILE] = g_param_spec_object (
      "file", NULL, NULL, G_TYPE_FILE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfScheduler:running: (getter get_running)
   *
   * Whether the scheduler was started and not stopped since.
   *
   * Since: 0.1
   */
  properties[PROP_RUNNING] = g_param_spec_boolean (
      "running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfScheduler:stop-timeout: (getter get_stop_timeout) (setter set_stop_timeout)
   *
   * The time that [method@Scheduler.stop_async] gives to jobs that are running and to the [property@Scheduler:file], in seconds;
   * infinity waits for them for ever.
   *
   * Since: 0.1
   */
  properties[PROP_STOP_TIMEOUT] =
      g_param_spec_double ("stop-timeout", NULL, NULL, 0, INFINITY, DEFAULT_STOP_TIMEOUT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * TrueconfScheduler::error:
   * @self: the scheduler
   * @error: what went wrong
   * @job: (nullable): the job that has failed, or `NULL` if the [property@Scheduler:file] has
   *
   * Emitted when a job has failed, see [method@Job.fail], when its time could not be saved, and when the file was removed or
   * replaced while it was in use, so that all times were written to the one that is there now.
   *
   * The error is logged as well.
   *
   * Since: 0.1
   */
  signal_error = g_signal_new ("error", TRUECONF_TYPE_SCHEDULER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_ERROR, TRUECONF_TYPE_JOB);
}

static void
trueconf_scheduler_init (TrueconfScheduler *self)
{
  self->stop_timeout = DEFAULT_STOP_TIMEOUT;
  self->context = g_main_context_ref_thread_default ();
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->jobs_by_name = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  self->get_time = get_real_time;
  g_queue_init (&self->starts);
  g_queue_init (&self->stops);

  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "trueconf-scheduler");
  g_source_set_callback (self->source, look_cb, self, NULL);
  /* for main loops that jobs run */
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, self->context);
}

/**
 * trueconf_scheduler_new:
 * @file: (nullable): an SQLite database for the times of the jobs, or `NULL`
 *
 * Creates a scheduler. It does nothing until [method@Scheduler.start_async] is called.
 *
 * Returns: (transfer full): a scheduler
 *
 * Since: 0.1
 */
TrueconfScheduler *
trueconf_scheduler_new (GFile *file)
{
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  return g_object_new (TRUECONF_TYPE_SCHEDULER, "file", file, NULL);
}

/**
 * trueconf_scheduler_get_file: (get-property file)
 * @self: a scheduler
 *
 * Gets the database that keeps the times of the jobs.
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
GFile *
trueconf_scheduler_get_file (TrueconfScheduler *self)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), NULL);

  return self->file;
}

/**
 * trueconf_scheduler_get_running: (get-property running)
 * @self: a scheduler
 *
 * Gets whether the scheduler was started and not stopped since.
 *
 * Returns: whether it is running
 *
 * Since: 0.1
 */
gboolean
trueconf_scheduler_get_running (TrueconfScheduler *self)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), FALSE);

  return self->running;
}

/**
 * trueconf_scheduler_get_stop_timeout: (get-property stop-timeout)
 * @self: a scheduler
 *
 * Gets the time that a stop gives to jobs that are running.
 *
 * Returns: the time in seconds
 *
 * Since: 0.1
 */
double
trueconf_scheduler_get_stop_timeout (TrueconfScheduler *self)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), 0);

  return self->stop_timeout;
}

/**
 * trueconf_scheduler_set_stop_timeout: (set-property stop-timeout)
 * @self: a scheduler
 * @stop_timeout: the time in seconds, not negative
 *
 * Sets the time that a stop gives to jobs that are running.
 *
 * Since: 0.1
 */
void
trueconf_scheduler_set_stop_timeout (TrueconfScheduler *self, double stop_timeout)
{
  g_return_if_fail (TRUECONF_IS_SCHEDULER (self));
  g_return_if_fail (stop_timeout >= 0);

  if (!(self->stop_timeout < stop_timeout) && !(self->stop_timeout > stop_timeout))
    return;

  self->stop_timeout = stop_timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STOP_TIMEOUT]);
}

/* ---- jobs */

/**
 * trueconf_scheduler_add_job:
 * @self: a scheduler
 * @name: a name that no other job of the scheduler has
 * @schedule: when the job runs
 * @func: (scope notified) (closure user_data) (destroy destroy): what it does
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Adds a job, before or after the scheduler is started.
 *
 * The scheduler has it until it is cancelled, or its schedule ends. With a [property@Scheduler:file], what is known of an
 * earlier job of this name is taken over: a job that was to run once, and has run, does not run again.
 *
 * It is a programming error to give a name twice, see [method@Scheduler.find_job].
 *
 * Returns: (transfer none): the job
 *
 * Since: 0.1
 */
TrueconfJob *
trueconf_scheduler_add_job (TrueconfScheduler *self,
                            const char *name,
                            TrueconfSchedule *schedule,
                            TrueconfJobFunc func,
                            gpointer user_data,
                            GDestroyNotify destroy)
{
  TrueconfJob *job;

  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);
  g_return_val_if_fail (g_utf8_validate (name, -1, NULL), NULL);
  g_return_val_if_fail (TRUECONF_IS_SCHEDULE (schedule), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (!g_hash_table_contains (self->jobs_by_name, name), NULL);

  job = trueconf_job_new (name, schedule, func, user_data, destroy, &job_table, self);
  g_ptr_array_add (self->jobs, job);
  g_hash_table_insert (self->jobs_by_name, g_strdup (name), job);
  if (self->running)
    trueconf_scheduler_begin_job (self, job);

  return job;
}

/**
 * trueconf_scheduler_find_job:
 * @self: a scheduler
 * @name: a name
 *
 * Finds the job of a name.
 *
 * Returns: (transfer none) (nullable): the job, or `NULL` if there is none
 *
 * Since: 0.1
 */
TrueconfJob *
trueconf_scheduler_find_job (TrueconfScheduler *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->jobs_by_name, name);
}

/**
 * trueconf_scheduler_list_jobs:
 * @self: a scheduler
 *
 * Lists the jobs that the scheduler has now, in the order in which they were added.
 *
 * Returns: (transfer full): a list of [class@Job] that does not change
 *
 * Since: 0.1
 */
GListModel *
trueconf_scheduler_list_jobs (TrueconfScheduler *self)
{
  g_return_val_if_fail (TRUECONF_IS_SCHEDULER (self), NULL);

  return trueconf_list_new (TRUECONF_TYPE_JOB, trueconf_scheduler_copy_jobs (self));
}
