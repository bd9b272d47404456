/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Request middlewares: what they see, change, delay, refuse and answer, and what becomes of requests that they keep. */

#include <string.h>

#include "tc-bot.h"
#include "tc-chat.h"
#include "tc-script.h"

/* ---- a middleware that is told what to do */

typedef enum
{
  RUN,
  KEEP,
  DROP,
  REFUSE,
  ANSWER,
  LOOK,
  LOOK_AND_REPLACE,
  LOOK_AND_KEEP,
} Action;

typedef struct
{
  Action action;
  const char *mark;   /* appended to the text, or NULL */
  const char *answer; /* JSON with single quotation marks */
  GString *log;       /* shared: what came by */
  guint seen;
  GPtrArray *kept; /* TrueconfRequestNext */
  TrueconfOutgoingRequest *last;
  JsonNode *got;
  GError *error;
  TrueconfRequestMiddleware *middleware;
} Double;

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfRequestNext *next = TRUECONF_REQUEST_NEXT (source);
  Double *self = user_data;
  g_autofree char *json = self->answer != NULL ? tc_json ("%s", self->answer) : NULL;

  g_clear_pointer (&self->got, json_node_unref);
  g_clear_error (&self->error);
  self->got = trueconf_request_next_run_finish (next, result, &self->error);
  g_assert_true ((self->got == NULL) == (self->error != NULL));
  if (self->log != NULL)
    g_string_append_printf (self->log, "-%s", self->mark);

  if (self->action == LOOK_AND_KEEP)
    g_ptr_array_add (self->kept, g_object_ref (next));
  else if (json != NULL)
    {
      g_autoptr (JsonNode) answer = json_from_string (json, NULL);

      trueconf_request_next_answer (next, answer);
    }
  else if (self->got != NULL)
    trueconf_request_next_answer (next, self->got);
  else
    trueconf_request_next_fail (next, self->error);
}

static void
process (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  Double *self = user_data;
  g_autofree char *json = self->answer != NULL ? tc_json ("%s", self->answer) : NULL;
  g_autoptr (JsonNode) answer = json != NULL ? json_from_string (json, NULL) : NULL;
  g_autoptr (GError) error = NULL;

  self->seen++;
  g_set_object (&self->last, request);
  if (self->log != NULL)
    g_string_append_printf (self->log, "+%s", self->mark);
  if (self->mark != NULL && trueconf_outgoing_request_get_string (request, "content.text") != NULL)
    {
      g_autofree char *text =
          g_strconcat (trueconf_outgoing_request_get_string (request, "content.text"), self->mark, NULL);

      trueconf_outgoing_request_set_string (request, "content.text", text);
    }

  g_assert_false (trueconf_request_next_get_has_run (next));
  switch (self->action)
    {
    case RUN:
      trueconf_request_next_run (next);
      g_assert_true (trueconf_request_next_get_has_run (next));
      break;

    case KEEP:
      g_ptr_array_add (self->kept, g_object_ref (next));
      break;

    case DROP:
      break;

    case REFUSE:
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "not today");
      trueconf_request_next_fail (next, error);
      break;

    case ANSWER:
      trueconf_request_next_answer (next, answer);
      break;

    case LOOK:
    case LOOK_AND_REPLACE:
    case LOOK_AND_KEEP:
      trueconf_request_next_run_async (next, NULL, looked_cb, self);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
double_begin (Double *self, TrueconfBot *bot)
{
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);
  self->middleware = trueconf_request_middleware_new_func (process, self, NULL);
  trueconf_bot_add_request_middleware (bot, self->middleware);
}

static void
double_end (Double *self)
{
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_object (&self->last);
  g_clear_pointer (&self->got, json_node_unref);
  g_clear_error (&self->error);
  tc_assert_gone (g_steal_pointer (&self->middleware));
}

#define SENT_ANSWER "{'chatId':'c','messageId':'m1','timestamp':7}"

