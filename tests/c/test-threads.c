/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bots in threads of the application's own, many bots on one I/O thread, and many threads that come and go. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  guint port;
  const char *token;
  GThread *thread;
  GMainContext *context;
  guint handled;
  gboolean done; /* atomic */
} Worker;

static void
echo_in_worker (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Worker *worker = user_data;

  g_assert_true (g_thread_self () == worker->thread);
  g_assert_true (g_main_context_is_owner (worker->context));
  worker->handled++;
  trueconf_message_answer_async (TRUECONF_MESSAGE (event),
                                 trueconf_message_get_text (TRUECONF_MESSAGE (event)),
                                 TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

static void
check_thread (GObject *object, gpointer argument, gpointer user_data)
{
  Worker *worker = user_data;

  g_assert_true (g_thread_self () == worker->thread);
}

static TrueconfBot *
make_bot (Worker *worker)
{
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", worker->token);

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, worker->port);
  return bot;
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  TrueconfBot *bot;

  worker->thread = g_thread_self ();
  worker->context = g_main_context_new ();
  g_main_context_push_thread_default (worker->context);
  bot = make_bot (worker);
  g_signal_connect (bot, "status-changed", G_CALLBACK (check_thread), worker);
  g_signal_connect (bot, "message", G_CALLBACK (check_thread), worker);
  g_signal_connect (bot, "notify", G_CALLBACK (check_thread), worker);
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (bot)), TRUECONF_TYPE_MESSAGE,
                               NULL, echo_in_worker, worker, NULL);
  tc_bot_start (bot);
  TC_WAIT (worker->handled == 10);
  /* lets its answers go out first */
  tc_bot_end (bot);
  g_main_context_pop_thread_default (worker->context);
  g_main_context_unref (worker->context);
  g_atomic_int_set (&worker->done, TRUE);

  return NULL;
}

static void
test_worker (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  Worker worker = { tc_sandbox_get_port (sandbox), token, NULL, NULL, 0, FALSE };
  GThread *thread = g_thread_new ("worker", work, &worker);

  TC_WAIT (tc_sandbox_count_authorized (sandbox) == 1);
  for (guint i = 0; i < 10; i++)
    tc_sandbox_say (sandbox, "nora", "to a worker");
  TC_WAIT (g_atomic_int_get (&worker.done));
  g_thread_join (thread);
  g_assert_cmpuint (tc_sandbox_count_texts (sandbox, "nora", "echo_bot"), ==, 10);
}

#define BOTS 128

/* As many as a server takes. Each is its own session of the same user. */
static void
test_many_bots (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bots[BOTS];
  TcWatch *watches[BOTS];
  guint threads;

  for (guint i = 0; i < BOTS; i++)
    {
      bots[i] = tc_bot_new (sandbox);
      watches[i] = tc_watch_new (bots[i]);
      trueconf_bot_start_async (bots[i], NULL, NULL, NULL);
    }
  for (guint i = 0; i < BOTS; i++)
    TC_WAIT (trueconf_bot_get_authorized (bots[i]));
  g_assert_cmpuint (tc_sandbox_count_authorized (sandbox), ==, BOTS);
  threads = tc_count_threads ("trueconf-io");
  g_assert_cmpuint (threads, ==, 1);

  tc_sandbox_say (sandbox, "nora", "to all of you");
  for (guint i = 0; i < BOTS; i++)
    {
      TC_WAIT (watches[i]->texts->len == 1);
      g_assert_cmpstr (g_ptr_array_index (watches[i]->texts, 0), ==, "to all of you");
    }

  for (guint i = 0; i < BOTS; i++)
    trueconf_bot_stop_async (bots[i], NULL, NULL, NULL);
  for (guint i = 0; i < BOTS; i++)
    {
      tc_watch_free (watches[i]);
      tc_bot_end (bots[i]);
    }
  TC_WAIT (tc_sandbox_count_authorized (sandbox) == 0);
}

typedef struct
{
  guint port;
  const char *token;
  const char *chat;
  gint64 end;
  guint rounds;
  guint sent;
} Stress;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Stress *stress = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);

  if (sent != NULL)
    stress->sent++;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
}

