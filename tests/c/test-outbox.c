/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of requests while there is no connection, and of those whose answer is lost or late. */

#include <math.h>
#include <string.h>

#include "tc-bot.h"

/* The outcome of many requests: "ok", or the error's code. */
typedef struct
{
  guint ok;
  guint failed;
  GError *last;
} Outcome;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);

  if (sent != NULL)
    {
      outcome->ok++;
      return;
    }
  outcome->failed++;
  g_clear_error (&outcome->last);
  outcome->last = g_steal_pointer (&error);
}

static void
send (TrueconfBot *bot, const char *chat, const char *text, Outcome *outcome)
{
  trueconf_bot_send_message_async (bot, chat, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, on_sent, outcome);
}

/* The texts from the first number up to, but not including, the end, as assert_texts () expects them. */
static void
send_numbers (TrueconfBot *bot, const char *chat, guint first, guint end, Outcome *outcome)
{
  for (guint i = first; i < end; i++)
    {
      g_autofree char *text = g_strdup_printf ("number %u", i);

      send (bot, chat, text, outcome);
    }
}

static TrueconfBot *
make_bot (TcSandbox *sandbox)
{
  TrueconfBot *bot = tc_bot_new (sandbox);

  trueconf_bot_set_ws_max_delay (bot, 1);
  return bot;
}

static void
wait_until_lost (TrueconfBot *bot)
{
  TC_WAIT (trueconf_bot_get_status (bot) == TRUECONF_STATUS_DISCONNECTED);
}

/* The sandbox forgets its chats with its process: so it is the way to it that is missing here. */
static void
begin_outage (TcSandbox *sandbox, TrueconfBot *bot)
{
  tc_sandbox_fault (sandbox, "{'fault':'refuse-upgrade','status':503}");
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  wait_until_lost (bot);
}

static void
assert_texts (TcSandbox *sandbox, guint n)
{
  g_auto (GStrv) texts = tc_sandbox_get_texts (sandbox, "nora", "echo_bot");

  g_assert_cmpuint (g_strv_length (texts), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *expected = g_strdup_printf ("number %u", i);

      g_assert_cmpstr (texts[i], ==, expected);
    }
}

static void
test_outage (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  tc_bot_start (bot);
  begin_outage (sandbox, bot);
  send_numbers (bot, chat, 0, 51, &outcome);
  tc_linger (300);
  send_numbers (bot, chat, 51, 100, &outcome);
  g_assert_cmpuint (outcome.ok + outcome.failed, ==, 0);
  tc_sandbox_clear_faults (sandbox);
  TC_WAIT (outcome.ok + outcome.failed == 100);
  g_assert_cmpuint (outcome.ok, ==, 100);
  assert_texts (sandbox, 100);
  tc_bot_end (bot);
}

/* Before the first connection it is no different. */
static void
test_before_start (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  tc_sandbox_fault (sandbox, "{'fault':'delay-auth','ms':300}");
  send (bot, chat, "number 0", &outcome);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  send_numbers (bot, chat, 1, 10, &outcome);
  TC_WAIT (outcome.ok == 10);
  assert_texts (sandbox, 10);
  tc_bot_end (bot);
}

/* Nobody has to wait for offline-timeout to hear that the start is missing. */
static void
test_never_started (void)
{
  const double timeouts[] = { INFINITY, 60, 0.1, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    {
      g_autoptr (TrueconfBot) bot = trueconf_bot_new ("127.0.0.1", "token");
      Outcome outcome = { 0 };

      trueconf_bot_set_offline_timeout (bot, timeouts[i]);
      send (bot, "chat", "one", &outcome);
      send (bot, "chat", "two", &outcome);
      TC_WAIT (outcome.failed == 2);
      g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
      tc_assert_contains (outcome.last->message, "the bot was never started. Start or run it first");
      g_clear_error (&outcome.last);
    }
}

/* A program that is busy for a while before it starts its bot is no program that does not start it. */
static void
test_started_late (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };
  GSource *patience;

  send (bot, chat, "number 0", &outcome);
  patience = g_main_context_find_source_by_user_data (NULL, bot);
  g_assert_cmpstr (g_source_get_name (patience), ==, "trueconf-bot-unstarted");
  g_source_set_ready_time (patience, 0);
  trueconf_bot_start_async (bot, NULL, NULL, NULL);
  TC_WAIT (outcome.ok == 1);
  assert_texts (sandbox, 1);
  tc_bot_end (bot);
}

