/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-counters-private.h"

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

void
trueconf_counters_unref (TrueconfCounters *self)
{
  g_atomic_rc_box_release (self);
}
