/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The blocks of several guides, as they stand, in bots that have them. */

#include "tc-chat.h"

/* all blocks in C of docs/forms.md, lists.md, middleware.md and routing.md */
#define g_print g_test_message /* so that it is no line of TAP */
#include "forms-guide.h"
#include "lists-guide.h"
#include "middleware-guide.h"
#include "routing-guide.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root; /* not owned */
} Scene;

static void
begin (Scene *self)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
}

static void
end (Scene *self)
{
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
}

/* What the bot answers next. */
static char *
say (Scene *self, const char *text)
{
  guint before = tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot");
  g_auto (GStrv) texts = NULL;

  tc_sandbox_say (self->sandbox, "nora", text);
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") > before);
  texts = tc_sandbox_get_texts (self->sandbox, "nora", "echo_bot");

  return g_strdup (texts[before]);
}

static void
test_lists (void)
{
  g_autoptr (TrueconfTranscript) transcript = NULL;
  g_autoptr (TrueconfChatList) chats = NULL;
  g_autofree char *chat_id = NULL;
  Scene scene;
  TrueconfChatItem *item;

  begin (&scene);
  chat_id = tc_sandbox_get_chat (scene.sandbox, "nora");
  tc_sandbox_do (scene.sandbox, "/sandbox/say", "{'from':'nora','chat_id':'%s','text':'m','count':60}",
                 chat_id);
  chats = follow_chats (scene.bot);
  tc_bot_start (scene.bot);
  TC_WAIT (g_list_model_get_n_items (G_LIST_MODEL (chats)) == 1);
  item = tc_nth (G_LIST_MODEL (chats), 0);
  g_assert_true (is_unread (item, NULL));
  trueconf_chat_item_mark_read (item);
  g_assert_false (is_unread (item, NULL));

  transcript = trueconf_transcript_new (scene.bot, chat_id);
  TC_WAIT (g_list_model_get_n_items (G_LIST_MODEL (transcript)) == 50);
  scrolled_to_the_top (transcript);
  TC_WAIT (g_list_model_get_n_items (G_LIST_MODEL (transcript)) > 60);
  end (&scene);
}

static void
test_routing (void)
{
  g_autoptr (TrueconfRouter) orders = trueconf_router_new ("orders");
  g_autoptr (TrueconfFilter) command = TRUECONF_FILTER (trueconf_command_filter_new ("start"));
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *answer = NULL;
  Scene scene;

  begin (&scene);
  trueconf_router_include_router (scene.root, orders);
  add_handlers (orders);
  trueconf_router_add_handler (orders, TRUECONF_TYPE_MESSAGE, command, on_start, NULL, NULL);
  tc_bot_start (scene.bot);

  tc_log_begin ();
  tc_sandbox_say (scene.sandbox, "nora", "/start");
  tc_sandbox_say (scene.sandbox, "nora", "/start right now");
  answer = say (&scene, "/order");
  messages = tc_log_end ();
  g_assert_cmpstr (answer, ==, "What would you like?");
  g_assert_true (tc_log_has (messages, "no arguments"));
  g_assert_true (tc_log_has (messages, "right now"));
  end (&scene);
}

static void
slow_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfContext **held = user_data;

  trueconf_context_hold (context);
  *held = context;
}

static void
count_cb (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  trueconf_request_next_run (next);
}

static void
test_middleware (void)
{
  g_autoptr (TrueconfRequestMiddleware) counter = NULL;
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_text ("slow");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *chat = NULL;
  TrueconfContext *held = NULL;
  guint n_sent = 0;
  Scene scene;

  begin (&scene);
  counter = trueconf_request_middleware_new_func (count_cb, &n_sent, NULL);
  add_middleware (scene.root);
  add_activity (scene.root);
  limit_rate (scene.bot);
  trueconf_bot_add_request_middleware (scene.bot, counter);
  trueconf_router_add_handler (scene.root, TRUECONF_TYPE_MESSAGE, filter, slow_cb, &held, NULL);
  tc_bot_start (scene.bot);

  tc_sandbox_say (scene.sandbox, "nora", "slow");
  TC_WAIT (held != NULL);
  TC_WAIT (tc_sandbox_count_frames (scene.sandbox, "in", "sendChatActivity") > 0);
  trueconf_context_release (held);
  tc_drain ();

  /* what is more than a burst waits */
  chat = tc_sandbox_get_chat (scene.sandbox, "nora");
  n_sent = 0;
  for (guint i = 0; i < 20; i++)
    trueconf_bot_send_message_async (scene.bot, chat, "x", TRUECONF_PARSE_MODE_TEXT, NULL, cancellable, NULL,
                                     NULL);
  TC_WAIT (n_sent >= 5);
  g_assert_cmpuint (n_sent, <, 15);
  g_cancellable_cancel (cancellable);
  end (&scene);
}

static void
begin_form_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  trueconf_form_begin_async (user_data, context, NULL, NULL, NULL);
}

static void
finished_cb (TrueconfForm *form, TrueconfFormResult *result, gpointer user_data)
{
  char **json = user_data;

  *json = trueconf_form_result_to_json (result);
}

static void
test_forms (void)
{
  static const char *const rows[][2] = {
    { "/order", "How many?" },
    { "2", "check your answers" },
  };
  g_autoptr (TrueconfForm) form = make_form ();
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_text ("/order");
  g_autofree char *json = NULL;
  Scene scene;

  begin (&scene);
  trueconf_router_include_router (scene.root, TRUECONF_ROUTER (form));
  trueconf_router_add_handler (scene.root, TRUECONF_TYPE_MESSAGE, filter, begin_form_cb, form, NULL);
  g_signal_connect (form, "finished", G_CALLBACK (finished_cb), &json);
  tc_bot_start (scene.bot);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *answer = say (&scene, rows[i][0]);

      tc_assert_contains (answer, rows[i][1]);
    }
  tc_sandbox_say (scene.sandbox, "nora", "send");
  TC_WAIT (json != NULL);
  tc_assert_contains (json, "\"count\":2");
  end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/guides/lists", test_lists);
  g_test_add_func ("/guides/routing", test_routing);
  g_test_add_func ("/guides/middleware", test_middleware);
  g_test_add_func ("/guides/forms", test_forms);

  return g_test_run ();
}
