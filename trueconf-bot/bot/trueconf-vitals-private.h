/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-health.h"
#include "transport/trueconf-counters-private.h"

G_BEGIN_DECLS

/* What any thread may know of a bot, at any time: the last state that the bot has told, and its counters. It outlives the
 * bot. */

typedef struct _TrueconfVitals TrueconfVitals;

TrueconfVitals *trueconf_vitals_new (TrueconfCounters *counters);
TrueconfVitals *trueconf_vitals_ref (TrueconfVitals *self);
void trueconf_vitals_unref (TrueconfVitals *self);

/* By the bot. */
void trueconf_vitals_set_health (TrueconfVitals *self, TrueconfHealth *health);
void trueconf_vitals_end (TrueconfVitals *self);

/* By any thread. */
gboolean trueconf_vitals_has_ended (TrueconfVitals *self);
TrueconfHealth *trueconf_vitals_dup_health (TrueconfVitals *self);
TrueconfCounters *trueconf_vitals_get_counters (TrueconfVitals *self);

/* In microseconds since 1970: since when is counted, and when the status has changed for the last time. */
gint64 trueconf_vitals_get_birth (TrueconfVitals *self);
gint64 trueconf_vitals_get_change (TrueconfVitals *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfVitals, trueconf_vitals_unref)

G_END_DECLS