static void
on_start_failed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trueconf_bot_start_finish (TRUECONF_BOT (source), result, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
}

/* What waits for a start that fails hears why, and does not wait for the next one. */
static void
test_start_fails (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("https://127.0.0.1", "token");
  Outcome outcome = { 0 };

  trueconf_bot_set_offline_timeout (bot, (double) INFINITY);
  send (bot, "chat", "one", &outcome);
  trueconf_bot_start_async (bot, NULL, on_start_failed, NULL);
  send (bot, "chat", "two", &outcome);
  TC_WAIT (outcome.failed == 2);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  tc_assert_contains (outcome.last->message, "scheme");

  send (bot, "chat", "three", &outcome);
  TC_WAIT (outcome.failed == 3);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  tc_assert_contains (outcome.last->message, "the bot is not running. Start it first");
  g_clear_error (&outcome.last);
}

static void
test_offline_timeout (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  trueconf_bot_set_offline_timeout (bot, 0.4);
  tc_bot_start (bot);
  begin_outage (sandbox, bot);
  send (bot, chat, "stale", &outcome);
  TC_WAIT (outcome.failed == 1);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  tc_assert_contains (outcome.last->message, "sendMessage");
  tc_assert_contains (outcome.last->message, "0.4");

  /* what has failed must not be sent later */
  tc_sandbox_clear_faults (sandbox);
  TC_WAIT (trueconf_bot_get_authorized (bot));
  send (bot, chat, "number 0", &outcome);
  TC_WAIT (outcome.ok == 1);
  assert_texts (sandbox, 1);
  g_clear_error (&outcome.last);
  tc_bot_end (bot);
}

/* For ever is longer than an outage. */
static void
test_for_ever (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  trueconf_bot_set_timeout (bot, (double) INFINITY);
  trueconf_bot_set_offline_timeout (bot, (double) INFINITY);
  tc_bot_start (bot);
  begin_outage (sandbox, bot);
  send (bot, chat, "number 0", &outcome);
  tc_linger (300);
  g_assert_cmpuint (outcome.failed, ==, 0);
  tc_sandbox_clear_faults (sandbox);
  TC_WAIT (outcome.ok == 1);
  assert_texts (sandbox, 1);
  tc_bot_end (bot);
}

static void
test_no_outbox (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  trueconf_bot_set_offline_timeout (bot, 0);
  tc_bot_start (bot);
  begin_outage (sandbox, bot);
  send (bot, chat, "now or never", &outcome);
  TC_WAIT (outcome.failed == 1);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  /* at once: the outage is not over yet */
  g_assert_false (trueconf_bot_get_authorized (bot));
  g_clear_error (&outcome.last);
  tc_bot_end (bot);
}

static void
test_limit (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  trueconf_bot_set_outbox_limit (bot, 3);
  tc_bot_start (bot);
  begin_outage (sandbox, bot);
  send_numbers (bot, chat, 0, 5, &outcome);
  TC_WAIT (outcome.failed == 2);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_OUTBOX_FULL);
  tc_assert_contains (outcome.last->message, "3 requests");
  tc_sandbox_clear_faults (sandbox);
  TC_WAIT (outcome.ok == 3);
  assert_texts (sandbox, 3);
  g_clear_error (&outcome.last);
  tc_bot_end (bot);
}

/* With a connection the limit means nothing: requests are pipelined. */
static void
test_limit_online (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  trueconf_bot_set_outbox_limit (bot, 1);
  tc_bot_start (bot);
  send_numbers (bot, chat, 0, 50, &outcome);
  TC_WAIT (outcome.ok == 50);
  assert_texts (sandbox, 50);
  tc_bot_end (bot);
}