static const char *
get_text (TcScript *scene, guint i)
{
  return tc_json_string (g_ptr_array_index (scene->requests, i), "payload.content.text");
}

static TrueconfSentMessage *
try_send (TrueconfBot *bot, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_send_message_async (bot, "c", "0", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, tc_store_result,
                                   &result);
  TC_WAIT (result != NULL);
  return trueconf_bot_send_message_finish (bot, result, error);
}

/* ---- */

static void
test_order (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Double a = { .action = LOOK, .mark = "a", .log = log };
  Double b = { .action = RUN, .mark = "b", .log = log };
  Double c = { .action = LOOK, .mark = "c", .log = log };
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;
  TcScript scene;

  tc_script_begin (&scene);
  scene.answers = TRUE;
  double_begin (&a, scene.bot);
  double_begin (&b, scene.bot);
  double_begin (&c, scene.bot);
  sent = try_send (scene.bot, &error);
  g_assert_no_error (error);
  g_assert_nonnull (trueconf_sent_message_get_message_id (sent));
  g_assert_cmpstr (get_text (&scene, 0), ==, "0abc");
  g_assert_cmpstr (log->str, ==, "+a+b+c-c-a");
  g_assert_cmpstr (tc_json_string (a.got, "messageId"), ==, trueconf_sent_message_get_message_id (sent));
  g_assert_true (json_node_is_immutable (a.got));

  g_assert_cmpstr (trueconf_outgoing_request_get_method (b.last), ==, "sendMessage");
  g_assert_cmpstr (trueconf_outgoing_request_get_chat_id (b.last), ==, "c");
  g_assert_true (trueconf_outgoing_request_get_bot (b.last) == scene.bot);
  g_assert_null (trueconf_outgoing_request_get_event (b.last));
  g_assert_null (trueconf_outgoing_request_get_cancellable (b.last));
  g_assert_cmpstr (tc_json_string (trueconf_outgoing_request_get_payload (b.last), "content.text"), ==,
                   "0abc");

  g_assert_true (trueconf_bot_remove_request_middleware (scene.bot, b.middleware));
  g_assert_false (trueconf_bot_remove_request_middleware (scene.bot, b.middleware));
  g_clear_object (&sent);
  sent = try_send (scene.bot, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get_text (&scene, 1), ==, "0ac");
  g_assert_true (trueconf_bot_remove_request_middleware (scene.bot, a.middleware));
  g_assert_true (trueconf_bot_remove_request_middleware (scene.bot, c.middleware));
  g_clear_object (&sent);
  sent = try_send (scene.bot, &error);
  g_assert_cmpstr (get_text (&scene, 2), ==, "0");
  tc_script_end (&scene);
  double_end (&a);
  double_end (&b);
  double_end (&c);
}

