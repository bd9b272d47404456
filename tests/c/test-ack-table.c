/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The events that wait for their acknowledgement: each is found once, whatever the order and their number. */

#include <time.h>

#include "tc-util.h"
#include "transport/trueconf-ack-table-private.h"
#include "transport/trueconf-time-private.h"

static void
test_take (void)
{
  TrueconfAckTable table;
  TrueconfReceipt first;
  TrueconfReceipt second;
  gint64 id = 0;

  trueconf_ack_table_init (&table);
  g_assert_false (trueconf_ack_table_take (&table, 0, &id));
  g_assert_cmpint (trueconf_ack_table_get_deadline (&table), ==, TRUECONF_TIME_NEVER);

  /* a server may use the same id twice, and waits for each of them */
  first = trueconf_ack_table_add (&table, 5, 10);
  second = trueconf_ack_table_add (&table, 5, 20);
  g_assert_cmpuint (first, !=, second);
  g_assert_cmpint (trueconf_ack_table_get_deadline (&table), ==, 10);
  g_assert_true (trueconf_ack_table_take (&table, first, &id));
  g_assert_cmpint (id, ==, 5);
  g_assert_false (trueconf_ack_table_take (&table, first, &id));
  g_assert_cmpint (trueconf_ack_table_get_deadline (&table), ==, 20);
  g_assert_true (trueconf_ack_table_take (&table, second, &id));
  trueconf_ack_table_clear (&table);
}

static void
test_due (void)
{
  TrueconfAckTable table;
  gint64 id = 0;

  trueconf_ack_table_init (&table);
  for (gint64 i = 1; i <= 5; i++)
    trueconf_ack_table_add (&table, i, i * 10);
  for (gint64 i = 1; i <= 3; i++)
    {
      g_assert_true (trueconf_ack_table_take_due (&table, 30, &id));
      g_assert_cmpint (id, ==, i);
    }
  g_assert_false (trueconf_ack_table_take_due (&table, 30, &id));
  g_assert_cmpint (trueconf_ack_table_get_deadline (&table), ==, 40);
  trueconf_ack_table_clear (&table);
}

/* What was given out for a connection that is gone means nothing on the next one. */
static void
test_forget (void)
{
  TrueconfAckTable table;
  TrueconfReceipt old;
  gint64 id = 0;

  trueconf_ack_table_init (&table);
  old = trueconf_ack_table_add (&table, 1, 10);
  trueconf_ack_table_forget_all (&table);
  g_assert_cmpint (trueconf_ack_table_get_deadline (&table), ==, TRUECONF_TIME_NEVER);
  trueconf_ack_table_add (&table, 1, 20);
  g_assert_false (trueconf_ack_table_take (&table, old, &id));
  g_assert_cmpint (trueconf_ack_table_get_deadline (&table), ==, 20);
  trueconf_ack_table_clear (&table);
}

/* A third each is acknowledged in order, in the reverse order, and because it is due. */
static double
measure (guint n)
{
  TrueconfAckTable table;
  g_autofree TrueconfReceipt *receipts = g_new (TrueconfReceipt, n);
  struct timespec begin;
  struct timespec end;
  gint64 id = 0;

  trueconf_ack_table_init (&table);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &begin);
  for (guint i = 0; i < n; i++)
    receipts[i] = trueconf_ack_table_add (&table, i, i);
  for (guint i = 0; i < n / 3; i++)
    {
      g_assert_true (trueconf_ack_table_take (&table, receipts[n - 1 - i], &id));
      g_assert_true (trueconf_ack_table_take (&table, receipts[n / 3 + i], &id));
      g_assert_true (trueconf_ack_table_take_due (&table, n, &id));
    }
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  trueconf_ack_table_clear (&table);

  return ((double) (end.tv_sec - begin.tv_sec) * 1e9 + (double) (end.tv_nsec - begin.tv_nsec)) / n;
}

/* As in the table of requests: the best of several rounds, and no more than the cache explains. */
static void
test_cost (void)
{
  double few = G_MAXDOUBLE;
  double many = G_MAXDOUBLE;

  for (guint round = 0; round < 3; round++)
    {
      few = MIN (few, measure (1000));
      many = MIN (many, measure (100000));
    }
  g_test_message ("%.0f ns an event among 1,000, %.0f ns among 100,000", few, many);
  g_assert_cmpfloat (many, <, 10 * few);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/ack-table/take", test_take);
  g_test_add_func ("/ack-table/due", test_due);
  g_test_add_func ("/ack-table/forget", test_forget);
  g_test_add_func ("/ack-table/cost", test_cost);

  return g_test_run ();
}
