/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers that ask something, and wait for the answer. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root;
  TrueconfFilter *filter;
  TrueconfDraft *retry;
  double timeout;
  guint n_wanted;
  GCancellable *cancellable;
  GString *trace;
} Scene;

static void
trace (Scene *self, const char *word)
{
  if (self->trace->len > 0)
    g_string_append_c (self->trace, ' ');
  g_string_append (self->trace, word);
}

static void
set_up (Scene *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->trace = g_string_new (NULL);
  self->n_wanted = 2;
  g_free (tc_sandbox_get_chat (self->sandbox, "nora"));
  g_free (tc_sandbox_get_chat (self->sandbox, "omar"));
  tc_bot_start (self->bot);
  TC_WAIT (trueconf_bot_get_upload_limits (self->bot) != NULL);
}

static void
tear_down (Scene *self, gconstpointer data)
{
  if (self->bot != NULL)
    tc_bot_end (self->bot);
  g_clear_object (&self->filter);
  g_clear_object (&self->retry);
  g_clear_object (&self->cancellable);
  tc_sandbox_free (self->sandbox);
  g_string_free (self->trace, TRUE);
}

typedef struct
{
  Scene *scene;
  TrueconfContext *context;
  guint n_answers;
} Dialog;

static void ask (Dialog *self);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Dialog *self = user_data;
  Scene *scene = self->scene;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfEvent) answer = trueconf_context_ask_finish (TRUECONF_CONTEXT (source), result, &error);
  const char *word = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    word = "cancelled";
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT))
    word = "late";
  else
    g_assert_no_error (error);
  if (answer != NULL)
    word = TRUECONF_IS_MESSAGE (answer)
               ? trueconf_message_get_text (TRUECONF_MESSAGE (answer))
               : trueconf_callback_query_get_command (TRUECONF_CALLBACK_QUERY (answer));

  trace (scene, word);
  if (error == NULL && ++self->n_answers < scene->n_wanted)
    {
      ask (self);
      return;
    }

  trace (scene, "end");
  trueconf_context_release (self->context);
  g_object_unref (self->context);
  g_free (self);
}

static void
ask (Dialog *self)
{
  g_autofree char *text = g_strdup_printf ("question %u", self->n_answers + 1);
  g_autoptr (TrueconfDraft) question = trueconf_draft_new_text (text, TRUECONF_PARSE_MODE_TEXT);

  trueconf_context_ask_async (self->context, question, self->scene->filter, self->scene->retry,
                              self->scene->timeout, self->scene->cancellable, answered_cb, self);
}

static void
start_dialog (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Dialog *self = g_new0 (Dialog, 1);

  self->scene = user_data;
  self->context = g_object_ref (context);
  trueconf_context_hold (context);
  trace (self->scene, "start");
  ask (self);
}

static gboolean
is_start (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  return g_strcmp0 (trueconf_message_get_text (TRUECONF_MESSAGE (event)), "/start") == 0;
}

static void
other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autofree char *word = g_strdup_printf ("other:%s", trueconf_message_get_text (TRUECONF_MESSAGE (event)));

  trace (user_data, word);
}

static void
add_handlers (Scene *self)
{
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_func (is_start, NULL, NULL);

  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, filter, start_dialog, self, NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, other, self, NULL);
}

static void
expect (Scene *self, const char *trace_wanted)
{
  TC_WAIT (self->trace->len >= strlen (trace_wanted));
  tc_drain ();
  g_assert_cmpstr (self->trace->str, ==, trace_wanted);
}

/* Everything is written at once, before the first question could be read. */
static void
test_fast (Scene *self, gconstpointer data)
{
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  tc_sandbox_say (self->sandbox, "nora", "one");
  tc_sandbox_say (self->sandbox, "nora", "two");
  tc_sandbox_say (self->sandbox, "nora", "three");
  expect (self, "start one two end other:three");
}

static void
test_slow (Scene *self, gconstpointer data)
{
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect (self, "start");
  /* another user's chat goes on meanwhile */
  tc_sandbox_say (self->sandbox, "omar", "hello");
  expect (self, "start other:hello");
  tc_sandbox_say (self->sandbox, "nora", "one");
  expect (self, "start other:hello one");
  tc_sandbox_say (self->sandbox, "nora", "two");
  expect (self, "start other:hello one two end");
  tc_sandbox_say (self->sandbox, "nora", "three");
  expect (self, "start other:hello one two end other:three");
}

