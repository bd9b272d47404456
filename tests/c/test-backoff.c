/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How long the waits between attempts are. */

#include "tc-util.h"
#include "transport/trueconf-backoff-private.h"

static void
test_never_above_limit (void)
{
  static const guint limits[] = { 1, 2, 3, 7, 60, 3600, G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (guint round = 0; round < 200; round++)
      {
        TrueconfBackoff backoff = { 0 };

        for (guint attempt = 0; attempt < 100; attempt++)
          {
            gint64 delay = trueconf_backoff_next (&backoff, limits[i]);

            g_assert_cmpint (delay, >, 0);
            g_assert_cmpint (delay, <=, (gint64) limits[i] * G_TIME_SPAN_SECOND);
          }
      }
}

/* 1, 2, 4 … s: chance takes something away, but a wait is always longer than the one before. */
static void
test_growth (void)
{
  for (guint round = 0; round < 1000; round++)
    {
      TrueconfBackoff backoff = { 0 };
      gint64 before = 0;

      for (guint attempt = 0; attempt < 6; attempt++)
        {
          gint64 delay = trueconf_backoff_next (&backoff, 60);
          gint64 nominal = G_TIME_SPAN_SECOND << attempt;

          g_assert_cmpint (delay, >, before);
          g_assert_cmpint (delay, <=, nominal);
          g_assert_cmpint (delay, >=, nominal / 2);
          before = delay;
        }
    }
}

/* Many bots that lose the same server must not all come back in the same moment. */
static void
test_jitter (void)
{
  g_autoptr (GHashTable) delays = g_hash_table_new (NULL, NULL);

  for (guint round = 0; round < 1000; round++)
    {
      TrueconfBackoff backoff = { 0 };

      g_hash_table_add (delays, GSIZE_TO_POINTER ((gsize) trueconf_backoff_next (&backoff, 60) / 1000));
    }
  g_assert_cmpuint (g_hash_table_size (delays), >, 100);
}

static void
test_reset (void)
{
  TrueconfBackoff backoff = { 0 };

  for (guint attempt = 0; attempt < 10; attempt++)
    trueconf_backoff_next (&backoff, 60);
  g_assert_cmpint (trueconf_backoff_next (&backoff, 60), >, 10 * G_TIME_SPAN_SECOND);

  trueconf_backoff_reset (&backoff);
  g_assert_cmpint (trueconf_backoff_next (&backoff, 60), <=, G_TIME_SPAN_SECOND);
}

static void
test_endless (void)
{
  TrueconfBackoff backoff = { G_MAXUINT - 2 };

  for (guint attempt = 0; attempt < 5; attempt++)
    {
      gint64 delay = trueconf_backoff_next (&backoff, 60);

      g_assert_cmpint (delay, >, 0);
      g_assert_cmpint (delay, <=, 60 * G_TIME_SPAN_SECOND);
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/backoff/never-above-limit", test_never_above_limit);
  g_test_add_func ("/backoff/growth", test_growth);
  g_test_add_func ("/backoff/jitter", test_jitter);
  g_test_add_func ("/backoff/reset", test_reset);
  g_test_add_func ("/backoff/endless", test_endless);

  return g_test_run ();
}
