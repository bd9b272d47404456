/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"
#include "bot/trueconf-vitals-private.h"

G_BEGIN_DECLS

/* The bots that a health server tells of, by name. It does not keep them alive. Any thread may use it. Whoever answers requests
 * keeps it, since the health server may be dropped meanwhile in another thread. */

typedef struct
{
  char *name;
  TrueconfVitals *vitals;
} TrueconfRosterEntry;

typedef struct _TrueconfRoster TrueconfRoster;

TrueconfRoster *trueconf_roster_new (void);
TrueconfRoster *trueconf_roster_ref (TrueconfRoster *self);
void trueconf_roster_unref (TrueconfRoster *self);
gboolean trueconf_roster_add (TrueconfRoster *self, TrueconfBot *bot, const char *name, GError **error);
gboolean trueconf_roster_remove (TrueconfRoster *self, TrueconfBot *bot);

/* The entries of the bots that are still there. */
GPtrArray *trueconf_roster_copy (TrueconfRoster *self);

G_END_DECLS
