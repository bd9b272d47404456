/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The middlewares that come with the library, by a clock that the test turns. */

#include "config.h"

#include <string.h>

#include "model/trueconf-event-private.h"
#include "model/trueconf-user-id-private.h"
#include "model/trueconf-user-set-private.h"
#include "routing/trueconf-recent-private.h"
#include "routing/trueconf-walk-private.h"
#include "trueconf-bot.h"
#include "wire/trueconf-wire-private.h"

#include "tc-util.h"

#define SECOND G_USEC_PER_SEC

static gint64 now = 100 * SECOND;
static GPtrArray *sent; /* texts */

static gint64
get_now (void)
{
  return now;
}

static const char *
get_user_id (TrueconfBot *bot)
{
  return "echo@x";
}

static void
send (TrueconfBot *bot,
      TrueconfEvent *event,
      const TrueconfSending *sending,
      gpointer source_tag,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_ptr_array_add (sent, g_strdup (sending->text != NULL ? sending->text : "complete"));
}

static guint n_asked;

static void
request (TrueconfBot *bot,
         TrueconfEvent *event,
         TrueconfBotRequest what,
         const char *message_id,
         const char *chat_id,
         gpointer source_tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (bot, cancellable, callback, user_data);

  g_assert_cmpint (what, ==, TRUECONF_BOT_REQUEST_PARTICIPANT);
  n_asked++;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "no roles today");
}

static const TrueconfBotTable table = {
  .get_user_id = get_user_id,
  .send = send,
  .request = request,
};

typedef struct
{
  TrueconfBot *bot;
  TrueconfBotHandle *handle;
  TrueconfRouter *router;
  guint n_handled;
  guint n_failed;
  guint n_done;
} Fixture;

static void
handler_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_handled++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  sent = g_ptr_array_new_with_free_func (g_free);
  n_asked = 0;
  trueconf_recent_set_clock (get_now);
  fixture->bot = trueconf_bot_new ("x", "token");
  fixture->handle = trueconf_bot_handle_new (fixture->bot, &table);
  fixture->router = trueconf_router_new ("root");
  trueconf_router_add_handler (fixture->router, TRUECONF_TYPE_EVENT, NULL, handler_cb, fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  trueconf_recent_set_clock (NULL);
  g_assert_finalize_object (fixture->router);
  trueconf_bot_handle_clear (fixture->handle);
  trueconf_bot_handle_unref (fixture->handle);
  g_assert_finalize_object (fixture->bot);
  g_ptr_array_unref (sent);
}

/* Takes the middleware. */
static void
add (Fixture *fixture, gpointer middleware)
{
  trueconf_router_add_outer_middleware (fixture->router, middleware);
  g_object_unref (middleware);
}

static void
begin_cb (TrueconfContext *context, gpointer data)
{
}

static GPtrArray *
find_first (TrueconfEvent *event, gpointer data)
{
  return NULL;
}

static void
failed_cb (TrueconfContext *context, const GError *error, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_failed++;
}

static void
done_cb (TrueconfContext *context, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_done++;
}

/* Returns whether the event has come to the handler. */
static gboolean
pass (Fixture *fixture, const char *method, const char *payload)
{
  static const TrueconfWalkReports reports = {
    .begin = begin_cb, .end = begin_cb, .find_first = find_first, .failed = failed_cb, .done = done_cb
  };
  g_autofree char *text = g_strdup_printf ("{'type':1,'id':1,'method':'%s','payload':%s}", method, payload);
  g_autofree char *json = tc_json ("%s", text);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_auto (TrueconfFrame) frame;
  gboolean good = trueconf_frame_init (&frame, bytes);
  g_autoptr (TrueconfEvent) event = NULL;
  g_autoptr (TrueconfContext) context = NULL;
  guint before = fixture->n_handled;
  guint n_done = fixture->n_done;

  g_assert_true (good);
  event = trueconf_wire_read_event (&frame);
  trueconf_model_adopt (G_OBJECT (event), fixture->handle);
  context = trueconf_walk_start (fixture->router, event, FALSE, &reports, fixture);
  TC_WAIT (fixture->n_done == n_done + 1);

  return fixture->n_handled > before;
}

