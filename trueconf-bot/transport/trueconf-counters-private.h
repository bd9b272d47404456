/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "trueconf-enums.h"
#include "wire/trueconf-counter-private.h"

G_BEGIN_DECLS

/* The counters of one bot. Any thread may count and read at any time. */

/* More than there are causes. */
#define TRUECONF_MAX_CAUSES 64

typedef struct
{
  gsize values[TRUECONF_N_COUNTERS]; /* atomic */
  gsize causes[TRUECONF_MAX_CAUSES]; /* atomic; of reconnections */
} TrueconfCounters;

TrueconfCounters *trueconf_counters_new (void);
TrueconfCounters *trueconf_counters_ref (TrueconfCounters *self);
void trueconf_counters_unref (TrueconfCounters *self);

static inline void
trueconf_counters_add (TrueconfCounters *self, TrueconfCounter counter, gssize count)
{
  g_atomic_pointer_add (&self->values[counter], count);
}

static inline void
trueconf_counters_add_reconnection (TrueconfCounters *self, TrueconfErrorCause cause)
{
  g_assert (cause < TRUECONF_MAX_CAUSES);

  trueconf_counters_add (self, TRUECONF_COUNTER_RECONNECTIONS, 1);
  g_atomic_pointer_add (&self->causes[cause], 1);
}

static inline void
trueconf_counters_set (TrueconfCounters *self, TrueconfCounter counter, gsize value)
{
  g_atomic_pointer_set (&self->values[counter], value);
}

static inline guint64
trueconf_counters_get (TrueconfCounters *self, TrueconfCounter counter)
{
  return g_atomic_pointer_get (&self->values[counter]);
}

G_END_DECLS
