/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <math.h>

#include "schedule/trueconf-job-private.h"
#include "schedule/trueconf-schedule-private.h"
#include "trueconf-enum-types.h"

#define DEFAULT_GRACE_TIME 60.0

/**
 * TrueconfJob:
 *
 * Something that a [class@Scheduler] does at the times of a [class@Schedule].
 *
 * A job is *running* until its function has returned and each [method@Job.hold] was released. It does not run twice at once,
 * unless [property@Job:allow-overlap] says so.
 *
 * A run is *missed* if it could not begin within [property@Job:grace-time] of its time, because the program did not run, the
 * machine was suspended, or the main loop was blocked. [property@Job:missed-policy] says what becomes of it. What comes due
 * while the job is still running is treated in the same way.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfJob, trueconf_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_SCHEDULE,
  PROP_NEXT_RUN,
  PROP_LAST_RUN,
  PROP_RUNNING,
  PROP_ACTIVE,
  PROP_PAUSED,
  PROP_MISSED_POLICY,
  PROP_GRACE_TIME,
  PROP_ALLOW_OVERLAP,
} TrueconfJobProperty;

static GParamSpec *properties[PROP_ALLOW_OVERLAP + 1];

void
trueconf_job_drop_function (TrueconfJob *self)
{
  GDestroyNotify destroy = self->destroy;

  self->func = NULL;
  self->destroy = NULL;
  if (destroy != NULL)
    destroy (self->user_data);
}

static void
trueconf_job_finalize (GObject *object)
{
  TrueconfJob *self = TRUECONF_JOB (object);

  trueconf_job_drop_function (self);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->schedule);

  G_OBJECT_CLASS (trueconf_job_parent_class)->finalize (object);
}

static void
trueconf_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfJob *self = TRUECONF_JOB (object);

  switch ((TrueconfJobProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, trueconf_job_get_name (self));
      break;

    case PROP_SCHEDULE:
      g_value_set_object (value, trueconf_job_get_schedule (self));
      break;

    case PROP_NEXT_RUN:
      g_value_take_boxed (value, trueconf_job_get_next_run (self));
      break;

    case PROP_LAST_RUN:
      g_value_take_boxed (value, trueconf_job_get_last_run (self));
      break;

    case PROP_RUNNING:
      g_value_set_boolean (value, trueconf_job_get_running (self));
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, trueconf_job_get_active (self));
      break;

    case PROP_PAUSED:
      g_value_set_boolean (value, trueconf_job_get_paused (self));
      break;

    case PROP_MISSED_POLICY:
      g_value_set_enum (value, trueconf_job_get_missed_policy (self));
      break;

    case PROP_GRACE_TIME:
      g_value_set_double (value, trueconf_job_get_grace_time (self));
      break;

    case PROP_ALLOW_OVERLAP:
      g_value_set_boolean (value, trueconf_job_get_allow_overlap (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_job_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfJob *self = TRUECONF_JOB (object);

  switch ((TrueconfJobProperty) prop_id)
    {
    case PROP_PAUSED:
      trueconf_job_set_paused (self, g_value_get_boolean (value));
      break;

    case PROP_MISSED_POLICY:
      trueconf_job_set_missed_policy (self, g_value_get_enum (value));
      break;

    case PROP_GRACE_TIME:
      trueconf_job_set_grace_time (self, g_value_get_double (value));
      break;

    case PROP_ALLOW_OVERLAP:
      trueconf_job_set_allow_overlap (self, g_value_get_boolean (value));
      break;

    case PROP_NAME:
    case PROP_SCHEDULE:
    case PROP_NEXT_RUN:
    case PROP_LAST_RUN:
    case PROP_RUNNING:
    case PROP_ACTIVE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_job_class_init (TrueconfJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_job_finalize;
  object_class->get_property = trueconf_job_get_property;
  object_class->set_property = trueconf_job_set_property;

  /**
   * TrueconfJob:name: (getter get_name)
   *
   * The name, by which the scheduler knows the job again after a restart.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, readable);

  /**
   * TrueconfJob:schedule: (getter get_schedule)
   *
   * When the job runs.
   *
   * Since: 0.1
   */
  properties[PROP_SCHEDULE] = g_param_spec_object ("schedule", NULL, NULL, TRUECONF_TYPE_SCHEDULE, readable);

  /**
   * TrueconfJob:next-run: (getter get_next_run)
   *
   * When the job runs next, or `NULL` if it does not: its scheduler has not been started, it is paused, or its schedule has
   * ended.
   *
   * Since: 0.1
   */
  properties[PROP_NEXT_RUN] = g_param_spec_boxed ("next-run", NULL, NULL, G_TYPE_DATE_TIME, readable);

  /**
   * TrueconfJob:last-run: (getter get_last_run)
   *
   * When the job has begun to run for the last time, or `NULL` if it never has.
   *
   * Since: 0.1
   */
  properties[PROP_LAST_RUN] = g_param_spec_boxed ("last-run", NULL, NULL, G_TYPE_DATE_TIME, readable);

  /**
   * TrueconfJob:running: (getter get_running)
   *
   * Whether the job is running.
   *
   * Since: 0.1
   */
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, readable);

  /**
   * TrueconfJob:active: (getter get_active)
   *
   * Whether a scheduler has the job. It has not when the job was cancelled, or its schedule has ended.
   *
   * Since: 0.1
   */
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, readable);

  /**
   * TrueconfJob:paused: (getter get_paused) (setter set_paused)
   *
   * Whether the schedule is ignored. What would have run in the meantime is not missed, except for a job that runs once.
   *
   * Since: 0.1
   */
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, writable);

  /**
   * TrueconfJob:missed-policy: (getter get_missed_policy) (setter set_missed_policy)
   *
   * What becomes of runs that were missed.
   *
   * Since: 0.1
   */
  properties[PROP_MISSED_POLICY] = g_param_spec_enum (
      "missed-policy", NULL, NULL, TRUECONF_TYPE_MISSED_POLICY, TRUECONF_MISSED_POLICY_CATCH_UP, writable);

  /**
   * TrueconfJob:grace-time: (getter get_grace_time) (setter set_grace_time)
   *
   * How many seconds a run may be late before it counts as missed. Infinity is allowed.
   *
   * Since: 0.1
   */
  properties[PROP_GRACE_TIME] =
      g_param_spec_double ("grace-time", NULL, NULL, 0, INFINITY, DEFAULT_GRACE_TIME, writable);

  /**
   * TrueconfJob:allow-overlap: (getter get_allow_overlap) (setter set_allow_overlap)
   *
   * Whether a run may begin before an earlier one has finished.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOW_OVERLAP] = g_param_spec_boolean ("allow-overlap", NULL, NULL, FALSE, writable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_job_init (TrueconfJob *self)
{
  self->missed_policy = TRUECONF_MISSED_POLICY_CATCH_UP;
  self->grace_time = DEFAULT_GRACE_TIME;
  self->next = TRUECONF_SCHEDULE_NEVER;
  self->due = TRUECONF_SCHEDULE_NEVER;
  self->last_run = TRUECONF_SCHEDULE_NEVER;
  self->accounted = TRUECONF_SCHEDULE_NEVER;
}

TrueconfJob *
trueconf_job_new (const char *name,
                  TrueconfSchedule *schedule,
                  TrueconfJobFunc func,
                  gpointer user_data,
                  GDestroyNotify destroy,
                  const TrueconfJobTable *table,
                  gpointer scheduler)
{
  TrueconfJob *self = g_object_new (TRUECONF_TYPE_JOB, NULL);

  self->name = g_strdup (name);
  self->schedule = g_object_ref (schedule);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->table = table;
  self->scheduler = scheduler;

  return self;
}

/* ---- properties */

