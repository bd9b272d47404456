/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The requests of one bot: who waits for what, and that each gets exactly one outcome. Runs on the I/O thread. */

#include <time.h>

#include "tc-util.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-request-private.h"
#include "trueconf-error.h"

typedef struct
{
  TrueconfRequestTable table;
  GPtrArray *done; /* TrueconfRequest */
} TableFixture;

static void
on_done (TrueconfRequest *request, gpointer data)
{
  TableFixture *self = data;

  g_ptr_array_add (self->done, request);
}

typedef struct
{
  void (*test) (TableFixture *self);
  gboolean ended; /* atomic */
} TableJob;

static void
run_job (gpointer data)
{
  TableJob *job = data;
  TableFixture self = { 0 };

  trueconf_request_table_init (&self.table, on_done, &self);
  self.done = g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_request_unref);
  job->test (&self);
  trueconf_request_table_clear (&self.table);
  g_ptr_array_unref (self.done);
  g_atomic_int_set (&job->ended, TRUE);
}

static void
on_io_thread (gconstpointer test)
{
  TableJob job = { 0 };

  *(gconstpointer *) &job.test = test;
  trueconf_io_post (run_job, &job, NULL);
  TC_WAIT (g_atomic_int_get (&job.ended));
}

static TrueconfRequest *
make (const char *method)
{
  const TrueconfMethodRow *row = trueconf_wire_get_method (TRUECONF_METHOD_OTHER);

  return trueconf_request_new (row, method, g_strdup ("{}"), NULL);
}

static const char *
get_method (TableFixture *self, guint i)
{
  return ((TrueconfRequest *) g_ptr_array_index (self->done, i))->method;
}

static const GError *
get_error (TableFixture *self, guint i)
{
  return ((TrueconfRequest *) g_ptr_array_index (self->done, i))->error;
}

static void
wait_and_send (TableFixture *self, TrueconfRequest *request, gint64 deadline)
{
  trueconf_request_table_wait (&self->table, request, G_MAXINT64);
  trueconf_request_table_send (&self->table, request, deadline);
}

static void
ids (TableFixture *self)
{
  TrueconfRequest *a = make ("a");
  TrueconfRequest *b = make ("b");

  wait_and_send (self, a, 10);
  wait_and_send (self, b, 20);
  g_assert_cmpuint (a->id, !=, 0);
  g_assert_cmpuint (b->id, >, a->id);
  g_assert_true (trueconf_request_table_find (&self->table, a->id) == a);
  g_assert_true (trueconf_request_table_find (&self->table, b->id) == b);
  g_assert_null (trueconf_request_table_find (&self->table, 0));
  g_assert_null (trueconf_request_table_find (&self->table, -1));
  g_assert_null (trueconf_request_table_find (&self->table, b->id + 1));
  /* an id of more than 32 bits must not be taken for another one */
  g_assert_null (trueconf_request_table_find (&self->table, ((gint64) 1 << 32) + a->id));

  trueconf_request_table_finish (&self->table, a, NULL);
  g_assert_null (trueconf_request_table_find (&self->table, a->id));
  g_assert_false (trueconf_request_table_is_idle (&self->table));
  trueconf_request_table_finish (&self->table, b, NULL);
  g_assert_true (trueconf_request_table_is_idle (&self->table));
  g_assert_cmpuint (self->done->len, ==, 2);
}

static void
order (TableFixture *self)
{
  static const char *const names[] = { "a", "b", "c" };

  /* as they came, whatever their deadlines */
  for (guint i = 0; i < 3; i++)
    trueconf_request_table_wait (&self->table, make (names[i]), 100 - i);
  for (guint i = 0; i < 3; i++)
    {
      TrueconfRequest *request = trueconf_request_table_peek_waiting (&self->table);

      g_assert_cmpstr (request->method, ==, names[i]);
      trueconf_request_table_send (&self->table, request, 1000);
      trueconf_request_table_finish (&self->table, request, NULL);
    }
  g_assert_null (trueconf_request_table_peek_waiting (&self->table));
}

