/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a bot counts. */

#include <string.h>

#include "tc-bot.h"
#include "tc-script.h"

#define COUNT(name) (trueconf_statistics_get_##name (trueconf_bot_get_statistics (scene.bot)))

static guint64
get_ended (TcScript *scene)
{
  TrueconfStatistics *statistics = trueconf_bot_get_statistics (scene->bot);

  return trueconf_statistics_get_requests_succeeded (statistics) +
         trueconf_statistics_get_requests_refused (statistics) +
         trueconf_statistics_get_requests_timed_out (statistics) +
         trueconf_statistics_get_requests_cancelled (statistics) +
         trueconf_statistics_get_requests_in_doubt (statistics) +
         trueconf_statistics_get_requests_unsent (statistics) +
         trueconf_statistics_get_requests_overflowed (statistics) +
         trueconf_statistics_get_requests_failed (statistics);
}

static void
test_requests (void)
{
  TcScript scene;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  tc_script_begin (&scene);
  g_assert_cmpuint (COUNT (connections), ==, 1);
  g_assert_cmpuint (COUNT (logins), ==, 1);
  g_assert_cmpuint (COUNT (requests), ==, 0);
  g_assert_cmpuint (COUNT (frames_sent), ==, 1);
  g_assert_cmpuint (COUNT (frames_received), ==, 1);
  g_assert_cmpuint (COUNT (bytes_sent), >, 20);
  g_assert_cmpuint (COUNT (bytes_received), ==,
                    strlen ("{'type':2,'id':1,'payload':{'userId':'bot@test/1'}}"));

  trueconf_bot_set_max_in_flight (scene.bot, 3);
  tc_script_send_many (&scene, 0, 3);
  tc_script_send (&scene, 3, cancellable);
  TC_WAIT (scene.requests->len == 3);
  TC_WAIT (COUNT (requests_waiting) == 1);
  g_assert_cmpuint (COUNT (requests_in_flight), ==, 3);
  g_cancellable_cancel (cancellable);
  tc_script_answer_nth (&scene, 0);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 1), "{'errorCode':304}");
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 2), "{'unexpected':1,'errorCode':0}");
  TC_WAIT (scene.outcomes->len == 4);
  g_assert_cmpuint (COUNT (requests), ==, 4);
  g_assert_cmpuint (COUNT (requests_sent), ==, 3);
  g_assert_cmpuint (COUNT (requests_repeated), ==, 0);
  g_assert_cmpuint (COUNT (requests_waiting), ==, 0);
  g_assert_cmpuint (COUNT (requests_in_flight), ==, 0);
  g_assert_cmpuint (COUNT (requests_refused), ==, 1);
  g_assert_cmpuint (COUNT (requests_cancelled), ==, 1);
  g_assert_cmpuint (COUNT (requests_succeeded) + COUNT (requests_failed), ==, 2);
  g_assert_cmpuint (get_ended (&scene), ==, 4);
  tc_script_end (&scene);
}

static void
test_answers (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  scene.answers = TRUE;
  tc_script_send (&scene, 0, NULL);
  TC_WAIT (scene.outcomes->len == 1);
  scene.answers = FALSE;
  trueconf_bot_set_timeout (scene.bot, 0.2);
  tc_script_send (&scene, 1, NULL);
  TC_WAIT (scene.outcomes->len == 2);
  g_assert_cmpuint (COUNT (requests_timed_out), ==, 1);

  tc_script_answer_nth (&scene, 1);
  tc_script_answer_nth (&scene, 1);
  tc_script_answer_nth (&scene, 0);
  tc_script_say (&scene, "{'type':2,'id':77,'payload':{}}");
  tc_script_say (&scene, "{'type':2,'id':-1,'payload':{}}");
  tc_script_say (&scene, "{'type':2}");
  tc_script_say (&scene, "no frame");
  TC_WAIT (COUNT (invalid_frames) == 1);
  g_assert_cmpuint (COUNT (late_answers), ==, 1);
  g_assert_cmpuint (COUNT (duplicate_answers), ==, 2);
  g_assert_cmpuint (COUNT (stray_answers), ==, 3);
  tc_script_end (&scene);
}

