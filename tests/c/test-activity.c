/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Activities: when they are sent again, and when not; and the middleware that shows one while a handler works. */

#include <math.h>

#include "tc-bot.h"
#include "tc-chat.h"
#include "tc-script.h"

static TrueconfActivity *
begin (TcScript *scene)
{
  return trueconf_bot_begin_chat_activity (scene->bot, "c", TRUECONF_CHAT_ACTIVITY_TYPING);
}

static void
answer_last (TcScript *scene, const char *payload)
{
  tc_script_answer (scene, g_ptr_array_index (scene->requests, scene->requests->len - 1), payload);
}

static void
test_repeat (void)
{
  g_autofree char *chat_id = NULL;
  TrueconfActivity *activity;
  TrueconfChatActivity kind;
  gboolean active;
  TcScript scene;

  tc_script_begin (&scene);
  activity = begin (&scene);
  g_object_get (activity, "chat-id", &chat_id, "activity", &kind, "active", &active, NULL);
  g_assert_cmpstr (chat_id, ==, "c");
  g_assert_cmpstr (trueconf_activity_get_chat_id (activity), ==, "c");
  g_assert_cmpint (kind, ==, TRUECONF_CHAT_ACTIVITY_TYPING);
  g_assert_cmpint (trueconf_activity_get_activity (activity), ==, TRUECONF_CHAT_ACTIVITY_TYPING);
  g_assert_true (active);

  /* one after the other, each when the server wants it */
  TC_WAIT (scene.requests->len == 1);
  answer_last (&scene, "{'retryAfter':100}");
  TC_WAIT (scene.requests->len == 2);
  answer_last (&scene, "{'retryAfter':1}");
  TC_WAIT (scene.requests->len == 3);
  for (guint i = 0; i < 3; i++)
    {
      JsonNode *request = g_ptr_array_index (scene.requests, i);

      g_assert_cmpstr (tc_json_string (request, "method"), ==, "sendChatActivity");
      g_assert_cmpstr (tc_json_string (request, "payload.chatId"), ==, "c");
      g_assert_cmpstr (tc_json_string (request, "payload.activityType"), ==, "typing");
    }

  trueconf_activity_end (activity);
  trueconf_activity_end (activity);
  g_assert_false (trueconf_activity_get_active (activity));
  answer_last (&scene, "{'retryAfter':1}");
  tc_linger (200);
  g_assert_cmpuint (scene.requests->len, ==, 3);
  tc_assert_gone (activity);
  tc_script_end (&scene);
}

/* The last reference goes while a request is under way, and while the next one is due. */
static void
test_drop (void)
{
  TrueconfActivity *activity;
  TcScript scene;

  tc_script_begin (&scene);
  activity = begin (&scene);
  TC_WAIT (scene.requests->len == 1);
  tc_assert_gone (activity);
  answer_last (&scene, "{'retryAfter':1}");

  activity = begin (&scene);
  TC_WAIT (scene.requests->len == 2);
  answer_last (&scene, "{'retryAfter':150}");
  tc_linger (50);
  tc_assert_gone (activity);
  tc_linger (200);
  g_assert_cmpuint (scene.requests->len, ==, 2);
  tc_script_end (&scene);
}