static gboolean
is_number (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  const char *text =
      TRUECONF_IS_MESSAGE (event) ? trueconf_message_get_text (TRUECONF_MESSAGE (event)) : NULL;

  return text != NULL && g_ascii_isdigit (text[0]);
}

/* Without a text for it, what is no answer is handled like any other message. */
static void
test_filter (Scene *self, gconstpointer data)
{
  self->filter = trueconf_filter_new_func (is_number, NULL, NULL);
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  tc_sandbox_say (self->sandbox, "nora", "no number");
  tc_sandbox_say (self->sandbox, "nora", "1");
  tc_sandbox_say (self->sandbox, "nora", "2");
  expect (self, "start other:no number 1 2 end");
}

static void
test_retry (Scene *self, gconstpointer data)
{
  g_auto (GStrv) texts = NULL;

  self->filter = trueconf_filter_new_func (is_number, NULL, NULL);
  self->retry = trueconf_draft_new_text ("A number, please", TRUECONF_PARSE_MODE_TEXT);
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  tc_sandbox_say (self->sandbox, "nora", "no number");
  tc_sandbox_say (self->sandbox, "nora", "1");
  tc_sandbox_say (self->sandbox, "nora", "2");
  expect (self, "start 1 2 end");
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") == 3);
  texts = tc_sandbox_get_texts (self->sandbox, "nora", "echo_bot");
  g_assert_true (g_strv_contains ((const char *const *) texts, "question 1"));
  g_assert_true (g_strv_contains ((const char *const *) texts, "A number, please"));
  g_assert_true (g_strv_contains ((const char *const *) texts, "question 2"));
}

static void
test_timeout (Scene *self, gconstpointer data)
{
  self->timeout = 0.05;
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect (self, "start late end");
  tc_sandbox_say (self->sandbox, "nora", "x");
  expect (self, "start late end other:x");
}

static void
test_cancelled (Scene *self, gconstpointer data)
{
  self->cancellable = g_cancellable_new ();
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect (self, "start");
  g_cancellable_cancel (self->cancellable);
  expect (self, "start cancelled end");
}

static void
test_stopped (Scene *self, gconstpointer data)
{
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect (self, "start");
  tc_bot_stop (self->bot);
  expect (self, "start cancelled end");
}

/* Every message is an answer, be it the one that has begun the dialog. */
static void
test_same (Scene *self, gconstpointer data)
{
  self->n_wanted = 1;
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect (self, "start");
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect (self, "start /start end");
}

static char *
make_group (Scene *self)
{
  g_autoptr (JsonNode) made = tc_sandbox_post (self->sandbox, "/sandbox/chats",
                                               "{'from':'nora','type':'group','title':'All',"
                                               "'participants':['echo_bot','omar']}");

  return g_strdup (json_object_get_string_member (json_node_get_object (made), "chat_id"));
}

static void
remove_participant (Scene *self, const char *group, const char *user)
{
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'removeChatParticipant','payload':{'chatId':'%s','userId':'%s','timestamp':1,"
                 "'removedBy':{'id':'%s','type':1}}}",
                 group, user, user);
}

static void
say_in_group (Scene *self, const char *group, const char *text)
{
  tc_sandbox_do (self->sandbox, "/sandbox/say",
                 "{'from':'nora','chat_id':'%s','text':'%s','parse_mode':'text'}", group, text);
}

/* Of a pressed button nobody says who has pressed it: only who was asked by a message leaves with the question. */
static void
test_members_leave (Scene *self, gconstpointer data)
{
  g_autofree char *group = make_group (self);

  self->n_wanted = 1;
  add_handlers (self);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_CALLBACK_QUERY, NULL, start_dialog, self, NULL);
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'command','payload':{'commandPayload':{'command':'go'},"
                 "'commandSource':{'message':{'chatId':'%s'}}}}",
                 group);
  expect (self, "start");
  remove_participant (self, group, "omar@sandbox.local");
  say_in_group (self, group, "yes");
  expect (self, "start yes end");

  g_string_truncate (self->trace, 0);
  say_in_group (self, group, "/start");
  expect (self, "start");
  remove_participant (self, group, "omar@sandbox.local");
  remove_participant (self, group, "nora@sandbox.local");
  expect (self, "start cancelled end");
}

