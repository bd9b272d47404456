/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* When an event is handled, how often, in which order, and when the server hears that it was. */

#include <malloc.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "tc-bot.h"
#include "tc-file-server.h"
#include "tc-sanitizer.h"

/* A handler that holds each event until it is told to let go. */
typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  GPtrArray *held;  /* TrueconfContext */
  GPtrArray *begun; /* texts, in the order in which their handlers ran */
} DeliveryFixture;

static void
hold (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  DeliveryFixture *self = user_data;

  g_ptr_array_add (self->begun, g_strdup (trueconf_message_get_text (TRUECONF_MESSAGE (event))));
  trueconf_context_hold (context);
  g_ptr_array_add (self->held, g_object_ref (context));
}

static void
release_first (DeliveryFixture *self)
{
  trueconf_context_release (g_ptr_array_index (self->held, 0));
  g_ptr_array_remove_index (self->held, 0);
}

static void
make_bot (DeliveryFixture *self)
{
  self->bot = tc_bot_new (self->sandbox);
  g_object_set (self->bot, "ws-max-delay", 1, "ack-policy", TRUECONF_ACK_POLICY_AFTER_HANDLER,
                "receive-unread-messages", TRUE, NULL);
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot)),
                               TRUECONF_TYPE_MESSAGE, NULL, hold, self, NULL);
}

static void
set_up (DeliveryFixture *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->begun = g_ptr_array_new_with_free_func (g_free);
  make_bot (self);
}

static void
tear_down (DeliveryFixture *self, gconstpointer data)
{
  while (self->held->len > 0)
    release_first (self);
  /* which may call handlers of the test once more */
  tc_bot_end (self->bot);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->begun);
  tc_sandbox_free (self->sandbox);
}

static const char *
get_begun (DeliveryFixture *self, guint i)
{
  return g_ptr_array_index (self->begun, i);
}

static void
test_after_handler (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "one");
  TC_WAIT (self->held->len == 1);
  tc_linger (200);
  g_assert_cmpuint (tc_sandbox_count_read (self->sandbox, "nora"), ==, 0);
  g_assert_cmpuint (tc_sandbox_count_unacknowledged (self->sandbox), ==, 1);
  release_first (self);
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "nora") == 1);
  g_assert_cmpuint (tc_sandbox_count_unacknowledged (self->sandbox), ==, 0);
}

/* A finished event was acknowledged and stays done, an unfinished one comes again and is not begun twice. */
static void
test_lost_connection (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "finished");
  tc_sandbox_say (self->sandbox, "omar", "unfinished");
  TC_WAIT (self->held->len == 2);
  release_first (self);
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "nora") == 1);

  tc_sandbox_fault (self->sandbox, "{'fault':'drop'}");
  TC_WAIT (!trueconf_bot_get_authorized (self->bot));
  TC_WAIT (trueconf_bot_get_authorized (self->bot));
  TC_WAIT (tc_sandbox_count_frames (self->sandbox, "out", "unfinished") >= 2);
  tc_linger (200);
  g_assert_cmpuint (self->begun->len, ==, 2);
  g_assert_cmpuint (tc_sandbox_count_read (self->sandbox, "omar"), ==, 0);

  /* done now: the new connection acknowledges what the old one cannot any more */
  release_first (self);
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "omar") == 1);
}

/* The program ends before the handler does: the next one gets the message, and only the one that was not done. */
static void
test_next_process (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "finished");
  tc_sandbox_say (self->sandbox, "omar", "unfinished");
  TC_WAIT (self->held->len == 2);
  release_first (self);
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "nora") == 1);
  tc_bot_stop (self->bot);
  /* too late: the connection that could have told the server is gone */
  release_first (self);
  g_ptr_array_set_size (self->begun, 0);
  tc_assert_gone (self->bot);

  make_bot (self);
  tc_bot_start (self->bot);
  TC_WAIT (self->held->len == 1);
  tc_linger (200);
  g_assert_cmpuint (self->begun->len, ==, 1);
  g_assert_cmpstr (get_begun (self, 0), ==, "unfinished");
  release_first (self);
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "omar") == 1);
}

