/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often something may happen, by the generic cell rate algorithm: all that has to be kept of a bucket is one time,
 * that at which it will be full again. Times are in microseconds. */

typedef struct
{
  double rate;  /* per second; 0: there is no limit */
  guint burst;  /* how often at once */
  gint64 step;  /* what one costs */
  gint64 slack; /* what may be owed before one has to wait */
} TrueconfPace;

void trueconf_pace_init (TrueconfPace *self, double rate, guint burst);
gint64 trueconf_pace_get_time (const TrueconfPace *self, gint64 full);
gint64 trueconf_pace_take (const TrueconfPace *self, gint64 full, gint64 now);
gint64 trueconf_pace_convert (const TrueconfPace *self, const TrueconfPace *old, gint64 full, gint64 now);

G_END_DECLS
