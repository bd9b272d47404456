/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a bot sees of the faults that the sandbox can be told to have. Those of files are in test-sandbox-transfers.c. */

#include "tc-chat.h"

#define NORA "Nora Berg"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TcWatch *watch;
  GPtrArray *skipped; /* method and size */
} FaultScene;

static void
on_skipped (TrueconfBot *bot, const char *method, guint64 size, GError *error, gpointer user_data)
{
  FaultScene *self = user_data;

  g_ptr_array_add (self->skipped, g_strdup_printf ("%s %" G_GUINT64_FORMAT, method, size));
}

/* The bot has a password, so that it can get a new token. */
static void
add_bot (FaultScene *self)
{
  self->bot = tc_bot_new_with_password (self->sandbox, "secret");
  g_object_set (self->bot, "ws-max-delay", 1, NULL);
  g_signal_connect (self->bot, "event-skipped", G_CALLBACK (on_skipped), self);
  self->watch = tc_watch_new (self->bot);
}

static void
set_up (FaultScene *self)
{
  self->sandbox = tc_sandbox_new ();
  self->skipped = g_ptr_array_new_with_free_func (g_free);
  add_bot (self);
  tc_log_begin ();
}

static void
end_bot (FaultScene *self)
{
  g_clear_pointer (&self->watch, tc_watch_free);
  tc_bot_end (self->bot);
}

static void
tear_down (FaultScene *self)
{
  end_bot (self);
  tc_sandbox_free (self->sandbox);
  g_ptr_array_unref (self->skipped);
  g_ptr_array_unref (tc_log_end ());
}

static gint64
count (FaultScene *self, const char *name)
{
  return tc_sandbox_get_counter (self->sandbox, name);
}

/* Whether it is logged in on the connection with this number. */
static gboolean
is_back (FaultScene *self, gint64 connections)
{
  return count (self, "connections") == connections && trueconf_bot_get_authorized (self->bot) &&
         tc_sandbox_count_authorized (self->sandbox) == 1;
}

static void
assert_works (FaultScene *self)
{
  g_autofree char *name = TC_GET (trueconf_bot_get_user_display_name, self->bot, "nora");

  g_assert_cmpstr (name, ==, NORA);
}

static GError *
assert_fails (FaultScene *self, int code)
{
  g_autofree char *name = NULL;
  GError *error = NULL;

  TC_CALL (name, &error, trueconf_bot_get_user_display_name, self->bot, "nora");
  g_assert_null (name);
  g_assert_error (error, TRUECONF_ERROR, code);
  return error;
}

static JsonNode *
call (FaultScene *self, const char *method, const char *payload, GError **error)
{
  g_autofree char *text = tc_json ("%s", payload);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonNode *answer;

  TC_CALL (answer, error, trueconf_bot_call, self->bot, method, node);
  return answer;
}

static void
assert_texts (FaultScene *self, const char *expected)
{
  g_autofree char *texts = NULL;

  g_ptr_array_add (self->watch->texts, NULL);
  texts = g_strjoinv (" ", (char **) self->watch->texts->pdata);
  g_ptr_array_remove_index (self->watch->texts, self->watch->texts->len - 1);
  g_assert_cmpstr (texts, ==, expected);
}

static guint
count_events (FaultScene *self, const char *method)
{
  guint n = 0;

  for (guint i = 0; i < self->watch->events->len; i++)
    n += g_str_equal (trueconf_event_get_method (g_ptr_array_index (self->watch->events, i)), method);
  return n;
}

/* Silence */

static void
test_no_answer (void)
{
  FaultScene scene;

  set_up (&scene);
  trueconf_bot_set_timeout (scene.bot, 0.3);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'no-answer','method':'getUserDisplayName'}");
  /* a server that answers pings, but nothing else, is left */
  for (guint i = 0; i < 3; i++)
    g_error_free (assert_fails (&scene, TRUECONF_ERROR_TIMED_OUT));
  TC_WAIT (is_back (&scene, 2));
  tc_sandbox_clear_faults (scene.sandbox);
  trueconf_bot_set_timeout (scene.bot, 10);
  assert_works (&scene);
  tear_down (&scene);
}

static void
test_no_read (void)
{
  FaultScene scene;

  set_up (&scene);
  trueconf_bot_set_ping_interval (scene.bot, 1);
  trueconf_bot_set_ping_timeout (scene.bot, 1);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'no-read'}");
  TC_WAIT (!trueconf_bot_get_authorized (scene.bot));
  tc_sandbox_clear_faults (scene.sandbox);
  TC_WAIT (trueconf_bot_get_authorized (scene.bot));
  assert_works (&scene);
  tear_down (&scene);
}