static void
expiry (TableFixture *self)
{
  g_assert_cmpint (trueconf_request_table_get_deadline (&self->table), ==, G_MAXINT64);
  wait_and_send (self, make ("late"), 30);
  wait_and_send (self, make ("early"), 10);
  trueconf_request_table_wait (&self->table, make ("waits"), 20);
  g_assert_cmpint (trueconf_request_table_get_deadline (&self->table), ==, 10);

  trueconf_request_table_expire (&self->table, 9, 10, 60, TRUECONF_LINK_LOST);
  g_assert_cmpuint (self->done->len, ==, 0);
  trueconf_request_table_expire (&self->table, 10, 10, 60, TRUECONF_LINK_LOST);
  g_assert_cmpuint (self->done->len, ==, 1);
  g_assert_cmpstr (get_method (self, 0), ==, "early");
  g_assert_error (get_error (self, 0), TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  g_assert_cmpint (trueconf_request_table_get_deadline (&self->table), ==, 20);
  trueconf_request_table_expire (&self->table, 25, 10, 60, TRUECONF_LINK_LOST);
  g_assert_cmpuint (self->done->len, ==, 2);
  g_assert_error (get_error (self, 1), TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  tc_assert_contains (get_error (self, 1)->message, "waits");
  trueconf_request_table_expire (&self->table, 1000, 10, 60, TRUECONF_LINK_LOST);
  g_assert_cmpuint (self->done->len, ==, 3);
  g_assert_true (trueconf_request_table_is_idle (&self->table));
}

/* By policy: a reading and a writing request on their way, and one that was never sent. */
static void
lose (TableFixture *self, TrueconfResendPolicy policy, const char *again, const char *failed)
{
  g_autoptr (GString) waiting = g_string_new (NULL);
  g_autoptr (GString) ended = g_string_new (NULL);
  TrueconfRequest *request;

  trueconf_request_table_restart_ids (&self->table);
  wait_and_send (self, make ("getChats"), 50);
  wait_and_send (self, make ("removeChat"), 40);
  trueconf_request_table_wait (&self->table, make ("later"), 60);
  trueconf_request_table_connection_lost (&self->table, policy, 99);

  for (guint i = 0; i < self->done->len; i++)
    {
      g_string_append_printf (ended, "%s ", get_method (self, i));
      g_assert_error (get_error (self, i), TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN);
      tc_assert_contains (get_error (self, i)->message, get_method (self, i));
    }
  while ((request = trueconf_request_table_peek_waiting (&self->table)) != NULL)
    {
      g_string_append_printf (waiting, "%s ", request->method);
      trueconf_request_table_send (&self->table, request, 50);
      trueconf_request_table_finish (&self->table, request, NULL);
    }
  g_assert_cmpstr (waiting->str, ==, again);
  g_assert_cmpstr (ended->str, ==, failed);
  g_ptr_array_set_size (self->done, 0);
}

static void
lost_connection (TableFixture *self)
{
  lose (self, TRUECONF_RESEND_POLICY_ALWAYS, "getChats removeChat later ", "");
  lose (self, TRUECONF_RESEND_POLICY_IDEMPOTENT, "getChats later ", "removeChat ");
  g_ptr_array_set_size (self->done, 0);
}

static void
lost_connection_never (TableFixture *self)
{
  trueconf_request_table_restart_ids (&self->table);
  wait_and_send (self, make ("getChats"), 50);
  wait_and_send (self, make ("removeChat"), 40);
  trueconf_request_table_connection_lost (&self->table, TRUECONF_RESEND_POLICY_NEVER, 99);
  g_assert_cmpuint (self->done->len, ==, 2);
  g_assert_error (get_error (self, 0), TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN);
  g_assert_error (get_error (self, 1), TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN);
}

static void
fail_all (TableFixture *self)
{
  g_autoptr (GError) reason =
      g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, "the reason");

  wait_and_send (self, make ("sent"), 50);
  trueconf_request_table_wait (&self->table, make ("waits"), 50);
  trueconf_request_table_fail_waiting (&self->table, reason);
  g_assert_cmpuint (self->done->len, ==, 1);
  g_assert_cmpstr (get_error (self, 0)->message, ==, "waits: the reason");
  trueconf_request_table_fail_sent (&self->table, reason);
  g_assert_cmpuint (self->done->len, ==, 2);
  g_assert_cmpstr (get_error (self, 1)->message, ==, "sent: the reason");
  g_assert_true (trueconf_request_table_is_idle (&self->table));
}

/* After the largest id comes the smallest, without those that are in use, and without 0, which is none. */
static void
ids_start_again (TableFixture *self)
{
  TrueconfRequest *slow = make ("slow");
  TrueconfRequest *last = make ("last");
  TrueconfRequest *next = make ("next");

  wait_and_send (self, slow, 10);
  g_assert_cmpuint (slow->id, ==, 1);
  self->table.next_id = G_MAXUINT32;
  wait_and_send (self, last, 10);
  wait_and_send (self, next, 10);
  g_assert_cmpuint (last->id, ==, G_MAXUINT32);
  g_assert_cmpuint (next->id, ==, 2);
  g_assert_true (trueconf_request_table_find (&self->table, 1) == slow);
  g_assert_true (trueconf_request_table_find (&self->table, G_MAXUINT32) == last);
  g_assert_true (trueconf_request_table_find (&self->table, 2) == next);
  trueconf_request_table_expire (&self->table, 10, 10, 60, TRUECONF_LINK_LOST);
}

static void
never (TableFixture *self)
{
  wait_and_send (self, make ("sent"), TRUECONF_TIME_NEVER);
  trueconf_request_table_wait (&self->table, make ("waits"), TRUECONF_TIME_NEVER);
  g_assert_cmpint (trueconf_request_table_get_deadline (&self->table), ==, TRUECONF_TIME_NEVER);
  trueconf_request_table_expire (&self->table, TRUECONF_TIME_NEVER - 1, 10, 60, TRUECONF_LINK_LOST);
  g_assert_cmpuint (self->done->len, ==, 0);
  /* others expire all the same */
  trueconf_request_table_wait (&self->table, make ("impatient"), 20);
  g_assert_cmpint (trueconf_request_table_get_deadline (&self->table), ==, 20);
  trueconf_request_table_expire (&self->table, 20, 10, 60, TRUECONF_LINK_LOST);
  g_assert_cmpstr (get_method (self, 0), ==, "impatient");
  trueconf_request_table_connection_lost (&self->table, TRUECONF_RESEND_POLICY_NEVER, TRUECONF_TIME_NEVER);
  trueconf_request_table_fail_waiting (&self->table, get_error (self, 0));
}

/* All that may happen to a request, in a table that has so many, and in the worst order of deadlines. */
static double
measure (TableFixture *self, guint n)
{
  TrueconfRequest **requests = g_new (TrueconfRequest *, n);
  GError reason = { TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, (char *) "the reason" };
  struct timespec begin;
  struct timespec end;

  for (guint i = 0; i < n; i++)
    requests[i] = make ("getChats");
  g_ptr_array_set_size (self->done, 0);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &begin);

  for (guint i = 0; i < n; i++)
    {
      trueconf_request_table_wait (&self->table, requests[i], 2 * n - i);
      g_assert_cmpint (trueconf_request_table_get_deadline (&self->table), ==, 2 * n - i);
    }
  for (guint i = 0; i < n; i++)
    trueconf_request_table_send (&self->table, requests[i], 2 * n - i);
  trueconf_request_table_connection_lost (&self->table, TRUECONF_RESEND_POLICY_ALWAYS, n);
  /* a quarter each is cancelled, answered, expires, and fails */
  for (guint i = 0; i < n / 4; i++)
    trueconf_request_table_finish (&self->table, requests[n - 1 - i], NULL);
  for (guint i = 0; i < n / 4; i++)
    trueconf_request_table_send (&self->table, trueconf_request_table_peek_waiting (&self->table), 2 * n - i);
  for (guint i = 0; i < n / 4; i++)
    trueconf_request_table_finish (&self->table, trueconf_request_table_find (&self->table, requests[i]->id),
                                   NULL);
  trueconf_request_table_expire (&self->table, n - 1, 10, 60, TRUECONF_LINK_LOST);
  g_assert_cmpuint (self->done->len, ==, n / 2);
  trueconf_request_table_expire (&self->table, n, 10, 60, TRUECONF_LINK_LOST);
  g_assert_true (trueconf_request_table_is_idle (&self->table));

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  trueconf_request_table_fail_waiting (&self->table, &reason);
  trueconf_request_table_restart_ids (&self->table);
  g_ptr_array_set_size (self->done, 0);
  g_free (requests);

  return ((double) (end.tv_sec - begin.tv_sec) * 1e9 + (double) (end.tv_nsec - begin.tv_nsec)) / n;
}