static void
test_events (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  tc_script_say (&scene, "{'type':1,'id':1,'method':'removeChat','payload':{'chatId':'c'}}");
  tc_script_say (&scene, "{'type':1,'id':2,'method':'news','payload':{}}");
  TC_WAIT (COUNT (events) == 2 && COUNT (events_waiting) == 0);
  g_assert_cmpuint (COUNT (unknown_events), ==, 1);
  g_assert_cmpuint (COUNT (skipped_events), ==, 0);
  tc_script_end (&scene);
}

static void
test_reconnections (void)
{
  TcScript scene;
  guint64 by_cause = 0;
  g_autoptr (GEnumClass) causes = g_type_class_ref (TRUECONF_TYPE_ERROR_CAUSE);

  tc_script_begin (&scene);
  scene.cuts = 1;
  tc_script_send (&scene, 0, NULL);
  TC_WAIT (scene.outcomes->len == 1);
  TC_WAIT (COUNT (logins) == 2);
  tc_script_close (&scene);
  trueconf_bot_set_outbox_limit (scene.bot, 1);
  tc_script_send_many (&scene, 1, 3);
  TC_WAIT (COUNT (requests_overflowed) == 1);
  scene.answers = TRUE;
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_cmpuint (COUNT (connections), ==, 3);
  g_assert_cmpuint (COUNT (logins), ==, 3);
  g_assert_cmpuint (COUNT (requests_in_doubt), ==, 1);
  g_assert_cmpuint (COUNT (requests_succeeded), ==, 1);
  g_assert_cmpuint (COUNT (reconnections), ==, 2);
  for (guint i = 0; i < causes->n_values; i++)
    by_cause += trueconf_statistics_get_reconnections_by_cause (trueconf_bot_get_statistics (scene.bot),
                                                                (TrueconfErrorCause) causes->values[i].value);
  g_assert_cmpuint (by_cause, ==, 2);
  g_assert_cmpuint (trueconf_statistics_get_reconnections_by_cause (trueconf_bot_get_statistics (scene.bot),
                                                                    TRUECONF_ERROR_CAUSE_CLOSED),
                    >=, 1);
  g_assert_cmpuint (trueconf_statistics_get_reconnections_by_cause (trueconf_bot_get_statistics (scene.bot),
                                                                    (TrueconfErrorCause) 1000),
                    ==, 0);

  /* a reading request may be sent again */
  {
    g_autoptr (GAsyncResult) read = NULL;

    scene.cuts = 1;
    trueconf_bot_call_async (scene.bot, "getChats", NULL, NULL, tc_store_result, &read);
    TC_WAIT (read != NULL);
    g_assert_cmpuint (COUNT (requests_repeated), ==, 1);
  }

  tc_bot_stop (scene.bot);
  tc_script_send (&scene, 4, NULL);
  TC_WAIT (scene.outcomes->len == 4);
  g_assert_cmpuint (COUNT (requests_unsent), ==, 1);
  g_assert_cmpuint (get_ended (&scene), ==, COUNT (requests));
  tc_script_end (&scene);
}

static void
assert_names (char **names, const char *expected)
{
  g_auto (GStrv) list = names;
  g_autofree char *found = g_strjoinv (" ", list);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_by_method (void)
{
  TcScript scene;
  TrueconfStatistics *statistics;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GEnumClass) results = g_type_class_ref (TRUECONF_TYPE_REQUEST_RESULT);
  guint64 sum = 0;

  tc_script_begin (&scene);
  statistics = trueconf_bot_get_statistics (scene.bot);
  assert_names (trueconf_statistics_list_methods (statistics), "");
  assert_names (trueconf_statistics_list_event_methods (statistics), "");
  g_assert_cmpfloat (trueconf_statistics_get_answer_time_by_method (statistics, "sendMessage"), <=, 0);

  scene.answers = TRUE;
  tc_script_send_many (&scene, 0, 2);
  TC_WAIT (scene.outcomes->len == 2);
  trueconf_bot_call_async (scene.bot, "makeCoffee", NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  /* it holds the bot */
  g_clear_object (&result);
  scene.answers = FALSE;
  tc_script_send (&scene, 2, NULL);
  TC_WAIT (scene.requests->len == 4);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 3), "{'errorCode':304}");
  TC_WAIT (scene.outcomes->len == 3);

  assert_names (trueconf_statistics_list_methods (statistics), "sendMessage other");