static void
test_no_read_but_pongs (void)
{
  FaultScene scene;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'no-read','pongs':true}");
  trueconf_bot_get_user_display_name_async (scene.bot, "nora", NULL, tc_store_result, &result);
  tc_sandbox_say (scene.sandbox, "nora", "hello");
  TC_WAIT (scene.watch->texts->len == 1);
  g_assert_null (result);
  tc_sandbox_clear_faults (scene.sandbox);
  TC_WAIT (result != NULL);
  name = trueconf_bot_get_user_display_name_finish (scene.bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, NORA);
  g_assert_cmpint (count (&scene, "connections"), ==, 1);
  g_clear_object (&result);
  tear_down (&scene);
}

/* A connection on which only the server's pings go is ended, as by a proxy, and the bot makes a new one. */
static void
test_idle_fin (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'idle-fin','ms':300}");
  TC_WAIT (count (&scene, "connections") > 1);
  tc_sandbox_clear_faults (scene.sandbox);
  TC_WAIT (trueconf_bot_get_authorized (scene.bot));
  assert_works (&scene);
  tear_down (&scene);
}

/* Connections that end */

static void
test_flap (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'flap','count':3}");
  /* repeated on the next connection, until one carries it out */
  assert_works (&scene);
  assert_works (&scene);
  g_assert_true (is_back (&scene, 4));
  tear_down (&scene);
}

static void
test_203_for_everything (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'error','code':203,'method':'*','count':1}");
  assert_works (&scene);
  g_assert_true (is_back (&scene, 2));
  /* a new token, since the old one is said to have expired */
  g_assert_cmpint (count (&scene, "token_requests"), ==, 2);
  tear_down (&scene);
}

/* What it had got is not sent again: nothing is handled twice, and what is new comes. */
static void
test_not_redeliver (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_say (scene.sandbox, "nora", "first");
  TC_WAIT (scene.watch->texts->len == 1);
  tc_sandbox_fault (scene.sandbox, "{'fault':'not-redeliver'}");
  tc_sandbox_fault (scene.sandbox, "{'fault':'drop'}");
  TC_WAIT (is_back (&scene, 2));
  tc_sandbox_say (scene.sandbox, "nora", "second");
  TC_WAIT (scene.watch->texts->len >= 2);
  assert_texts (&scene, "first second");
  tear_down (&scene);
}

/* Waiting that the server asks for */

typedef struct
{
  const char *fault;
  const char *counter;
} Waiting;

static void
test_retry_after_of_http (gconstpointer data)
{
  const Waiting *waiting = data;
  FaultScene scene;
  gint64 before = g_get_monotonic_time ();

  set_up (&scene);
  tc_sandbox_fault (scene.sandbox, "{'fault':%s,'retry_after':3,'count':1}", waiting->fault);
  tc_bot_start (scene.bot);
  /* longer than the bot would wait of itself */
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (count (&scene, waiting->counter), ==, 2);
  tear_down (&scene);
}

static void
test_retry_after_of_an_answer (void)
{
  FaultScene scene;
  g_autofree char *chat = NULL;
  int wait;

  set_up (&scene);
  tc_bot_start (scene.bot);
  chat = TC_GET (trueconf_bot_create_personal_chat, scene.bot, "nora");
  tc_sandbox_fault (scene.sandbox, "{'fault':'retry-after','ms':700,'method':'sendChatActivity','count':1}");
  TC_CALL (wait, NULL, trueconf_bot_send_chat_activity, scene.bot, chat, TRUECONF_CHAT_ACTIVITY_TYPING);
  g_assert_cmpint (wait, ==, 700);
  tear_down (&scene);
}

static void
test_retry_after_of_an_error (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox,
                    "{'fault':'error','code':399,'method':'getUserDisplayName','retry_after':300,'count':1}");
  assert_works (&scene);
  g_assert_cmpuint (trueconf_statistics_get_requests_repeated (trueconf_bot_get_statistics (scene.bot)), ==,
                    1);
  tear_down (&scene);
}

/* Other addresses */

