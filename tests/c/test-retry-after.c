/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the server says about when it wants to be asked again. */

#include "tc-bot.h"
#include "tc-script.h"

#define REFUSED "{'errorCode':100,'retryAfter':%s}"

static void
refuse (TcScript *scene, guint i, const char *retry_after)
{
  g_autofree char *payload = g_strdup_printf (REFUSED, retry_after);

  tc_script_answer (scene, g_ptr_array_index (scene->requests, i), payload);
}

static void
on_activity (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  trueconf_bot_send_chat_activity_finish (TRUECONF_BOT (source), result, &error);
  g_assert_no_error (error);
  (*(guint *) user_data)++;
}

static void
show_typing (TcScript *scene, const char *chat, guint *done)
{
  trueconf_bot_send_chat_activity_async (scene->bot, chat, TRUECONF_CHAT_ACTIVITY_TYPING, NULL, on_activity,
                                         done);
}

static const char *
get_chat (TcScript *scene, guint i)
{
  return tc_json_string (g_ptr_array_index (scene->requests, i), "payload.chatId");
}

/* The same activity waits, in another chat it does not, nor do messages. */
static void
test_activity (void)
{
  TcScript scene;
  guint done = 0;

  tc_script_begin (&scene);
  show_typing (&scene, "a", &done);
  TC_WAIT (scene.requests->len == 1);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 0), "{'retryAfter':700}");
  TC_WAIT (done == 1);

  show_typing (&scene, "a", &done);
  show_typing (&scene, "a", &done);
  show_typing (&scene, "b", &done);
  tc_script_send (&scene, 7, NULL);
  TC_WAIT (scene.requests->len == 3);
  g_assert_cmpstr (get_chat (&scene, 1), ==, "b");
  g_assert_cmpuint (tc_script_get_number (&scene, 2), ==, 7);

  /* one after the other, each when the server wants it */
  TC_WAIT (scene.requests->len == 4);
  g_assert_cmpstr (get_chat (&scene, 3), ==, "a");
  tc_linger (100);
  g_assert_cmpuint (scene.requests->len, ==, 4);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 3), "{'retryAfter':200}");
  TC_WAIT (done == 2);
  g_assert_cmpuint (scene.requests->len, ==, 4);
  TC_WAIT (scene.requests->len == 5);
  for (guint i = 1; i < 5; i++)
    if (i != 3)
      tc_script_answer (&scene, g_ptr_array_index (scene.requests, i),
                        "{'chatId':'c','messageId':'m','timestamp':1,'retryAfter':0}");
  TC_WAIT (done == 4 && scene.outcomes->len == 1);
  tc_script_end (&scene);
}

/* What the server has refused for a time is sent again, in order; what is of another method passes. */
static void
test_error (void)
{
  TcScript scene;
  g_autoptr (GAsyncResult) read = NULL;

  tc_script_begin (&scene);
  tc_script_send_many (&scene, 0, 3);
  TC_WAIT (scene.requests->len == 3);
  for (guint i = 0; i < 3; i++)
    refuse (&scene, i, "500");
  tc_linger (50);
  tc_script_send (&scene, 3, NULL);
  trueconf_bot_call_async (scene.bot, "getChats", NULL, NULL, tc_store_result, &read);
  TC_WAIT (scene.requests->len == 4);
  g_assert_cmpstr (tc_json_string (g_ptr_array_index (scene.requests, 3), "method"), ==, "getChats");
  g_assert_cmpuint (scene.outcomes->len, ==, 0);

  TC_WAIT (scene.requests->len == 5);
  g_assert_cmpuint (tc_script_get_number (&scene, 4), ==, 0);
  tc_linger (100);
  g_assert_cmpuint (scene.requests->len, ==, 5);
  scene.answers = TRUE;
  tc_script_answer_nth (&scene, 3);
  tc_script_answer_nth (&scene, 4);
  TC_WAIT (scene.outcomes->len == 4 && read != NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *expected = g_strdup_printf ("ok %u", i);

      g_assert_cmpstr (tc_script_get_outcome (&scene, i), ==, expected);
      g_assert_cmpuint (tc_script_get_number (&scene, i + 4), ==, i);
    }
  g_clear_object (&read);
  tc_script_end (&scene);
}

/* No pause is longer than a call may last: the refused one gets its error, and the others wait for no longer. */
static void
test_too_long (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_timeout (scene.bot, 0.5);
  trueconf_bot_set_offline_timeout (scene.bot, 0.5);
  tc_script_send (&scene, 0, NULL);
  TC_WAIT (scene.requests->len == 1);
  refuse (&scene, 0, "999999999999999999");
  TC_WAIT (scene.outcomes->len == 1);
  g_assert_error (scene.last, TRUECONF_API_ERROR, 100);
  tc_script_send (&scene, 1, NULL);
  TC_WAIT (scene.outcomes->len == 2);
  g_assert_error (scene.last, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_assert_contains (scene.last->message, "sendMessage was not sent");
  tc_assert_contains (scene.last->message, "asked to wait");
  g_assert_cmpuint (scene.requests->len, ==, 1);
  tc_script_end (&scene);
}

/* What is no time is no pause. */
static void
test_absurd (void)
{
  static const char *const values[] = { "-1", "0", "null", "{}", "[1]", "'soon'", "-1e300", "true" };
  TcScript scene;

  tc_script_begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      tc_script_send (&scene, i, NULL);
      TC_WAIT (scene.requests->len == i + 1);
      refuse (&scene, i, values[i]);
      TC_WAIT (scene.outcomes->len == i + 1);
      g_assert_error (scene.last, TRUECONF_API_ERROR, 100);
    }
  tc_script_end (&scene);
}

/* A request that waits so can be cancelled, and outlives the connection. */
static void
test_lost_connection (void)
{
  TcScript scene;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  tc_script_begin (&scene);
  tc_script_send_many (&scene, 0, 2);
  tc_script_send (&scene, 2, cancellable);
  TC_WAIT (scene.requests->len == 3);
  for (guint i = 0; i < 3; i++)
    refuse (&scene, i, "300");
  tc_linger (50);
  g_cancellable_cancel (cancellable);
  TC_WAIT (scene.outcomes->len == 1);
  g_assert_cmpstr (tc_script_get_outcome (&scene, 0), ==, "cancelled 2");
  scene.answers = TRUE;
  tc_script_close (&scene);
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_cmpuint (scene.requests->len, ==, 5);
  g_assert_cmpuint (tc_script_get_number (&scene, 3), ==, 0);
  g_assert_cmpuint (tc_script_get_number (&scene, 4), ==, 1);
  tc_script_end (&scene);
}

/* A bot that is to stop does not wait for the server's leave. */
static void
test_stop (void)
{
  TcScript scene;

  tc_script_begin (&scene);
  tc_script_send (&scene, 0, NULL);
  TC_WAIT (scene.requests->len == 1);
  refuse (&scene, 0, "20000");
  tc_linger (50);
  scene.answers = TRUE;
  tc_bot_stop (scene.bot);
  TC_WAIT (scene.outcomes->len == 1);
  g_assert_cmpstr (tc_script_get_outcome (&scene, 0), ==, "ok 0");
  tc_script_end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/retry-after/activity", test_activity);
  g_test_add_func ("/retry-after/error", test_error);
  g_test_add_func ("/retry-after/too-long", test_too_long);
  g_test_add_func ("/retry-after/absurd", test_absurd);
  g_test_add_func ("/retry-after/lost-connection", test_lost_connection);
  g_test_add_func ("/retry-after/stop", test_stop);

  return g_test_run ();
}
