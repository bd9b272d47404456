/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A main context that a loop with poll() serves, as one that is not GLib's does. */

#include "config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <trueconf-bot.h>

#include "tc-bot.h"
#include "tc-util.h"

static TrueconfContextWatch *
watch_new (GMainContext *context)
{
  g_autoptr (GError) error = NULL;
  TrueconfContextWatch *watch = trueconf_context_watch_new (context, &error);

  g_assert_no_error (error);
  g_assert_cmpint (trueconf_context_watch_get_fd (watch), >=, 0);
  return watch;
}

static gboolean
is_readable (TrueconfContextWatch *watch, int milliseconds)
{
  struct pollfd fd = { .fd = trueconf_context_watch_get_fd (watch), .events = POLLIN };

  return poll (&fd, 1, milliseconds) == 1;
}

/* One turn of the other loop. */
static void
turn (TrueconfContextWatch *watch)
{
  trueconf_context_watch_prepare (watch);
  g_assert_true (is_readable (watch, 10000));
  trueconf_context_watch_dispatch (watch);
}

/* GLib wakes a context up for a new descriptor, which is one turn without work. */
static void
settle (TrueconfContextWatch *watch)
{
  trueconf_context_watch_prepare (watch);
  if (is_readable (watch, 0))
    trueconf_context_watch_dispatch (watch);
  g_assert_false (is_readable (watch, 0));
}

static gboolean
count_cb (gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  return G_SOURCE_REMOVE;
}

static gboolean
count_again_cb (gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  return G_SOURCE_CONTINUE;
}

static void
add (GMainContext *context, GSource *source, GSourceFunc func, guint *n)
{
  g_source_set_callback (source, func, n, NULL);
  g_source_attach (source, context);
  g_source_unref (source);
}

static void
test_sources (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (context);
  guint n = 0;

  g_assert_true (trueconf_context_watch_get_context (watch) == context);
  g_assert_true (g_main_context_is_owner (context));
  g_assert_false (is_readable (watch, 0));

  add (context, g_idle_source_new (), count_cb, &n);
  turn (watch);
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (is_readable (watch, 0));

  add (context, g_timeout_source_new (30), count_cb, &n);
  trueconf_context_watch_prepare (watch);
  g_assert_false (is_readable (watch, 0));
  turn (watch);
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (is_readable (watch, 0));

  /* a nearer end, and a farther one after that */
  add (context, g_timeout_source_new (60000), count_cb, &n);
  trueconf_context_watch_prepare (watch);
  add (context, g_timeout_source_new (20), count_cb, &n);
  turn (watch);
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (is_readable (watch, 30));
}

static gboolean
readable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  guint *n = user_data;
  char byte;

  /* there may be nothing left in a file */
  g_assert_cmpint (read (fd, &byte, 1), >=, 0);
  (*n)++;
  return G_SOURCE_CONTINUE;
}

static GSource *
add_pipe (GMainContext *context, int fd, guint *n)
{
  GSource *source = g_unix_fd_source_new (fd, G_IO_IN);

  g_source_set_callback (source, G_SOURCE_FUNC (readable_cb), n, NULL);
  g_source_attach (source, context);
  return source;
}

static void
test_descriptors (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (context);
  guint n = 0;

  /* the second pipe has the numbers of the first one, which nobody has told the watch of */
  for (guint i = 1; i <= 2; i++)
    {
      int ends[2];
      GSource *source;

      g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
      source = add_pipe (context, ends[0], &n);
      settle (watch);
      g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
      turn (watch);
      g_assert_cmpuint (n, ==, i);
      g_source_destroy (source);
      g_source_unref (source);
      close (ends[0]);
      close (ends[1]);
    }

  settle (watch);
}

static void
test_removed_descriptor (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (context);
  guint n = 0;
  int ends[2];
  GSource *source;

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  source = add_pipe (context, ends[0], &n);
  settle (watch);
  g_source_destroy (source);
  g_source_unref (source);
  settle (watch);
  g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
  g_assert_false (is_readable (watch, 0));
  close (ends[0]);
  close (ends[1]);
}

/* epoll refuses the descriptor of a regular file, which is always ready */
static void
test_regular_file (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (context);
  g_autofree char *name = NULL;
  int fd = g_file_open_tmp ("context-watch-XXXXXX", &name, NULL);
  guint n = 0;
  GSource *source;

  g_assert_cmpint (write (fd, "xy", 2), ==, 2);
  lseek (fd, 0, SEEK_SET);
  source = add_pipe (context, fd, &n);
  turn (watch);
  g_assert_cmpuint (n, >=, 1);
  g_source_destroy (source);
  g_source_unref (source);
  settle (watch);
  close (fd);
  g_unlink (name);
}