/* The server does it, then the connection breaks before it says so. */
static void
lose_answer (TrueconfResendPolicy policy, Outcome *outcome, guint copies)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_auto (GStrv) texts = NULL;

  trueconf_bot_set_resend_policy (bot, policy);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'lose-answer','method':'sendMessage','drop':true}");
  send (bot, chat, "once?", outcome);
  TC_WAIT (outcome->ok + outcome->failed == 1);
  TC_WAIT (trueconf_bot_get_authorized (bot));
  tc_linger (200);
  texts = tc_sandbox_get_texts (sandbox, "nora", "echo_bot");
  g_assert_cmpuint (g_strv_length (texts), ==, copies);
  tc_bot_end (bot);
}

static void
test_resend_never (void)
{
  Outcome outcome = { 0 };

  lose_answer (TRUECONF_RESEND_POLICY_NEVER, &outcome, 1);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN);
  tc_assert_contains (outcome.last->message, "sendMessage");
  g_clear_error (&outcome.last);
}

static void
test_resend_idempotent (void)
{
  Outcome outcome = { 0 };

  lose_answer (TRUECONF_RESEND_POLICY_IDEMPOTENT, &outcome, 1);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN);
  g_clear_error (&outcome.last);
}

static void
test_resend_always (void)
{
  Outcome outcome = { 0 };

  lose_answer (TRUECONF_RESEND_POLICY_ALWAYS, &outcome, 2);
  g_assert_cmpuint (outcome.ok, ==, 1);
}

static JsonNode *
read_name (TrueconfBot *bot, GError **error)
{
  g_autofree char *json = tc_json ("{'userId':'nora@sandbox.local'}");
  g_autoptr (JsonNode) payload = json_from_string (json, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_call_async (bot, "getUserDisplayName", payload, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  return trueconf_bot_call_finish (bot, result, error);
}

/* Reading twice does no harm: so it is done, unless it is forbidden. */
static void
test_resend_read (void)
{
  static const TrueconfResendPolicy policies[] = { TRUECONF_RESEND_POLICY_NEVER,
                                                   TRUECONF_RESEND_POLICY_IDEMPOTENT,
                                                   TRUECONF_RESEND_POLICY_ALWAYS };

  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
      TrueconfBot *bot = make_bot (sandbox);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) name = NULL;

      trueconf_bot_set_resend_policy (bot, policies[i]);
      tc_bot_start (bot);
      tc_sandbox_fault (sandbox, "{'fault':'lose-answer','method':'getUserDisplayName','drop':true}");
      name = read_name (bot, &error);
      if (policies[i] == TRUECONF_RESEND_POLICY_NEVER)
        {
          g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_DELIVERY_UNKNOWN);
        }
      else
        {
          g_assert_no_error (error);
          g_assert_cmpstr (tc_json_string (name, "displayName"), ==, "Nora Berg");
        }
      tc_bot_end (bot);
    }
}

/* Those sent again keep their place before those that were never sent. */
static void
test_resend_order (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };
  gint64 frozen;

  trueconf_bot_set_resend_policy (bot, TRUECONF_RESEND_POLICY_ALWAYS);
  tc_bot_start (bot);
  /* nothing is read any more: what is sent now was never carried out */
  frozen = tc_sandbox_add_fault (sandbox, "half-open");
  send_numbers (bot, chat, 0, 5, &outcome);
  tc_linger (200);
  tc_sandbox_fault (sandbox, "{'fault':'refuse-upgrade','status':503}");
  tc_sandbox_clear_fault (sandbox, frozen);
  wait_until_lost (bot);
  send_numbers (bot, chat, 5, 10, &outcome);
  tc_sandbox_clear_faults (sandbox);
  TC_WAIT (outcome.ok == 10);
  assert_texts (sandbox, 10);
  tc_bot_end (bot);
}

static void
test_timeout (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };

  trueconf_bot_set_timeout (bot, 0.4);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'lose-answer','count':2}");
  send (bot, chat, "number 0", &outcome);
  TC_WAIT (outcome.failed == 1);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_assert_contains (outcome.last->message, "sendMessage");
  tc_assert_contains (outcome.last->message, "0.4");

  g_assert_null (read_name (bot, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_assert_contains (error->message, "getUserDisplayName");

  /* a lost answer is not a lost connection */
  send (bot, chat, "number 1", &outcome);
  TC_WAIT (outcome.ok == 1);
  g_assert_cmpuint (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED), ==, 0);
  g_clear_error (&outcome.last);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_late_answer (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  trueconf_bot_set_timeout (bot, 0.3);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'late-answer','ms':600}");
  send (bot, chat, "number 0", &outcome);
  TC_WAIT (outcome.failed == 1);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT);
  tc_linger (700);
  send (bot, chat, "number 1", &outcome);
  TC_WAIT (outcome.ok == 1);
  g_assert_cmpuint (outcome.failed, ==, 1);
  assert_texts (sandbox, 2);
  g_clear_error (&outcome.last);
  tc_bot_end (bot);
}

