/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rate limit: what waits, in which order it goes on, and how it ends. A rate of 0.001 stands for "not during this
 * test". */

#include <string.h>

#include "tc-bot.h"
#include "tc-chat.h"
#include "tc-script.h"

#define NEVER 0.001

typedef struct
{
  TcScript script;
  TrueconfRateLimit *limit;
} Scene;

static void
scene_begin (Scene *self)
{
  tc_script_begin (&self->script);
  self->script.answers = TRUE;
  self->limit = trueconf_rate_limit_new ();
  trueconf_bot_add_request_middleware (self->script.bot, TRUECONF_REQUEST_MIDDLEWARE (self->limit));
}

static void
scene_end (Scene *self)
{
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (self->limit), ==, 0);
  tc_script_end (&self->script);
  tc_assert_gone (g_steal_pointer (&self->limit));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Scene *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = trueconf_bot_call_finish (TRUECONF_BOT (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_ptr_array_add (self->script.outcomes, g_strdup ("called"));
}

static void
call (Scene *self, const char *method, const char *payload)
{
  g_autofree char *json = tc_json ("%s", payload);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  trueconf_bot_call_async (self->script.bot, method, node, NULL, answered_cb, self);
}

static void
say (Scene *self, const char *chat, const char *text)
{
  g_autofree char *payload =
      g_strdup_printf ("{'chatId':'%s','content':{'text':'%s','parseMode':'text'}}", chat, text);

  call (self, "sendMessage", payload);
}

/* What the server has got, as "c:text" with spaces in between; for an edit, "message:text". */
static char *
get_log (Scene *self, guint first)
{
  g_autoptr (GString) log = g_string_new (NULL);

  for (guint i = first; i < self->script.requests->len; i++)
    {
      JsonNode *request = g_ptr_array_index (self->script.requests, i);
      const char *chat = tc_json_string (request, "payload.chatId");

      g_string_append_printf (log, "%s%s:%s", log->len > 0 ? " " : "",
                              chat != NULL ? chat : tc_json_string (request, "payload.messageId"),
                              tc_json_string (request, "payload.content.text"));
    }

  return g_string_free (g_steal_pointer (&log), FALSE);
}

#define ASSERT_LOG(self, first, expected)                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *tc_log_text = get_log (self, first);                                                    \
                                                                                                             \
    g_assert_cmpstr (tc_log_text, ==, expected);                                                             \
  }                                                                                                          \
  G_STMT_END

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *count = user_data;

  *count += 1;
}

static void
test_properties (void)
{
  g_autoptr (TrueconfRateLimit) limit = trueconf_rate_limit_new ();
  guint notified = 0;
  double chat_rate;
  double total_rate;
  guint chat_burst;
  guint total_burst;
  guint max_waiting;
  guint n_waiting;

  g_object_get (limit, "chat-rate", &chat_rate, "chat-burst", &chat_burst, "total-rate", &total_rate,
                "total-burst", &total_burst, "max-waiting", &max_waiting, "n-waiting", &n_waiting, NULL);
  g_assert_true (chat_rate <= 0 && total_rate <= 0);
  g_assert_cmpuint (chat_burst, ==, 5);
  g_assert_cmpuint (total_burst, ==, 30);
  g_assert_cmpuint (max_waiting, ==, 1000);
  g_assert_cmpuint (n_waiting, ==, 0);

  g_signal_connect (limit, "notify", G_CALLBACK (count_cb), &notified);
  for (guint i = 0; i < 2; i++)
    g_object_set (limit, "chat-rate", 1.5, "chat-burst", 2, "total-rate", 2.5, "total-burst", 3,
                  "max-waiting", 4, NULL);
  g_assert_cmpuint (notified, ==, 5);
  g_assert_cmpfloat_with_epsilon (trueconf_rate_limit_get_chat_rate (limit), 1.5, 1e-9);
  g_assert_cmpuint (trueconf_rate_limit_get_chat_burst (limit), ==, 2);
  g_assert_cmpfloat_with_epsilon (trueconf_rate_limit_get_total_rate (limit), 2.5, 1e-9);
  g_assert_cmpuint (trueconf_rate_limit_get_total_burst (limit), ==, 3);
  g_assert_cmpuint (trueconf_rate_limit_get_max_waiting (limit), ==, 4);
}

/* Without a rate nothing waits. */
static void
test_off (void)
{
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_max_waiting (scene.limit, 0);
  tc_script_send_many (&scene.script, 0, 100);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 0);
  TC_WAIT (scene.script.outcomes->len == 100);
  g_assert_cmpuint (tc_script_count_outcomes (&scene.script, "ok"), ==, 100);
  scene_end (&scene);
}