static gboolean
say (Fixture *fixture, const char *author, const char *chat, const char *text)
{
  g_autofree char *payload = g_strdup_printf (
      "{'messageId':'m','chatId':'%s','timestamp':1,'type':200,'author':{'id':'%s','type':1},"
      "'content':{'text':'%s','parseMode':'text'}}",
      chat, author, text);

  return pass (fixture, "sendMessage", payload);
}

static void
test_throttle (Fixture *fixture, gconstpointer data)
{
  TrueconfThrottle *throttle = trueconf_throttle_new ();

  trueconf_throttle_set_rate (throttle, 0.5);
  trueconf_throttle_set_burst (throttle, 2);
  trueconf_throttle_set_notice (throttle, "slow");
  add (fixture, throttle);

  g_assert_true (say (fixture, "nora@x/1", "c", "1"));
  g_assert_true (say (fixture, "NORA@x/2", "c", "2"));
  g_assert_false (say (fixture, "nora@x", "d", "3"));
  g_assert_false (say (fixture, "nora@x", "d", "4"));
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_true (say (fixture, "omar@x", "c", "5"));

  now += 2 * SECOND;
  g_assert_true (say (fixture, "nora@x", "c", "6"));
  g_assert_false (say (fixture, "nora@x", "c", "7"));
  g_assert_cmpuint (sent->len, ==, 1);

  now += 10 * SECOND;
  g_assert_true (say (fixture, "nora@x", "c", "8"));
  g_assert_true (say (fixture, "nora@x", "c", "9"));
  g_assert_false (say (fixture, "nora@x", "c", "10"));
  g_assert_cmpuint (sent->len, ==, 2);
}

static void
test_throttle_per_chat (Fixture *fixture, gconstpointer data)
{
  TrueconfThrottle *throttle =
      g_object_new (TRUECONF_TYPE_THROTTLE, "burst", 1, "rate", 0.0, "per-chat", TRUE, NULL);

  add (fixture, throttle);
  g_assert_true (say (fixture, "nora@x", "c", "1"));
  g_assert_false (say (fixture, "omar@x", "c", "2"));
  g_assert_true (say (fixture, "omar@x", "d", "3"));
  now += 1000 * SECOND;
  g_assert_false (say (fixture, "nora@x", "c", "4"));
}

static void
test_bound (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrueconfRecent) recent = trueconf_recent_new (sizeof (int));
  gboolean is_new;
  int *first = trueconf_recent_get (recent, "0", &is_new);

  g_assert_true (is_new);
  g_assert_cmpint (*first, ==, 0);
  *first = 7;
  for (guint i = 1; i <= 20000; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      trueconf_recent_get (recent, key, NULL);
      g_assert_cmpint (*(int *) trueconf_recent_get (recent, "0", &is_new), ==, 7);
      g_assert_false (is_new);
    }
  g_assert_cmpuint (trueconf_recent_get_size (recent), ==, 10000);
  trueconf_recent_get (recent, "1", &is_new);
  g_assert_true (is_new);
}

static void
test_debounce (Fixture *fixture, gconstpointer data)
{
  const char *press =
      "{'chatId':'c','commandPayload':{'command':'buy','customData':'1'},'commandSource':{'buttonId':'b'}}";
  const char *other =
      "{'chatId':'c','commandPayload':{'command':'buy','customData':'2'},'commandSource':{'buttonId':'b'}}";
  const char *waits = "{'chatId':'c','commandPayload':{'command':'buy','customData':'3'},'commandId':'k'}";
  TrueconfDebounce *debounce = trueconf_debounce_new ();

  trueconf_debounce_set_interval (debounce, 2);
  add (fixture, debounce);
  g_assert_true (pass (fixture, "command", press));
  g_assert_false (pass (fixture, "command", press));
  g_assert_true (pass (fixture, "command", other));
  g_assert_cmpuint (sent->len, ==, 0);
  g_assert_true (pass (fixture, "command", waits));
  g_assert_false (pass (fixture, "command", waits));
  g_assert_cmpuint (sent->len, ==, 1);
  now += 2 * SECOND;
  g_assert_true (pass (fixture, "command", press));
  g_assert_true (say (fixture, "nora@x", "c", "1"));
}