static void
test_duplicate_answers (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'duplicate','what':'answers'}");
  tc_sandbox_fault (sandbox, "{'fault':'unknown-answer'}");
  send_numbers (bot, chat, 0, 10, &outcome);
  TC_WAIT (outcome.ok == 10);
  tc_sandbox_do (sandbox, "/sandbox/send", "{'text':'{\\\"type\\\":2,\\\"id\\\":0}'}");
  tc_sandbox_do (sandbox, "/sandbox/send", "{'text':'{\\\"type\\\":2}'}");
  tc_sandbox_do (sandbox, "/sandbox/send",
                 "{'text':'{\\\"type\\\":2,\\\"id\\\":-1,\\\"payload\\\":{\\\"errorCode\\\":203}}'}");
  tc_linger (200);
  g_assert_cmpuint (outcome.ok + outcome.failed, ==, 10);
  assert_texts (sandbox, 10);
  g_assert_true (trueconf_bot_get_authorized (bot));
  tc_bot_end (bot);
}

/* Nobody is left waiting when the bot stops: what was not sent fails at once, what was gets its answer. */
static void
test_stop_while_waiting (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  tc_bot_start (bot);
  begin_outage (sandbox, bot);
  for (guint i = 0; i < 5; i++)
    send (bot, chat, "never", &outcome);
  tc_bot_stop (bot);
  TC_WAIT (outcome.failed == 5);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  g_clear_error (&outcome.last);
  tc_bot_end (bot);
}

static void
test_stop_in_flight (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = make_bot (sandbox);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  Outcome outcome = { 0 };

  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'delay','ms':300,'method':'sendMessage'}");
  send_numbers (bot, chat, 0, 5, &outcome);
  tc_bot_stop (bot);
  TC_WAIT (outcome.ok + outcome.failed == 5);
  g_assert_cmpuint (outcome.ok, ==, 5);
  assert_texts (sandbox, 5);

  /* stopped: nothing waits for a start that may never come */
  send (bot, chat, "too late", &outcome);
  TC_WAIT (outcome.failed == 1);
  g_assert_error (outcome.last, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  g_clear_error (&outcome.last);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/outbox/outage", test_outage);
  g_test_add_func ("/outbox/before-start", test_before_start);
  g_test_add_func ("/outbox/never-started", test_never_started);
  g_test_add_func ("/outbox/started-late", test_started_late);
  g_test_add_func ("/outbox/start-fails", test_start_fails);
  g_test_add_func ("/outbox/offline-timeout", test_offline_timeout);
  g_test_add_func ("/outbox/for-ever", test_for_ever);
  g_test_add_func ("/outbox/no-outbox", test_no_outbox);
  g_test_add_func ("/outbox/limit", test_limit);
  g_test_add_func ("/outbox/limit-online", test_limit_online);
  g_test_add_func ("/outbox/resend-never", test_resend_never);
  g_test_add_func ("/outbox/resend-idempotent", test_resend_idempotent);
  g_test_add_func ("/outbox/resend-always", test_resend_always);
  g_test_add_func ("/outbox/resend-read", test_resend_read);
  g_test_add_func ("/outbox/resend-order", test_resend_order);
  g_test_add_func ("/outbox/timeout", test_timeout);
  g_test_add_func ("/outbox/late-answer", test_late_answer);
  g_test_add_func ("/outbox/duplicate-answers", test_duplicate_answers);
  g_test_add_func ("/outbox/stop-while-waiting", test_stop_while_waiting);
  g_test_add_func ("/outbox/stop-in-flight", test_stop_in_flight);

  return g_test_run ();
}
