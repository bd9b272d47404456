/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#ifdef HAVE_EPOLL
#  include <sys/epoll.h>
#  include <sys/timerfd.h>
#endif

#include "bot/trueconf-context-watch.h"

/* The other loop has work of its own: longer than this, it does not wait for what is ready here. */
#define LONGEST_TURN (8 * G_TIME_SPAN_MILLISECOND)

/**
 * TrueconfContextWatch:
 *
 * Lets another event loop serve a [struct@GLib.MainContext], by one file descriptor.
 *
 * A bot delivers its events and results on a main context, which somebody has to run. In a program whose loop is not GLib's (libuv, libev,
 * asyncio, a game's own) this is the way to do it, without a second thread and without polling:
 *
 * 1. Watch [method@ContextWatch.get_fd] for reading. When it is readable, call [method@ContextWatch.dispatch].
 * 2. Call [method@ContextWatch.prepare] before the loop waits, or, if the loop cannot call something then, after a function that may have
 *    added a source to the context, such as each asynchronous function of this library.
 *
 * The context belongs to the calling thread, as if that thread were running it, until [method@ContextWatch.close]; all functions have to be
 * called by this thread.
 *
 * The override for Python does this by itself when asyncio runs.
 *
 * Since: 0.1
 */
struct _TrueconfContextWatch
{
  GObject parent_instance;

  GMainContext *context;
  int epoll;
  int timer;
  /* when the timer ends, on the monotonic clock; -1 when it is not set */
  gint64 timer_end;
  GArray *polled;
  GArray *watched;
};

G_DEFINE_FINAL_TYPE (TrueconfContextWatch, trueconf_context_watch, G_TYPE_OBJECT)

static void
trueconf_context_watch_dispose (GObject *object)
{
  trueconf_context_watch_close (TRUECONF_CONTEXT_WATCH (object));

  G_OBJECT_CLASS (trueconf_context_watch_parent_class)->dispose (object);
}

static void
trueconf_context_watch_finalize (GObject *object)
{
  TrueconfContextWatch *self = TRUECONF_CONTEXT_WATCH (object);

  g_clear_pointer (&self->context, g_main_context_unref);
  g_array_unref (self->polled);
  g_array_unref (self->watched);

  G_OBJECT_CLASS (trueconf_context_watch_parent_class)->finalize (object);
}

static void
trueconf_context_watch_class_init (TrueconfContextWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = trueconf_context_watch_dispose;
  object_class->finalize = trueconf_context_watch_finalize;
}

static void
trueconf_context_watch_init (TrueconfContextWatch *self)
{
  self->epoll = -1;
  self->timer = -1;
  self->timer_end = -1;
  self->polled = g_array_new (FALSE, FALSE, sizeof (GPollFD));
  self->watched = g_array_new (FALSE, FALSE, sizeof (GPollFD));
}

#ifdef HAVE_EPOLL

static gboolean
open_descriptors (TrueconfContextWatch *self, GError **error)
{
  struct epoll_event event = { .events = EPOLLIN };

  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->epoll >= 0 && self->timer >= 0)
    {
      event.data.fd = self->timer;
      if (epoll_ctl (self->epoll, EPOLL_CTL_ADD, self->timer, &event) == 0)
        return TRUE;
    }

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("The main context cannot be watched: %s"),
               g_strerror (errno));
  return FALSE;
}

/* @timeout: milliseconds, -1 for none */
static void
set_timer (TrueconfContextWatch *self, int timeout)
{
  struct itimerspec spec = { 0 };
  gint64 now = g_get_monotonic_time ();
  gint64 end = timeout < 0 ? -1 : now + timeout * G_TIME_SPAN_MILLISECOND;

  /* GLib counts in milliseconds, so that the same end comes out a little different each time. One that has passed without a dispatch still
   * makes the descriptor readable. */
  if (end == self->timer_end ||
      (end >= 0 && self->timer_end >= 0 && ABS (end - self->timer_end) < G_TIME_SPAN_MILLISECOND))
    return;

  if (timeout >= 0)
    {
      spec.it_value.tv_sec = timeout / 1000;
      spec.it_value.tv_nsec = (timeout % 1000) * 1000000L;
      /* zero would switch it off */
      if (timeout == 0)
        spec.it_value.tv_nsec = 1;
    }
  timerfd_settime (self->timer, 0, &spec, NULL);
  self->timer_end = end;
}

static guint32
to_epoll (gushort events)
{
  return ((events & G_IO_IN) != 0 ? EPOLLIN : 0) | ((events & G_IO_OUT) != 0 ? EPOLLOUT : 0) |
         ((events & G_IO_PRI) != 0 ? EPOLLPRI : 0);
}

/* Returns FALSE for a descriptor that epoll does not take, such as one of a regular file, which is always ready. */
static gboolean
watch (TrueconfContextWatch *self, int fd, guint32 events)
{
  struct epoll_event event = { .events = events, .data.fd = fd };

  /* a descriptor that was closed is gone from the set, and its number may be in use again: only the kernel knows */
  return epoll_ctl (self->epoll, EPOLL_CTL_MOD, fd, &event) == 0 ||
         (errno == ENOENT && epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) == 0);
}

static gboolean
holds (GArray *polled, int fd)
{
  for (guint i = 0; i < polled->len; i++)
    if (g_array_index (polled, GPollFD, i).fd == fd)
      return TRUE;

  return FALSE;
}

