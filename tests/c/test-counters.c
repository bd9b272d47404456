/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Counters of bots that run for long, on machines of any word size. */

#include "config.h"

#include "transport/trueconf-counters-private.h"

#include "tc-util.h"

#define SO_MUCH (G_GUINT64_CONSTANT (3) << 31)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfCounters, trueconf_counters_unref)

/* Some gigabytes, which are not many for a bot that sends files. */
static void
test_large (void)
{
  g_autoptr (TrueconfCounters) counters = trueconf_counters_new ();

  for (guint64 i = 1; i <= 4; i++)
    {
      trueconf_counters_add (counters, TRUECONF_COUNTER_BYTES_SENT, SO_MUCH);
      g_assert_cmpuint (trueconf_counters_get (counters, TRUECONF_COUNTER_BYTES_SENT), ==, i * SO_MUCH);
    }
  trueconf_counters_set (counters, TRUECONF_COUNTER_BYTES_SENT, 2 * SO_MUCH);
  trueconf_counters_add (counters, TRUECONF_COUNTER_BYTES_SENT, -1);
  g_assert_cmpuint (trueconf_counters_get (counters, TRUECONF_COUNTER_BYTES_SENT), ==, 2 * SO_MUCH - 1);
}

/* Some hours, of answers that took less than a minute each. */
static void
test_long (void)
{
  TrueconfHistogram histogram = { 0 };
  const gint64 duration = 59 * G_TIME_SPAN_SECOND;

  for (guint i = 0; i < 1000; i++)
    trueconf_histogram_add (&histogram, duration);
  g_assert_cmpuint (trueconf_histogram_count (&histogram), ==, 1000);
  g_assert_cmpuint (trueconf_count_get (&histogram.buckets[TRUECONF_N_BUCKETS - 1]), ==, 1000);
  g_assert_cmpuint (trueconf_count_get (&histogram.sum), ==, 1000 * (guint64) duration);
}

static gpointer
count (gpointer data)
{
  for (guint i = 0; i < 10000; i++)
    trueconf_histogram_add (data, G_TIME_SPAN_SECOND);

  return NULL;
}

static void
test_threads (void)
{
  TrueconfHistogram histogram = { 0 };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("count", count, &histogram);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (trueconf_histogram_count (&histogram), ==, 40000);
  g_assert_cmpuint (trueconf_count_get (&histogram.sum), ==, 40000 * (guint64) G_TIME_SPAN_SECOND);
}

static void
test_names (void)
{
  for (guint i = 0; i < TRUECONF_N_COUNTED_METHODS; i++)
    g_assert_cmpuint (trueconf_counters_find_method (trueconf_counters_get_method_name (i)), ==, i);
  g_assert_cmpuint (trueconf_counters_find_method ("news"), ==, TRUECONF_N_COUNTED_METHODS);
  for (guint i = 0; i < TRUECONF_N_COUNTED_EVENTS; i++)
    g_assert_cmpuint (trueconf_counters_find_event (trueconf_counters_get_event_name (i)), ==, i);
  g_assert_cmpuint (trueconf_counters_find_event ("news"), ==, TRUECONF_N_COUNTED_EVENTS);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/counters/large", test_large);
  g_test_add_func ("/counters/long", test_long);
  g_test_add_func ("/counters/threads", test_threads);
  g_test_add_func ("/counters/names", test_names);

  return g_test_run ();
}
