/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How the rate limit counts, without a clock, and what it keeps of chats. */

#include "config.h"

#include "bot/trueconf-pace-private.h"
#include "bot/trueconf-rate-limit-private.h"
#include "trueconf-bot.h"

#include "tc-util.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_burst (void)
{
  const gint64 now = 1000 * SECOND;
  gint64 full = 0;
  TrueconfPace pace;

  trueconf_pace_init (&pace, 2, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (trueconf_pace_get_time (&pace, full), <=, now);
      full = trueconf_pace_take (&pace, full, now);
    }
  g_assert_cmpint (trueconf_pace_get_time (&pace, full), ==, now + SECOND / 2);
  full = trueconf_pace_take (&pace, full, now + SECOND / 2);
  g_assert_cmpint (trueconf_pace_get_time (&pace, full), ==, now + SECOND);
  g_assert_cmpint (full, ==, now + 2 * SECOND);
  /* after a long silence the bucket is full, and not fuller */
  full = trueconf_pace_take (&pace, full, now + 100 * SECOND);
  g_assert_cmpint (full, ==, now + 100 * SECOND + SECOND / 2);
}

static void
test_change (void)
{
  const gint64 now = 1000 * SECOND;
  gint64 full = 0;
  TrueconfPace slow;
  TrueconfPace fast;
  TrueconfPace small;
  TrueconfPace off;

  trueconf_pace_init (&slow, 0.001, 3);
  trueconf_pace_init (&fast, 10, 3);
  trueconf_pace_init (&small, 10, 1);
  trueconf_pace_init (&off, 0, 3);
  for (guint i = 0; i < 3; i++)
    full = trueconf_pace_take (&slow, full, now);
  g_assert_cmpint (full, ==, now + 3000 * SECOND);
  /* three are owed */
  g_assert_cmpint (trueconf_pace_convert (&fast, &slow, full, now), ==, now + 3 * SECOND / 10);
  g_assert_cmpint (trueconf_pace_convert (&small, &slow, full, now), ==, now + SECOND / 10);
  g_assert_cmpint (trueconf_pace_convert (&off, &slow, full, now), ==, 0);
  g_assert_cmpint (trueconf_pace_convert (&slow, &off, full, now), ==, 0);
  g_assert_cmpint (trueconf_pace_convert (&fast, &slow, now - 1, now), ==, 0);
  g_assert_cmpint (trueconf_pace_get_time (&off, full), <=, now);
}

/* Nothing overflows. */
static void
test_extremes (void)
{
  const double rates[] = { G_MINDOUBLE, 1e-300, 1e-9, 1e9, G_MAXDOUBLE };
  const guint bursts[] = { 1, 2, G_MAXUINT };
  const gint64 now = G_GINT64_CONSTANT (100) * 365 * 86400 * SECOND;

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    for (guint j = 0; j < G_N_ELEMENTS (bursts); j++)
      {
        gint64 full = 0;
        TrueconfPace pace;
        TrueconfPace other;

        trueconf_pace_init (&pace, rates[i], bursts[j]);
        trueconf_pace_init (&other, 1, G_MAXUINT);
        for (guint k = 0; k < 3 && trueconf_pace_get_time (&pace, full) <= now; k++)
          full = trueconf_pace_take (&pace, full, now);
        g_assert_cmpint (full, >=, now);
        g_assert_cmpint (trueconf_pace_get_time (&pace, full), <=, full);
        g_assert_cmpint (trueconf_pace_convert (&other, &pace, full, now), >=, 0);
        g_assert_cmpint (trueconf_pace_convert (&pace, &other, now + G_MAXINT32, now), >=, 0);
      }
}

static void
answer (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  guint *seen = user_data;
  g_autofree char *json = tc_json ("%s", "{'chatId':'c','messageId':'m','timestamp':1}");
  g_autoptr (JsonNode) payload = json_from_string (json, NULL);

  *seen += 1;
  trueconf_request_next_answer (next, payload);
}

/* A chat whose bucket is full again is forgotten. */
static void
test_memory (void)
{
  guint seen = 0;
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "a.b.c");
  TrueconfRateLimit *limit = trueconf_rate_limit_new ();
  TrueconfRequestMiddleware *server = trueconf_request_middleware_new_func (answer, &seen, NULL);

  trueconf_rate_limit_set_chat_rate (limit, 0.001);
  trueconf_bot_add_request_middleware (bot, TRUECONF_REQUEST_MIDDLEWARE (limit));
  trueconf_bot_add_request_middleware (bot, server);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *chat = g_strdup_printf ("chat%u", i % 100);

      trueconf_bot_send_message_async (bot, chat, "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
    }
  g_assert_cmpuint (seen, ==, 200);
  g_assert_cmpuint (trueconf_rate_limit_count_chats (limit), ==, 100);

  /* a millisecond for each message that is owed */
  trueconf_rate_limit_set_chat_rate (limit, 1000);
  tc_linger (5);
  trueconf_bot_send_message_async (bot, "other", "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (trueconf_rate_limit_count_chats (limit), ==, 1);
  trueconf_rate_limit_set_chat_rate (limit, 0);
  trueconf_rate_limit_set_total_rate (limit, 1000000);
  trueconf_bot_send_message_async (bot, "other", "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  trueconf_bot_send_message_async (bot, "another", "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  TC_WAIT (seen == 203);
  g_assert_cmpuint (trueconf_rate_limit_count_chats (limit), ==, 1);
  tc_drain ();

  g_object_unref (bot);
  tc_assert_gone (limit);
  tc_assert_gone (server);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/pace/burst", test_burst);
  g_test_add_func ("/pace/change", test_change);
  g_test_add_func ("/pace/extremes", test_extremes);
  g_test_add_func ("/pace/memory", test_memory);

  return g_test_run ();
}
