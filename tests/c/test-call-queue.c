/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls from any thread into one main context. */

#include <sys/wait.h>
#include <unistd.h>

#include "tc-util.h"
#include "transport/trueconf-call-queue-private.h"

typedef struct
{
  GArray *numbers;
  guint destroyed;
  TrueconfCallQueue *calls;
} Box;

typedef struct
{
  Box *box;
  int number;
} Call;

static void
receive (gpointer data)
{
  Call *call = data;

  g_array_append_val (call->box->numbers, call->number);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_atomic_int_inc (&call->box->destroyed);
  g_free (call);
}

static void
post (Box *box, TrueconfCallFunc func, int number)
{
  Call *call = g_new (Call, 1);

  call->box = box;
  call->number = number;
  trueconf_call_queue_post (box->calls, func, call, call_free);
}

static Box *
box_new (void)
{
  Box *box = g_new0 (Box, 1);

  box->numbers = g_array_new (FALSE, FALSE, sizeof (int));
  box->calls = trueconf_call_queue_new (NULL, "test");

  return box;
}

static void
box_free (Box *box)
{
  if (box->calls != NULL)
    {
      trueconf_call_queue_close (box->calls);
      trueconf_call_queue_unref (box->calls);
    }
  g_array_unref (box->numbers);
  g_free (box);
}

static void
test_order (void)
{
  Box *box = box_new ();

  for (int i = 0; i < 10000; i++)
    post (box, receive, i);
  g_assert_cmpuint (box->numbers->len, ==, 0);
  TC_WAIT (box->numbers->len == 10000);

  for (int i = 0; i < 10000; i++)
    g_assert_cmpint (g_array_index (box->numbers, int, i), ==, i);
  g_assert_cmpuint (box->destroyed, ==, 10000);
  box_free (box);
}

static void
receive_slowly (gpointer data)
{
  g_usleep (3000);
  receive (data);
}

/* One turn of the main loop takes a slice, not all there is: a window must stay responsive. */
static void
test_budget (void)
{
  Box *box = box_new ();
  guint turns = 0;

  for (int i = 0; i < 40; i++)
    post (box, receive_slowly, i);
  while (box->numbers->len < 40)
    {
      guint before = box->numbers->len;

      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (box->numbers->len - before, <=, 4);
      turns++;
    }
  g_assert_cmpuint (turns, >=, 10);
  box_free (box);
}

/* And what costs nothing is delivered together, with one wake-up. */
static void
test_batch (void)
{
  Box *box = box_new ();

  for (int i = 0; i < 100; i++)
    post (box, receive, i);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (box->numbers->len, >, 1);
  TC_WAIT (box->numbers->len == 100);
  box_free (box);
}

#define THREADS 8
#define EACH    5000

typedef struct
{
  Box *box;
  int thread;
} Sender;

static gpointer
send_many (gpointer data)
{
  Sender *sender = data;

  for (int i = 0; i < EACH; i++)
    post (sender->box, receive, sender->thread * EACH + i);

  return NULL;
}

static void
test_threads (void)
{
  Box *box = box_new ();
  Sender senders[THREADS];
  GThread *threads[THREADS];
  int next[THREADS] = { 0 };

  for (int i = 0; i < THREADS; i++)
    {
      senders[i].box = box;
      senders[i].thread = i;
      threads[i] = g_thread_new ("sender", send_many, &senders[i]);
    }
  TC_WAIT (box->numbers->len == THREADS * EACH);
  for (int i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);

  /* each thread's call in its order */
  for (guint i = 0; i < box->numbers->len; i++)
    {
      int number = g_array_index (box->numbers, int, i);

      g_assert_cmpint (number % EACH, ==, next[number / EACH]++);
    }
  TC_WAIT (g_atomic_int_get (&box->destroyed) == THREADS * EACH);
  box_free (box);
}

static void
test_close (void)
{
  Box *box = box_new ();

  for (int i = 0; i < 5; i++)
    post (box, receive, i);
  trueconf_call_queue_close (box->calls);
  g_assert_cmpuint (box->destroyed, ==, 5);
  post (box, receive, 5);
  g_assert_cmpuint (box->destroyed, ==, 6);
  tc_drain ();
  g_assert_cmpuint (box->numbers->len, ==, 0);
  box_free (box);
}

static void
receive_and_close (gpointer data)
{
  Call *call = data;

  receive (data);
  trueconf_call_queue_close (call->box->calls);
  g_clear_pointer (&call->box->calls, trueconf_call_queue_unref);
}

/* The last reference goes while a call is being delivered. */
static void
test_close_inside (void)
{
  Box *box = box_new ();

  post (box, receive, 0);
  post (box, receive_and_close, 1);
  post (box, receive, 2);
  post (box, receive, 3);
  TC_WAIT (box->destroyed == 4);
  g_assert_cmpuint (box->numbers->len, ==, 2);
  box_free (box);
}

static void
receive_and_wait (gpointer data)
{
  Call *call = data;

  receive (data);
  /* a modal dialog that waits for what comes next */
  while (call->box->numbers->len < 4)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_nested_loop (void)
{
  Box *box = box_new ();

  post (box, receive_and_wait, 0);
  post (box, receive, 1);
  post (box, receive, 2);
  post (box, receive, 3);
  TC_WAIT (box->destroyed == 4);
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (g_array_index (box->numbers, int, i), ==, i);
  box_free (box);
}

static void
receive_and_post (gpointer data)
{
  Call *call = data;

  receive (data);
  if (call->number < 100)
    post (call->box, receive_and_post, call->number + 1);
}

static void
test_post_inside (void)
{
  Box *box = box_new ();

  post (box, receive_and_post, 1);
  TC_WAIT (box->numbers->len == 100);
  box_free (box);
}

typedef struct
{
  Box *box;
  gboolean end; /* atomic */
} Busy;

static void
do_nothing (gpointer data)
{
}

static gpointer
post_until_told (gpointer data)
{
  Busy *busy = data;

  while (!g_atomic_int_get (&busy->end))
    trueconf_call_queue_post (busy->box->calls, do_nothing, NULL, NULL);

  return NULL;
}

/* Whatever another thread does at the moment of a fork, the child can use the queue. */
static void
test_fork (void)
{
  Box *box = box_new ();
  Busy busy = { box, FALSE };
  GThread *thread;

  /* a closed one takes the lock all the same, and does not grow */
  trueconf_call_queue_close (box->calls);
  thread = g_thread_new ("busy", post_until_told, &busy);
  for (int i = 0; i < 300; i++)
    {
      int status = -1;
      pid_t child = fork ();

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          /* one that waits for ever is ended by the signal */
          alarm (10);
          trueconf_call_queue_post (box->calls, do_nothing, NULL, NULL);
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }

  g_atomic_int_set (&busy.end, TRUE);
  g_thread_join (thread);
  box_free (box);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/call-queue/order", test_order);
  g_test_add_func ("/call-queue/budget", test_budget);
  g_test_add_func ("/call-queue/batch", test_batch);
  g_test_add_func ("/call-queue/threads", test_threads);
  g_test_add_func ("/call-queue/close", test_close);
  g_test_add_func ("/call-queue/close-inside", test_close_inside);
  g_test_add_func ("/call-queue/nested-loop", test_nested_loop);
  g_test_add_func ("/call-queue/post-inside", test_post_inside);
  g_test_add_func ("/call-queue/fork", test_fork);

  return g_test_run ();
}