static gpointer
invoke_thread (gpointer data)
{
  GMainContext *context = ((gpointer *) data)[0];

  /* while the context belongs to the watching thread, the function does not run here */
  g_main_context_invoke (context, count_cb, ((gpointer *) data)[1]);
  return NULL;
}

static void
test_other_thread (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (context);
  guint n = 0;
  gpointer data[2] = { context, &n };

  g_thread_join (g_thread_new ("invoke", invoke_thread, data));
  g_assert_cmpuint (n, ==, 0);
  /* without a prepare(), since the thread has woken the context up */
  g_assert_true (is_readable (watch, 10000));
  trueconf_context_watch_dispatch (watch);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_always_ready (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (context);
  guint n = 0;
  guint before;

  /* a source that is always ready does not keep the other loop from its own work */
  add (context, g_idle_source_new (), count_again_cb, &n);
  turn (watch);
  g_assert_cmpuint (n, >, 0);
  before = n;
  g_assert_true (is_readable (watch, 0));
  trueconf_context_watch_dispatch (watch);
  g_assert_cmpuint (n, >, before);
}

static gboolean
close_cb (gpointer user_data)
{
  trueconf_context_watch_close (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_close (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (context);
  GSource *source = g_idle_source_new ();

  g_source_set_callback (source, close_cb, watch, NULL);
  g_source_attach (source, context);
  g_source_unref (source);
  turn (watch);
  g_assert_cmpint (trueconf_context_watch_get_fd (watch), ==, -1);
  g_assert_false (g_main_context_is_owner (context));
  trueconf_context_watch_close (watch);
  trueconf_context_watch_prepare (watch);
  trueconf_context_watch_dispatch (watch);
}

static gpointer
busy_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trueconf_context_watch_new (data, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "another thread"));
  return NULL;
}

static void
test_busy (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  G_GNUC_UNUSED g_autoptr (TrueconfContextWatch) watch = watch_new (context);

  g_thread_join (g_thread_new ("busy", busy_thread, context));
}

typedef struct
{
  guint ended;
  GError *error;
} Run;

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->ended++;
  trueconf_bot_run_finish (TRUECONF_BOT (source), result, &run->error);
}

static void
stop_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_bot_stop_async (user_data, NULL, NULL, NULL);
}

/* A bot whose loop is poll(): it logs in, answers, and is stopped by a message. */
static void
test_bot (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (TrueconfContextWatch) watch = watch_new (NULL);
  TrueconfBot *bot = tc_bot_new (sandbox);
  TrueconfFilter *filter = trueconf_filter_new_text ("stop");
  Run run = { 0 };

  g_assert_true (trueconf_context_watch_get_context (watch) == g_main_context_default ());
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (bot)), TRUECONF_TYPE_MESSAGE,
                               filter, stop_cb, bot, NULL);
  g_object_unref (filter);
  tc_bot_add_echo (bot);
  trueconf_bot_run_async (bot, NULL, run_cb, &run);
  while (trueconf_bot_get_status (bot) != TRUECONF_STATUS_AUTHORIZED)
    turn (watch);
  g_assert_cmpuint (run.ended, ==, 0);
  tc_sandbox_say (sandbox, "nora", "hello");
  tc_sandbox_say (sandbox, "nora", "stop");
  while (run.ended == 0)
    turn (watch);
  g_assert_no_error (run.error);
  g_assert_cmpuint (run.ended, ==, 1);
  trueconf_context_watch_close (watch);
  tc_bot_end (bot);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/context-watch/sources", test_sources);
  g_test_add_func ("/context-watch/descriptors", test_descriptors);
  g_test_add_func ("/context-watch/removed-descriptor", test_removed_descriptor);
  g_test_add_func ("/context-watch/regular-file", test_regular_file);
  g_test_add_func ("/context-watch/other-thread", test_other_thread);
  g_test_add_func ("/context-watch/always-ready", test_always_ready);
  g_test_add_func ("/context-watch/close", test_close);
  g_test_add_func ("/context-watch/busy", test_busy);
  g_test_add_func ("/context-watch/bot", test_bot);

  return g_test_run ();
}