/* Watches what the context polls. Returns FALSE if there is something that cannot be watched. */
static gboolean
watch_polled (TrueconfContextWatch *self)
{
  gboolean watchable = TRUE;
  GArray *before;

  for (guint i = 0; i < self->polled->len; i++)
    {
      const GPollFD *poll = &g_array_index (self->polled, GPollFD, i);
      guint32 events = 0;

      /* the same descriptor may be there more than once, for different events */
      for (guint j = 0; j < self->polled->len; j++)
        if (g_array_index (self->polled, GPollFD, j).fd == poll->fd)
          events |= to_epoll (g_array_index (self->polled, GPollFD, j).events);
      if (!watch (self, poll->fd, events))
        watchable = FALSE;
    }

  for (guint i = 0; i < self->watched->len; i++)
    {
      int fd = g_array_index (self->watched, GPollFD, i).fd;

      if (!holds (self->polled, fd))
        epoll_ctl (self->epoll, EPOLL_CTL_DEL, fd, NULL);
    }

  before = self->watched;
  self->watched = self->polled;
  self->polled = before;
  return watchable;
}

#endif

/**
 * trueconf_context_watch_new:
 * @context: (nullable): the main context to serve, or `NULL` for the thread-default one of the calling thread
 * @error: return location for an error
 *
 * Creates a watch, and takes the context for the calling thread.
 *
 * Fails with `G_IO_ERROR_BUSY` if another thread runs the context, and with `G_IO_ERROR_NOT_SUPPORTED` on systems without epoll.
 *
 * Returns: (transfer full): a new watch
 *
 * Since: 0.1
 */
TrueconfContextWatch *
trueconf_context_watch_new (GMainContext *context, GError **error)
{
  g_autoptr (TrueconfContextWatch) self = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

#ifdef HAVE_EPOLL
  self = g_object_new (TRUECONF_TYPE_CONTEXT_WATCH, NULL);
  if (!open_descriptors (self, error))
    return NULL;

  self->context = context != NULL ? g_main_context_ref (context) : g_main_context_ref_thread_default ();
  if (!g_main_context_acquire (self->context))
    {
      g_clear_pointer (&self->context, g_main_context_unref);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                           _ ("The main context is run by another thread: use the bot there"));
      return NULL;
    }

  trueconf_context_watch_prepare (self);
  return g_steal_pointer (&self);
#else
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       _ ("A main context cannot be watched on this system, since it has no epoll"));
  return NULL;
#endif
}

/**
 * trueconf_context_watch_get_context:
 * @self: a watch
 *
 * Gets the main context that is served.
 *
 * Returns: (transfer none): the main context
 *
 * Since: 0.1
 */
GMainContext *
trueconf_context_watch_get_context (TrueconfContextWatch *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT_WATCH (self), NULL);

  return self->context;
}

/**
 * trueconf_context_watch_get_fd:
 * @self: a watch
 *
 * Gets the file descriptor that is readable when the context has something to do.
 *
 * It belongs to the watch. Nothing is to be read from it.
 *
 * Returns: the file descriptor, or -1 when the watch is closed
 *
 * Since: 0.1
 */
int
trueconf_context_watch_get_fd (TrueconfContextWatch *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT_WATCH (self), -1);

  return self->epoll;
}

/**
 * trueconf_context_watch_prepare:
 * @self: a watch
 *
 * Takes notice of sources that the calling thread has added to the context, or removed from it.
 *
 * For other threads there is no need to call this, since they wake the context up. Does nothing when the watch is closed.
 *
 * Since: 0.1
 */
void
trueconf_context_watch_prepare (TrueconfContextWatch *self)
{
  g_return_if_fail (TRUECONF_IS_CONTEXT_WATCH (self));

#ifdef HAVE_EPOLL
  if (self->epoll >= 0)
    {
      int priority, timeout, n;
      gboolean ready = g_main_context_prepare (self->context, &priority);

      if (self->polled->len == 0)
        g_array_set_size (self->polled, 4);
      while ((n = g_main_context_query (self->context, priority, &timeout, (GPollFD *) self->polled->data,
                                        self->polled->len)) > (int) self->polled->len)
        g_array_set_size (self->polled, n);
      g_array_set_size (self->polled, n);

      if (!watch_polled (self) || ready)
        timeout = 0;
      set_timer (self, timeout);
    }
#endif
}

/**
 * trueconf_context_watch_dispatch:
 * @self: a watch
 *
 * Runs what is ready in the context, without waiting, for at most 8 ms and the time of one source.
 *
 * What is left over then makes the file descriptor readable again. Does nothing when the watch is closed.
 *
 * Since: 0.1
 */
void
trueconf_context_watch_dispatch (TrueconfContextWatch *self)
{
  gint64 end;

  g_return_if_fail (TRUECONF_IS_CONTEXT_WATCH (self));

  if (self->epoll < 0)
    return;

  /* a callback may drop the last reference, or close the watch */
  g_object_ref (self);
  end = g_get_monotonic_time () + LONGEST_TURN;
  while (self->epoll >= 0 && g_main_context_iteration (self->context, FALSE) && g_get_monotonic_time () < end)
    ;
  trueconf_context_watch_prepare (self);
  g_object_unref (self);
}

/**
 * trueconf_context_watch_close:
 * @self: a watch
 *
 * Gives the context back, so that another thread can run it, and closes the file descriptor.
 *
 * Remove the descriptor from the other loop before. It is not an error to call this twice.
 *
 * Since: 0.1
 */
void
trueconf_context_watch_close (TrueconfContextWatch *self)
{
  gboolean open;

  g_return_if_fail (TRUECONF_IS_CONTEXT_WATCH (self));

  open = self->epoll >= 0 && self->context != NULL;
  if (self->epoll >= 0)
    close (self->epoll);
  if (self->timer >= 0)
    close (self->timer);
  self->epoll = -1;
  self->timer = -1;
  if (open)
    g_main_context_release (self->context);
}