static void
test_deduplicator (Fixture *fixture, gconstpointer data)
{
  TrueconfDeduplicator *deduplicator = trueconf_deduplicator_new ();

  trueconf_deduplicator_set_interval (deduplicator, 3);
  add (fixture, deduplicator);
  g_assert_true (say (fixture, "nora@x", "c", "hello"));
  g_assert_false (say (fixture, "nora@x/7", "c", "hello"));
  g_assert_true (say (fixture, "nora@x", "d", "hello"));
  g_assert_true (say (fixture, "omar@x", "c", "hello"));
  g_assert_true (say (fixture, "nora@x", "c", "hello!"));
  now += 3 * SECOND;
  g_assert_true (say (fixture, "nora@x", "c", "hello"));
}

static void
test_skip_self (Fixture *fixture, gconstpointer data)
{
  add (fixture, trueconf_skip_self_new ());
  g_assert_false (say (fixture, "Echo@x/3", "c", "hello"));
  g_assert_true (say (fixture, "echo@y", "c", "hello"));
}

static void
test_loop_guard (Fixture *fixture, gconstpointer data)
{
  TrueconfLoopGuard *guard = trueconf_loop_guard_new ();
  g_autoptr (GPtrArray) messages = NULL;

  trueconf_loop_guard_set_max_messages (guard, 2);
  trueconf_loop_guard_set_window (guard, 10);
  add (fixture, guard);
  g_assert_true (say (fixture, "other@x", "c", "1"));
  g_assert_true (say (fixture, "other@x", "c", "2"));
  tc_log_begin ();
  g_assert_false (say (fixture, "other@x", "c", "3"));
  g_assert_true (say (fixture, "nora@x", "c", "4"));
  now += 9 * SECOND;
  g_assert_false (say (fixture, "other@x", "c", "5"));
  now += 9 * SECOND;
  g_assert_false (say (fixture, "other@x", "c", "6"));
  now += 10 * SECOND;
  messages = tc_log_end ();
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_true (tc_log_has (messages, "2 messages of other@x within 10 seconds"));
  g_assert_true (say (fixture, "other@x", "c", "7"));
}

static void
test_access_list (Fixture *fixture, gconstpointer data)
{
  const char *const allowed[] = { "nora", "omar@x", NULL };
  const char *const denied[] = { "omar", NULL };
  const char *const chats[] = { "d", NULL };
  TrueconfAccessList *list = trueconf_access_list_new ();

  trueconf_access_list_set_notice (list, "no");
  add (fixture, g_object_ref (list));
  g_assert_true (say (fixture, "zoe@x", "c", "1"));

  trueconf_access_list_set_allowed_users (list, allowed);
  trueconf_access_list_set_denied_users (list, denied);
  g_assert_true (say (fixture, "nora@x/1", "c", "2"));
  g_assert_false (say (fixture, "nora@y", "c", "3"));
  g_assert_false (say (fixture, "omar@x", "c", "4"));
  g_assert_cmpuint (sent->len, ==, 2);
  g_assert_false (say (fixture, "omar@x", "c", "5"));
  g_assert_cmpuint (sent->len, ==, 2);

  trueconf_access_list_set_denied_chats (list, chats);
  g_assert_false (say (fixture, "nora@x", "d", "6"));
  trueconf_access_list_set_denied_chats (list, NULL);
  trueconf_access_list_set_allowed_chats (list, chats);
  g_assert_true (say (fixture, "nora@x", "d", "7"));
  g_assert_false (say (fixture, "nora@x", "c", "8"));
  g_object_unref (list);
}

