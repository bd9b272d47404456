/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-counters-private.h"
#include "trueconf-tsan-private.h"
#include "wire/trueconf-wire-private.h"

#define OTHER "other"

/* The results are counted in the order of the enumeration, which begins with UNKNOWN. */
G_STATIC_ASSERT (TRUECONF_REQUEST_RESULT_FAILED == TRUECONF_N_RESULTS);
G_STATIC_ASSERT (TRUECONF_REQUEST_RESULT_IN_DOUBT - TRUECONF_REQUEST_RESULT_SUCCEEDED ==
                 TRUECONF_COUNTER_REQUESTS_IN_DOUBT - TRUECONF_COUNTER_REQUESTS_SUCCEEDED);

const gint64 trueconf_histogram_bounds[TRUECONF_N_BUCKETS] = {
  1000,   2500,    5000,    10000,   25000,    50000,    100000,   250000,
  500000, 1000000, 2500000, 5000000, 10000000, 30000000, 60000000,
};

TrueconfCounters *
trueconf_counters_new (void)
{
  return g_atomic_rc_box_new0 (TrueconfCounters);
}

TrueconfCounters *
trueconf_counters_ref (TrueconfCounters *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
counters_clear (gpointer data)
{
  TRUECONF_TSAN_ACQUIRE (data);
}

void
trueconf_counters_unref (TrueconfCounters *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, counters_clear);
}

const char *
trueconf_counters_get_method_name (guint method)
{
  return method < TRUECONF_METHOD_OTHER ? trueconf_wire_get_method ((TrueconfMethod) method)->name : OTHER;
}

const char *
trueconf_counters_get_event_name (guint event)
{
  return event < TRUECONF_N_EVENT_NAMES ? trueconf_wire_get_event_name (event) : OTHER;
}

/* Returns TRUECONF_N_COUNTED_METHODS if there is none. */
guint
trueconf_counters_find_method (const char *name)
{
  guint method = 0;

  while (method < TRUECONF_N_COUNTED_METHODS &&
         g_strcmp0 (trueconf_counters_get_method_name (method), name) != 0)
    method++;

  return method;
}

/* Returns TRUECONF_N_COUNTED_EVENTS if there is none. */
guint
trueconf_counters_find_event (const char *name)
{
  guint event = 0;

  while (event < TRUECONF_N_COUNTED_EVENTS && g_strcmp0 (trueconf_counters_get_event_name (event), name) != 0)
    event++;

  return event;
}

guint64
trueconf_histogram_count (const TrueconfHistogram *self)
{
  guint64 count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->buckets); i++)
    count += trueconf_count_get (&self->buckets[i]);

  return count;
}

guint64
trueconf_counters_get_result (const TrueconfCounters *self, guint method, TrueconfRequestResult result)
{
  return trueconf_count_get (&self->results[method][result - TRUECONF_REQUEST_RESULT_SUCCEEDED]);
}

gboolean
trueconf_counters_has_called (const TrueconfCounters *self, guint method)
{
  for (guint i = 0; i < TRUECONF_N_RESULTS; i++)
    if (trueconf_count_get (&self->results[method][i]) > 0)
      return TRUE;

  return trueconf_histogram_count (&self->answers[method]) > 0;
}