static void
test_payload (void)
{
  Double keeper = { .action = KEEP };
  TcScript scene;
  g_autofree char *json = tc_json ("%s", "{'chatId':'d','content':{'text':'other'},'list':[1,2.5,null]}");
  g_autoptr (JsonNode) payload = json_from_string (json, NULL);
  g_autoptr (JsonNode) shown = NULL;
  TrueconfOutgoingRequest *request;

  tc_script_begin (&scene);
  double_begin (&keeper, scene.bot);
  tc_script_send (&scene, 0, NULL);
  request = keeper.last;
  g_assert_true (json_node_is_immutable (trueconf_outgoing_request_get_payload (request)));
  g_assert_null (trueconf_outgoing_request_get_string (request, "content"));
  g_assert_null (trueconf_outgoing_request_get_string (request, "nothing.there"));

  trueconf_outgoing_request_set_payload (request, payload);
  json_object_set_string_member (json_node_get_object (payload), "chatId", "changed afterwards");
  g_assert_cmpstr (trueconf_outgoing_request_get_chat_id (request), ==, "d");
  g_object_get (request, "payload", &shown, NULL);
  trueconf_outgoing_request_set_string (request, "content.deep.er", "x");
  trueconf_outgoing_request_set_string (request, "content.text", NULL);
  trueconf_outgoing_request_set_string (request, "nothing.there", NULL);
  trueconf_outgoing_request_set_string (request, "chatId.no", NULL);
  trueconf_outgoing_request_set_string (request, "chatId", "e");
  g_assert_cmpstr (trueconf_outgoing_request_get_chat_id (request), ==, "e");
  /* what was handed out before stays */
  g_assert_cmpstr (tc_json_string (shown, "chatId"), ==, "d");

  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 0));
  TC_WAIT (scene.requests->len == 1);
  g_clear_pointer (&json, g_free);
  json = json_to_string (tc_json_find (g_ptr_array_index (scene.requests, 0), "payload"), FALSE);
  g_assert_cmpstr (json, ==,
                   "{\"chatId\":\"e\",\"content\":{\"deep\":{\"er\":\"x\"}},\"list\":[1,2.5,null]}");

  tc_log_begin ();
  trueconf_outgoing_request_set_string (request, "chatId", "f");
  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 0));
  trueconf_request_next_answer (g_ptr_array_index (keeper.kept, 0), shown);
  {
    g_autoptr (GPtrArray) critical = tc_log_end ();

    g_assert_cmpuint (critical->len, ==, 3);
  }
  scene.answers = TRUE;
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 0), SENT_ANSWER);
  TC_WAIT (scene.outcomes->len == 1);
  g_assert_cmpstr (tc_script_get_outcome (&scene, 0), ==, "ok 0");
  tc_script_end (&scene);
  double_end (&keeper);
}

static void
test_refuse (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Double outer = { .action = LOOK, .mark = "o", .log = log };
  Double inner = { .action = REFUSE };
  g_autoptr (GError) error = NULL;
  TcScript scene;

  tc_script_begin (&scene);
  double_begin (&outer, scene.bot);
  double_begin (&inner, scene.bot);
  g_assert_null (try_send (scene.bot, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_error (outer.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_cmpuint (scene.requests->len, ==, 0);
  g_clear_error (&error);

  /* an error can become an answer */
  outer.answer = SENT_ANSWER;
  {
    g_autoptr (TrueconfSentMessage) sent = try_send (scene.bot, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (trueconf_sent_message_get_message_id (sent), ==, "m1");
  }

  /* nobody waits for it: it is reported */
  outer.answer = NULL;
  tc_log_begin ();
  trueconf_bot_send_message_async (scene.bot, "c", "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  TC_WAIT (tc_log_count ("not today") == 1);
  g_ptr_array_unref (tc_log_end ());
  g_assert_cmpuint (scene.requests->len, ==, 0);
  tc_script_end (&scene);
  double_end (&outer);
  double_end (&inner);
}

static void
test_answer (void)
{
  Double outer = { .action = LOOK, .mark = "" };
  Double fake = { .action = ANSWER, .answer = SENT_ANSWER };
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GListModel) chats = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  TrueconfBot *bot = trueconf_bot_new ("127.0.0.1", "token");

  /* the bot is not even started */
  double_begin (&outer, bot);
  double_begin (&fake, bot);
  sent = try_send (bot, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_sent_message_get_message_id (sent), ==, "m1");
  g_assert_cmpint (trueconf_sent_message_get_timestamp (sent), ==, 7);

  fake.answer = "[{'chatId':'c1','title':'One','chatType':2},{'chatId':'c2'}]";
  TC_CALL (chats, &error, trueconf_bot_get_chats, bot, 10, 1);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (chats), ==, 2);
  g_assert_cmpstr (trueconf_chat_get_title (tc_nth (chats, 0)), ==, "One");

  fake.answer = "{'displayName':'Nora'}";
  TC_CALL (name, &error, trueconf_bot_get_user_display_name, bot, "nora");
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "Nora");

  fake.answer = "{'errorCode':304,'errorDescription':'so it says'}";
  g_clear_object (&sent);
  sent = try_send (bot, &error);
  g_assert_error (error, TRUECONF_API_ERROR, 304);
  tc_assert_contains (error->message, "so it says");
  g_assert_cmpstr (trueconf_error_get_method (error), ==, "sendMessage");
  g_assert_cmpstr (trueconf_error_get_chat_id (error), ==, "c");
  g_clear_error (&error);

  fake.answer = "{}";
  g_clear_pointer (&name, g_free);
  TC_CALL (name, &error, trueconf_bot_get_user_display_name, bot, "nora");
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL);
  g_assert_cmpstr (trueconf_error_get_method (error), ==, "getUserDisplayName");
  g_assert_null (trueconf_error_get_chat_id (error));
  g_assert_null (name);

  tc_assert_gone (bot);
  double_end (&outer);
  double_end (&fake);
}

static void
test_look (void)
{
  Double looker = { .action = LOOK };
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TcScript scene;

  tc_script_begin (&scene);
  double_begin (&looker, scene.bot);
  trueconf_bot_send_message_async (scene.bot, "c", "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, tc_store_result,
                                   &result);
  TC_WAIT (scene.requests->len == 1);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 0), "{'errorCode':303}");
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_send_message_finish (scene.bot, result, &error));
  g_assert_error (error, TRUECONF_API_ERROR, 303);
  g_assert_error (looker.error, TRUECONF_API_ERROR, 303);
  g_clear_error (&error);
  g_clear_object (&result);

  looker.answer = "{'chatId':'c','messageId':'other','timestamp':1}";
  scene.answers = TRUE;
  sent = try_send (scene.bot, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_sent_message_get_message_id (sent), ==, "other");
  g_assert_cmpstr (tc_json_string (looker.got, "messageId"), !=, "other");
  tc_script_end (&scene);
  double_end (&looker);
}

