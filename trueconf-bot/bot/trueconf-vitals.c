/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-health-private.h"
#include "bot/trueconf-vitals-private.h"
#include "trueconf-lock-private.h"

struct _TrueconfVitals
{
  TrueconfCounters *counters;
  gint64 birth;

  GMutex lock;
  TrueconfHealth *health; /* NULL until the bot is constructed */
  gint64 change;
  gboolean ended;
};

TrueconfVitals *
trueconf_vitals_new (TrueconfCounters *counters)
{
  TrueconfVitals *self = g_atomic_rc_box_new0 (TrueconfVitals);

  self->counters = trueconf_counters_ref (counters);
  self->birth = self->change = g_get_real_time ();
  g_mutex_init (&self->lock);

  return self;
}

TrueconfVitals *
trueconf_vitals_ref (TrueconfVitals *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
vitals_clear (gpointer data)
{
  TrueconfVitals *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  trueconf_counters_unref (self->counters);
  g_clear_object (&self->health);
  g_mutex_clear (&self->lock);
}

void
trueconf_vitals_unref (TrueconfVitals *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, vitals_clear);
}

void
trueconf_vitals_set_health (TrueconfVitals *self, TrueconfHealth *health)
{
  g_autoptr (TrueconfHealth) old = NULL;

  trueconf_lock (&self->lock);
  old = g_steal_pointer (&self->health);
  self->health = g_object_ref (health);
  if (old != NULL && trueconf_health_get_status (old) != trueconf_health_get_status (health))
    self->change = g_get_real_time ();
  trueconf_unlock (&self->lock);
}

void
trueconf_vitals_end (TrueconfVitals *self)
{
  trueconf_lock (&self->lock);
  self->ended = TRUE;
  trueconf_unlock (&self->lock);
}

gboolean
trueconf_vitals_has_ended (TrueconfVitals *self)
{
  gboolean ended;

  trueconf_lock (&self->lock);
  ended = self->ended;
  trueconf_unlock (&self->lock);

  return ended;
}

/* The last state, with the present time. */
TrueconfHealth *
trueconf_vitals_dup_health (TrueconfVitals *self)
{
  g_autoptr (TrueconfHealth) health = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  trueconf_lock (&self->lock);
  g_set_object (&health, self->health);
  trueconf_unlock (&self->lock);

  return trueconf_health_new_again (health, now);
}

TrueconfCounters *
trueconf_vitals_get_counters (TrueconfVitals *self)
{
  return self->counters;
}

gint64
trueconf_vitals_get_birth (TrueconfVitals *self)
{
  return self->birth;
}

gint64
trueconf_vitals_get_change (TrueconfVitals *self)
{
  gint64 change;

  trueconf_lock (&self->lock);
  change = self->change;
  trueconf_unlock (&self->lock);

  return change;
}
