/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <pthread.h>

#include "trueconf-alarm-private.h"
#include "trueconf-lock-private.h"

/* How many are called in a turn of the loop, so that others have theirs when thousands are due. */
#define MAX_AT_ONCE 100

/* Of a main context, while an alarm is on there. */
struct _TrueconfAlarmClock
{
  GSource source;
  GMainContext *context; /* only compared */
  TrueconfHeap alarms;
};

static GMutex lock;
static GHashTable *clocks; /* from GMainContext to TrueconfAlarmClock */

static void
take_lock (void)
{
  trueconf_lock (&lock);
}

static void
give_lock (void)
{
  trueconf_unlock (&lock);
}

/* A forked child has only the thread that has forked: nobody would ever give back a lock that another one had. */
static void
prepare_for_fork (void)
{
  static gsize prepared = 0;

  if (g_once_init_enter (&prepared))
    {
      pthread_atfork (take_lock, give_lock, give_lock);
      g_once_init_leave (&prepared, 1);
    }
}

/* The caller holds the lock. */
static void
wind (TrueconfAlarmClock *self)
{
  TrueconfHeapNode *first = trueconf_heap_peek (&self->alarms);

  g_source_set_ready_time (&self->source, first != NULL ? first->key : -1);
}

/* The caller holds the lock. Returns the clock if no alarm is on any more; it is to be stopped without the lock. */
static TrueconfAlarmClock *
take_out (TrueconfAlarm *alarm)
{
  TrueconfAlarmClock *self = alarm->clock;

  trueconf_heap_remove (&self->alarms, &alarm->node);
  alarm->clock = NULL;
  if (trueconf_heap_peek (&self->alarms) != NULL)
    return NULL;

  if (g_hash_table_lookup (clocks, self->context) == self)
    g_hash_table_remove (clocks, self->context);
  return self;
}

static void
stop (TrueconfAlarmClock *self)
{
  if (self == NULL)
    return;

  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

/* Calls the next one that is due. Returns whether there was one. */
static gboolean
ring (TrueconfAlarmClock *self)
{
  TrueconfAlarmClock *stopped = NULL;
  TrueconfAlarm *alarm = NULL;
  TrueconfHeapNode *first;
  void (*func) (gpointer data) = NULL;
  gpointer data = NULL;

  trueconf_lock (&lock);
  first = trueconf_heap_peek (&self->alarms);
  if (first != NULL && first->key <= g_get_monotonic_time ())
    {
      alarm = first->data;
      func = alarm->func;
      data = alarm->data;
      stopped = take_out (alarm);
    }
  trueconf_unlock (&lock);

  stop (stopped);
  if (alarm == NULL)
    return FALSE;

  func (data);
  return TRUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  TrueconfAlarmClock *self = (TrueconfAlarmClock *) source;
  guint n = 0;

  while (n < MAX_AT_ONCE && ring (self))
    n++;

  trueconf_lock (&lock);
  wind (self);
  trueconf_unlock (&lock);

  return G_SOURCE_CONTINUE;
}

static void
finalize (GSource *source)
{
  TrueconfAlarmClock *self = (TrueconfAlarmClock *) source;

  trueconf_heap_clear (&self->alarms);
}

static GSourceFuncs clock_funcs = { .dispatch = dispatch, .finalize = finalize };

/* The caller holds the lock. */
static TrueconfAlarmClock *
get_clock (GMainContext *context)
{
  TrueconfAlarmClock *self;
  GSource *source;

  if (clocks == NULL)
    clocks = g_hash_table_new (NULL, NULL);

  /* a main context that is gone has destroyed it, and another one may be at its address */
  self = g_hash_table_lookup (clocks, context);
  if (self != NULL && !g_source_is_destroyed (&self->source))
    return self;

  source = g_source_new (&clock_funcs, sizeof (TrueconfAlarmClock));
  self = (TrueconfAlarmClock *) source;
  self->context = context;
  trueconf_heap_init (&self->alarms);
  g_source_set_static_name (source, "trueconf-alarms");
  /* what is called may turn the loop itself, where alarms are due as well */
  g_source_set_can_recurse (source, TRUE);
  g_source_attach (source, context);
  g_hash_table_insert (clocks, context, self);

  return self;
}

void
trueconf_alarm_set (TrueconfAlarm *self,
                    GMainContext *context,
                    gint64 time,
                    void (*func) (gpointer data),
                    gpointer data)
{
  TrueconfAlarmClock *clock;

  prepare_for_fork ();
  trueconf_alarm_clear (self);

  trueconf_lock (&lock);
  clock = get_clock (context != NULL ? context : g_main_context_default ());
  self->node.data = self;
  self->func = func;
  self->data = data;
  self->clock = clock;
  trueconf_heap_push (&clock->alarms, &self->node, time);
  if (trueconf_heap_peek (&clock->alarms) == &self->node)
    wind (clock);
  trueconf_unlock (&lock);
}

void
trueconf_alarm_clear (TrueconfAlarm *self)
{
  TrueconfAlarmClock *clock;
  TrueconfAlarmClock *stopped = NULL;

  trueconf_lock (&lock);
  clock = self->clock;
  if (clock != NULL)
    {
      gboolean first = trueconf_heap_peek (&clock->alarms) == &self->node;

      stopped = take_out (self);
      if (first && stopped == NULL)
        wind (clock);
    }
  trueconf_unlock (&lock);
  stop (stopped);
}
