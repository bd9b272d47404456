/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-pace-private.h"

/* Half of what there is (146,000 years), so that the sum of two durations and a time fits. */
#define LONGEST (G_MAXINT64 / 4)

static gint64
clamp (double duration)
{
  return duration < (double) LONGEST ? (gint64) duration : LONGEST;
}

void
trueconf_pace_init (TrueconfPace *self, double rate, guint burst)
{
  self->rate = rate;
  self->burst = burst;
  self->step = rate > 0 ? clamp ((double) G_USEC_PER_SEC / rate) : 0;
  self->slack = rate > 0 ? clamp ((double) G_USEC_PER_SEC / rate * (burst - 1)) : 0;
}

/* From when on one can be taken. */
gint64
trueconf_pace_get_time (const TrueconfPace *self, gint64 full)
{
  return self->rate > 0 ? full - self->slack : 0;
}

/* Takes one, and returns when the bucket will be full. */
gint64
trueconf_pace_take (const TrueconfPace *self, gint64 full, gint64 now)
{
  return self->rate > 0 ? MAX (full, now) + self->step : 0;
}

/* What was owed at the old pace is owed at the new one. */
gint64
trueconf_pace_convert (const TrueconfPace *self, const TrueconfPace *old, gint64 full, gint64 now)
{
  double owed;

  if (self->rate <= 0 || old->rate <= 0 || full <= now)
    return 0;

  owed = (double) (full - now) / G_USEC_PER_SEC * old->rate;

  return now + clamp (MIN (owed, self->burst) * G_USEC_PER_SEC / self->rate);
}
