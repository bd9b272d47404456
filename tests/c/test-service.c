/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a service manager hears; the test's own socket stands for it. */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <trueconf-bot.h>

#include "tc-bot.h"
#include "tc-util.h"

typedef struct
{
  char *folder;
  char *address;
  GSocket *socket;
  GString *heard; /* messages, with an empty line after each */
} Manager;

static Manager *
manager_new (gboolean abstract)
{
  Manager *self = g_new0 (Manager, 1);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("tc-service-XXXXXX", &error);
  g_assert_no_error (error);
  self->address = g_strdup_printf ("%s%s/notify", abstract ? "@" : "", self->folder);
  self->heard = g_string_new (NULL);
  self->socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (self->socket, FALSE);
  if (abstract)
    address = g_unix_socket_address_new_with_type (self->address + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  else
    address = g_unix_socket_address_new (self->address);
  g_socket_bind (self->socket, address, FALSE, &error);
  g_assert_no_error (error);

  return self;
}

static void
manager_free (Manager *self)
{
  if (self->address[0] == '/')
    g_assert_no_errno (g_unlink (self->address));
  g_assert_no_errno (g_rmdir (self->folder));
  g_object_unref (self->socket);
  g_string_free (self->heard, TRUE);
  g_free (self->folder);
  g_free (self->address);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Manager, manager_free)

/* Reads what has come, and returns how many messages that are. */
static guint
hear (Manager *self)
{
  char buffer[4096];
  gssize length;
  guint n = 0;

  while ((length = g_socket_receive (self->socket, buffer, sizeof buffer, NULL, NULL)) >= 0)
    {
      g_string_append_len (self->heard, buffer, length);
      g_string_append_c (self->heard, '\n');
      n++;
    }

  return n;
}

static gboolean
has_heard (Manager *self, const char *words)
{
  hear (self);

  return strstr (self->heard->str, words) != NULL;
}

static guint
count (Manager *self, const char *words)
{
  guint n = 0;

  hear (self);
  for (const char *place = self->heard->str; (place = strstr (place, words)) != NULL; place++)
    n++;

  return n;
}

static void
assert_order (Manager *self, const char *first, const char *second)
{
  const char *place = strstr (self->heard->str, first);

  g_assert_nonnull (place);
  g_assert_nonnull (strstr (place, second));
}

static void
test_one (gconstpointer data)
{
  g_autoptr (Manager) manager = manager_new (GPOINTER_TO_INT (data));
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  g_assert_true (trueconf_service_notifier_get_active (notifier));
  g_assert_cmpstr (trueconf_service_notifier_get_address (notifier), ==, manager->address);
  trueconf_service_notifier_add_bot (notifier, bot);
  g_assert_cmpuint (hear (manager), ==, 0);

  tc_bot_start (bot);
  TC_WAIT (has_heard (manager, "READY=1\nSTATUS=Logged in to 127.0.0.1 as echo_bot@sandbox.local\n"));
  assert_order (manager, "STATUS=Connecting to 127.0.0.1\n", "READY=1");

  /* an outage is told with its cause, and its end as well, but the service stays ready */
  tc_sandbox_kill (sandbox);
  TC_WAIT (has_heard (manager, "STATUS=Connecting to 127.0.0.1 again: "));
  tc_sandbox_restart (sandbox);
  TC_WAIT (count (manager, "STATUS=Logged in to") == 2);
  g_assert_cmpuint (count (manager, "READY=1"), ==, 1);

  trueconf_service_notifier_stopping (notifier);
  trueconf_service_notifier_stopping (notifier);
  tc_bot_stop (bot);
  g_assert_cmpuint (count (manager, "STOPPING=1\nEXTEND_TIMEOUT_USEC="), ==, 1);
  g_assert_true (g_str_has_suffix (manager->heard->str, "\nSTATUS=Stopping\n\n"));
  g_assert_false (has_heard (manager, "WATCHDOG"));
  tc_bot_end (bot);
}

/* Who is started after the end was announced goes on, and is waited for as in the beginning. */
static void
test_started_again (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bots[2];

  for (guint i = 0; i < G_N_ELEMENTS (bots); i++)
    {
      bots[i] = tc_bot_new (sandbox);
      trueconf_service_notifier_add_bot (notifier, bots[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bots); i++)
    tc_bot_start (bots[i]);
  TC_WAIT (has_heard (manager, "READY=1\nSTATUS=2 bots are logged in\n"));
  trueconf_service_notifier_stopping (notifier);
  for (guint i = 0; i < G_N_ELEMENTS (bots); i++)
    tc_bot_stop (bots[i]);
  g_assert_true (has_heard (manager, "STOPPING=1\n"));

  g_string_truncate (manager->heard, 0);
  tc_bot_start (bots[0]);
  TC_WAIT (has_heard (manager, "STATUS=1 of 2 bots are logged in. Not running\n"));
  g_assert_false (has_heard (manager, "READY=1"));
  tc_bot_start (bots[1]);
  TC_WAIT (has_heard (manager, "READY=1\nSTATUS=2 bots are logged in\n"));
  g_assert_false (has_heard (manager, "STOPPING=1"));

  trueconf_service_notifier_stopping (notifier);
  g_assert_cmpuint (count (manager, "STOPPING=1\n"), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (bots); i++)
    tc_bot_end (bots[i]);
}

static void
test_given_up (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "wrong-secret");
  g_autoptr (GError) error = NULL;

  trueconf_service_notifier_add_bot (notifier, bot);
  error = tc_bot_start_in_vain (bot);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_GRANT);
  g_assert_true (has_heard (manager, "STATUS=Given up: "));
  g_assert_false (has_heard (manager, "READY=1"));
  g_assert_false (has_heard (manager, "wrong-secret"));
  tc_bot_end (bot);
}

