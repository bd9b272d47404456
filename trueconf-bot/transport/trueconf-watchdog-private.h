/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-call-queue-private.h"

G_BEGIN_DECLS

/* Says which handler keeps a main context from turning. The I/O thread looks, because a handler that blocks may never
 * return. */

typedef struct _TrueconfWatchdog TrueconfWatchdog;
typedef struct _TrueconfWatched TrueconfWatched;

/* A call that is watched. `describe` may be called on the I/O thread until the call has ended. */
struct _TrueconfWatched
{
  char *(*describe) (gpointer data);
  gpointer data;
  gint64 threshold;       /* microseconds */
  gint64 since;           /* when it began, or the context has turned inside it */
  TrueconfWatched *outer; /* that runs a main loop of its own, in which this one is called */
};

TrueconfWatchdog *trueconf_watchdog_new (TrueconfCallQueue *calls);
void trueconf_watchdog_close (TrueconfWatchdog *self);
void trueconf_watchdog_begin (TrueconfWatchdog *self, TrueconfWatched *watched);
void trueconf_watchdog_end (TrueconfWatchdog *self, TrueconfWatched *watched);

G_END_DECLS