/* A server that does not tell how long it lasts has shown it all the same. */
static void
test_untold (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfActivity *activity;
  TcScript scene;

  tc_script_begin (&scene);
  activity = begin (&scene);
  TC_WAIT (scene.requests->len == 1);
  answer_last (&scene, "{}");

  trueconf_bot_send_chat_activity_async (scene.bot, "c", TRUECONF_CHAT_ACTIVITY_TYPING, NULL, tc_store_result,
                                         &result);
  TC_WAIT (scene.requests->len == 2);
  answer_last (&scene, "{'chatId':'c','retryAfter':null}");
  TC_WAIT (result != NULL);
  g_assert_cmpint (trueconf_bot_send_chat_activity_finish (scene.bot, result, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_true (trueconf_activity_get_active (activity));
  g_clear_object (&result);
  tc_assert_gone (activity);
  tc_script_end (&scene);
}

/* An error of the server ends it, quietly: warnings are fatal here. */
static void
test_refused (void)
{
  TrueconfActivity *activity;
  TcScript scene;

  tc_script_begin (&scene);
  activity = begin (&scene);
  TC_WAIT (scene.requests->len == 1);
  answer_last (&scene, "{'errorCode':304}");
  TC_WAIT (!trueconf_activity_get_active (activity));
  tc_assert_gone (activity);
  tc_script_end (&scene);

  tc_script_begin_with (&scene, "5.5.5");
  TC_WAIT (trueconf_bot_get_server_version (scene.bot) != NULL);
  activity = begin (&scene);
  TC_WAIT (!trueconf_activity_get_active (activity));
  tc_assert_gone (activity);
  g_assert_cmpuint (scene.requests->len, ==, 0);
  tc_script_end (&scene);
}

/* Nothing waits for a connection, and with the next one it goes on. */
static void
test_offline (void)
{
  TrueconfActivity *before;
  TrueconfActivity *during;
  TrueconfActivity *ended;
  TcScript scene;

  tc_script_begin (&scene);
  before = begin (&scene);
  TC_WAIT (scene.requests->len == 1);
  tc_script_close (&scene);
  during = begin (&scene);
  ended = begin (&scene);
  g_assert_true (trueconf_activity_get_active (during));
  trueconf_activity_end (ended);
  TC_WAIT (trueconf_bot_get_authorized (scene.bot));
  g_assert_cmpuint (scene.connections, ==, 2);
  /* each of the two once */
  TC_WAIT (scene.requests->len == 3);
  tc_linger (100);
  g_assert_cmpuint (scene.requests->len, ==, 3);
  tc_assert_gone (before);
  tc_assert_gone (during);
  tc_assert_gone (ended);
  tc_script_end (&scene);
}

static void
test_stop (void)
{
  TrueconfActivity *activity;
  TrueconfActivity *late;
  TcScript scene;

  tc_script_begin (&scene);
  activity = begin (&scene);
  TC_WAIT (scene.requests->len == 1);
  answer_last (&scene, "{'retryAfter':1}");
  TC_WAIT (scene.requests->len == 2);
  answer_last (&scene, "{'retryAfter':60000}");
  tc_bot_stop (scene.bot);
  g_assert_false (trueconf_activity_get_active (activity));
  late = begin (&scene);
  g_assert_false (trueconf_activity_get_active (late));
  tc_bot_start (scene.bot);
  tc_linger (100);
  g_assert_cmpuint (scene.requests->len, ==, 2);
  tc_assert_gone (activity);
  tc_assert_gone (late);

  /* it does not keep the bot, nor needs it */
  activity = begin (&scene);
  TC_WAIT (scene.requests->len == 3);
  tc_script_end (&scene);
  trueconf_activity_end (activity);
  tc_assert_gone (activity);
}

/* ---- while a handler works */

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *router;
  TrueconfActivityMiddleware *middleware;
  TrueconfContext *held;
  gboolean holds;
  guint handled;
} Work;

static void
handle (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Work *self = user_data;

  self->handled++;
  if (self->holds)
    {
      trueconf_context_hold (context);
      self->held = g_object_ref (context);
    }
}

static void
release (Work *self)
{
  g_autoptr (TrueconfContext) context = g_steal_pointer (&self->held);

  trueconf_context_release (context);
}

static void
work_begin (Work *self)
{
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_text ("work");

  *self = (Work){ .sandbox = tc_sandbox_new (), .middleware = trueconf_activity_middleware_new () };
  self->bot = tc_bot_new (self->sandbox);
  self->router = trueconf_router_new ("worker");
  trueconf_router_add_handler (self->router, TRUECONF_TYPE_MESSAGE, filter, handle, self, NULL);
  trueconf_router_add_inner_middleware (self->router, TRUECONF_MIDDLEWARE (self->middleware));
  trueconf_router_include_router (TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot)), self->router);
  tc_sandbox_say (self->sandbox, "nora", "the chat is there");
  tc_bot_start (self->bot);
}

static void
work_end (Work *self)
{
  tc_bot_end (self->bot);
  g_object_unref (self->router);
  tc_assert_gone (self->middleware);
  tc_sandbox_free (self->sandbox);
}

static guint
count_typing (Work *self)
{
  return tc_sandbox_count_frames (self->sandbox, "in", "\"activityType\":\"typing\"");
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *count = user_data;

  *count += 1;
}

