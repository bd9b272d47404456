/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Start and stop in every state, and that nothing is left behind. */

#include <stdio.h>
#include <string.h>

#include "tc-bot.h"

static void
test_start_twice (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  trueconf_bot_start_async (bot, NULL, tc_store_result, &first);
  trueconf_bot_start_async (bot, NULL, tc_store_result, &second);
  TC_WAIT (first != NULL && second != NULL);
  g_assert_true (trueconf_bot_start_finish (bot, first, NULL));
  g_assert_true (trueconf_bot_start_finish (bot, second, NULL));
  tc_bot_start (bot);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 1);
  g_clear_object (&first);
  g_clear_object (&second);
  tc_bot_end (bot);
}

static void
test_stop_twice (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  tc_bot_stop (bot);
  tc_bot_start (bot);
  trueconf_bot_stop_async (bot, NULL, tc_store_result, &first);
  trueconf_bot_stop_async (bot, NULL, tc_store_result, &second);
  TC_WAIT (first != NULL && second != NULL);
  g_assert_true (trueconf_bot_stop_finish (bot, first, NULL));
  g_assert_true (trueconf_bot_stop_finish (bot, second, NULL));
  /* politely, as the server sees it */
  TC_WAIT (tc_sandbox_count_authorized (sandbox) == 0);
  g_assert_cmpuint (tc_sandbox_count_ends (sandbox, "closed 1000"), ==, 1);
  g_clear_object (&first);
  g_clear_object (&second);
  tc_bot_end (bot);
}

static void
test_again (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  for (guint i = 0; i < 5; i++)
    {
      tc_bot_start (bot);
      tc_bot_stop (bot);
    }
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "connections"), ==, 5);
  tc_bot_end (bot);
}

static void
test_start_while_stopping (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GAsyncResult) started = NULL;

  tc_bot_start (bot);
  trueconf_bot_stop_async (bot, NULL, tc_store_result, &stopped);
  trueconf_bot_start_async (bot, NULL, tc_store_result, &started);
  TC_WAIT (stopped != NULL && started != NULL);
  g_assert_true (trueconf_bot_stop_finish (bot, stopped, NULL));
  g_assert_true (trueconf_bot_start_finish (bot, started, NULL));
  g_assert_true (trueconf_bot_get_authorized (bot));
  g_clear_object (&stopped);
  g_clear_object (&started);
  tc_bot_end (bot);
}

/* Stops in the state that the fault keeps it in; the start that waits is told. */
static void
stop_during (const char *fault, const char *counter, gboolean password)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = password ? tc_bot_new_with_password (sandbox, "secret") : tc_bot_new (sandbox);
  g_autoptr (GAsyncResult) started = NULL;
  g_autoptr (GError) error = NULL;

  tc_sandbox_fault (sandbox, "%s", fault);
  trueconf_bot_start_async (bot, NULL, tc_store_result, &started);
  TC_WAIT (tc_sandbox_get_counter (sandbox, counter) >= 1);
  tc_linger (100);
  g_assert_null (started);
  tc_bot_stop (bot);
  TC_WAIT (started != NULL);
  g_assert_false (trueconf_bot_start_finish (bot, started, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&started);

  /* and it can be used again */
  tc_sandbox_clear_faults (sandbox);
  tc_bot_start (bot);
  tc_bot_end (bot);
}

static void
test_stop_during_token (void)
{
  stop_during ("{'fault':'token-hang'}", "token_requests", TRUE);
}

static void
test_stop_during_upgrade (void)
{
  stop_during ("{'fault':'hang-upgrade'}", "upgrades", FALSE);
}

static void
test_stop_during_auth (void)
{
  stop_during ("{'fault':'delay-auth','ms':60000}", "auth_requests", FALSE);
}

static void
test_stop_during_backoff (void)
{
  stop_during ("{'fault':'refuse-upgrade','status':503}", "upgrades", FALSE);
}