static void
test_on_receipt (DeliveryFixture *self, gconstpointer data)
{
  trueconf_bot_set_ack_policy (self->bot, TRUECONF_ACK_POLICY_ON_RECEIPT);
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "one");
  TC_WAIT (self->held->len == 1);
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "nora") == 1);
}

/* Events that nobody handles are done, too. */
static void
test_unhandled (DeliveryFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfDispatcher) empty = trueconf_dispatcher_new ();

  trueconf_bot_set_dispatcher (self->bot, empty);
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "to nobody");
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'dance','payload':{'chatId':'c'}}");
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "nora") == 1);
  TC_WAIT (tc_sandbox_count_unacknowledged (self->sandbox) == 0);
}

/* In one chat one after the other, chats side by side. */
static void
test_per_chat (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "nora 1");
  tc_sandbox_say (self->sandbox, "nora", "nora 2");
  tc_sandbox_say (self->sandbox, "omar", "omar 1");
  tc_sandbox_say (self->sandbox, "nora", "nora 3");
  tc_sandbox_say (self->sandbox, "omar", "omar 2");
  TC_WAIT (self->begun->len == 2);
  tc_linger (200);
  g_assert_cmpuint (self->begun->len, ==, 2);
  g_assert_cmpstr (get_begun (self, 0), ==, "nora 1");
  g_assert_cmpstr (get_begun (self, 1), ==, "omar 1");

  release_first (self);
  TC_WAIT (self->begun->len == 3);
  g_assert_cmpstr (get_begun (self, 2), ==, "nora 2");
  release_first (self);
  TC_WAIT (self->begun->len == 4);
  g_assert_cmpstr (get_begun (self, 3), ==, "omar 2");
  release_first (self);
  TC_WAIT (self->begun->len == 5);
  g_assert_cmpstr (get_begun (self, 4), ==, "nora 3");
}

static void
test_no_order (DeliveryFixture *self, gconstpointer data)
{
  trueconf_bot_set_ordering (self->bot, TRUECONF_ORDERING_NONE);
  tc_bot_start (self->bot);
  for (guint i = 0; i < 5; i++)
    tc_sandbox_say (self->sandbox, "nora", "at once");
  TC_WAIT (self->held->len == 5);
}

/* An event that waited for none before it has no successor to call: those that wait have another before them. */
static void
test_order_changed (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "one");
  tc_sandbox_say (self->sandbox, "nora", "two");
  TC_WAIT (self->held->len == 1);
  TC_WAIT (tc_sandbox_count_frames (self->sandbox, "out", "two") == 1);
  tc_linger (100);
  trueconf_bot_set_ordering (self->bot, TRUECONF_ORDERING_NONE);
  tc_sandbox_say (self->sandbox, "nora", "three");
  TC_WAIT (self->held->len == 2);
  g_assert_cmpstr (get_begun (self, 1), ==, "three");

  trueconf_context_release (g_ptr_array_index (self->held, 1));
  g_ptr_array_remove_index (self->held, 1);
  tc_linger (200);
  g_assert_cmpuint (self->begun->len, ==, 2);

  release_first (self);
  TC_WAIT (self->begun->len == 3);
  g_assert_cmpstr (get_begun (self, 2), ==, "two");
}

/* Two holds are two: the event is done when both are gone. */
static void
test_two_holds (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "one");
  tc_sandbox_say (self->sandbox, "nora", "two");
  TC_WAIT (self->held->len == 1);
  trueconf_context_hold (g_ptr_array_index (self->held, 0));
  trueconf_context_release (g_ptr_array_index (self->held, 0));
  tc_linger (200);
  g_assert_cmpuint (self->held->len, ==, 1);
  release_first (self);
  TC_WAIT (self->begun->len == 2);
}