/* A bot that is stopped during an outage has not given up. */
static void
test_stopped_during_outage (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  trueconf_service_notifier_add_bot (notifier, bot);
  tc_bot_start (bot);
  tc_sandbox_kill (sandbox);
  TC_WAIT (has_heard (manager, "STATUS=Connecting to 127.0.0.1 again: "));
  tc_bot_stop (bot);
  hear (manager);
  g_assert_true (g_str_has_suffix (manager->heard->str, "STATUS=Stopping\n\nSTATUS=Not running\n\n"));
  g_assert_false (has_heard (manager, "Given up"));
  g_assert_null (trueconf_bot_get_last_error (bot));
  tc_bot_end (bot);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer n)
{
  (*(guint *) n)++;
}

/* A program that ends by itself finds who is to be told in the bot. */
static void
test_notifier_of_bot (void)
{
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (NULL, 0);
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1", "token");
  guint n = 0;

  g_signal_connect (bot, "notify::service-notifier", G_CALLBACK (count_notify), &n);
  g_assert_null (trueconf_bot_get_service_notifier (bot));
  trueconf_service_notifier_add_bot (notifier, bot);
  trueconf_service_notifier_add_bot (notifier, bot);
  g_assert_true (trueconf_bot_get_service_notifier (bot) == notifier);
  g_assert_cmpuint (n, ==, 1);
  trueconf_service_notifier_remove_bot (notifier, bot);
  g_assert_true (trueconf_bot_get_service_notifier (bot) == notifier);
  trueconf_service_notifier_remove_bot (notifier, bot);
  g_assert_null (trueconf_bot_get_service_notifier (bot));
  g_assert_cmpuint (n, ==, 2);
}

static void
add_on_notify (GObject *object, GParamSpec *pspec, gpointer notifier)
{
  trueconf_service_notifier_add_bot (notifier, TRUECONF_BOT (object));
}

/* Another notifier would hold on to a bot that is gone. */
static void
test_disposed_bot (void)
{
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (NULL, 0);
  g_autoptr (TrueconfServiceNotifier) other = trueconf_service_notifier_new (NULL, 0);
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1", "token");

  trueconf_service_notifier_add_bot (notifier, bot);
  g_signal_connect (bot, "notify::service-notifier", G_CALLBACK (add_on_notify), other);
  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*is_disposed*failed*");
  g_object_run_dispose (G_OBJECT (bot));
  g_test_assert_expected_messages ();
  g_assert_null (trueconf_bot_get_service_notifier (bot));
}

static void
test_several (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bots[3];

  for (guint i = 0; i < G_N_ELEMENTS (bots); i++)
    {
      bots[i] = tc_bot_new (sandbox);
      trueconf_service_notifier_add_bot (notifier, bots[i]);
    }
  tc_bot_start (bots[0]);
  TC_WAIT (has_heard (manager, "STATUS=1 of 3 bots are logged in. Not running\n"));
  tc_bot_start (bots[1]);
  TC_WAIT (has_heard (manager, "STATUS=2 of 3 bots are logged in. Not running\n"));
  g_assert_false (has_heard (manager, "READY=1"));

  /* a bot that was added twice, as run() does, has to be removed twice; one that is freed is waited for no more */
  trueconf_service_notifier_add_bot (notifier, bots[1]);
  trueconf_service_notifier_remove_bot (notifier, bots[1]);
  g_clear_object (&bots[2]);
  g_assert_true (has_heard (manager, "READY=1\nSTATUS=2 bots are logged in\n"));

  trueconf_service_notifier_remove_bot (notifier, bots[1]);
  trueconf_service_notifier_remove_bot (notifier, bots[1]);
  hear (manager);
  g_assert_true (
      g_str_has_suffix (manager->heard->str, "STATUS=Logged in to 127.0.0.1 as echo_bot@sandbox.local\n\n"));
  g_assert_cmpuint (count (manager, "READY=1"), ==, 1);
  tc_bot_end (bots[0]);
  tc_bot_end (bots[1]);
}