static void
test_chat (void)
{
  guint notified = 0;
  Scene scene;

  scene_begin (&scene);
  g_signal_connect (scene.limit, "notify::n-waiting", G_CALLBACK (count_cb), &notified);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 2);
  tc_script_send_many (&scene.script, 0, 6);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 4);
  g_assert_cmpuint (notified, ==, 4);

  /* other chats, and what sends nothing, pass */
  say (&scene, "d", "d1");
  call (&scene, "getChatHistory", "{'chatId':'c','count':1}");
  call (&scene, "sendChatActivity", "{'chatId':'c','activityType':'typing'}");
  call (&scene, "somethingNew", "{'chatId':'c'}");
  say (&scene, "d", "d2");
  say (&scene, "d", "d3");
  TC_WAIT (scene.script.outcomes->len == 7);
  ASSERT_LOG (&scene, 0, "c:0 c:1 d:d1 c:(null) c:(null) c:(null) d:d2");
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 5);

  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  /* comes behind those that wait */
  tc_script_send (&scene.script, 6, NULL);
  TC_WAIT (scene.script.outcomes->len == 13);
  ASSERT_LOG (&scene, 7, "c:2 d:d3 c:3 c:4 c:5 c:6");
  g_assert_cmpuint (notified, ==, 4 + 1 + 5 + 2);
  scene_end (&scene);
}

/* What is owed is paid at the new rate. */
static void
test_faster (void)
{
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  tc_script_send_many (&scene.script, 0, 5);
  TC_WAIT (scene.script.outcomes->len == 1);
  trueconf_rate_limit_set_chat_rate (scene.limit, 200);
  TC_WAIT (scene.script.outcomes->len == 5);
  ASSERT_LOG (&scene, 0, "c:0 c:1 c:2 c:3 c:4");
  scene_end (&scene);
}

/* Chats take turns where all of them have to wait. */
static void
test_total (void)
{
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_total_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_total_burst (scene.limit, 1);
  say (&scene, "a", "1");
  say (&scene, "a", "2");
  say (&scene, "a", "3");
  say (&scene, "b", "1");
  say (&scene, "b", "2");
  say (&scene, "c", "1");
  TC_WAIT (scene.script.outcomes->len == 1);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 5);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  trueconf_rate_limit_set_total_rate (scene.limit, 500);
  TC_WAIT (scene.script.outcomes->len == 6);
  ASSERT_LOG (&scene, 0, "a:1 a:2 b:1 c:1 a:3 b:2");
  scene_end (&scene);
}

/* A chat that has to wait itself does not use up what all of them may send. */
static void
test_both (void)
{
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  trueconf_rate_limit_set_total_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_total_burst (scene.limit, 3);
  for (guint i = 0; i < 4; i++)
    say (&scene, "a", "x");
  say (&scene, "b", "x");
  say (&scene, "c", "x");
  say (&scene, "d", "x");
  TC_WAIT (scene.script.outcomes->len == 3);
  ASSERT_LOG (&scene, 0, "a:x b:x c:x");
  /* only d waits for the others alone */
  trueconf_rate_limit_set_total_rate (scene.limit, 0);
  TC_WAIT (scene.script.outcomes->len == 4);
  ASSERT_LOG (&scene, 3, "d:x");
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 3);
  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  TC_WAIT (scene.script.outcomes->len == 7);
  scene_end (&scene);
}

/* Edits of one message are counted together. */
static void
test_edits (void)
{
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  call (&scene, "editMessage", "{'messageId':'m1','content':{'text':'1','parseMode':'text'}}");
  call (&scene, "editMessage", "{'messageId':'m1','content':{'text':'2','parseMode':'text'}}");
  call (&scene, "editMessage", "{'messageId':'m2','content':{'text':'1','parseMode':'text'}}");
  call (&scene, "editSurvey", "{'messageId':'m2','content':{'text':'2'}}");
  call (&scene, "forwardMessage", "{'messageId':'m1','chatId':'c'}");
  call (&scene, "sendFile", "{'chatId':'c','content':{'temporalFileId':'f'}}");
  call (&scene, "removeMessage", "{'messageId':'m1','forAll':true}");
  TC_WAIT (scene.script.outcomes->len == 4);
  ASSERT_LOG (&scene, 0, "m1:1 m2:1 c:(null) m1:(null)");
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 3);
  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  TC_WAIT (scene.script.outcomes->len == 7);
  ASSERT_LOG (&scene, 4, "m1:2 m2:2 c:(null)");
  scene_end (&scene);
}

