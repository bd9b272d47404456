/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How many requests are on their way at once, when they are sent, and when a silent connection is replaced. */

#include "tc-bot.h"
#include "tc-script.h"

/* What the client has sent before this comes before it. */
static void
settle (void)
{
  tc_linger (100);
}

static void
test_bounded (void)
{
  TcScript scene;
  guint reads;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (JsonNode) result = NULL;

  tc_script_begin (&scene);
  trueconf_bot_set_max_in_flight (scene.bot, 3);
  g_assert_cmpuint (trueconf_bot_get_max_in_flight (scene.bot), ==, 3);
  /* one that could be repeated counts as well */
  trueconf_bot_call_async (scene.bot, "getChats", NULL, NULL, tc_store_result, &read);
  tc_script_send_many (&scene, 1, 10);
  for (reads = 3; reads < 10; reads++)
    {
      TC_WAIT (scene.requests->len == reads);
      settle ();
      g_assert_cmpuint (scene.requests->len, ==, reads);
      tc_script_answer_nth (&scene, reads - 3);
    }
  TC_WAIT (scene.requests->len == 10);
  for (guint i = 7; i < 10; i++)
    tc_script_answer_nth (&scene, i);
  TC_WAIT (tc_script_count_outcomes (&scene, "ok") == 9 && read != NULL);
  for (guint i = 1; i < 10; i++)
    g_assert_cmpuint (tc_script_get_number (&scene, i), ==, i);
  result = trueconf_bot_call_finish (scene.bot, read, NULL);
  g_assert_nonnull (result);
  g_clear_object (&read);
  tc_script_end (&scene);
}

/* What needs no answer any more makes room. */
static void
test_cancelled_makes_room (void)
{
  TcScript scene;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  tc_script_begin (&scene);
  trueconf_bot_set_max_in_flight (scene.bot, 1);
  tc_script_send (&scene, 0, cancellable);
  tc_script_send_many (&scene, 1, 3);
  TC_WAIT (scene.requests->len == 1);
  g_cancellable_cancel (cancellable);
  TC_WAIT (scene.requests->len == 2);
  g_assert_cmpuint (tc_script_get_number (&scene, 1), ==, 1);
  tc_script_answer_nth (&scene, 1);
  TC_WAIT (scene.requests->len == 3);
  tc_script_answer_nth (&scene, 2);
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "cancelled 0"), ==, 1);
  tc_script_end (&scene);
}

static void
test_timed_out_makes_room (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_max_in_flight (scene.bot, 1);
  trueconf_bot_set_timeout (scene.bot, 0.2);
  tc_script_send_many (&scene, 0, 2);
  TC_WAIT (scene.requests->len == 2);
  tc_script_answer_nth (&scene, 1);
  TC_WAIT (scene.outcomes->len == 2);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "timed-out 0"), ==, 1);
  tc_script_end (&scene);
}

static void
test_raised (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_max_in_flight (scene.bot, 1);
  tc_script_send_many (&scene, 0, 5);
  TC_WAIT (scene.requests->len == 1);
  trueconf_bot_set_max_in_flight (scene.bot, 4);
  TC_WAIT (scene.requests->len == 4);
  settle ();
  g_assert_cmpuint (scene.requests->len, ==, 4);
  scene.answers = TRUE;
  for (guint i = 0; i < 4; i++)
    tc_script_answer_nth (&scene, i);
  TC_WAIT (tc_script_count_outcomes (&scene, "ok") == 5);
  tc_script_end (&scene);
}