/* To another place nobody takes the password or the token: the bot says where it was sent, and tries again here. */
static void
test_location (gconstpointer data)
{
  FaultScene scene;
  g_autoptr (GError) error = NULL;

  set_up (&scene);
  tc_sandbox_fault (scene.sandbox, "{'fault':'%s','status':302,'location':'http://example.com:81/'}",
                    (const char *) data);
  trueconf_bot_set_ws_max_retries (scene.bot, 0);
  error = tc_bot_start_in_vain (scene.bot);
  tc_assert_contains (error->message, "HTTP 302");
  tc_assert_contains (error->message, "http://example.com:81");
  tc_assert_lacks (error->message, "secret");
  tc_sandbox_clear_faults (scene.sandbox);
  tc_bot_start (scene.bot);
  tear_down (&scene);
}

/* On the same server it goes there, once. */
static void
test_location_here (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_sandbox_fault (
      scene.sandbox,
      "{'fault':'token-status','status':307,'location':'/bridge/api/client/v1/oauth/token','count':1}");
  tc_sandbox_fault (scene.sandbox,
                    "{'fault':'refuse-upgrade','status':307,'location':'/websocket/chat_bot/','count':1}");
  tc_bot_start (scene.bot);
  g_assert_cmpint (count (&scene, "upgrades"), ==, 2);
  g_assert_cmpint (count (&scene, "connections"), ==, 1);
  tear_down (&scene);
}

/* Addresses and protocols that a proxy leaves. What the bot uses is passed by most of them. */
static void
test_paths (void)
{
  FaultScene scene;
  g_autoptr (GError) error = NULL;

  set_up (&scene);
  tc_sandbox_fault (scene.sandbox, "{'fault':'only-no-slash'}");
  error = tc_bot_start_in_vain (scene.bot);
  tc_assert_cause (scene.bot, error, TRUECONF_ERROR_CAUSE_HTTP, "http");
  tc_assert_contains (error->message, "404");
  tc_sandbox_clear_faults (scene.sandbox);
  tc_sandbox_fault (scene.sandbox, "{'fault':'only-slash'}");
  tc_sandbox_fault (scene.sandbox, "{'fault':'no-subprotocol'}");
  tc_bot_start (scene.bot);
  assert_works (&scene);
  tear_down (&scene);
}

/* Sizes */

static void
test_dribble (void)
{
  FaultScene scene;

  set_up (&scene);
  trueconf_bot_set_ping_interval (scene.bot, 1);
  trueconf_bot_set_ping_timeout (scene.bot, 1);
  tc_bot_start (scene.bot);
  tc_sandbox_say (scene.sandbox, "nora", "first");
  TC_WAIT (scene.watch->texts->len == 1);
  tc_sandbox_fault (scene.sandbox, "{'fault':'dribble','ms':10}");
  tc_sandbox_say (scene.sandbox, "nora", "slow");
  tc_sandbox_say (scene.sandbox, "nora", "last");
  TC_WAIT (scene.watch->texts->len == 3);
  assert_texts (&scene, "first slow last");
  g_assert_true (is_back (&scene, 1));
  tear_down (&scene);
}

static void
test_endless (void)
{
  FaultScene scene;

  set_up (&scene);
  trueconf_bot_set_max_message_size (scene.bot, 100000);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'endless'}");
  TC_WAIT (is_back (&scene, 2));
  g_assert_cmpuint (scene.skipped->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (scene.skipped, 0), "endless "));
  assert_works (&scene);
  tear_down (&scene);
}

static void
test_flood (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'flood','events':3000}");
  TC_WAIT (count_events (&scene, "flood") >= 3000);
  TC_WAIT (tc_sandbox_count_unacknowledged (scene.sandbox) == 0);
  g_assert_cmpuint (count_events (&scene, "flood"), ==, 3000);
  g_assert_true (is_back (&scene, 1));
  tear_down (&scene);
}

static void
test_oversize_unread (void)
{
  FaultScene scene;

  set_up (&scene);
  tc_sandbox_fault (scene.sandbox, "{'fault':'oversize-unread','bytes':100000}");
  tc_sandbox_say (scene.sandbox, "nora", "large");
  tc_sandbox_say (scene.sandbox, "nora", "behind");
  trueconf_bot_set_max_message_size (scene.bot, 50000);
  trueconf_bot_set_receive_unread_messages (scene.bot, TRUE);
  tc_bot_start (scene.bot);
  TC_WAIT (scene.watch->texts->len == 1);
  g_assert_cmpuint (scene.skipped->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (scene.skipped, 0), ==, "sendMessage 100000");
  TC_WAIT (tc_sandbox_count_unacknowledged (scene.sandbox) == 0);

  /* it is acknowledged, or it would come again on each connection */
  tc_sandbox_fault (scene.sandbox, "{'fault':'drop'}");
  TC_WAIT (is_back (&scene, 2));
  tc_sandbox_say (scene.sandbox, "nora", "later");
  TC_WAIT (scene.watch->texts->len == 2);
  assert_texts (&scene, "behind later");
  g_assert_cmpuint (scene.skipped->len, ==, 1);
  tear_down (&scene);
}