/* The last reference goes while it is at it. The sandbox sees the connection end. */
static void
dispose_during (const char *fault, const char *counter, gboolean password)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = password ? tc_bot_new_with_password (sandbox, "secret") : tc_bot_new (sandbox);
  gpointer alive = bot;

  if (fault != NULL)
    tc_sandbox_fault (sandbox, "%s", fault);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (tc_sandbox_get_counter (sandbox, counter) >= 1);
  if (fault == NULL)
    TC_WAIT (trueconf_bot_get_authorized (bot));
  g_object_add_weak_pointer (G_OBJECT (bot), &alive);
  tc_log_begin ();
  g_object_unref (bot);
  if (fault == NULL)
    {
      g_autoptr (GPtrArray) log = NULL;

      TC_WAIT (alive == NULL);
      log = tc_log_end ();
      g_assert_cmpuint (log->len, ==, 1);
      g_assert_true (tc_log_has (log, "nothing refers to it any more"));
      TC_WAIT (tc_sandbox_count_authorized (sandbox) == 0);
    }
  else
    {
      g_autoptr (GPtrArray) log = NULL;

      /* a start that nobody has finished keeps it alive: that is what a reference in a task means */
      g_assert_nonnull (alive);
      trueconf_bot_stop_async (bot, NULL, NULL, NULL);
      TC_WAIT (alive == NULL);
      log = tc_log_end ();
      g_assert_cmpuint (log->len, ==, 0);
    }
}

static void
test_dispose (void)
{
  dispose_during (NULL, "auth_requests", FALSE);
  dispose_during ("{'fault':'token-hang'}", "token_requests", TRUE);
  dispose_during ("{'fault':'hang-upgrade'}", "upgrades", FALSE);
  dispose_during ("{'fault':'delay-auth','ms':60000}", "auth_requests", FALSE);
  dispose_during ("{'fault':'refuse-upgrade','status':503}", "upgrades", FALSE);
}

static gboolean
is_not_connected (GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_task_had_error (G_TASK (result)));
  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_test_message ("%s", error->message);
  return g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
}

/* An asynchronous function, called without the cancellable and what follows it. */
#define NOT_CONNECTED(function, ...)                                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GAsyncResult) result = NULL;                                                                  \
                                                                                                             \
    function (__VA_ARGS__, NULL, tc_store_result, &result);                                                  \
    TC_WAIT (result != NULL);                                                                                \
    g_assert_true (is_not_connected (result));                                                               \
  }                                                                                                          \
  G_STMT_END

/* A binding can dispose of a bot that others still hold. What it was asked for before, and what it is asked for
 * afterwards, fails; nothing else happens. */