/**
 * trueconf_job_get_name: (get-property name)
 * @self: a job
 *
 * Gets the name of the job.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
trueconf_job_get_name (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), NULL);

  return self->name;
}

/**
 * trueconf_job_get_schedule: (get-property schedule)
 * @self: a job
 *
 * Gets when the job runs.
 *
 * Returns: (transfer none): the schedule
 *
 * Since: 0.1
 */
TrueconfSchedule *
trueconf_job_get_schedule (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), NULL);

  return self->schedule;
}

/* A job that was made with g_object_new () has no schedule. */
static GDateTime *
to_date_time (TrueconfJob *self, gint64 time)
{
  return self->schedule != NULL
             ? trueconf_schedule_to_date_time (time, trueconf_schedule_get_zone (self->schedule))
             : NULL;
}

/**
 * trueconf_job_get_next_run: (get-property next-run)
 * @self: a job
 *
 * Gets when the job runs next.
 *
 * Returns: (transfer full) (nullable): the time in the zone of the schedule, or in UTC if it is one of intervals. `NULL` if
 *   the job does not run again, or not before something else happens
 *
 * Since: 0.1
 */
GDateTime *
trueconf_job_get_next_run (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), NULL);

  return to_date_time (self, trueconf_job_get_next_time (self));
}

