/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <time.h>
#include <unistd.h>

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-proxy-private.h"
#include "trueconf-error.h"

typedef struct
{
  GMainContext *context;
  GThread *thread;
  TrueconfCallQueue *calls;
  pid_t process; /* that has the thread */
} TrueconfIo;

static gpointer
io_thread (gpointer data)
{
  TrueconfIo *io = data;
  g_autoptr (GMainLoop) loop = g_main_loop_new (io->context, FALSE);

  g_main_context_push_thread_default (io->context);
  g_main_loop_run (loop);

  return NULL;
}

/* Started with the first bot and never ended, because starting a thread again costs more than keeping one. */
static TrueconfIo *
get_io (void)
{
  static gsize initialized = 0;
  static TrueconfIo io;

  if (g_once_init_enter (&initialized))
    {
      io.process = getpid ();
      io.context = g_main_context_new ();
      io.calls = trueconf_call_queue_new (io.context, "trueconf-io");
      io.thread = g_thread_new ("trueconf-io", io_thread, &io);
      g_once_init_leave (&initialized, 1);
    }

  return &io;
}

/* Whether this is a child of the process that has the I/O thread. fork() copies the calling thread alone. */
gboolean
trueconf_io_is_forked (void)
{
  return get_io ()->process != getpid ();
}

/* In a forked child nothing that is posted is ever done, so functions that return a result call this first. */
gboolean
trueconf_io_check_process (const char *what, GError **error)
{
  if (!trueconf_io_is_forked ())
    return TRUE;

  g_set_error (
      error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED,
      /* Translators: method */
      _ ("%s: this process was forked from one that has made a bot, and a bot's thread does not come "
         "along. Fork before the first bot is made, or start a new program"),
      what);
  return FALSE;
}

void
trueconf_io_post (TrueconfCallFunc func, gpointer data, GDestroyNotify destroy)
{
  /* nobody would take it out; what `destroy` frees belongs to the parent process */
  if (trueconf_io_is_forked ())
    return;

  trueconf_call_queue_post (get_io ()->calls, func, data, destroy);
}

/* A forked child has no other thread, so any thread of it counts. */
gboolean
trueconf_io_is_current (void)
{
  return g_thread_self () == get_io ()->thread || trueconf_io_is_forked ();
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);

  return callback (user_data);
}

static GSourceFuncs timer_funcs = {
  .dispatch = timer_dispatch,
};

/* `func` must return G_SOURCE_CONTINUE; the timer rests until it is set again. */
GSource *
trueconf_io_timer_new (GSourceFunc func, gpointer data, const char *name)
{
  GSource *timer = g_source_new (&timer_funcs, sizeof (GSource));

  TRUECONF_ASSERT_IO_THREAD ();

  g_source_set_static_name (timer, name);
  g_source_set_callback (timer, func, data, NULL);
  g_source_set_ready_time (timer, -1);
  g_source_attach (timer, get_io ()->context);

  return timer;
}

/* In monotonic time; TRUECONF_TIME_NEVER stops it. */
void
trueconf_io_timer_set (GSource *timer, gint64 ready_time)
{
  TRUECONF_ASSERT_IO_THREAD ();

  g_source_set_ready_time (timer, ready_time != TRUECONF_TIME_NEVER ? ready_time : -1);
}

void
trueconf_io_timer_free (GSource *timer)
{
  TRUECONF_ASSERT_IO_THREAD ();

  g_source_destroy (timer);
  g_source_unref (timer);
}

/* How long this machine has been asleep since it was started. Without a clock that goes on meanwhile, a sleep is noticed
 * by the silence after it. */
gint64
trueconf_io_get_time_asleep (void)
{
#ifdef HAVE_CLOCK_BOOTTIME
  struct timespec boot = { 0 };

  if (clock_gettime (CLOCK_BOOTTIME, &boot) != 0)
    return 0;

  return (gint64) boot.tv_sec * G_USEC_PER_SEC + boot.tv_nsec / 1000 - g_get_monotonic_time ();
#else
  return 0;
#endif
}

typedef struct
{
  SoupSession *session;
  GTlsDatabase *database;
  GProxyResolver *resolver; /* of the application */
  gboolean verify;
} TrueconfSharedSession;

static GArray *shared_sessions = NULL;

static void
session_gone (gpointer data, GObject *session)
{
  TRUECONF_ASSERT_IO_THREAD ();

  for (guint i = 0; i < shared_sessions->len; i++)
    if ((GObject *) g_array_index (shared_sessions, TrueconfSharedSession, i).session == session)
      {
        g_array_remove_index_fast (shared_sessions, i);
        return;
      }
}

/* Bots that trust the same certificates and use the same proxies share a session; it closes its idle connections when the
 * last of them is gone. A bot that verifies certificates never gets a connection of one that does not. */
SoupSession *
trueconf_io_acquire_session (const TrueconfSettings *settings, gboolean verify)
{
  TrueconfSharedSession shared = { NULL, settings->tls_database, settings->proxy_resolver, verify };
  g_autoptr (GProxyResolver) proxy = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  if (shared_sessions == NULL)
    shared_sessions = g_array_new (FALSE, FALSE, sizeof (TrueconfSharedSession));

  for (guint i = 0; i < shared_sessions->len; i++)
    {
      const TrueconfSharedSession *other = &g_array_index (shared_sessions, TrueconfSharedSession, i);

      if (other->database == shared.database && other->resolver == shared.resolver && other->verify == verify)
        return g_object_ref (other->session);
    }

  proxy = trueconf_proxy_new (shared.resolver);
  /* deadlines are those of the requests; one bot never waits for another one's connection */
  shared.session = soup_session_new_with_options ("max-conns", 4096, "max-conns-per-host", 1024, "timeout", 0,
                                                  "idle-timeout", 30, "user-agent",
                                                  "libtrueconf-bot/" PACKAGE_VERSION " ", NULL);
  soup_session_set_proxy_resolver (shared.session, proxy);
  if (shared.database != NULL)
    soup_session_set_tls_database (shared.session, shared.database);
  /* compressing small messages costs more than it saves, and a quarter of a megabyte for each connection */
  soup_session_remove_feature_by_type (shared.session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);

  g_object_weak_ref (G_OBJECT (shared.session), session_gone, NULL);
  g_array_append_val (shared_sessions, shared);

  return shared.session;
}