static void
test_disposed (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/file");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "x.txt");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_document (file, NULL, TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (TrueconfHealth) health = NULL;
  g_autoptr (GAsyncResult) asked = NULL;
  g_autoptr (GAsyncResult) edited = NULL;
  g_autoptr (GAsyncResult) described = NULL;
  g_autoptr (GAsyncResult) downloaded = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GAsyncResult) stopped_again = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'lose-answer','count':100}");
  trueconf_bot_get_chats_async (bot, 10, 1, NULL, tc_store_result, &asked);
  trueconf_bot_edit_message_async (bot, "m", "text", TRUECONF_PARSE_MODE_TEXT, NULL, tc_store_result,
                                   &edited);
  trueconf_bot_download_file_async (bot, "f", nowhere, NULL, NULL, NULL, NULL, tc_store_result, &downloaded);
  trueconf_bot_fetch_server_name_async (bot, NULL, tc_store_result, &described);
  trueconf_bot_stop_async (bot, NULL, tc_store_result, &stopped);
  tc_log_begin ();
  g_object_run_dispose (G_OBJECT (bot));
  g_object_run_dispose (G_OBJECT (bot));
  TC_WAIT (asked != NULL && edited != NULL && downloaded != NULL && described != NULL && stopped != NULL);
  g_assert_true (is_not_connected (asked));
  g_assert_true (is_not_connected (edited));
  g_assert_true (is_not_connected (downloaded));
  /* this one asks without a connection, and may have been answered before */
  g_assert_true (!g_task_had_error (G_TASK (described)) || is_not_connected (described));
  g_assert_true (trueconf_bot_stop_finish (bot, stopped, NULL));
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 0);

  g_assert_cmpint (trueconf_bot_get_status (bot), ==, TRUECONF_STATUS_DISCONNECTED);
  g_assert_false (trueconf_bot_get_websocket_connected (bot));
  g_assert_false (trueconf_bot_get_authorized (bot));
  g_assert_error (trueconf_bot_get_last_error (bot), TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  health = trueconf_bot_health_check (bot);
  g_assert_cmpint (trueconf_health_get_status (health), ==, TRUECONF_STATUS_DISCONNECTED);
  trueconf_bot_set_port (bot, 4309);
  trueconf_bot_set_token (bot, "a.b.c");
  g_assert_nonnull (trueconf_bot_get_dispatcher (bot));

  NOT_CONNECTED (trueconf_bot_start_async, bot);
  NOT_CONNECTED (trueconf_bot_fetch_server_name_async, bot);
  NOT_CONNECTED (trueconf_bot_fetch_server_version_async, bot);
  NOT_CONNECTED (trueconf_bot_get_me_chat_async, bot);
  NOT_CONNECTED (trueconf_bot_call_async, bot, "getChats", NULL);
  NOT_CONNECTED (trueconf_bot_get_chats_async, bot, 10, 1);
  NOT_CONNECTED (trueconf_bot_send_message_async, bot, chat, "text", TRUECONF_PARSE_MODE_TEXT, NULL);
  NOT_CONNECTED (trueconf_bot_send_draft_async, bot, chat, draft, NULL, NULL, NULL);
  NOT_CONNECTED (trueconf_bot_edit_message_async, bot, "m", "text", TRUECONF_PARSE_MODE_TEXT);
  NOT_CONNECTED (trueconf_bot_upload_file_async, bot, file, NULL, NULL, NULL, NULL);
  NOT_CONNECTED (trueconf_bot_download_file_async, bot, "f", nowhere, NULL, NULL, NULL);
  NOT_CONNECTED (trueconf_bot_subscribe_file_progress_async, bot, "f");
  NOT_CONNECTED (trueconf_bot_unsubscribe_file_progress_async, bot, "f");
  NOT_CONNECTED (trueconf_bot_get_file_upload_limits_async, bot);
  trueconf_bot_stop_async (bot, NULL, tc_store_result, &stopped_again);
  TC_WAIT (stopped_again != NULL);
  g_assert_true (trueconf_bot_stop_finish (bot, stopped_again, NULL));
  g_assert_false (trueconf_bot_run (bot, NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);

  g_clear_object (&asked);
  g_clear_object (&edited);
  g_clear_object (&downloaded);
  g_clear_object (&described);
  g_clear_object (&stopped);
  g_clear_object (&stopped_again);
  tc_assert_gone (bot);
}

static void
dispose_of_it (TrueconfBot *bot, TrueconfMessage *message, gpointer user_data)
{
  g_object_run_dispose (G_OBJECT (bot));
}

/* In the middle of a handler, and of run(). */
static void
test_disposed_inside (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_receive_unread_messages (bot, TRUE);
  tc_bot_add_echo (bot);
  g_signal_connect (bot, "message", G_CALLBACK (dispose_of_it), NULL);
  tc_sandbox_say (sandbox, "nora", "last words");
  tc_log_begin ();
  g_assert_false (trueconf_bot_run (bot, NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  tc_assert_gone (bot);
  g_ptr_array_unref (tc_log_end ());
}

static void
assert_cancelled (GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Whoever cancels waits no longer, even if the server takes its time. */
static void
test_cancelled_waits (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GAsyncResult) asked = NULL;

  trueconf_bot_set_timeout (bot, 86400);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'lose-answer','count':100}");
  trueconf_bot_get_chats_async (bot, 10, 1, NULL, tc_store_result, &asked);
  TC_WAIT (tc_sandbox_count_frames (sandbox, "in", "getChats") == 1);
  trueconf_bot_stop_async (bot, cancellable, tc_store_result, &stopped);
  tc_linger (100);
  g_assert_null (stopped);
  g_cancellable_cancel (cancellable);
  TC_WAIT (stopped != NULL);
  assert_cancelled (stopped);
  /* it goes on stopping */
  g_assert_true (trueconf_bot_get_authorized (bot));
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  TC_WAIT (asked != NULL);
  g_clear_object (&asked);
  g_clear_object (&stopped);
  tc_bot_end (bot);
}

/* A cancellable that is used again at once has been cancelled all the same. */
static void
test_cancelled_and_reset (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) started = NULL;

  tc_sandbox_fault (sandbox, "{'fault':'hang-upgrade'}");
  trueconf_bot_start_async (bot, cancellable, tc_store_result, &started);
  TC_WAIT (tc_sandbox_get_counter (sandbox, "upgrades") == 1);
  g_cancellable_cancel (cancellable);
  g_cancellable_reset (cancellable);
  TC_WAIT (started != NULL);
  assert_cancelled (started);
  g_clear_object (&started);
  tc_bot_end (bot);
}

static void
cancel_when_authorized (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  if (trueconf_health_get_authorized (health))
    g_cancellable_cancel (user_data);
}

/* It has started, and goes on: that is what has to be told. */
static void
test_cancelled_too_late (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) started = NULL;

  g_signal_connect (bot, "status-changed", G_CALLBACK (cancel_when_authorized), cancellable);
  trueconf_bot_start_async (bot, cancellable, tc_store_result, &started);
  TC_WAIT (started != NULL);
  g_assert_true (trueconf_bot_start_finish (bot, started, NULL));
  g_assert_true (trueconf_bot_get_authorized (bot));
  g_clear_object (&started);
  tc_bot_end (bot);
}