/**
 * trueconf_job_get_last_run: (get-property last-run)
 * @self: a job
 *
 * Gets when the job has begun to run for the last time.
 *
 * Returns: (transfer full) (nullable): the time in the zone of the schedule, or in UTC if it is one of intervals. `NULL` if
 *   the job never ran
 *
 * Since: 0.1
 */
GDateTime *
trueconf_job_get_last_run (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), NULL);

  return to_date_time (self, self->last_run);
}

/**
 * trueconf_job_get_running: (get-property running)
 * @self: a job
 *
 * Gets whether the job is running.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
trueconf_job_get_running (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), FALSE);

  return self->n_holds > 0;
}

/**
 * trueconf_job_get_active: (get-property active)
 * @self: a job
 *
 * Gets whether a scheduler has the job.
 *
 * Returns: whether it has
 *
 * Since: 0.1
 */
gboolean
trueconf_job_get_active (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), FALSE);

  return self->scheduler != NULL;
}

/**
 * trueconf_job_get_paused: (get-property paused)
 * @self: a job
 *
 * Gets whether the schedule is ignored.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
trueconf_job_get_paused (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), FALSE);

  return self->paused;
}

/**
 * trueconf_job_set_paused: (set-property paused)
 * @self: a job
 * @paused: whether to ignore the schedule
 *
 * Sets whether the schedule is ignored.
 *
 * Since: 0.1
 */
void
trueconf_job_set_paused (TrueconfJob *self, gboolean paused)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));

  paused = !!paused;
  if (self->paused == paused)
    return;

  self->paused = paused;
  trueconf_job_pause_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

/**
 * trueconf_job_get_missed_policy: (get-property missed-policy)
 * @self: a job
 *
 * Gets what becomes of runs that were missed.
 *
 * Returns: the policy
 *
 * Since: 0.1
 */
TrueconfMissedPolicy
trueconf_job_get_missed_policy (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), TRUECONF_MISSED_POLICY_UNKNOWN);

  return self->missed_policy;
}

/**
 * trueconf_job_set_missed_policy: (set-property missed-policy)
 * @self: a job
 * @policy: the policy
 *
 * Sets what becomes of runs that were missed.
 *
 * Since: 0.1
 */
void
trueconf_job_set_missed_policy (TrueconfJob *self, TrueconfMissedPolicy policy)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));
  g_return_if_fail (policy == TRUECONF_MISSED_POLICY_CATCH_UP || policy == TRUECONF_MISSED_POLICY_DROP);

  if (self->missed_policy == policy)
    return;

  self->missed_policy = policy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MISSED_POLICY]);
}

/**
 * trueconf_job_get_grace_time: (get-property grace-time)
 * @self: a job
 *
 * Gets how late a run may be before it counts as missed.
 *
 * Returns: the time in seconds
 *
 * Since: 0.1
 */
double
trueconf_job_get_grace_time (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), 0);

  return self->grace_time;
}

/**
 * trueconf_job_set_grace_time: (set-property grace-time)
 * @self: a job
 * @grace_time: the time in seconds, not negative
 *
 * Sets how late a run may be before it counts as missed.
 *
 * Since: 0.1
 */
void
trueconf_job_set_grace_time (TrueconfJob *self, double grace_time)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));
  g_return_if_fail (grace_time >= 0);

  if (!(self->grace_time < grace_time) && !(self->grace_time > grace_time))
    return;

  self->grace_time = grace_time;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRACE_TIME]);
}

/**
 * trueconf_job_get_allow_overlap: (get-property allow-overlap)
 * @self: a job
 *
 * Gets whether a run may begin before an earlier one has finished.
 *
 * Returns: whether it may
 *
 * Since: 0.1
 */
gboolean
trueconf_job_get_allow_overlap (TrueconfJob *self)
{
  g_return_val_if_fail (TRUECONF_IS_JOB (self), FALSE);

  return self->allow_overlap;
}

/**
 * trueconf_job_set_allow_overlap: (set-property allow-overlap)
 * @self: a job
 * @allow_overlap: whether a run may begin before an earlier one has finished
 *
 * Sets whether a run may begin before an earlier one has finished.
 *
 * Since: 0.1
 */
void
trueconf_job_set_allow_overlap (TrueconfJob *self, gboolean allow_overlap)
{
  g_return_if_fail (TRUECONF_IS_JOB (self));

  allow_overlap = !!allow_overlap;
  if (self->allow_overlap == allow_overlap)
    return;

  self->allow_overlap = allow_overlap;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALLOW_OVERLAP]);
}