/* The server may tell of the bot as of any other member. */
static void
test_bot_leaves (Scene *self, gconstpointer data)
{
  g_autofree char *group = make_group (self);

  self->n_wanted = 1;
  add_handlers (self);
  say_in_group (self, group, "/start");
  expect (self, "start");
  remove_participant (self, group, trueconf_bot_get_user_id (self->bot));
  expect (self, "start cancelled end");
}

static void
no_chat_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Scene *scene = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (trueconf_context_ask_finish (TRUECONF_CONTEXT (source), result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  trace (scene, "nobody");
}

static void
ask_nobody (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_context_ask_async (context, NULL, NULL, NULL, 0.0, NULL, no_chat_cb, user_data);
}

static void
test_no_chat (Scene *self, gconstpointer data)
{
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_UPDATE, NULL, ask_nobody, self, NULL);
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'dance','payload':{}}");
  expect (self, "nobody");
}

/* A command of the user ends the question; when there is none, it is a message like any other. */
static void
test_dialog_cancel (Scene *self, gconstpointer data)
{
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_text ("/cancel");
  g_autoptr (TrueconfDialogCancel) cancel = trueconf_dialog_cancel_new (filter, "Cancelled");
  g_autoptr (TrueconfFilter) same = NULL;
  g_autofree char *text = NULL;

  g_assert_true (trueconf_dialog_cancel_get_filter (cancel) == filter);
  g_assert_cmpstr (trueconf_dialog_cancel_get_text (cancel), ==, "Cancelled");
  g_object_get (cancel, "filter", &same, "text", &text, NULL);
  g_assert_true (same == filter);
  g_assert_cmpstr (text, ==, "Cancelled");

  trueconf_router_add_outer_middleware (self->root, TRUECONF_MIDDLEWARE (cancel));
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  tc_sandbox_say (self->sandbox, "omar", "/start");
  expect (self, "start start");
  tc_sandbox_say (self->sandbox, "nora", "/cancel");
  expect (self, "start start cancelled end");
  tc_sandbox_say (self->sandbox, "nora", "/cancel");
  expect (self, "start start cancelled end other:/cancel");
  /* nobody else's question has ended */
  tc_sandbox_say (self->sandbox, "omar", "one");
  expect (self, "start start cancelled end other:/cancel one");
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") == 2);
}

static void
cancel_own_questions (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Scene *self = user_data;

  trace (self, trueconf_context_cancel_questions (context) ? "had" : "none");
}

static void
test_cancel_questions (Scene *self, gconstpointer data)
{
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_text ("forget");

  self->filter = trueconf_filter_new_func (is_number, NULL, NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, filter, cancel_own_questions, self, NULL);
  add_handlers (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect (self, "start");
  tc_sandbox_say (self->sandbox, "nora", "forget");
  TC_WAIT (strstr (self->trace->str, "had") != NULL && strstr (self->trace->str, "cancelled end") != NULL);
  tc_sandbox_say (self->sandbox, "nora", "forget");
  TC_WAIT (strstr (self->trace->str, "none") != NULL);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

#define ADD(path, function) g_test_add (path, Scene, NULL, set_up, function, tear_down)
  ADD ("/questions/fast", test_fast);
  ADD ("/questions/slow", test_slow);
  ADD ("/questions/filter", test_filter);
  ADD ("/questions/retry", test_retry);
  ADD ("/questions/timeout", test_timeout);
  ADD ("/questions/cancelled", test_cancelled);
  ADD ("/questions/stopped", test_stopped);
  ADD ("/questions/same", test_same);
  ADD ("/questions/members-leave", test_members_leave);
  ADD ("/questions/bot-leaves", test_bot_leaves);
  ADD ("/questions/no-chat", test_no_chat);
  ADD ("/questions/dialog-cancel", test_dialog_cancel);
  ADD ("/questions/cancel-questions", test_cancel_questions);

  return g_test_run ();
}