static void
test_handler_timeout (DeliveryFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) log = NULL;

  trueconf_dispatcher_set_handler_timeout (trueconf_bot_get_dispatcher (self->bot), 0.2);
  trueconf_router_set_name (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot)), "the slow one");
  tc_bot_start (self->bot);
  tc_log_begin ();
  tc_sandbox_say (self->sandbox, "nora", "stuck");
  TC_WAIT (self->begun->len == 1);
  trueconf_dispatcher_set_handler_timeout (trueconf_bot_get_dispatcher (self->bot), 0);
  tc_sandbox_say (self->sandbox, "nora", "next");
  TC_WAIT (self->begun->len == 2);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, "the slow one"));

  /* late is not never: the chat is not disturbed when it comes to its end after all */
  tc_log_begin ();
  release_first (self);
  tc_sandbox_say (self->sandbox, "nora", "last");
  tc_linger (200);
  g_assert_cmpuint (self->begun->len, ==, 2);
  release_first (self);
  TC_WAIT (self->begun->len == 3);
  g_ptr_array_unref (tc_log_end ());
}

/* Neither no time-out nor the longest one ends at once, and what is no time is refused. */
static void
test_handler_timeouts (DeliveryFixture *self, gconstpointer data)
{
  TrueconfDispatcher *dispatcher = trueconf_bot_get_dispatcher (self->bot);
  const double wrong[] = { -1.0, -INFINITY, NAN };
  const double longest[] = { 0.0, INFINITY, G_MAXDOUBLE, 4e6, 9e11 };
  double timeout = -1;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*handler_timeout >= 0*");
      trueconf_dispatcher_set_handler_timeout (dispatcher, wrong[i]);
      g_test_assert_expected_messages ();
      g_assert_cmpfloat (trueconf_dispatcher_get_handler_timeout (dispatcher), <=, 0.0);
    }

  tc_bot_start (self->bot);
  for (guint i = 0; i < G_N_ELEMENTS (longest); i++)
    {
      g_object_set (dispatcher, "handler-timeout", longest[i], NULL);
      g_object_get (dispatcher, "handler-timeout", &timeout, NULL);
      g_assert_false (timeout < longest[i] || timeout > longest[i]);
      tc_sandbox_say (self->sandbox, "nora", "held");
      TC_WAIT (self->held->len == 1);
      tc_linger (50);
      release_first (self);
    }
}

/* The server says everything twice; it is heard once, and both are acknowledged. */
static void
test_duplicates (DeliveryFixture *self, gconstpointer data)
{
  tc_sandbox_fault (self->sandbox, "{'fault':'duplicate','what':'events'}");
  tc_bot_start (self->bot);
  for (guint i = 0; i < 5; i++)
    tc_sandbox_say (self->sandbox, "nora", "twice");
  for (guint i = 0; i < 5; i++)
    {
      TC_WAIT (self->held->len == 1);
      release_first (self);
    }
  TC_WAIT (tc_sandbox_count_read (self->sandbox, "nora") == 5);
  tc_linger (200);
  g_assert_cmpuint (self->begun->len, ==, 5);
  g_assert_cmpuint (tc_sandbox_count_unacknowledged (self->sandbox), ==, 0);
}

/* What came while the bot was away, in order. */
static void
test_unread (DeliveryFixture *self, gconstpointer data)
{
  tc_sandbox_say (self->sandbox, "nora", "first");
  tc_sandbox_say (self->sandbox, "nora", "second");
  tc_bot_start (self->bot);
  TC_WAIT (self->held->len == 1);
  release_first (self);
  TC_WAIT (self->held->len == 1);
  g_assert_cmpstr (get_begun (self, 0), ==, "first");
  g_assert_cmpstr (get_begun (self, 1), ==, "second");
}

/* Stopped in the middle: what has not begun does not begin any more, and waits for the next start. */
static void
test_stop_with_waiting (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "one");
  tc_sandbox_say (self->sandbox, "nora", "two");
  TC_WAIT (self->held->len == 1);
  TC_WAIT (tc_sandbox_count_frames (self->sandbox, "out", "two") == 1);
  tc_linger (100);
  tc_bot_stop (self->bot);
  release_first (self);
  tc_linger (200);
  g_assert_cmpuint (self->begun->len, ==, 1);

  tc_bot_start (self->bot);
  TC_WAIT (self->held->len == 1);
  g_assert_cmpstr (get_begun (self, 1), ==, "two");
}