#define REQUESTS(method, how)                                                                                \
  trueconf_statistics_get_requests_by_method (statistics, method, TRUECONF_REQUEST_RESULT_##how)
  g_assert_cmpuint (REQUESTS ("sendMessage", SUCCEEDED) + REQUESTS ("sendMessage", FAILED), ==, 2);
  g_assert_cmpuint (REQUESTS ("sendMessage", REFUSED), ==, 1);
  g_assert_cmpuint (REQUESTS ("sendMessage", UNKNOWN), ==, 0);
  g_assert_cmpuint (REQUESTS ("other", SUCCEEDED) + REQUESTS ("other", FAILED), ==, 1);
  g_assert_cmpuint (REQUESTS ("makeCoffee", SUCCEEDED), ==, 0);
  g_assert_cmpuint (
      trueconf_statistics_get_requests_by_method (statistics, "sendMessage", (TrueconfRequestResult) 9), ==,
      0);
#undef REQUESTS
  for (guint i = 0; i < results->n_values; i++)
    sum += trueconf_statistics_get_requests_by_method (statistics, "sendMessage",
                                                       (TrueconfRequestResult) results->values[i].value);
  g_assert_cmpuint (sum, ==, 3);
  g_assert_cmpuint (trueconf_statistics_get_answers_by_method (statistics, "sendMessage"), ==, 3);
  g_assert_cmpuint (trueconf_statistics_get_answers_by_method (statistics, "getChats"), ==, 0);
  g_assert_cmpuint (trueconf_statistics_get_answers_by_method (statistics, "makeCoffee"), ==, 0);
  g_assert_cmpfloat (trueconf_statistics_get_answer_time_by_method (statistics, "sendMessage"), >, 0);
  g_assert_cmpfloat (trueconf_statistics_get_answer_time_by_method (statistics, "makeCoffee"), <=, 0);

  tc_script_say (&scene, "{'type':1,'id':1,'method':'removeChat','payload':{'chatId':'c'}}");
  tc_script_say (&scene, "{'type':1,'id':2,'method':'news','payload':{}}");
  tc_script_say (&scene, "{'type':1,'id':3,'method':'removeChat','payload':{'chatId':'d'}}");
  TC_WAIT (COUNT (events) == 3);
  assert_names (trueconf_statistics_list_event_methods (statistics), "removeChat other");
  g_assert_cmpuint (trueconf_statistics_get_events_by_method (statistics, "removeChat"), ==, 2);
  g_assert_cmpuint (trueconf_statistics_get_events_by_method (statistics, "other"), ==, 1);
  g_assert_cmpuint (trueconf_statistics_get_events_by_method (statistics, "news"), ==, 0);
  tc_script_end (&scene);
}

/* All are properties, and the object outlives its bot. */
static void
test_object (void)
{
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "a.b.c");
  g_autoptr (TrueconfStatistics) statistics = g_object_ref (trueconf_bot_get_statistics (bot));
  g_autofree GParamSpec **properties = NULL;
  guint n = 0;

  g_assert_true (trueconf_bot_get_statistics (bot) == statistics);
  tc_assert_gone (bot);
  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (statistics), &n);
  g_assert_cmpuint (n, >, 20);
  for (guint i = 0; i < n; i++)
    {
      guint64 value = 1;

      g_object_get (statistics, properties[i]->name, &value, NULL);
      g_assert_cmpuint (value, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/statistics/requests", test_requests);
  g_test_add_func ("/statistics/answers", test_answers);
  g_test_add_func ("/statistics/events", test_events);
  g_test_add_func ("/statistics/reconnections", test_reconnections);
  g_test_add_func ("/statistics/by-method", test_by_method);
  g_test_add_func ("/statistics/object", test_object);

  return g_test_run ();
}