/* A list finds the same users as a comparison with each of its entries. */
static void
test_user_set (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "nora",   "Nora@x",     "nora@x/3", "nora@y",   "nora@x@y", "@x",
                                     "",       "omar@x.org", "ÄNNE@x",   "änne@X/1", "STRASSE",  "straße@x",
                                     "nora/3", "nora/3@x",   "@",        "o@x" };
  static const char *const bots[] = { "echo@x", "Echo@X/7", "echo@y", "echo", "echo@x@y", "echo@", NULL };
  guint n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const char *const wanted[] = { "nobody@x", ids[i], NULL };
      g_autoptr (TrueconfUserSet) set = trueconf_user_set_new (wanted);

      for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
        for (guint bot = 0; bot < G_N_ELEMENTS (bots); bot++)
          {
            gboolean found = trueconf_user_set_contains (set, ids[k], bots[bot]);

            g_assert_cmpint (found, ==, trueconf_user_id_matches (ids[k], ids[i], bots[bot]));
            n_found += found ? 1 : 0;
          }
    }
  g_assert_cmpuint (n_found, >, G_N_ELEMENTS (ids) * G_N_ELEMENTS (bots));
}

static void
test_roles (Fixture *fixture, gconstpointer data)
{
  TrueconfAccessList *list = trueconf_access_list_new ();

  trueconf_access_list_allow_role (list, TRUECONF_PARTICIPANT_ROLE_ADMIN);
  trueconf_access_list_deny_role (list, TRUECONF_PARTICIPANT_ROLE_USER);
  add (fixture, list);
  g_assert_false (say (fixture, "nora@x", "c", "1"));
  g_assert_cmpuint (n_asked, ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
}

static void
test_logging (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) messages = NULL;

  add (fixture, trueconf_logging_middleware_new ());
  tc_log_begin ();
  g_assert_true (say (fixture, "nora@x", "123456789", "secret"));
  tc_drain ();
  messages = tc_log_end ();
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_true (tc_log_has (messages, "sendMessage chat 12345678: begin"));
  g_assert_true (tc_log_has (messages, "sendMessage chat 12345678: handled after "));
  g_assert_true (tc_log_has (messages, "router root, handler 1"));
  g_assert_false (tc_log_has (messages, "secret"));
}

#define TEST(name, function)                                                                                 \
  g_test_add ("/ready-middlewares/" name, Fixture, NULL, set_up, function, tear_down)

/* Whether letters are Latin or not, their case does not matter: a list of denied users is not got around by it. */
static void
test_user_ids (void)
{
  g_autofree char *folded = trueconf_user_id_fold ("ЖЕНЯ@Example.com/7");

  g_assert_cmpstr (folded, ==, "женя@example.com");
  g_assert_true (trueconf_user_id_equal ("Женя@example.com/1", "жеНЯ@EXAMPLE.com"));
  g_assert_false (trueconf_user_id_equal ("nora@example.com", "norah@example.com"));
  g_assert_true (trueconf_user_id_matches ("ЖЕНЯ@example.com/1", "женя", "bot@Example.com/2"));
  g_assert_true (trueconf_user_id_matches ("nora@example.com", "NORA/3", "bot@example.com"));
  g_assert_false (trueconf_user_id_matches ("nora@other.com", "nora", "bot@example.com"));
  g_assert_false (trueconf_user_id_matches ("nora@example.com", "nora", NULL));
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  TEST ("throttle", test_throttle);
  TEST ("throttle-per-chat", test_throttle_per_chat);
  TEST ("bound", test_bound);
  TEST ("debounce", test_debounce);
  TEST ("deduplicator", test_deduplicator);
  TEST ("skip-self", test_skip_self);
  TEST ("loop-guard", test_loop_guard);
  TEST ("access-list", test_access_list);
  TEST ("user-set", test_user_set);
  TEST ("roles", test_roles);
  TEST ("logging", test_logging);

  g_test_add_func ("/ready/user-ids", test_user_ids);

  return g_test_run ();
}