/* The connection is gone, and meanwhile the I/O thread has said that the bot has stopped, which it hears of next. */
static void
release_when_disconnected (TrueconfBot *bot, TrueconfHealth *health, gpointer user_data)
{
  DeliveryFixture *self = user_data;

  if (trueconf_health_get_status (health) != TRUECONF_STATUS_DISCONNECTED || self->held->len == 0)
    return;

  g_usleep (200000);
  release_first (self);
}

/* The chat goes on at the very moment at which the bot has stopped: the next event does not begin any more. */
static void
test_stop_and_release (DeliveryFixture *self, gconstpointer data)
{
  tc_bot_start (self->bot);
  tc_sandbox_say (self->sandbox, "nora", "one");
  tc_sandbox_say (self->sandbox, "nora", "two");
  TC_WAIT (self->held->len == 1);
  TC_WAIT (tc_sandbox_count_frames (self->sandbox, "out", "two") == 1);
  tc_linger (100);
  g_signal_connect (self->bot, "status-changed", G_CALLBACK (release_when_disconnected), self);
  tc_bot_stop (self->bot);
  tc_linger (100);
  g_assert_cmpuint (self->begun->len, ==, 1);

  tc_bot_start (self->bot);
  TC_WAIT (self->held->len == 1);
  g_assert_cmpstr (get_begun (self, 1), ==, "two");
  release_first (self);
}

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  GAsyncResult *stopped;
  guint handled;
} Slow;

static void
stop_when_all_are_there (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Slow *slow = user_data;

  if (slow->handled++ == 0)
    {
      /* acknowledged by the library, so they wait in it and not in the sandbox */
      TC_WAIT_OUTSIDE (tc_sandbox_count_frames (slow->sandbox, "out", "slow one") >= 30 &&
                       tc_sandbox_count_unacknowledged (slow->sandbox) == 0);
      trueconf_bot_stop_async (slow->bot, NULL, tc_store_result, &slow->stopped);
    }
}

/* Stopping takes no longer for events that wait: not one of them begins. */
static void
stop_with_many (TrueconfOrdering ordering)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  Slow slow = { sandbox, tc_bot_new (sandbox), NULL, 0 };

  trueconf_bot_set_ordering (slow.bot, ordering);
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (slow.bot)),
                               TRUECONF_TYPE_MESSAGE, NULL, stop_when_all_are_there, &slow, NULL);
  tc_bot_start (slow.bot);
  for (guint i = 0; i < 30; i++)
    tc_sandbox_say (sandbox, "nora", "slow one");
  TC_WAIT (slow.stopped != NULL);
  g_assert_true (trueconf_bot_stop_finish (slow.bot, slow.stopped, NULL));
  g_clear_object (&slow.stopped);
  tc_linger (100);
  g_assert_cmpuint (slow.handled, ==, 1);
  tc_bot_end (slow.bot);
}

static void
test_stop_with_many (void)
{
  stop_with_many (TRUECONF_ORDERING_PER_CHAT);
  stop_with_many (TRUECONF_ORDERING_NONE);
}

