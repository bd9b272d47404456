/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a bot does when the network changes, and that it leaves the application's own handlers where they are. The
 * monitor is one of the test's, which GIO takes for the real one. */

#include <string.h>
#include <trueconf-bot.h>

#include "tc-util.h"

typedef struct
{
  GObject parent_instance;
  GMainContext *context; /* where it tells of changes: that of whoever asked first */
  GThread *thread;
  gboolean available;
} FakeMonitor;

typedef struct
{
  GObjectClass parent_class;
} FakeMonitorClass;

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static gboolean
fake_monitor_init_now (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
fake_monitor_initable_init (GInitableIface *iface)
{
  iface->init = fake_monitor_init_now;
}

static void
fake_monitor_monitor_init (GNetworkMonitorInterface *iface)
{
}

static GType fake_monitor_get_type (void);
G_DEFINE_TYPE_WITH_CODE (FakeMonitor,
                         fake_monitor,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, fake_monitor_initable_init)
                             G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, fake_monitor_monitor_init))

static void
fake_monitor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_CONNECTIVITY)
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
  else
    g_value_set_boolean (value, prop_id == PROP_AVAILABLE && ((FakeMonitor *) object)->available);
}

static void
fake_monitor_finalize (GObject *object)
{
  g_main_context_unref (((FakeMonitor *) object)->context);

  G_OBJECT_CLASS (fake_monitor_parent_class)->finalize (object);
}

static void
fake_monitor_class_init (FakeMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fake_monitor_get_property;
  object_class->finalize = fake_monitor_finalize;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
fake_monitor_init (FakeMonitor *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->thread = g_thread_self ();
}

static FakeMonitor *
get_monitor (void)
{
  return (FakeMonitor *) g_network_monitor_get_default ();
}

static gboolean
emit (gpointer data)
{
  FakeMonitor *self = get_monitor ();

  g_signal_emit_by_name (self, "network-changed", self->available);
  return G_SOURCE_REMOVE;
}

/* As GIO's own monitors do it. */
static void
change_network (gboolean available)
{
  FakeMonitor *self = get_monitor ();
  g_autoptr (GSource) source = g_idle_source_new ();

  self->available = available;
  g_source_set_callback (source, emit, NULL, NULL);
  g_source_attach (source, self->context);
}

/* A server that hangs up, and counts how often. */
typedef struct
{
  GSocketService *service;
  guint port;
  guint attempts;
} Server;

static gboolean
hang_up (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  ((Server *) user_data)->attempts++;
  return TRUE;
}

static void
server_init (Server *self)
{
  g_autoptr (GError) error = NULL;

  self->service = g_socket_service_new ();
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "incoming", G_CALLBACK (hang_up), self);
}

static void
server_clear (Server *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
}

static TrueconfBot *
make_bot (Server *server)
{
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "a.b.c");

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, server->port);
  trueconf_bot_set_ws_max_retries (bot, -1);
  return bot;
}

static void
end (TrueconfBot *bot)
{
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_stop_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_clear_object (&result);
  tc_assert_gone (bot);
}

static void
count_here (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  g_assert_true (g_thread_self () == ((FakeMonitor *) monitor)->thread);
  g_atomic_int_inc ((int *) user_data);
}

/* Each test has a process of its own, since there is one monitor in a process. */
static void
in_process (const char *path, void (*test) (void))
{
  if (g_test_subprocess ())
    {
      test ();
      return;
    }
  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* A handler of the application runs in the application's main context, also when a bot was there first. */
static void
own_handler (void)
{
  Server server = { 0 };
  TrueconfBot *bot;
  int changes = 0;

  server_init (&server);
  bot = make_bot (&server);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (server.attempts == 1);

  g_assert_true (get_monitor ()->thread == g_thread_self ());
  g_assert_true (get_monitor ()->context == g_main_context_default ());
  g_signal_connect (get_monitor (), "network-changed", G_CALLBACK (count_here), &changes);
  change_network (TRUE);
  TC_WAIT (changes == 1);
  end (bot);
  server_clear (&server);
}

static void
test_own_handler (void)
{
  in_process ("/network/own-handler", own_handler);
}

typedef struct
{
  guint port;
  gboolean started; /* atomic */
  gboolean end;     /* atomic */
} Worker;

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  Server server = { NULL, worker->port, 0 };
  g_autoptr (GMainContext) context = g_main_context_new ();
  TrueconfBot *bot;

  g_main_context_push_thread_default (context);
  bot = make_bot (&server);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  g_atomic_int_set (&worker->started, TRUE);
  TC_WAIT (g_atomic_int_get (&worker->end));
  end (bot);
  g_main_context_pop_thread_default (context);

  return NULL;
}

/* The main context of a thread that comes and goes is no place for the signals of the whole process either. */
static void
bot_in_worker (void)
{
  Server server = { 0 };
  Worker worker = { 0 };
  GThread *thread;
  int changes = 0;

  server_init (&server);
  worker.port = server.port;
  thread = g_thread_new ("worker", work, &worker);
  TC_WAIT (g_atomic_int_get (&worker.started) && server.attempts == 1);
  g_assert_true (get_monitor ()->thread == g_thread_self ());
  g_signal_connect (get_monitor (), "network-changed", G_CALLBACK (count_here), &changes);
  change_network (TRUE);
  TC_WAIT (changes == 1);
  g_atomic_int_set (&worker.end, TRUE);
  g_thread_join (thread);
  server_clear (&server);
}

static void
test_bot_in_worker (void)
{
  in_process ("/network/bot-in-worker", bot_in_worker);
}

/* The waits grow, and the fifth, which is 8 s and more, is cut short. However often the monitor speaks up, that is one
 * attempt; and a network that has gone is no reason for any. */
static void
cut_short (void)
{
  Server server = { 0 };
  TrueconfBot *bot;
  gint64 begin;

  server_init (&server);
  bot = make_bot (&server);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (server.attempts == 5);
  begin = g_get_monotonic_time ();
  change_network (FALSE);
  tc_linger (1200);
  g_assert_cmpuint (server.attempts, ==, 5);
  for (guint i = 0; i < 20; i++)
    change_network (TRUE);
  TC_WAIT (server.attempts == 6);
  /* without the news it would have taken 8 s and more */
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_TIME_SPAN_SECOND);
  tc_linger (500);
  g_assert_cmpuint (server.attempts, ==, 6);
  end (bot);
  server_clear (&server);
}

static void
test_cut_short (void)
{
  in_process ("/network/cut-short", cut_short);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  /* GIO registers the point when it first needs one */
  g_proxy_resolver_get_default ();
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, fake_monitor_get_type (), "fake",
                                  1000);

  g_test_add_func ("/network/own-handler", test_own_handler);
  g_test_add_func ("/network/bot-in-worker", test_bot_in_worker);
  g_test_add_func ("/network/cut-short", test_cut_short);

  return g_test_run ();
}