/* A loop that does not run says nothing, however long that takes. */
static void
test_watchdog (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0.02);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  g_assert_cmpfloat_with_epsilon (trueconf_service_notifier_get_watchdog (notifier), 0.02, 1e-9);
  trueconf_service_notifier_add_bot (notifier, bot);
  /* the start has as much time as it shows signs of life */
  TC_WAIT (count (manager, "EXTEND_TIMEOUT_USEC=90000000\n") >= 2);
  tc_bot_start (bot);
  TC_WAIT (has_heard (manager, "READY=1"));
  g_string_truncate (manager->heard, 0);
  TC_WAIT (count (manager, "WATCHDOG=1\n") >= 3);
  g_assert_false (has_heard (manager, "EXTEND_TIMEOUT_USEC"));

  hear (manager);
  g_usleep (20 * 20 * 1000);
  g_assert_cmpuint (hear (manager), ==, 0);

  g_string_truncate (manager->heard, 0);
  TC_WAIT (has_heard (manager, "WATCHDOG=1\n"));

  trueconf_service_notifier_remove_bot (notifier, bot);
  hear (manager);
  tc_linger (100);
  g_assert_cmpuint (hear (manager), ==, 0);
  tc_bot_end (bot);
}

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_REMOVE;
}

static gpointer
run_loop (gpointer loop)
{
  g_main_loop_run (loop);

  return NULL;
}

/* The loop of one bot runs, that of another one does not. */
static void
test_two_loops (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0.02);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TrueconfBot) other = NULL;
  GThread *thread;

  g_main_context_push_thread_default (context);
  other = tc_bot_new (sandbox);
  g_main_context_pop_thread_default (context);
  trueconf_service_notifier_add_bot (notifier, bot);
  trueconf_service_notifier_add_bot (notifier, other);

  tc_linger (200);
  g_assert_false (has_heard (manager, "WATCHDOG=1"));
  thread = g_thread_new ("loop", run_loop, loop);
  TC_WAIT (count (manager, "WATCHDOG=1") >= 3);

  g_main_context_invoke (context, stop_cb, loop);
  g_thread_join (thread);
  hear (manager);
  g_string_truncate (manager->heard, 0);
  tc_linger (200);
  /* at most the one for which the other loop had done its part */
  g_assert_cmpuint (count (manager, "WATCHDOG=1"), <=, 1);
  tc_bot_end (bot);
}

/* A manager that does not read delays nothing, and hears the latest state once it reads again. */
static void
test_slow_manager (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0.002);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GSocket) filler = NULL;
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (manager->address);
  g_autoptr (GError) error = NULL;

  filler = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (filler, FALSE);
  while (g_socket_send_to (filler, address, "FULL=1\n", 7, NULL, &error) > 0)
    ;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  trueconf_service_notifier_add_bot (notifier, bot);
  tc_bot_start (bot);
  hear (manager);
  g_assert_false (has_heard (manager, "READY=1"));
  TC_WAIT (has_heard (manager, "READY=1\nSTATUS=Logged in to 127.0.0.1 as echo_bot@sandbox.local\n"));
  g_assert_false (has_heard (manager, "STATUS=Connecting"));
  tc_bot_end (bot);
}

/* One that has started anew has bound its socket again. */
static void
test_new_manager (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TrueconfServiceNotifier) notifier = trueconf_service_notifier_new (manager->address, 0);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (manager->address);
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot = tc_bot_new (sandbox);

  trueconf_service_notifier_add_bot (notifier, bot);
  TC_WAIT (has_heard (manager, "STATUS=Not running"));

  g_clear_object (&manager->socket);
  g_assert_no_errno (g_unlink (manager->address));
  manager->socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (manager->socket, FALSE);
  g_socket_bind (manager->socket, address, FALSE, &error);
  g_assert_no_error (error);

  tc_bot_start (bot);
  g_assert_true (has_heard (manager, "READY=1"));
  tc_bot_end (bot);
}