static void
test_oversize_answer (void)
{
  FaultScene scene;
  g_autoptr (GError) error = NULL;

  set_up (&scene);
  trueconf_bot_set_max_message_size (scene.bot, 50000);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox,
                    "{'fault':'oversize-answer','bytes':60000,'method':'getUserDisplayName','count':1}");
  error = assert_fails (&scene, TRUECONF_ERROR_PROTOCOL);
  tc_assert_contains (error->message, "60000");
  assert_works (&scene);
  g_assert_true (is_back (&scene, 1));
  tear_down (&scene);
}

/* Clocks: whatever is said about the end of a token, the bot logs in with it, and only once. */
static void
test_expiry (gconstpointer data)
{
  FaultScene scene;

  set_up (&scene);
  tc_sandbox_fault (scene.sandbox, "{'fault':%s}", (const char *) data);
  tc_bot_start (scene.bot);
  assert_works (&scene);
  g_assert_cmpint (count (&scene, "token_requests"), ==, 1);
  g_assert_true (is_back (&scene, 1));
  tear_down (&scene);
}

/* Differences between servers */

static void
test_ids (void)
{
  static const struct
  {
    const char *fault;
    const char *author;
  } forms[] = {
    { "bare-user-id", "nora@sandbox.local" },
    { "connection-ids", "nora@sandbox.local/9f2c51aa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      FaultScene scene;
      TrueconfMessage *message;

      set_up (&scene);
      tc_sandbox_fault (scene.sandbox, "{'fault':'%s'}", forms[i].fault);
      tc_bot_start (scene.bot);
      g_assert_cmpstr (trueconf_bot_get_user_id (scene.bot), ==, "echo_bot@sandbox.local");
      tc_sandbox_say (scene.sandbox, "nora", "hello");
      TC_WAIT (scene.watch->messages->len == 1);
      message = g_ptr_array_index (scene.watch->messages, 0);
      g_assert_cmpstr (trueconf_author_get_id (trueconf_message_get_author (message)), ==, forms[i].author);
      tear_down (&scene);
    }
}

static void
test_parse_modes (void)
{
  FaultScene scene;
  g_autofree char *chat = NULL;
  g_autofree char *payload = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&scene);
  tc_bot_start (scene.bot);
  chat = TC_GET (trueconf_bot_create_personal_chat, scene.bot, "nora");
  payload = g_strdup_printf ("{'chatId':'%s','content':{'text':'x','parseMode':'latex'}}", chat);
  g_assert_null (call (&scene, "sendMessage", payload, &error));
  g_assert_true (error->domain == TRUECONF_API_ERROR);
  g_clear_error (&error);
  tc_sandbox_fault (scene.sandbox, "{'fault':'any-parse-mode'}");
  answer = call (&scene, "sendMessage", payload, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tc_sandbox_count_texts (scene.sandbox, "nora", "echo_bot"), ==, 1);
  tear_down (&scene);
}