/* Its turn has not come for so long that nobody wants it any more: it was surely not sent. */
static void
test_waits_too_long (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_max_in_flight (scene.bot, 1);
  trueconf_bot_set_timeout (scene.bot, 0.4);
  trueconf_bot_set_offline_timeout (scene.bot, 0.6);
  tc_script_send_many (&scene, 0, 3);
  TC_WAIT (scene.outcomes->len >= 2);
  g_assert_cmpstr (tc_script_get_outcome (&scene, 0), ==, "timed-out 0");
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_error (scene.last, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  for (guint i = 0; i < scene.requests->len; i++)
    g_assert_cmpuint (tc_script_get_number (&scene, i), <, 2);
  tc_script_end (&scene);
}

/* What was accepted while there was a connection is done before it closes. */
static void
test_stop (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_max_in_flight (scene.bot, 2);
  scene.answers = TRUE;
  tc_script_send_many (&scene, 0, 7);
  tc_bot_stop (scene.bot);
  TC_WAIT (scene.outcomes->len == 7);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "ok"), ==, 7);
  tc_script_end (&scene);
}

/* Without an outbox, what waits for its turn does not wait for a connection. */
static void
test_no_outbox (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_max_in_flight (scene.bot, 1);
  trueconf_bot_set_offline_timeout (scene.bot, 0);
  scene.cuts = 1;
  tc_script_send_many (&scene, 0, 3);
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "unknown 0"), ==, 1);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "not-connected"), ==, 2);
  g_assert_cmpuint (scene.requests->len, ==, 1);
  tc_script_end (&scene);
}

/* One outage leaves no more in doubt than were on their way. */
static void
test_outage (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  scene.answers = TRUE;
  scene.cuts = 1;
  tc_script_send_many (&scene, 0, 100);
  TC_WAIT (scene.outcomes->len == 100);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "unknown"), <=, 32);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "unknown") + tc_script_count_outcomes (&scene, "ok"),
                    ==, 100);
  g_test_message ("%u in doubt, the server saw %u", tc_script_count_outcomes (&scene, "unknown"),
                  scene.requests->len);
  tc_script_end (&scene);
}

/* A server that comes back, and goes again at the first request, leaves in doubt what it saw. */
static void
test_flap (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  scene.answers = TRUE;
  tc_script_close (&scene);
  scene.cuts = 3;
  tc_script_send_many (&scene, 0, 100);
  TC_WAIT (scene.outcomes->len == 100);
  g_test_message ("%u in doubt, the server saw %u", tc_script_count_outcomes (&scene, "unknown"),
                  scene.requests->len);
  g_assert_cmpuint (scene.connections, ==, 5);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "unknown"), ==, 3);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "ok"), ==, 97);
  g_assert_cmpuint (scene.requests->len, ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (tc_script_get_number (&scene, i), ==, i);
  tc_script_end (&scene);
}

/* The first request after a reconnection may be one that the server does not answer: others do not wait for it for long. */
static void
test_slow_first (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  tc_script_close (&scene);
  tc_script_send_many (&scene, 0, 5);
  TC_WAIT (scene.requests->len == 5);
  g_assert_cmpuint (scene.outcomes->len, ==, 0);
  scene.answers = TRUE;
  for (guint i = 0; i < 5; i++)
    tc_script_answer_nth (&scene, i);
  TC_WAIT (tc_script_count_outcomes (&scene, "ok") == 5);
  tc_script_end (&scene);
}

/* The pings are answered, the requests are not. */
static void
test_mute (void)
{
  TcScript scene;
  g_autoptr (GError) reason = NULL;

  tc_script_begin (&scene);
  trueconf_bot_set_timeout (scene.bot, 0.2);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (scene.connections, ==, 1);
      tc_script_send (&scene, i, NULL);
      TC_WAIT (scene.outcomes->len == i + 1);
    }
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "timed-out"), ==, 3);
  TC_WAIT (trueconf_bot_get_last_error (scene.bot) != NULL);
  reason = g_error_copy (trueconf_bot_get_last_error (scene.bot));
  g_assert_error (reason, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_assert_contains (reason->message, "3 requests");
  TC_WAIT (scene.connections == 2 && trueconf_bot_get_authorized (scene.bot));

  scene.answers = TRUE;
  trueconf_bot_set_timeout (scene.bot, 10);
  tc_script_send (&scene, 3, NULL);
  TC_WAIT (tc_script_count_outcomes (&scene, "ok") == 1);
  tc_script_end (&scene);
}