/* Bytes in use. A sanitizer's allocator says nothing here; there the test is about the ids alone. */
static gsize
get_memory (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static void
count (TrueconfBot *bot, TrueconfEvent *event, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
}

/* Ids that make no sense as ids are told apart all the same, but are not kept. */
static void
test_long_ids (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autofree char *id = g_strnfill (4 * 1024 * 1024, 'x');
  guint n = 0;
  guint n_read = 0;
  gsize before;

  g_signal_connect (bot, "message", G_CALLBACK (count), &n);
  g_signal_connect (bot, "event::removeChat", G_CALLBACK (count), &n_read);
  before = get_memory ();
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *payload = NULL;

      /* each one twice */
      id[0] = (char) ('a' + i / 2);
      payload = g_strdup_printf ("{\"messageId\":\"%s\",\"chatId\":\"c\",\"type\":200,\"timestamp\":1,"
                                 "\"author\":{\"id\":\"nora@x\",\"type\":1},\"isEdited\":false,"
                                 "\"box\":{\"id\":1,\"position\":\"\"},"
                                 "\"content\":{\"text\":\"hello\",\"parseMode\":\"text\"}}",
                                 id);
      tc_file_server_send (server, "sendMessage", payload);
      tc_file_server_send (server, "removeChat", "{'chatId':'c'}");
      TC_WAIT (n_read == i + 1);
      g_assert_cmpuint (n, ==, i / 2 + 1);
    }
  malloc_trim (0);
  g_assert_cmpuint (get_memory (), <, before + 20 * 1024 * 1024);
  tc_bot_end (bot);
}

static void
keep (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_context_hold (context);
  g_ptr_array_add (user_data, g_object_ref (context));
}

/* Returns what it has cost this thread, in microseconds. */
static gint64
receive (TcFileServer *server, GPtrArray *held, guint n)
{
  guint end = held->len + n;
  struct timespec before;
  struct timespec after;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &before);
  for (guint i = held->len; i < end; i++)
    {
      g_autofree char *payload =
          g_strdup_printf ("{\"messageId\":\"%u\",\"chatId\":\"c\",\"type\":200,\"timestamp\":1,"
                           "\"author\":{\"id\":\"nora@x\",\"type\":1},\"isEdited\":false,"
                           "\"box\":{\"id\":1,\"position\":\"\"},"
                           "\"content\":{\"text\":\"hello\",\"parseMode\":\"text\"}}",
                           i);

      tc_file_server_send (server, "sendMessage", payload);
    }
  TC_WAIT (held->len == end);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &after);

  return (after.tv_sec - before.tv_sec) * G_USEC_PER_SEC + (after.tv_nsec - before.tv_nsec) / 1000;
}

/* A message costs the same however many are being handled. A sanitizer follows each allocation to its caller, which takes
 * milliseconds for a message. */
static void
test_many_held (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = TC_WITH_SANITIZER ? 300 : 3000;
  gint64 few;
  gint64 many;

  trueconf_bot_set_ordering (bot, TRUECONF_ORDERING_NONE);
  trueconf_bot_set_max_waiting_events (bot, G_MAXUINT);
  trueconf_router_add_handler (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (bot)), TRUECONF_TYPE_MESSAGE,
                               NULL, keep, held, NULL);
  few = receive (server, held, n);
  receive (server, held, 10 * n);
  many = receive (server, held, n);
  g_test_message ("%u messages: %" G_GINT64_FORMAT " µs, and %" G_GINT64_FORMAT " µs later", n, few, many);
  g_assert_cmpint (many, <, 3 * few);
  for (guint i = 0; i < held->len; i++)
    trueconf_context_release (g_ptr_array_index (held, i));
  tc_bot_end (bot);
}

#define ADD(name, func) g_test_add ("/delivery/" name, DeliveryFixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  ADD ("after-handler", test_after_handler);
  ADD ("lost-connection", test_lost_connection);
  ADD ("next-process", test_next_process);
  ADD ("on-receipt", test_on_receipt);
  ADD ("unhandled", test_unhandled);
  ADD ("per-chat", test_per_chat);
  ADD ("no-order", test_no_order);
  ADD ("order-changed", test_order_changed);
  ADD ("two-holds", test_two_holds);
  ADD ("handler-timeout", test_handler_timeout);
  ADD ("handler-timeouts", test_handler_timeouts);
  ADD ("duplicates", test_duplicates);
  ADD ("unread", test_unread);
  ADD ("stop-with-waiting", test_stop_with_waiting);

  ADD ("stop-and-release", test_stop_and_release);
  g_test_add_func ("/delivery/stop-with-many", test_stop_with_many);
  g_test_add_func ("/delivery/long-ids", test_long_ids);
  g_test_add_func ("/delivery/many-held", test_many_held);

  return g_test_run ();
}