/* A request that is kept holds up no other, and goes out when it is let go. */
static void
test_later (void)
{
  Double keeper = { .action = KEEP };
  TcScript scene;

  tc_script_begin (&scene);
  scene.answers = TRUE;
  double_begin (&keeper, scene.bot);
  tc_script_send_many (&scene, 0, 3);
  g_assert_cmpuint (keeper.kept->len, ==, 3);
  tc_drain ();
  g_assert_cmpuint (scene.requests->len, ==, 0);
  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 2));
  TC_WAIT (scene.outcomes->len == 1);
  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 0));
  TC_WAIT (scene.outcomes->len == 2);
  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 1));
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_cmpstr (tc_script_get_outcome (&scene, 0), ==, "ok 2");
  g_assert_cmpstr (tc_script_get_outcome (&scene, 1), ==, "ok 0");
  g_assert_cmpstr (tc_script_get_outcome (&scene, 2), ==, "ok 1");
  tc_script_end (&scene);
  double_end (&keeper);
}

/* Kept for ever, or let drop: the call ends with an error, in which the middleware is named. */
static void
test_never (void)
{
  Double outer = { .action = LOOK, .mark = "" };
  Double keeper = { .action = KEEP };
  g_autoptr (GError) error = NULL;
  TrueconfRequestNext *next;
  TcScript scene;

  tc_script_begin (&scene);
  double_begin (&outer, scene.bot);
  double_begin (&keeper, scene.bot);
  g_assert_cmpfloat_with_epsilon (trueconf_request_middleware_get_timeout (keeper.middleware), 60, 0.1);
  trueconf_request_middleware_set_timeout (keeper.middleware, 0.05);
  g_assert_null (try_send (scene.bot, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_assert_contains (error->message,
                      "sendMessage was not sent: the middleware TrueconfFuncRequestMiddleware");
  tc_assert_contains (error->message, "for 0.05 s. ");
  g_assert_error (outer.error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  next = g_ptr_array_index (keeper.kept, 0);
  g_assert_true (g_cancellable_is_cancelled (trueconf_request_next_get_cancellable (next)));
  /* too late */
  trueconf_outgoing_request_set_string (keeper.last, "chatId", "x");
  trueconf_request_next_fail (next, error);
  g_clear_error (&error);

  keeper.action = DROP;
  trueconf_request_middleware_set_timeout (keeper.middleware, 0);
  g_assert_null (try_send (scene.bot, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED);
  tc_assert_contains (error->message, "has dropped it");
  g_clear_error (&error);

  /* the answer, too */
  scene.answers = TRUE;
  keeper.action = LOOK_AND_KEEP;
  trueconf_request_middleware_set_timeout (keeper.middleware, 0.05);
  g_assert_null (try_send (scene.bot, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_assert_contains (error->message, "has kept the answer");
  g_clear_error (&error);
  g_assert_cmpuint (scene.requests->len, ==, 1);

  tc_script_end (&scene);
  double_end (&outer);
  double_end (&keeper);
}

/* An answer may come before that of the server, whose own is then not heard any more. */
static void
test_early (void)
{
  Double outer = { .action = LOOK, .mark = "" };
  Double inner = { .action = LOOK, .mark = "" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) looked = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = tc_json ("%s", SENT_ANSWER);
  g_autoptr (JsonNode) answer = json_from_string (json, NULL);
  TrueconfRequestNext *next;
  TcScript scene;

  tc_script_begin (&scene);
  outer.action = KEEP;
  double_begin (&outer, scene.bot);
  double_begin (&inner, scene.bot);
  trueconf_bot_send_message_async (scene.bot, "c", "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, tc_store_result,
                                   &result);
  next = g_ptr_array_index (outer.kept, 0);
  trueconf_request_next_run_async (next, cancellable, tc_store_result, &looked);
  TC_WAIT (scene.requests->len == 1);
  g_cancellable_cancel (cancellable);
  TC_WAIT (looked != NULL);
  g_assert_null (trueconf_request_next_run_finish (next, looked, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (result);

  trueconf_request_next_answer (next, answer);
  TC_WAIT (result != NULL);
  sent = trueconf_bot_send_message_finish (scene.bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_sent_message_get_message_id (sent), ==, "m1");
  TC_WAIT (inner.error != NULL);
  g_assert_error (inner.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 0), SENT_ANSWER);
  scene.answers = TRUE;
  trueconf_bot_remove_request_middleware (scene.bot, outer.middleware);
  g_clear_object (&sent);
  sent = try_send (scene.bot, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_clear_object (&looked);
  tc_script_end (&scene);
  double_end (&outer);
  double_end (&inner);
}

static void
test_cancel (void)
{
  Double keeper = { .action = KEEP };
  g_autoptr (GCancellable) held = g_cancellable_new ();
  g_autoptr (GCancellable) on_network = g_cancellable_new ();
  g_autoptr (GCancellable) before = g_cancellable_new ();
  TcScript scene;
  TrueconfRequestNext *next;

  tc_script_begin (&scene);
  double_begin (&keeper, scene.bot);
  tc_script_send (&scene, 0, held);
  g_assert_true (trueconf_outgoing_request_get_cancellable (keeper.last) == held);
  next = g_ptr_array_index (keeper.kept, 0);
  g_assert_false (g_cancellable_is_cancelled (trueconf_request_next_get_cancellable (next)));
  g_cancellable_cancel (held);
  TC_WAIT (scene.outcomes->len == 1);
  g_assert_error (scene.last, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_cancellable_is_cancelled (trueconf_request_next_get_cancellable (next)));
  trueconf_request_next_run (next);

  keeper.action = RUN;
  tc_script_send (&scene, 1, on_network);
  TC_WAIT (scene.requests->len == 1);
  g_assert_cmpuint (tc_script_get_number (&scene, 0), ==, 1);
  g_cancellable_cancel (on_network);
  TC_WAIT (scene.outcomes->len == 2);
  g_assert_error (scene.last, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_cancellable_cancel (before);
  tc_script_send (&scene, 2, before);
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_error (scene.last, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (keeper.seen, ==, 2);
  g_assert_cmpuint (scene.requests->len, ==, 1);
  tc_script_end (&scene);
  double_end (&keeper);
}

/* Stopping waits for what is kept, but not for ever; disposing does not. */
static void
test_stop (void)
{
  Double keeper = { .action = KEEP };
  g_autoptr (GAsyncResult) stopped = NULL;
  G_GNUC_UNUSED g_autoptr (GError) error = NULL;
  TcScript scene;

  tc_script_begin (&scene);
  scene.answers = TRUE;
  double_begin (&keeper, scene.bot);
  tc_script_send (&scene, 0, NULL);
  trueconf_bot_stop_async (scene.bot, NULL, tc_store_result, &stopped);
  tc_drain ();
  g_assert_null (stopped);
  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 0));
  TC_WAIT (stopped != NULL);
  g_assert_cmpstr (tc_script_get_outcome (&scene, 0), ==, "ok 0");

  tc_bot_start (scene.bot);
  trueconf_bot_set_stop_timeout (scene.bot, 0.1);
  tc_script_send (&scene, 1, NULL);
  g_clear_object (&stopped);
  trueconf_bot_stop_async (scene.bot, NULL, tc_store_result, &stopped);
  TC_WAIT (stopped != NULL);
  TC_WAIT (scene.outcomes->len == 2);
  g_assert_error (scene.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  tc_assert_contains (scene.last->message, "the bot is not running");

  tc_script_send (&scene, 2, NULL);
  g_object_run_dispose (G_OBJECT (scene.bot));
  TC_WAIT (scene.outcomes->len == 3);
  g_assert_error (scene.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  tc_script_send (&scene, 3, NULL);
  TC_WAIT (scene.outcomes->len == 4);
  g_assert_cmpuint (keeper.seen, ==, 3);
  g_clear_object (&stopped);
  tc_script_end (&scene);
  double_end (&keeper);
}

/* What the library sends again is seen once; the log-in is not seen. */
static void
test_once (void)
{
  Double counter = { .action = LOOK, .mark = "" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) chats = NULL;
  g_autoptr (GError) error = NULL;
  TcScript scene;

  tc_script_begin (&scene);
  double_begin (&counter, scene.bot);
  scene.cuts = 1;
  trueconf_bot_get_chats_async (scene.bot, 10, 1, NULL, tc_store_result, &result);
  TC_WAIT (scene.requests->len == 2);
  tc_script_answer (&scene, g_ptr_array_index (scene.requests, 1), "[]");
  TC_WAIT (result != NULL);
  chats = trueconf_bot_get_chats_finish (scene.bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scene.connections, ==, 2);
  g_assert_cmpuint (counter.seen, ==, 1);
  g_assert_cmpstr (trueconf_outgoing_request_get_method (counter.last), ==, "getChats");
  g_clear_object (&result);
  tc_script_end (&scene);
  double_end (&counter);
}

/* Ids without a server are completed, also when the payload was changed before the server's name was known. */
static void
test_user_ids (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  Double keeper = { .action = KEEP };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *chat_id = NULL;

  double_begin (&keeper, bot);
  trueconf_bot_create_personal_chat_async (bot, "omar", NULL, tc_store_result, &result);
  g_assert_cmpstr (trueconf_outgoing_request_get_string (keeper.last, "userId"), ==, "omar");
  trueconf_outgoing_request_set_string (keeper.last, "userId", "nora");
  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 0));
  tc_bot_start (bot);
  TC_WAIT (result != NULL);
  chat_id = trueconf_bot_create_personal_chat_finish (bot, result, &error);
  g_assert_no_error (error);
  {
    g_autofree char *expected = tc_sandbox_get_chat (sandbox, "nora");

    g_assert_cmpstr (chat_id, ==, expected);
  }

  /* now it is known */
  g_clear_object (&result);
  g_clear_pointer (&chat_id, g_free);
  trueconf_bot_create_personal_chat_async (bot, "omar", NULL, tc_store_result, &result);
  g_assert_cmpstr (trueconf_outgoing_request_get_string (keeper.last, "userId"), ==, "omar@sandbox.local");
  trueconf_request_next_run (g_ptr_array_index (keeper.kept, 1));
  TC_WAIT (result != NULL);
  chat_id = trueconf_bot_create_personal_chat_finish (bot, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  tc_bot_end (bot);
  double_end (&keeper);
}

/* ---- which event a request answers */

typedef struct
{
  GPtrArray *events; /* of the requests, in order; NULL where there is none */
  GString *methods;
} Events;

static void
note_event (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  Events *self = user_data;
  TrueconfEvent *event = trueconf_outgoing_request_get_event (request);

  g_ptr_array_add (self->events, event != NULL ? g_object_ref (event) : NULL);
  g_string_append_printf (self->methods, "%s ", trueconf_outgoing_request_get_method (request));
  trueconf_request_next_run (next);
}

static void
unref_if_any (gpointer data)
{
  g_clear_object (&data);
}

static void
test_event (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  TcWatch *watch = tc_watch_new (bot);
  Events events = { g_ptr_array_new_with_free_func (unref_if_any), g_string_new (NULL) };
  g_autoptr (TrueconfRequestMiddleware) middleware =
      trueconf_request_middleware_new_func (note_event, &events, NULL);
  g_autoptr (TrueconfMessage) first = NULL;
  g_autoptr (TrueconfMessage) second = NULL;
  G_GNUC_UNUSED g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "x.txt");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_document (file, NULL, TRUECONF_PARSE_MODE_TEXT);

  tc_bot_start (bot);
  trueconf_bot_add_request_middleware (bot, middleware);
  tc_sandbox_say (sandbox, "nora", "one");
  tc_sandbox_say (sandbox, "nora", "two");
  TC_WAIT (watch->messages->len == 2);
  first = g_object_ref (g_ptr_array_index (watch->messages, 0));
  second = g_object_ref (g_ptr_array_index (watch->messages, 1));
  g_assert_cmpuint (trueconf_event_get_serial (TRUECONF_EVENT (first)), !=,
                    trueconf_event_get_serial (TRUECONF_EVENT (second)));
  g_assert_cmpuint (trueconf_event_get_serial (TRUECONF_EVENT (first)), ==,
                    trueconf_event_get_serial (TRUECONF_EVENT (first)));
  g_assert_cmpuint (trueconf_event_get_serial (TRUECONF_EVENT (first)), >, 0);

  g_object_unref (TC_GET (trueconf_message_answer, first, "1", TRUECONF_PARSE_MODE_TEXT));
  g_object_unref (TC_GET (trueconf_bot_send_message, bot, trueconf_message_get_chat_id (first), "2",
                          TRUECONF_PARSE_MODE_TEXT, NULL));
  /* in several steps */
  g_object_unref (TC_GET (trueconf_message_answer_draft, second, draft, NULL, NULL, NULL));
  g_object_unref (TC_GET (trueconf_message_save_to_favorites, first));

  g_assert_cmpstr (events.methods->str, ==,
                   "sendMessage sendMessage uploadFile sendFile createFavoritesChat forwardMessage ");
  g_assert_true (g_ptr_array_index (events.events, 0) == (gpointer) first);
  g_assert_null (g_ptr_array_index (events.events, 1));
  g_assert_true (g_ptr_array_index (events.events, 2) == (gpointer) second);
  g_assert_true (g_ptr_array_index (events.events, 3) == (gpointer) second);
  g_assert_true (g_ptr_array_index (events.events, 4) == (gpointer) first);
  g_assert_true (g_ptr_array_index (events.events, 5) == (gpointer) first);

  tc_watch_free (watch);
  tc_bot_end (bot);
  g_ptr_array_unref (events.events);
  g_string_free (events.methods, TRUE);
}

/* ---- a class of its own */

#define TEST_TYPE_MIDDLEWARE (test_middleware_get_type ())
G_DECLARE_FINAL_TYPE (TestMiddleware, test_middleware, TEST, MIDDLEWARE, TrueconfRequestMiddleware)

struct _TestMiddleware
{
  TrueconfRequestMiddleware parent_instance;

  TrueconfRequestMiddleware *to_add;
  guint seen;
};

G_DEFINE_FINAL_TYPE (TestMiddleware, test_middleware, TRUECONF_TYPE_REQUEST_MIDDLEWARE)

static void
test_middleware_process (TrueconfRequestMiddleware *middleware,
                         TrueconfOutgoingRequest *request,
                         TrueconfRequestNext *next)
{
  TestMiddleware *self = TEST_MIDDLEWARE (middleware);
  TrueconfBot *bot = trueconf_outgoing_request_get_bot (request);

  /* the list changes while it is in use: this request keeps the old one */
  self->seen++;
  trueconf_bot_remove_request_middleware (bot, middleware);
  if (self->to_add != NULL)
    trueconf_bot_add_request_middleware (bot, self->to_add);
  TRUECONF_REQUEST_MIDDLEWARE_CLASS (test_middleware_parent_class)->process (middleware, request, next);
}

static void
test_middleware_class_init (TestMiddlewareClass *klass)
{
  TRUECONF_REQUEST_MIDDLEWARE_CLASS (klass)->process = test_middleware_process;
}

static void
test_middleware_init (TestMiddleware *self)
{
}

static void
test_list_changes (void)
{
  Double other = { .action = RUN, .mark = "x" };
  g_autoptr (TestMiddleware) own = g_object_new (TEST_TYPE_MIDDLEWARE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent = NULL;
  TcScript scene;

  tc_script_begin (&scene);
  scene.answers = TRUE;
  double_begin (&other, scene.bot);
  trueconf_bot_remove_request_middleware (scene.bot, other.middleware);
  own->to_add = other.middleware;
  trueconf_bot_add_request_middleware (scene.bot, TRUECONF_REQUEST_MIDDLEWARE (own));
  for (guint i = 0; i < 2; i++)
    {
      g_clear_object (&sent);
      sent = try_send (scene.bot, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (own->seen, ==, 1);
  g_assert_cmpstr (get_text (&scene, 0), ==, "0");
  g_assert_cmpstr (get_text (&scene, 1), ==, "0x");
  tc_script_end (&scene);
  double_end (&other);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/request-middleware/order", test_order);
  g_test_add_func ("/request-middleware/payload", test_payload);
  g_test_add_func ("/request-middleware/refuse", test_refuse);
  g_test_add_func ("/request-middleware/answer", test_answer);
  g_test_add_func ("/request-middleware/look", test_look);
  g_test_add_func ("/request-middleware/later", test_later);
  g_test_add_func ("/request-middleware/never", test_never);
  g_test_add_func ("/request-middleware/early", test_early);
  g_test_add_func ("/request-middleware/cancel", test_cancel);
  g_test_add_func ("/request-middleware/stop", test_stop);
  g_test_add_func ("/request-middleware/once", test_once);
  g_test_add_func ("/request-middleware/user-ids", test_user_ids);
  g_test_add_func ("/request-middleware/event", test_event);
  g_test_add_func ("/request-middleware/list-changes", test_list_changes);

  return g_test_run ();
}
