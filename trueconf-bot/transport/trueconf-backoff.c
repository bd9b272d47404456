/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-backoff-private.h"

void
trueconf_backoff_reset (TrueconfBackoff *self)
{
  self->attempts = 0;
}

/* In microseconds. Chance only shortens a wait, so that the limit holds and many bots do not come at once. */
gint64
trueconf_backoff_next (TrueconfBackoff *self, guint max_seconds)
{
  gint64 limit = MAX (max_seconds, 1) * G_TIME_SPAN_SECOND;
  gint64 delay = G_TIME_SPAN_SECOND << MIN (self->attempts, 20);

  self->attempts++;
  delay = MIN (delay, limit);

  return (gint64) ((double) delay * g_random_double_range (0.75, 1.0));
}
