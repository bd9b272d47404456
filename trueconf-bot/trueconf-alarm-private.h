/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "trueconf-heap-private.h"

G_BEGIN_DECLS

/* A function that is called at a time, in a main context. A main loop looks at each of its sources in each turn, so a bot that
 * waits for thousands of users would need milliseconds for a turn if each wait were a source. All alarms of a main context are one. */

typedef struct _TrueconfAlarmClock TrueconfAlarmClock;

/* Part of what waits. Filled with zeros, it is off. */
typedef struct
{
  TrueconfHeapNode node;
  TrueconfAlarmClock *clock; /* NULL: it is off */
  void (*func) (gpointer data);
  gpointer data;
} TrueconfAlarm;

/* `time` is that of g_get_monotonic_time (); `context` may be NULL for the default one. An alarm that is on is set anew. It is off when
 * its function is called, which may free it. */
void trueconf_alarm_set (TrueconfAlarm *self,
                         GMainContext *context,
                         gint64 time,
                         void (*func) (gpointer data),
                         gpointer data);
/* From then on its function is not called. It does no harm to one that is off. */
void trueconf_alarm_clear (TrueconfAlarm *self);

G_END_DECLS