typedef struct
{
  GAsyncResult *started;
  GAsyncResult *stopped;
  gboolean was_started; /* when the second stop was done */
} Again;

static void
note_stop (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Again *again = user_data;

  again->stopped = g_object_ref (result);
  again->was_started = again->started != NULL;
}

static void
start_and_stop (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Again *again = user_data;

  trueconf_bot_start_async (TRUECONF_BOT (source), NULL, tc_store_result, &again->started);
  trueconf_bot_stop_async (TRUECONF_BOT (source), NULL, note_stop, again);
}

/* A stop that is asked for while another one ends is not done with that one. */
static void
test_stop_in_callback (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GAsyncResult) stopped = NULL;
  Again again = { NULL, NULL, FALSE };

  tc_sandbox_fault (sandbox, "{'fault':'hang-upgrade'}");
  trueconf_bot_start_async (bot, NULL, start_and_stop, &again);
  TC_WAIT (tc_sandbox_get_counter (sandbox, "upgrades") == 1);
  trueconf_bot_stop_async (bot, NULL, tc_store_result, &stopped);
  TC_WAIT (stopped != NULL && again.stopped != NULL && again.started != NULL);
  g_assert_true (again.was_started);
  assert_cancelled (again.started);
  g_clear_object (&stopped);
  g_clear_object (&again.stopped);
  g_clear_object (&again.started);
  tc_bot_end (bot);
}

typedef struct
{
  TrueconfBot *bot;
  TcSandbox *sandbox;
  GAsyncResult *started;
} Retry;

static void
start_again (TrueconfDispatcher *dispatcher, const GError *error, TrueconfEvent *event, gpointer user_data)
{
  Retry *retry = user_data;

  trueconf_bot_set_port (retry->bot, tc_sandbox_get_port (retry->sandbox));
  trueconf_bot_start_async (retry->bot, NULL, tc_store_result, &retry->started);
}