static void
test_nobody (void)
{
  g_autoptr (TrueconfServiceNotifier) none = trueconf_service_notifier_new (NULL, 0);
  g_autoptr (TrueconfServiceNotifier) bad = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (TrueconfServiceNotifier) gone = trueconf_service_notifier_new ("/nonexistent/notify", 0.01);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (TrueconfBot) bot = tc_bot_new (sandbox);

  g_assert_false (trueconf_service_notifier_get_active (none));
  g_assert_null (trueconf_service_notifier_get_address (none));

  tc_log_begin ();
  bad = trueconf_service_notifier_new ("vsock:2:1234", 0);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, "neither a path nor the name of an abstract socket: vsock:2:1234"));
  g_assert_false (trueconf_service_notifier_get_active (bad));

  trueconf_service_notifier_add_bot (none, bot);
  tc_bot_start (bot);
  tc_bot_stop (bot);
  trueconf_service_notifier_remove_bot (none, bot);

  trueconf_service_notifier_add_bot (gone, bot);
  tc_bot_start (bot);
  trueconf_service_notifier_stopping (gone);
  tc_bot_stop (bot);
}

static gboolean
terminate_cb (gpointer user_data)
{
  g_assert_no_errno (kill (getpid (), SIGTERM));

  return G_SOURCE_REMOVE;
}

static void
authorized_cb (TrueconfBot *bot, GParamSpec *pspec, gpointer user_data)
{
  if (trueconf_bot_get_authorized (bot))
    g_idle_add (terminate_cb, NULL);
}

/* The only test that may use the default notifier: a process has one. */
static void
test_run (void)
{
  g_autoptr (Manager) manager = manager_new (FALSE);
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *pid = g_strdup_printf ("%d", getpid ());
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot = tc_bot_new (sandbox);

  g_setenv ("NOTIFY_SOCKET", manager->address, TRUE);
  g_setenv ("WATCHDOG_USEC", "30000000", TRUE);
  g_setenv ("WATCHDOG_PID", pid, TRUE);

  trueconf_bot_run_async (bot, NULL, tc_store_result, &result);
  /* other threads may read the environment */
  g_assert_cmpstr (g_getenv ("NOTIFY_SOCKET"), ==, manager->address);
  g_assert_cmpstr (g_getenv ("WATCHDOG_USEC"), ==, "30000000");
  g_assert_cmpstr (g_getenv ("WATCHDOG_PID"), ==, pid);
  g_assert_cmpfloat_with_epsilon (
      trueconf_service_notifier_get_watchdog (trueconf_service_notifier_get_default ()), 30, 1e-9);
  TC_WAIT (has_heard (manager, "READY=1"));
  tc_bot_stop (bot);
  TC_WAIT (result != NULL);
  g_assert_true (trueconf_bot_run_finish (bot, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  /* a bot that stops is not a service that ends */
  g_assert_false (has_heard (manager, "STOPPING=1"));

  /* the process goes on, is ready already, and ends by a signal */
  g_string_truncate (manager->heard, 0);
  g_signal_connect (bot, "notify::authorized", G_CALLBACK (authorized_cb), NULL);
  g_assert_true (trueconf_bot_run (bot, NULL, &error));
  g_assert_no_error (error);
  hear (manager);
  assert_order (manager, "STATUS=Logged in to", "STOPPING=1\n");
  g_assert_false (has_heard (manager, "READY=1"));

  /* the program has caught the signal, and runs its bot once more */
  g_string_truncate (manager->heard, 0);
  g_assert_true (trueconf_bot_run (bot, NULL, &error));
  g_assert_no_error (error);
  hear (manager);
  assert_order (manager, "STATUS=Connecting to", "READY=1\nSTATUS=Logged in to");
  g_assert_cmpuint (count (manager, "STOPPING=1\n"), ==, 1);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_data_func ("/service/path", GINT_TO_POINTER (FALSE), test_one);
  g_test_add_data_func ("/service/abstract", GINT_TO_POINTER (TRUE), test_one);
  g_test_add_func ("/service/started-again", test_started_again);
  g_test_add_func ("/service/given-up", test_given_up);
  g_test_add_func ("/service/stopped-during-outage", test_stopped_during_outage);
  g_test_add_func ("/service/notifier-of-bot", test_notifier_of_bot);
  g_test_add_func ("/service/disposed-bot", test_disposed_bot);
  g_test_add_func ("/service/several", test_several);
  g_test_add_func ("/service/watchdog", test_watchdog);
  g_test_add_func ("/service/two-loops", test_two_loops);
  g_test_add_func ("/service/slow-manager", test_slow_manager);
  g_test_add_func ("/service/new-manager", test_new_manager);
  g_test_add_func ("/service/nobody", test_nobody);
  g_test_add_func ("/service/run", test_run);

  return g_test_run ();
}