/* One request costs about as much among 40,000 as among 1,000; a walk through the queue would cost forty times as much.
 * The best of several rounds, since others use the processor and its cache as well. */
static void
cost (TableFixture *self)
{
  double few = G_MAXDOUBLE;
  double many = G_MAXDOUBLE;

  for (guint round = 0; round < 3; round++)
    {
      few = MIN (few, measure (self, 1000));
      many = MIN (many, measure (self, 40000));
    }
  g_test_message ("%.0f ns a request among 1,000, %.0f ns among 40,000", few, many);
  g_assert_cmpfloat (many, <, 10 * few);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_data_func ("/request-table/ids", ids, on_io_thread);
  g_test_add_data_func ("/request-table/order", order, on_io_thread);
  g_test_add_data_func ("/request-table/expiry", expiry, on_io_thread);
  g_test_add_data_func ("/request-table/lost-connection", lost_connection, on_io_thread);
  g_test_add_data_func ("/request-table/lost-connection-never", lost_connection_never, on_io_thread);
  g_test_add_data_func ("/request-table/ids-start-again", ids_start_again, on_io_thread);
  g_test_add_data_func ("/request-table/never", never, on_io_thread);
  g_test_add_data_func ("/request-table/cost", cost, on_io_thread);
  g_test_add_data_func ("/request-table/fail-all", fail_all, on_io_thread);

  return g_test_run ();
}