static void
test_full (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  trueconf_rate_limit_set_max_waiting (scene.limit, 2);
  tc_script_send_many (&scene.script, 0, 3);
  g_assert_null (tc_bot_send (scene.script.bot, "c", "x", &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL);
  g_assert_cmpstr (
      error->message, ==,
      "sendMessage was not sent: 2 requests wait for the rate limit already. Send less, or raise "
      "its property “max-waiting” or its rates");
  g_clear_error (&error);
  /* that does not matter to a chat that need not wait */
  say (&scene, "d", "x");
  TC_WAIT (scene.script.outcomes->len == 2);
  say (&scene, "e", "x");
  TC_WAIT (scene.script.outcomes->len == 3);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 2);
  trueconf_rate_limit_set_max_waiting (scene.limit, 3);
  tc_script_send (&scene.script, 3, NULL);
  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  TC_WAIT (scene.script.outcomes->len == 6);
  ASSERT_LOG (&scene, 3, "c:1 c:2 c:3");
  scene_end (&scene);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) first = g_cancellable_new ();
  g_autoptr (GCancellable) last = g_cancellable_new ();
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  tc_script_send (&scene.script, 0, NULL);
  tc_script_send (&scene.script, 1, first);
  tc_script_send (&scene.script, 2, NULL);
  tc_script_send (&scene.script, 3, last);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 3);
  g_cancellable_cancel (first);
  TC_WAIT (tc_script_count_outcomes (&scene.script, "cancelled 1") == 1);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 2);
  g_cancellable_cancel (last);
  TC_WAIT (tc_script_count_outcomes (&scene.script, "cancelled 3") == 1);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 1);
  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  TC_WAIT (scene.script.outcomes->len == 4);
  g_assert_cmpuint (tc_script_count_outcomes (&scene.script, "ok"), ==, 2);
  ASSERT_LOG (&scene, 0, "c:0 c:2");

  /* the only one that waits, and after it another one */
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  g_cancellable_reset (first);
  tc_script_send (&scene.script, 4, NULL);
  tc_script_send (&scene.script, 5, first);
  g_cancellable_cancel (first);
  TC_WAIT (tc_script_count_outcomes (&scene.script, "cancelled 5") == 1);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 0);
  tc_script_send (&scene.script, 6, NULL);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 1);
  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  TC_WAIT (scene.script.outcomes->len == 7);
  ASSERT_LOG (&scene, 2, "c:4 c:6");
  scene_end (&scene);
}

/* Its own timeout ends the waiting, and that of the bot begins afterwards. */
static void
test_timeout (void)
{
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  trueconf_request_middleware_set_timeout (TRUECONF_REQUEST_MIDDLEWARE (scene.limit), 0.05);
  tc_script_send_many (&scene.script, 0, 2);
  TC_WAIT (scene.script.outcomes->len == 2);
  g_assert_cmpuint (tc_script_count_outcomes (&scene.script, "timed-out 1"), ==, 1);
  tc_assert_contains (scene.script.last->message, "TrueconfRateLimit has kept it for 0.05 s.");
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 0);
  scene_end (&scene);
}

static void
test_stop (void)
{
  g_autoptr (GAsyncResult) stopped = NULL;
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  tc_script_send_many (&scene.script, 0, 3);
  TC_WAIT (scene.script.outcomes->len == 1);

  /* it lets them go while there is time */
  trueconf_bot_stop_async (scene.script.bot, NULL, tc_store_result, &stopped);
  tc_drain ();
  g_assert_null (stopped);
  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  TC_WAIT (stopped != NULL);
  TC_WAIT (scene.script.outcomes->len == 3);
  g_assert_cmpuint (tc_script_count_outcomes (&scene.script, "ok"), ==, 3);
  g_clear_object (&stopped);

  tc_bot_start (scene.script.bot);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_bot_set_stop_timeout (scene.script.bot, 0.1);
  tc_script_send_many (&scene.script, 3, 6);
  TC_WAIT (scene.script.outcomes->len == 4);
  trueconf_bot_stop_async (scene.script.bot, NULL, tc_store_result, &stopped);
  TC_WAIT (stopped != NULL);
  TC_WAIT (scene.script.outcomes->len == 6);
  g_assert_cmpuint (tc_script_count_outcomes (&scene.script, "not-connected"), ==, 2);
  tc_assert_contains (scene.script.last->message, "the bot is not running");
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 0);
  g_assert_cmpuint (scene.script.requests->len, ==, 4);
  g_clear_object (&stopped);
  scene_end (&scene);
}

/* The last reference to a bot goes while requests wait. */
static void
test_dispose (void)
{
  Scene scene;

  scene_begin (&scene);
  trueconf_rate_limit_set_total_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_total_burst (scene.limit, 1);
  tc_script_send_many (&scene.script, 0, 3);
  TC_WAIT (scene.script.outcomes->len == 1);
  trueconf_bot_set_stop_timeout (scene.script.bot, 0.1);
  tc_bot_stop (scene.script.bot);
  g_assert_cmpuint (tc_script_count_outcomes (&scene.script, "not-connected"), ==, 2);
  /* it is not running, and they wait until it is */
  tc_script_send_many (&scene.script, 3, 5);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 2);
  g_object_run_dispose (G_OBJECT (scene.script.bot));
  TC_WAIT (scene.script.outcomes->len == 5);
  g_assert_cmpuint (tc_script_count_outcomes (&scene.script, "not-connected"), ==, 4);
  scene_end (&scene);
}

