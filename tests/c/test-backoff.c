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
            gint64 delay = trueconf_backoff_next (&backoff, limits[i], 0);

            g_assert_cmpint (delay, >, 0);
            g_assert_cmpint (delay, <=, (gint64) limits[i] * G_TIME_SPAN_SECOND);
          }
      }
}

/* Up to 2 s, then 2, 4, 8 … s: chance takes something away, but from the second on a wait is never shorter. */
static void
test_growth (void)
{
  for (guint round = 0; round < 1000; round++)
    {
      TrueconfBackoff backoff = { 0 };
      gint64 before = 0;

      g_assert_cmpint (trueconf_backoff_next (&backoff, 60, 0), <=, 2 * G_TIME_SPAN_SECOND);
      for (guint attempt = 1; attempt < 6; attempt++)
        {
          gint64 delay = trueconf_backoff_next (&backoff, 60, 0);
          gint64 nominal = G_TIME_SPAN_SECOND << attempt;

          g_assert_cmpint (delay, >=, before);
          g_assert_cmpint (delay, <=, nominal);
          g_assert_cmpint (delay, >=, nominal / 2);
          before = delay;
        }
    }
}

#define BOTS 300

/* How many of so many bots come within the busiest tenth of a second. */
static guint
find_busiest (const gint64 *times, guint n)
{
  guint busiest = 0;

  for (guint i = 0; i < n; i++)
    {
      guint count = 0;

      for (guint j = 0; j < n; j++)
        if (times[j] >= times[i] && times[j] < times[i] + 100 * G_TIME_SPAN_MILLISECOND)
          count++;
      busiest = MAX (busiest, count);
    }

  return busiest;
}

static gint64
find_last (const gint64 *times, guint n)
{
  gint64 last = 0;

  for (guint i = 0; i < n; i++)
    last = MAX (last, times[i]);

  return last;
}

/* Many bots that lose the same server at the same moment come back over 2 s, and those whose network has come back over
 * one: evenly would be 15 and 30 of 300 in a tenth of a second. */
static void
test_spread (void)
{
  gint64 first[BOTS], second[BOTS], hurried[BOTS];

  g_random_set_seed (8);
  for (guint i = 0; i < BOTS; i++)
    {
      TrueconfBackoff backoff = { 0 };

      first[i] = trueconf_backoff_next (&backoff, 60, 0);
      second[i] = first[i] + trueconf_backoff_next (&backoff, 60, 0);
      hurried[i] = trueconf_backoff_get_spread ();
    }

  g_test_message ("first: last after %d ms, %u in the busiest tenth of a second",
                  (int) (find_last (first, BOTS) / 1000), find_busiest (first, BOTS));
  g_assert_cmpint (find_last (first, BOTS), >, 19 * G_TIME_SPAN_SECOND / 10);
  g_assert_cmpint (find_last (first, BOTS), <=, 2 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (find_busiest (first, BOTS), <, 35);
  g_assert_cmpint (find_last (second, BOTS), >, 3 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (find_busiest (second, BOTS), <, 35);
  g_assert_cmpint (find_last (hurried, BOTS), >, 9 * G_TIME_SPAN_SECOND / 10);
  g_assert_cmpint (find_last (hurried, BOTS), <=, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (find_busiest (hurried, BOTS), <, 60);
}

static void
test_reset (void)
{
  TrueconfBackoff backoff = { 0 };

  for (guint attempt = 0; attempt < 10; attempt++)
    trueconf_backoff_next (&backoff, 60, 0);
  g_assert_cmpint (trueconf_backoff_next (&backoff, 60, 0), >, 10 * G_TIME_SPAN_SECOND);

  trueconf_backoff_reset (&backoff);
  g_assert_cmpint (trueconf_backoff_next (&backoff, 60, 0), <=, 2 * G_TIME_SPAN_SECOND);
}

static void
test_endless (void)
{
  TrueconfBackoff backoff = { G_MAXUINT - 2 };

  for (guint attempt = 0; attempt < 5; attempt++)
    {
      gint64 delay = trueconf_backoff_next (&backoff, 60, 0);

      g_assert_cmpint (delay, >, 0);
      g_assert_cmpint (delay, <=, 60 * G_TIME_SPAN_SECOND);
    }
}

/* What the server asks for is obeyed, whatever the limit is; but not if it makes no sense, nor for days. */
static void
test_retry_after (void)
{
  static const gint64 wishes[] = { G_TIME_SPAN_SECOND, 5 * G_TIME_SPAN_SECOND, 100 * G_TIME_SPAN_SECOND,
                                   TRUECONF_BACKOFF_LONGEST, G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    for (guint round = 0; round < 100; round++)
      {
        TrueconfBackoff backoff = { round % 4 };
        gint64 wish = MIN (wishes[i], TRUECONF_BACKOFF_LONGEST);
        gint64 delay = trueconf_backoff_next (&backoff, 3, wishes[i]);

        g_assert_cmpint (delay, >=, wish);
        g_assert_cmpint (delay, <=, wish + 3 * G_TIME_SPAN_SECOND);
      }
}

static void
test_parse_retry_after (void)
{
  static const struct
  {
    const char *text;
    const char *date;
    int seconds;
  } rows[] = {
    { "7", NULL, 7 },
    { " 120 ", NULL, 120 },
    { "0", NULL, 0 },
    { "3600", NULL, 3600 },
    { "3601", NULL, 3600 },
    { "99999999999999999999999999", NULL, 3600 },
    { "-1", NULL, 0 },
    { "1.5", NULL, 0 },
    { "1e3", NULL, 0 },
    { "nan", NULL, 0 },
    { "soon", NULL, 0 },
    { "", NULL, 0 },
    { NULL, NULL, 0 },
    { "Sun, 06 Nov 1994 08:50:07 GMT", NULL, 30 },
    { "Sunday, 06-Nov-94 08:50:07 GMT", NULL, 30 },
    { "Sun Nov  6 08:50:07 1994", NULL, 30 },
    { "Sun, 06 Nov 1994 08:49:00 GMT", NULL, 0 },
    { "Sun, 06 Nov 2094 08:49:37 GMT", NULL, 3600 },
    { "Sun, 06 Nov 99999999 08:49:37 GMT", NULL, 0 },
    /* the server's clock is what counts, not that of this machine */
    { "Thu, 26 Nov 2026 10:00:45 GMT", "Thu, 26 Nov 2026 10:00:00 GMT", 45 },
    { "Thu, 26 Nov 2026 10:00:45 GMT", "today", 3600 },
  };
  const gint64 now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text != NULL ? rows[i].text : "NULL");
      g_assert_cmpint (trueconf_backoff_parse_retry_after (rows[i].text, rows[i].date, now), ==,
                       rows[i].seconds * G_TIME_SPAN_SECOND);
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/backoff/never-above-limit", test_never_above_limit);
  g_test_add_func ("/backoff/growth", test_growth);
  g_test_add_func ("/backoff/spread", test_spread);
  g_test_add_func ("/backoff/reset", test_reset);
  g_test_add_func ("/backoff/endless", test_endless);
  g_test_add_func ("/backoff/retry-after", test_retry_after);
  g_test_add_func ("/backoff/parse-retry-after", test_parse_retry_after);

  return g_test_run ();
}