/* What is still in flight then follows the rules of each lost connection. */
static void
test_mute_resends (void)
{
  TcScript scene;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (JsonNode) result = NULL;
  g_autoptr (GError) error = NULL;

  tc_script_begin (&scene);
  trueconf_bot_set_timeout (scene.bot, 0.3);
  tc_script_send_many (&scene, 0, 3);
  trueconf_bot_set_timeout (scene.bot, 60);
  tc_script_send (&scene, 3, NULL);
  trueconf_bot_call_async (scene.bot, "getChats", NULL, NULL, tc_store_result, &read);
  TC_WAIT (scene.requests->len == 5);
  scene.answers = TRUE;
  TC_WAIT (scene.outcomes->len == 4 && read != NULL);
  result = trueconf_bot_call_finish (scene.bot, read, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "timed-out"), ==, 3);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "unknown 3"), ==, 1);
  g_assert_cmpuint (scene.connections, ==, 2);
  g_assert_cmpuint (scene.requests->len, ==, 6);
  g_clear_object (&read);
  tc_script_end (&scene);
}

/* A server that says anything at all is not taken for mute: each two are lost, and between them something comes. */
static void
test_not_mute (gconstpointer data)
{
  const char *frame = data;
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_timeout (scene.bot, 0.2);
  for (guint i = 0; i < 6; i++)
    {
      tc_script_send (&scene, i, NULL);
      TC_WAIT (scene.outcomes->len == i + 1);
      if (i % 2 == 1)
        {
          tc_script_say (&scene, frame);
          settle ();
        }
    }
  scene.answers = TRUE;
  trueconf_bot_set_timeout (scene.bot, 10);
  tc_script_send (&scene, 6, NULL);
  TC_WAIT (scene.outcomes->len == 7);
  g_assert_cmpstr (tc_script_get_outcome (&scene, 6), ==, "ok 6");
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "timed-out"), ==, 6);
  g_assert_cmpuint (scene.connections, ==, 1);
  tc_script_end (&scene);
}

/* Answers that were lost among others that came. */
static void
test_lost_among_others (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_timeout (scene.bot, 0.5);
  tc_script_send_many (&scene, 0, 10);
  TC_WAIT (scene.requests->len == 10);
  for (guint i = 0; i < 5; i++)
    tc_script_answer_nth (&scene, i);
  TC_WAIT (scene.outcomes->len == 10);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "ok"), ==, 5);
  g_assert_cmpuint (tc_script_count_outcomes (&scene, "timed-out"), ==, 5);
  scene.answers = TRUE;
  trueconf_bot_set_timeout (scene.bot, 10);
  tc_script_send (&scene, 10, NULL);
  TC_WAIT (scene.outcomes->len == 11);
  g_assert_cmpuint (scene.connections, ==, 1);
  tc_script_end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/in-flight/bounded", test_bounded);
  g_test_add_func ("/in-flight/cancelled-makes-room", test_cancelled_makes_room);
  g_test_add_func ("/in-flight/timed-out-makes-room", test_timed_out_makes_room);
  g_test_add_func ("/in-flight/raised", test_raised);
  g_test_add_func ("/in-flight/waits-too-long", test_waits_too_long);
  g_test_add_func ("/in-flight/stop", test_stop);
  g_test_add_func ("/in-flight/no-outbox", test_no_outbox);
  g_test_add_func ("/in-flight/outage", test_outage);
  g_test_add_func ("/in-flight/flap", test_flap);
  g_test_add_func ("/in-flight/slow-first", test_slow_first);
  g_test_add_func ("/mute/replaced", test_mute);
  g_test_add_func ("/mute/resends", test_mute_resends);
  g_test_add_data_func ("/mute/late-answer", "{'type':2,'id':1,'payload':{}}", test_not_mute);
  g_test_add_data_func ("/mute/event", "{'type':1,'id':9,'method':'news','payload':{}}", test_not_mute);
  g_test_add_func ("/mute/lost-among-others", test_lost_among_others);

  return g_test_run ();
}
