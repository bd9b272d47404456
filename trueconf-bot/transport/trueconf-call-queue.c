/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <pthread.h>

#include "transport/trueconf-call-queue-private.h"
#include "trueconf-lock-private.h"

/* How long one wake-up may deliver, so that a window in the same main context stays responsive. */
#define BUDGET (8 * G_TIME_SPAN_MILLISECOND)

typedef struct _TrueconfQueuedCall TrueconfQueuedCall;

struct _TrueconfQueuedCall
{
  TrueconfQueuedCall *next;
  TrueconfCallFunc func;
  gpointer data;
  GDestroyNotify destroy;
};

struct _TrueconfCallQueue
{
  GSource source;
  GMutex lock;
  TrueconfQueuedCall *first;
  TrueconfQueuedCall *last;
  gboolean closed;
  GList in_queues;
};

/* All queues of the process. A thread that takes the lock of a queue as well takes this one first. */
static GMutex queues_lock;
static GQueue queues = G_QUEUE_INIT;

static void
call_free (TrueconfQueuedCall *call)
{
  if (call->destroy != NULL)
    call->destroy (call->data);
  g_free (call);
}

/* A child has only the thread that forks. A lock that another thread holds at that moment stays locked in it for ever, and
 * the child's first call would wait for it: so the thread that forks holds all of them meanwhile. */
static void
before_fork (void)
{
  g_mutex_lock (&queues_lock);
  for (GList *l = queues.head; l != NULL; l = l->next)
    trueconf_lock (&((TrueconfCallQueue *) l->data)->lock);
}

static void
after_fork (void)
{
  for (GList *l = queues.head; l != NULL; l = l->next)
    trueconf_unlock (&((TrueconfCallQueue *) l->data)->lock);
  g_mutex_unlock (&queues_lock);
}

static void
remember_queue (TrueconfCallQueue *self)
{
  static gsize prepared = 0;

  if (g_once_init_enter (&prepared))
    {
      pthread_atfork (before_fork, after_fork, after_fork);
      g_once_init_leave (&prepared, 1);
    }

  self->in_queues.data = self;
  g_mutex_lock (&queues_lock);
  g_queue_push_tail_link (&queues, &self->in_queues);
  g_mutex_unlock (&queues_lock);
}

static void
forget_queue (TrueconfCallQueue *self)
{
  g_mutex_lock (&queues_lock);
  g_queue_unlink (&queues, &self->in_queues);
  g_mutex_unlock (&queues_lock);
}

static TrueconfQueuedCall *
take_first (TrueconfCallQueue *self)
{
  TrueconfQueuedCall *call;

  trueconf_lock (&self->lock);
  call = self->first;
  if (call != NULL)
    {
      self->first = call->next;
      if (self->first == NULL)
        self->last = NULL;
    }
  else
    {
      g_source_set_ready_time ((GSource *) self, -1);
    }
  trueconf_unlock (&self->lock);

  return call;
}

static gboolean
queue_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  TrueconfCallQueue *self = (TrueconfCallQueue *) source;
  gint64 end = g_get_monotonic_time () + BUDGET;
  TrueconfQueuedCall *call;

  while ((call = take_first (self)) != NULL)
    {
      call->func (call->data);
      call_free (call);

      if (g_get_monotonic_time () >= end)
        break;
    }

  return G_SOURCE_CONTINUE;
}

static void
queue_finalize (GSource *source)
{
  TrueconfCallQueue *self = (TrueconfCallQueue *) source;
  TrueconfQueuedCall *call;

  forget_queue (self);
  TRUECONF_TSAN_ACQUIRE (&self->lock);
  call = self->first;

  while (call != NULL)
    {
      TrueconfQueuedCall *next = call->next;

      call_free (call);
      call = next;
    }

  g_mutex_clear (&self->lock);
}

static GSourceFuncs queue_funcs = {
  .dispatch = queue_dispatch,
  .finalize = queue_finalize,
};

TrueconfCallQueue *
trueconf_call_queue_new (GMainContext *context, const char *name)
{
  GSource *source = g_source_new (&queue_funcs, sizeof (TrueconfCallQueue));
  TrueconfCallQueue *self = (TrueconfCallQueue *) source;

  g_mutex_init (&self->lock);
  remember_queue (self);
  g_source_set_static_name (source, name);
  /* a handler may run a main loop of its own, such as a modal dialog, and wait in it for an answer */
  g_source_set_can_recurse (source, TRUE);
  g_source_set_ready_time (source, -1);
  g_source_attach (source, context);

  return self;
}

TrueconfCallQueue *
trueconf_call_queue_ref (TrueconfCallQueue *self)
{
  g_source_ref ((GSource *) self);
  return self;
}

void
trueconf_call_queue_unref (TrueconfCallQueue *self)
{
  g_source_unref ((GSource *) self);
}

/* Calls `func` in the main context of the queue, then `destroy`, which is called in any case, also when the
 * queue is closed before the call was made. */
void
trueconf_call_queue_post (TrueconfCallQueue *self,
                          TrueconfCallFunc func,
                          gpointer data,
                          GDestroyNotify destroy)
{
  TrueconfQueuedCall *call = g_new (TrueconfQueuedCall, 1);
  gboolean closed;

  call->next = NULL;
  call->func = func;
  call->data = data;
  call->destroy = destroy;

  trueconf_lock (&self->lock);
  closed = self->closed;
  if (!closed)
    {
      if (self->last != NULL)
        self->last->next = call;
      else
        self->first = call;
      if (self->first == call)
        g_source_set_ready_time ((GSource *) self, 0);
      self->last = call;
    }
  trueconf_unlock (&self->lock);

  if (closed)
    call_free (call);
}

/* Nothing is delivered any more; what is waiting is dropped. */
void
trueconf_call_queue_close (TrueconfCallQueue *self)
{
  TrueconfQueuedCall *call;

  trueconf_lock (&self->lock);
  self->closed = TRUE;
  call = self->first;
  self->first = NULL;
  self->last = NULL;
  trueconf_unlock (&self->lock);

  g_source_destroy ((GSource *) self);

  while (call != NULL)
    {
      TrueconfQueuedCall *next = call->next;

      call_free (call);
      call = next;
    }
}