static gpointer
stress (gpointer data)
{
  Stress *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  while (g_get_monotonic_time () < self->end)
    {
      Worker worker = { self->port, self->token, NULL, NULL, 0, FALSE };
      TrueconfBot *bot = make_bot (&worker);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gpointer alive = bot;

      g_object_add_weak_pointer (G_OBJECT (bot), &alive);
      trueconf_bot_start_async (bot, NULL, NULL, NULL);
      for (guint i = 0; i < 5; i++)
        trueconf_bot_send_message_async (bot, self->chat, "stress", TRUECONF_PARSE_MODE_TEXT, NULL,
                                         i == 4 ? cancellable : NULL, on_sent, self);
      trueconf_bot_set_timeout (bot, 5 + self->rounds % 3);
      switch (self->rounds++ % 4)
        {
        case 0: /* used, then stopped */
          TC_WAIT (trueconf_bot_get_authorized (bot));
          g_cancellable_cancel (cancellable);
          trueconf_bot_stop_async (bot, NULL, NULL, NULL);
          break;
        case 1: /* stopped before anything could happen */
          trueconf_bot_stop_async (bot, NULL, NULL, NULL);
          break;
        case 2: /* stopped somewhere on its way */
          tc_linger (g_random_int_range (1, 15));
          trueconf_bot_stop_async (bot, NULL, NULL, NULL);
          break;
        default: /* dropped while it runs, once all is answered */
          TC_WAIT (trueconf_bot_get_authorized (bot));
          break;
        }
      g_object_unref (bot);
      TC_WAIT (alive == NULL);
    }
  g_main_context_pop_thread_default (context);

  return NULL;
}

#define STRESS_THREADS 4

static void
test_stress (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Stress parts[STRESS_THREADS] = { 0 };
  GThread *threads[STRESS_THREADS];
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  g_autoptr (GPtrArray) log = NULL;

  tc_log_begin ();
  for (guint i = 0; i < STRESS_THREADS; i++)
    {
      parts[i].port = tc_sandbox_get_port (sandbox);
      parts[i].token = token;
      parts[i].chat = chat;
      parts[i].end = end;
      threads[i] = g_thread_new ("stress", stress, &parts[i]);
    }
  for (guint i = 0; i < STRESS_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_test_message ("thread %u: %u bots, %u messages", i, parts[i].rounds, parts[i].sent);
      g_assert_cmpuint (parts[i].rounds, >, 4);
      g_assert_cmpuint (parts[i].sent, >, 0);
    }
  g_assert_cmpuint (tc_count_threads ("trueconf-io"), ==, 1);
  TC_WAIT (tc_sandbox_count_authorized (sandbox) == 0);
  /* of those that were dropped without a word, and of nothing else */
  log = tc_log_end ();
  for (guint i = 0; i < log->len; i++)
    tc_assert_contains (g_ptr_array_index (log, i), "nothing refers to it any more");
}

#ifdef TRUECONF_THREAD_CHECKS

typedef struct
{
  TrueconfBot *bot;
  GMainLoop *loop;
} Intruder;

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* The call of a thread that has a main context of its own, but not the bot's. */
static gpointer
intrude (gpointer data)
{
  Intruder *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  trueconf_bot_send_message_async (self->bot, "chat", "text", TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                   tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_send_message_finish (self->bot, result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED);
  tc_assert_contains (error->message,
                      "trueconf_bot_send_message_async() was called from the thread “intruder”");
  tc_assert_contains (error->message, "g_main_context_invoke()");
  tc_assert_contains (error->message, "docs/threads.md");
  g_clear_object (&result);

  /* what bindings ask before they call */
  g_clear_error (&error);
  g_assert_false (trueconf_bot_check_thread (self->bot, "Bot.send()", &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED);
  tc_assert_contains (error->message, "Bot.send() was called from the thread “intruder”");

  /* an edit waits for those before it: it must not get in line */
  trueconf_bot_edit_message_async (self->bot, "message", "text", TRUECONF_PARSE_MODE_TEXT, NULL,
                                   tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_edit_message_finish (self->bot, result, NULL));
  g_clear_object (&result);
  trueconf_bot_get_me_chat_async (self->bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_get_me_chat_finish (self->bot, result, NULL));
  g_clear_object (&result);
  g_main_context_pop_thread_default (context);
  g_idle_add (quit, self->loop);

  return NULL;
}

static gboolean
send_intruder (gpointer data)
{
  g_thread_unref (g_thread_new ("intruder", intrude, data));
  return G_SOURCE_REMOVE;
}

static void
test_wrong_thread (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) log = NULL;
  Intruder intruder = { tc_bot_new (sandbox), loop };

  tc_bot_start (intruder.bot);
  g_assert_true (trueconf_bot_check_thread (intruder.bot, "Bot.send()", NULL));
  tc_log_begin ();
  g_idle_add (send_intruder, &intruder);
  g_main_loop_run (loop);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 3);
  g_assert_true (tc_log_has (log, "trueconf_bot_send_message_async() was called from the thread"));
  g_assert_true (tc_log_has (log, "trueconf_bot_edit_message_async() was called from the thread"));
  g_assert_true (tc_log_has (log, "trueconf_bot_get_me_chat_async() was called from the thread"));
  tc_bot_end (intruder.bot);
}

#endif

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/threads/worker", test_worker);
  g_test_add_func ("/threads/many-bots", test_many_bots);
  g_test_add_func ("/threads/stress", test_stress);
#ifdef TRUECONF_THREAD_CHECKS
  g_test_add_func ("/threads/wrong-thread", test_wrong_thread);
#endif

  return g_test_run ();
}