/* Two bots send no more than one limit lets them. */
static void
test_shared (void)
{
  TcScript other;
  Scene scene;

  scene_begin (&scene);
  tc_script_begin (&other);
  other.answers = TRUE;
  trueconf_bot_add_request_middleware (other.bot, TRUECONF_REQUEST_MIDDLEWARE (scene.limit));
  trueconf_rate_limit_set_total_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_total_burst (scene.limit, 1);
  tc_script_send_many (&scene.script, 0, 2);
  tc_script_send_many (&other, 0, 2);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 3);
  TC_WAIT (scene.script.outcomes->len == 1);
  trueconf_bot_set_stop_timeout (scene.script.bot, 0.1);
  tc_bot_stop (scene.script.bot);
  TC_WAIT (scene.script.outcomes->len == 2);
  g_assert_cmpuint (trueconf_rate_limit_get_n_waiting (scene.limit), ==, 2);
  trueconf_rate_limit_set_total_rate (scene.limit, 0);
  TC_WAIT (other.outcomes->len == 2);
  g_assert_cmpuint (tc_script_count_outcomes (&other, "ok"), ==, 2);
  g_assert_true (
      trueconf_bot_remove_request_middleware (other.bot, TRUECONF_REQUEST_MIDDLEWARE (scene.limit)));
  tc_script_end (&other);
  scene_end (&scene);
}

static void
send_more (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  Scene *self = user_data;

  trueconf_request_next_run (next);
  if (g_strcmp0 (trueconf_outgoing_request_get_string (request, "content.text"), "1") == 0)
    {
      say (self, "c", "2");
      say (self, "d", "1");
    }
}

static gboolean
has_sent (Scene *self, const char *part)
{
  g_autofree char *log = get_log (self, 0);

  return strstr (log, part) != NULL;
}

/* A request that goes on may cause others, which come back to the limit at once. */
static void
test_nested (void)
{
  g_autoptr (TrueconfRequestMiddleware) more = NULL;
  Scene scene;

  scene_begin (&scene);
  more = trueconf_request_middleware_new_func (send_more, &scene, NULL);
  trueconf_bot_add_request_middleware (scene.script.bot, more);
  trueconf_rate_limit_set_chat_rate (scene.limit, NEVER);
  trueconf_rate_limit_set_chat_burst (scene.limit, 1);
  say (&scene, "c", "0");
  say (&scene, "c", "1");
  say (&scene, "c", "3");
  trueconf_rate_limit_set_chat_rate (scene.limit, 1000);
  TC_WAIT (scene.script.outcomes->len >= 5);
  trueconf_bot_remove_request_middleware (scene.script.bot, more);
  trueconf_rate_limit_set_chat_rate (scene.limit, 0);
  TC_WAIT (trueconf_rate_limit_get_n_waiting (scene.limit) == 0);
  /* what the limit has let go may still be on its way to the server */
  TC_WAIT (has_sent (&scene, "c:2") && has_sent (&scene, "d:1"));
  TC_WAIT (scene.script.outcomes->len == scene.script.requests->len);
  {
    g_autofree char *log = get_log (&scene, 0);

    g_assert_true (g_str_has_prefix (log, "c:0 c:1 "));
    g_assert_true (strstr (log, "c:3") < strstr (log, "c:2"));
    tc_assert_contains (log, "d:1");
  }
  scene_end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/rate-limit/properties", test_properties);
  g_test_add_func ("/rate-limit/off", test_off);
  g_test_add_func ("/rate-limit/chat", test_chat);
  g_test_add_func ("/rate-limit/faster", test_faster);
  g_test_add_func ("/rate-limit/total", test_total);
  g_test_add_func ("/rate-limit/both", test_both);
  g_test_add_func ("/rate-limit/edits", test_edits);
  g_test_add_func ("/rate-limit/full", test_full);
  g_test_add_func ("/rate-limit/cancel", test_cancel);
  g_test_add_func ("/rate-limit/timeout", test_timeout);
  g_test_add_func ("/rate-limit/stop", test_stop);
  g_test_add_func ("/rate-limit/dispose", test_dispose);
  g_test_add_func ("/rate-limit/shared", test_shared);
  g_test_add_func ("/rate-limit/nested", test_nested);

  return g_test_run ();
}
