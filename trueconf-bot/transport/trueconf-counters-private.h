/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "trueconf-enums.h"
#include "wire/trueconf-counter-private.h"
#include "wire/trueconf-method-private.h"

G_BEGIN_DECLS

/* The counters of one bot. Any thread may count and read at any time. */

/* Of 64 bits everywhere: 32 bits are a few gigabytes, or an hour in microseconds, and GLib's atomic operations have no more than a pointer. */
typedef guint64 TrueconfCount
    __attribute__ ((aligned (8))); /* i386 aligns to 4, which is slow or not atomic */

static inline void
trueconf_count_add (TrueconfCount *self, gint64 number)
{
  __atomic_fetch_add (self, (guint64) number, __ATOMIC_SEQ_CST);
}

static inline guint64
trueconf_count_get (const TrueconfCount *self)
{
  return __atomic_load_n (self, __ATOMIC_SEQ_CST);
}

/* More than there are causes. */
#define TRUECONF_MAX_CAUSES 64

/* Ways in which a request can end: the counters from REQUESTS_SUCCEEDED to REQUESTS_FAILED. */
#define TRUECONF_N_RESULTS (TRUECONF_COUNTER_REQUESTS_FAILED - TRUECONF_COUNTER_REQUESTS_SUCCEEDED + 1)

/* The methods of the server, and one for all others. */
#define TRUECONF_N_COUNTED_METHODS (TRUECONF_METHOD_OTHER + 1)

/* The names of events, and one for all others. */
#define TRUECONF_N_COUNTED_EVENTS (TRUECONF_N_EVENT_NAMES + 1)

#define TRUECONF_N_BUCKETS 15

/* How long something took. The upper bounds of the buckets, in microseconds, are trueconf_histogram_bounds; the last bucket
 * has none. */
typedef struct
{
  TrueconfCount buckets[TRUECONF_N_BUCKETS + 1];
  TrueconfCount sum; /* in microseconds */
} TrueconfHistogram;

extern const gint64 trueconf_histogram_bounds[TRUECONF_N_BUCKETS];

typedef struct
{
  TrueconfCount values[TRUECONF_N_COUNTERS];
  TrueconfCount causes[TRUECONF_MAX_CAUSES];                             /* of reconnections */
  TrueconfCount events[TRUECONF_N_COUNTED_EVENTS];                       /* by name; the last: other names */
  TrueconfCount results[TRUECONF_N_COUNTED_METHODS][TRUECONF_N_RESULTS]; /* of requests */
  TrueconfHistogram answers[TRUECONF_N_COUNTED_METHODS];                 /* from a request to its answer */
  TrueconfHistogram handling; /* from an event to the end of its handler */
} TrueconfCounters;

TrueconfCounters *trueconf_counters_new (void);
TrueconfCounters *trueconf_counters_ref (TrueconfCounters *self);
void trueconf_counters_unref (TrueconfCounters *self);

/* The parts by name. What has no name of its own is “other”. */
const char *trueconf_counters_get_method_name (guint method);
const char *trueconf_counters_get_event_name (guint event);
guint trueconf_counters_find_method (const char *name);
guint trueconf_counters_find_event (const char *name);

/* Whether anything was counted: most bots call a few of many methods. */
gboolean trueconf_counters_has_called (const TrueconfCounters *self, guint method);
guint64
trueconf_counters_get_result (const TrueconfCounters *self, guint method, TrueconfRequestResult result);
/* How many durations are in it. */
guint64 trueconf_histogram_count (const TrueconfHistogram *self);

static inline void
trueconf_counters_add (TrueconfCounters *self, TrueconfCounter counter, gint64 count)
{
  trueconf_count_add (&self->values[counter], count);
}

static inline void
trueconf_counters_add_reconnection (TrueconfCounters *self, TrueconfErrorCause cause)
{
  g_assert (cause < TRUECONF_MAX_CAUSES);

  trueconf_counters_add (self, TRUECONF_COUNTER_RECONNECTIONS, 1);
  trueconf_count_add (&self->causes[cause], 1);
}

static inline void
trueconf_counters_add_result (TrueconfCounters *self, TrueconfMethod method, TrueconfCounter result)
{
  g_assert (result >= TRUECONF_COUNTER_REQUESTS_SUCCEEDED && result <= TRUECONF_COUNTER_REQUESTS_FAILED);

  trueconf_counters_add (self, result, 1);
  trueconf_count_add (&self->results[method][result - TRUECONF_COUNTER_REQUESTS_SUCCEEDED], 1);
}

/* @name: the number of the event's name */
static inline void
trueconf_counters_add_event (TrueconfCounters *self, guint name)
{
  g_assert (name <= TRUECONF_N_EVENT_NAMES);

  trueconf_counters_add (self, TRUECONF_COUNTER_EVENTS, 1);
  if (name == TRUECONF_N_EVENT_NAMES)
    trueconf_counters_add (self, TRUECONF_COUNTER_UNKNOWN_EVENTS, 1);
  trueconf_count_add (&self->events[name], 1);
}

/* @duration: in microseconds */
static inline void
trueconf_histogram_add (TrueconfHistogram *self, gint64 duration)
{
  guint bucket = 0;

  while (bucket < TRUECONF_N_BUCKETS && duration > trueconf_histogram_bounds[bucket])
    bucket++;
  trueconf_count_add (&self->buckets[bucket], 1);
  trueconf_count_add (&self->sum, duration);
}

static inline void
trueconf_counters_set (TrueconfCounters *self, TrueconfCounter counter, guint64 value)
{
  __atomic_store_n (&self->values[counter], value, __ATOMIC_SEQ_CST);
}

static inline guint64
trueconf_counters_get (TrueconfCounters *self, TrueconfCounter counter)
{
  return trueconf_count_get (&self->values[counter]);
}

G_END_DECLS