/* A chat with oneself: the bot asks for none, so the request is made by hand. */
static void
test_chat_with_oneself (void)
{
  static const char payload[] = "{'userId':'echo_bot@sandbox.local'}";
  FaultScene scene;
  g_autoptr (GError) error = NULL;

  set_up (&scene);
  trueconf_bot_set_timeout (scene.bot, 0.3);
  tc_bot_start (scene.bot);
  tc_sandbox_fault (scene.sandbox, "{'fault':'p2p-self-silent'}");
  g_assert_null (call (&scene, "createP2PChat", payload, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  g_clear_error (&error);
  tc_sandbox_clear_faults (scene.sandbox);
  trueconf_bot_set_timeout (scene.bot, 10);
  tc_sandbox_fault (scene.sandbox, "{'fault':'p2p-self-answer'}");
  g_assert_null (call (&scene, "createP2PChat", payload, &error));
  g_assert_true (error->domain == TRUECONF_API_ERROR);
  g_assert_true (is_back (&scene, 1));
  tear_down (&scene);
}

static void
test_chats (void)
{
  FaultScene scene;
  g_autoptr (GListModel) chats = NULL;

  set_up (&scene);
  tc_bot_start (scene.bot);
  tc_sandbox_do (scene.sandbox, "/sandbox/chats",
                 "{'type':'system','title':'News','from':'nora','participants':['echo_bot']}");
  tc_sandbox_do (scene.sandbox, "/sandbox/chats", "{'type':'favorites','title':'Notes','from':'echo_bot'}");
  chats = TC_GET (trueconf_bot_get_chats, scene.bot, 10, 1);
  g_assert_cmpuint (g_list_model_get_n_items (chats), ==, 2);
  /* the newest one first */
  g_assert_cmpstr (trueconf_chat_get_title (tc_nth (chats, 0)), ==, "Notes");
  g_assert_cmpint (trueconf_chat_get_chat_type (tc_nth (chats, 0)), ==, TRUECONF_CHAT_TYPE_FAVORITES);
  g_assert_cmpstr (trueconf_chat_get_title (tc_nth (chats, 1)), ==, "News");
  g_assert_cmpint (trueconf_chat_get_chat_type (tc_nth (chats, 1)), ==, TRUECONF_CHAT_TYPE_SYSTEM);
  tear_down (&scene);
}

int
main (int argc, char **argv)
{
  static const Waiting waitings[] = {
    { "'refuse-upgrade','status':429", "upgrades" },
    { "'refuse-upgrade','status':503", "upgrades" },
    { "'token-status','status':429", "token_requests" },
    { "'token-status','status':503", "token_requests" },
  };
  static const char *const expiries[] = {
    "'expires-claim','offset':-31536000",
    "'expires-claim','offset':31536000",
    "'expires-at','value':0",
    "'expires-at','value':2147483647",
    "'expires-at','value':'never'",
    "'expires-ms'",
    "'expires-seconds'",
    "'expires-missing'",
  };

  tc_init (&argc, &argv);

  g_test_add_func ("/sandbox-faults/no-answer", test_no_answer);
  g_test_add_func ("/sandbox-faults/no-read", test_no_read);
  g_test_add_func ("/sandbox-faults/no-read-but-pongs", test_no_read_but_pongs);
  g_test_add_func ("/sandbox-faults/idle-fin", test_idle_fin);
  g_test_add_func ("/sandbox-faults/flap", test_flap);
  g_test_add_func ("/sandbox-faults/203-for-everything", test_203_for_everything);
  g_test_add_func ("/sandbox-faults/not-redeliver", test_not_redeliver);
  for (guint i = 0; i < G_N_ELEMENTS (waitings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox-faults/retry-after-of-http/%u", i);

      g_test_add_data_func (path, &waitings[i], test_retry_after_of_http);
    }
  g_test_add_func ("/sandbox-faults/retry-after-of-an-answer", test_retry_after_of_an_answer);
  g_test_add_func ("/sandbox-faults/retry-after-of-an-error", test_retry_after_of_an_error);
  g_test_add_data_func ("/sandbox-faults/location/token", "token-status", test_location);
  g_test_add_data_func ("/sandbox-faults/location/upgrade", "refuse-upgrade", test_location);
  g_test_add_func ("/sandbox-faults/location/here", test_location_here);
  g_test_add_func ("/sandbox-faults/paths", test_paths);
  g_test_add_func ("/sandbox-faults/dribble", test_dribble);
  g_test_add_func ("/sandbox-faults/endless", test_endless);
  g_test_add_func ("/sandbox-faults/flood", test_flood);
  g_test_add_func ("/sandbox-faults/oversize-unread", test_oversize_unread);
  g_test_add_func ("/sandbox-faults/oversize-answer", test_oversize_answer);
  for (guint i = 0; i < G_N_ELEMENTS (expiries); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox-faults/expiry/%u", i);

      g_test_add_data_func (path, expiries[i], test_expiry);
    }
  g_test_add_func ("/sandbox-faults/ids", test_ids);
  g_test_add_func ("/sandbox-faults/parse-modes", test_parse_modes);
  g_test_add_func ("/sandbox-faults/chat-with-oneself", test_chat_with_oneself);
  g_test_add_func ("/sandbox-faults/chats", test_chats);

  return g_test_run ();
}