static void
test_middleware (void)
{
  guint notified = 0;
  double delay;
  Work work;

  work_begin (&work);
  g_signal_connect (work.middleware, "notify", G_CALLBACK (count_cb), &notified);
  g_object_get (work.middleware, "delay", &delay, NULL);
  g_assert_cmpfloat_with_epsilon (delay, 0.5, 1e-9);
  g_assert_cmpint (trueconf_activity_middleware_get_activity (work.middleware), ==,
                   TRUECONF_CHAT_ACTIVITY_TYPING);

  /* fast */
  trueconf_activity_middleware_set_delay (work.middleware, 3600);
  g_assert_cmpfloat_with_epsilon (trueconf_activity_middleware_get_delay (work.middleware), 3600, 1e-9);
  tc_sandbox_say (work.sandbox, "nora", "work");
  TC_WAIT (work.handled == 1);

  /* nobody handles it */
  trueconf_activity_middleware_set_delay (work.middleware, 0);
  tc_sandbox_say (work.sandbox, "nora", "something else");

  /* slow, and each time a new one */
  work.holds = TRUE;
  tc_sandbox_say (work.sandbox, "nora", "work");
  TC_WAIT (work.handled == 2);
  TC_WAIT (count_typing (&work) == 1);
  release (&work);
  trueconf_activity_middleware_set_delay (work.middleware, 0.01);
  tc_sandbox_say (work.sandbox, "nora", "work");
  TC_WAIT (work.handled == 3);
  TC_WAIT (count_typing (&work) == 2);
  release (&work);

  trueconf_activity_middleware_set_activity (work.middleware, TRUECONF_CHAT_ACTIVITY_UPLOADING_FILE);
  g_object_set (work.middleware, "activity", TRUECONF_CHAT_ACTIVITY_UPLOADING_FILE, "delay", 0.0, NULL);
  tc_sandbox_say (work.sandbox, "nora", "work");
  TC_WAIT (work.handled == 4);
  TC_WAIT (tc_sandbox_count_frames (work.sandbox, "in", "\"activityType\":\"uploading_file\"") == 1);
  release (&work);
  g_assert_cmpuint (notified, ==, 5);
  g_assert_cmpuint (count_typing (&work), ==, 2);
  work_end (&work);
}

/* An answer that never comes is not waited for. */
static void
test_stop_unanswered (void)
{
  g_autoptr (GAsyncResult) stopped = NULL;
  TrueconfActivity *activities[2];
  TcScript scene;

  tc_script_begin (&scene);
  trueconf_bot_set_stop_timeout (scene.bot, INFINITY);
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    activities[i] = begin (&scene);
  TC_WAIT (scene.requests->len == 2);
  trueconf_bot_stop_async (scene.bot, NULL, tc_store_result, &stopped);
  TC_WAIT (stopped != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    {
      g_assert_false (trueconf_activity_get_active (activities[i]));
      tc_assert_gone (activities[i]);
    }
  g_clear_object (&stopped);
  tc_script_end (&scene);
}

/* A handler that is at work when its bot stops. */
static void
test_middleware_stop (void)
{
  g_autoptr (GAsyncResult) stopped = NULL;
  Work work;

  work_begin (&work);
  trueconf_activity_middleware_set_delay (work.middleware, 0);
  work.holds = TRUE;
  tc_sandbox_say (work.sandbox, "nora", "work");
  TC_WAIT (count_typing (&work) == 1);
  trueconf_bot_stop_async (work.bot, NULL, tc_store_result, &stopped);
  tc_drain ();
  release (&work);
  TC_WAIT (stopped != NULL);
  g_clear_object (&stopped);
  work_end (&work);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/activity/repeat", test_repeat);
  g_test_add_func ("/activity/drop", test_drop);
  g_test_add_func ("/activity/untold", test_untold);
  g_test_add_func ("/activity/refused", test_refused);
  g_test_add_func ("/activity/offline", test_offline);
  g_test_add_func ("/activity/stop", test_stop);
  g_test_add_func ("/activity/stop-unanswered", test_stop_unanswered);
  g_test_add_func ("/activity/middleware", test_middleware);
  g_test_add_func ("/activity/middleware-stop", test_middleware_stop);

  return g_test_run ();
}