/* The next start has nothing to do with the failure that it follows. */
static void
test_start_after_failure (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  Retry retry = { bot, sandbox, NULL };
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_port (bot, 1);
  trueconf_bot_set_ws_max_retries (bot, 0);
  g_signal_connect (trueconf_bot_get_dispatcher (bot), "error", G_CALLBACK (start_again), &retry);
  tc_log_begin ();
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (retry.started != NULL);
  g_ptr_array_unref (tc_log_end ());
  g_assert_true (trueconf_bot_start_finish (bot, retry.started, &error));
  g_assert_no_error (error);
  g_clear_object (&retry.started);
  tc_bot_end (bot);
}

static void
test_cancelled_descriptions (void)
{
  g_autoptr (GSocketListener) silent = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (silent, NULL, NULL);
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "a.b.c");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) name = NULL;
  g_autoptr (GAsyncResult) version = NULL;

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, port);
  trueconf_bot_set_timeout (bot, 86400);
  trueconf_bot_fetch_server_name_async (bot, cancellable, tc_store_result, &name);
  trueconf_bot_fetch_server_version_async (bot, cancellable, tc_store_result, &version);
  tc_linger (100);
  g_assert_null (name);
  g_assert_null (version);
  g_cancellable_cancel (cancellable);
  TC_WAIT (name != NULL && version != NULL);
  assert_cancelled (name);
  assert_cancelled (version);
  g_clear_object (&name);
  g_clear_object (&version);
  tc_assert_gone (bot);
}

static void
on_error (TrueconfDispatcher *dispatcher, const GError *error, TrueconfEvent *event, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
}

/* What nobody waits for does not fail in silence. */
static void
test_unheard (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1:80", "a.b.c");
  g_autoptr (TcWatch) watch = NULL;
  g_autoptr (GPtrArray) log = NULL;
  guint n = 0;

  g_signal_connect (trueconf_bot_get_dispatcher (bot), "error", G_CALLBACK (on_error), &n);
  tc_log_begin ();
  trueconf_bot_fetch_server_name_async (bot, NULL, NULL, NULL);
  g_assert_cmpuint (n, ==, 1);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (n == 2);

  /* "failed" is another way to hear of it */
  watch = tc_watch_new (bot);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (watch->failures->len == 1);
  tc_drain ();
  g_assert_cmpuint (n, ==, 2);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 2);
}

static void
test_never_started (void)
{
  TrueconfBot *bot = trueconf_bot_new ("video.example.com", "a.b.c");
  g_autoptr (TrueconfDispatcher) dispatcher = g_object_ref (trueconf_bot_get_dispatcher (bot));

  g_assert_finalize_object (bot);
  g_assert_finalize_object (g_steal_pointer (&dispatcher));
}

