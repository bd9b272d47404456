/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-next.h"

G_BEGIN_DECLS

/* The way on, for the middleware that gets this. Each is called at most once. */
typedef struct
{
  void (*run) (gpointer frame, guint level);
  /* The middleware has finished. `blocked`: it has not let the event go on. */
  void (*finished) (gpointer frame, guint level, gboolean blocked);
  /* Returns whether an error handler has dealt with it. */
  gboolean (*failed) (gpointer frame, guint level, const GError *error);
} TrueconfNextReports;

TrueconfNext *trueconf_next_new (const TrueconfNextReports *reports, gpointer frame, guint level);
void trueconf_next_come_back (TrueconfNext *self, gboolean handled, const GError *error);

G_END_DECLS