static void
test_start_cancelled (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tc_sandbox_fault (sandbox, "{'fault':'hang-upgrade'}");
  trueconf_bot_start_async (bot, cancellable, tc_store_result, &result);
  TC_WAIT (tc_sandbox_get_counter (sandbox, "upgrades") == 1);
  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_bot_start_finish (bot, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_clear_error (&error);

  trueconf_bot_start_async (bot, cancellable, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_false (trueconf_bot_start_finish (bot, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  tc_bot_end (bot);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (300000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_run_cancelled (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("canceller", cancel_soon, cancellable);

  g_assert_false (trueconf_bot_run (bot, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpint (trueconf_bot_get_status (bot), ==, TRUECONF_STATUS_DISCONNECTED);
  tc_bot_end (bot);
}

static void
stop_when_authorized (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  if (trueconf_health_get_authorized (health))
    trueconf_bot_stop_async (bot, NULL, NULL, NULL);
}

static void
test_run_stopped (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GError) error = NULL;

  g_signal_connect (bot, "status-changed", G_CALLBACK (stop_when_authorized), NULL);
  g_assert_true (trueconf_bot_run (bot, NULL, &error));
  g_assert_no_error (error);
  /* twice is as good as once */
  g_assert_true (trueconf_bot_run (bot, NULL, &error));
  g_assert_no_error (error);
  tc_bot_end (bot);
}

typedef struct
{
  guint ended;
  gboolean good;
  GError *error;
} AsyncRun;

static void
on_run_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AsyncRun *run = user_data;

  run->ended++;
  g_clear_error (&run->error);
  run->good = trueconf_bot_run_finish (TRUECONF_BOT (source), result, &run->error);
}

static void
test_run_async_stopped (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  AsyncRun run = { 0 };

  trueconf_bot_run_async (bot, NULL, on_run_ended, &run);
  while (!trueconf_bot_get_authorized (bot))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (run.ended, ==, 0);
  tc_bot_stop (bot);
  g_assert_cmpuint (run.ended, ==, 1);
  g_assert_true (run.good);
  g_assert_no_error (run.error);

  /* one that runs already goes on */
  tc_bot_start (bot);
  trueconf_bot_run_async (bot, NULL, on_run_ended, &run);
  tc_bot_stop (bot);
  g_assert_cmpuint (run.ended, ==, 2);
  g_assert_true (run.good);
  tc_bot_end (bot);
}

static void
test_run_async_cancelled (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  AsyncRun run = { 0 };

  trueconf_bot_run_async (bot, cancellable, on_run_ended, &run);
  while (!trueconf_bot_get_authorized (bot))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (run.ended == 0 || trueconf_bot_get_status (bot) != TRUECONF_STATUS_DISCONNECTED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (run.ended, ==, 1);

  trueconf_bot_run_async (bot, cancellable, on_run_ended, &run);
  while (run.ended == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&run.error);
  tc_bot_end (bot);
}

static void
test_run_async_gives_up (void)
{
  TrueconfBot *bot = trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot", "secret");
  AsyncRun run = { 0 };

  g_object_set (bot, "port", 1, "https", FALSE, "ws-max-retries", 0, NULL);
  trueconf_bot_run_async (bot, NULL, on_run_ended, &run);
  while (run.ended == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (run.error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  g_clear_error (&run.error);

  /* a disposed one fails as well */
  g_object_run_dispose (G_OBJECT (bot));
  trueconf_bot_run_async (bot, NULL, on_run_ended, &run);
  while (run.ended == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (run.error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  g_clear_error (&run.error);
  tc_bot_end (bot);
}

static void
on_late_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, NULL);

  g_print ("answered: %s\n", sent != NULL ? "yes" : "no");
}

static void
send_one (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  if (trueconf_health_get_authorized (health))
    {
      trueconf_bot_send_message_async (bot, user_data, "last words", TRUECONF_PARSE_MODE_TEXT, NULL, NULL,
                                       on_late_answer, NULL);
      g_print ("ready\n");
    }
}

/* What a service manager does: a signal, and a program that ends in order, with its last message delivered. */
static void
test_run_signal (void)
{
  g_autoptr (TcSandbox) sandbox = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *port = NULL;
  g_autofree char *token = NULL;
  g_autofree char *chat = NULL;
  g_autofree char *line = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  sandbox = tc_sandbox_new ();
  port = g_strdup_printf ("%u", tc_sandbox_get_port (sandbox));
  token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  chat = tc_sandbox_get_chat (sandbox, "nora");
  tc_sandbox_fault (sandbox, "{'fault':'delay','ms':400,'method':'sendMessage'}");
  g_subprocess_launcher_setenv (launcher, "TC_CHILD_TOKEN", token, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, self, "--child", port, chat, NULL);
  g_assert_no_error (error);

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_cmpstr (line, ==, "ready");
  g_subprocess_send_signal (child, 15);
  for (;;)
    {
      g_autofree char *more = g_data_input_stream_read_line (output, NULL, NULL, NULL);

      if (more == NULL)
        break;
      g_string_append_printf (rest, "%s;", more);
    }
  g_assert_true (g_subprocess_wait_check (child, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (rest->str, ==, "answered: yes;run: yes;");
  g_assert_cmpuint (tc_sandbox_count_texts (sandbox, "nora", "echo_bot"), ==, 1);
}

static int
be_child (const char *port, const char *chat)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1", g_getenv ("TC_CHILD_TOKEN"));
  g_autoptr (GError) error = NULL;
  gboolean good;

  setvbuf (stdout, NULL, _IOLBF, 0);
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, (guint) g_ascii_strtoull (port, NULL, 10));
  g_signal_connect (bot, "status-changed", G_CALLBACK (send_one), (gpointer) chat);
  good = trueconf_bot_run (bot, NULL, &error);
  g_print ("run: %s\n", good ? "yes" : error->message);

  return good ? 0 : 1;
}

static void
count_down (gpointer data, GObject *gone)
{
  (*(guint *) data)--;
}

static void
one_round (TcSandbox *sandbox, const char *token, guint *alive, guint round)
{
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", token);
  TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (bot);

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, tc_sandbox_get_port (sandbox));
  *alive += 2;
  g_object_weak_ref (G_OBJECT (bot), count_down, alive);
  g_object_weak_ref (G_OBJECT (dispatcher), count_down, alive);
  tc_bot_start (bot);
  if (round % 2 == 0)
    tc_bot_end (bot);
  else
    tc_bot_drop (bot);
}

static void
test_rounds (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  guint alive = 0;
  guint files;
  guint threads;

  for (guint i = 0; i < 5; i++)
    one_round (sandbox, token, &alive, i);
  TC_WAIT (alive == 0 && tc_sandbox_count_authorized (sandbox) == 0);
  tc_linger (300);
  files = tc_count_open_files ();
  threads = tc_count_threads ("trueconf-io");
  g_assert_cmpuint (threads, ==, 1);

  for (guint i = 0; i < 200; i++)
    one_round (sandbox, token, &alive, i);
  TC_WAIT (alive == 0 && tc_sandbox_count_authorized (sandbox) == 0);
  TC_WAIT (tc_count_open_files () <= files);
  g_assert_cmpuint (tc_count_threads ("trueconf-io"), ==, 1);
  /* GIO's pool lets its threads go when they have been idle for a while; there are few of them at any time */
  g_assert_cmpuint (tc_count_threads (NULL), <, 20);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return be_child (argv[2], argv[3]);

  tc_init (&argc, &argv);

  g_test_add_func ("/life/start-twice", test_start_twice);
  g_test_add_func ("/life/stop-twice", test_stop_twice);
  g_test_add_func ("/life/again", test_again);
  g_test_add_func ("/life/start-while-stopping", test_start_while_stopping);
  g_test_add_func ("/life/stop-during-token", test_stop_during_token);
  g_test_add_func ("/life/stop-during-upgrade", test_stop_during_upgrade);
  g_test_add_func ("/life/stop-during-auth", test_stop_during_auth);
  g_test_add_func ("/life/stop-during-backoff", test_stop_during_backoff);
  g_test_add_func ("/life/dispose", test_dispose);
  g_test_add_func ("/life/disposed", test_disposed);
  g_test_add_func ("/life/disposed-inside", test_disposed_inside);
  g_test_add_func ("/life/cancelled-waits", test_cancelled_waits);
  g_test_add_func ("/life/cancelled-and-reset", test_cancelled_and_reset);
  g_test_add_func ("/life/cancelled-too-late", test_cancelled_too_late);
  g_test_add_func ("/life/stop-in-callback", test_stop_in_callback);
  g_test_add_func ("/life/start-after-failure", test_start_after_failure);
  g_test_add_func ("/life/cancelled-descriptions", test_cancelled_descriptions);
  g_test_add_func ("/life/unheard", test_unheard);
  g_test_add_func ("/life/never-started", test_never_started);
  g_test_add_func ("/life/start-cancelled", test_start_cancelled);
  g_test_add_func ("/life/run-cancelled", test_run_cancelled);
  g_test_add_func ("/life/run-stopped", test_run_stopped);
  g_test_add_func ("/life/run-async-stopped", test_run_async_stopped);
  g_test_add_func ("/life/run-async-cancelled", test_run_async_cancelled);
  g_test_add_func ("/life/run-async-gives-up", test_run_async_gives_up);
  g_test_add_func ("/life/run-signal", test_run_signal);
  g_test_add_func ("/life/rounds", test_rounds);

  return g_test_run ();
}
