/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections end in many ways; the bot comes back by itself, and never as a storm. */

#include "config.h"

#include <string.h>

#include "tc-bot.h"

static void
wait_for_echo (TcSandbox *sandbox, const char *text)
{
  guint before = tc_sandbox_count_texts (sandbox, "nora", "echo_bot");

  tc_sandbox_say (sandbox, "nora", text);
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == before + 1);
}

static TrueconfBot *
start_echo (TcSandbox *sandbox)
{
  TrueconfBot *bot = tc_bot_new (sandbox);

  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_add_echo (bot);
  tc_bot_start (bot);
  wait_for_echo (sandbox, "before");

  return bot;
}

/* Waits until it was told of the loss and of the return. */
static void
wait_for_return (TcWatch *watch)
{
  TC_WAIT (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED) >= 1 &&
           trueconf_bot_get_authorized (watch->bot));
}

static void
test_restart (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = start_echo (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *statuses = NULL;

  for (guint i = 1; i <= 3; i++)
    {
      tc_sandbox_kill (sandbox);
      TC_WAIT (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED) == i);
      tc_sandbox_restart (sandbox);
      TC_WAIT (tc_watch_count_status (watch, TRUECONF_STATUS_AUTHORIZED) == i);
      wait_for_echo (sandbox, "after");
    }

  /* told once for each change, not for each attempt */
  statuses = tc_watch_get_statuses (watch);
  g_assert_cmpstr (statuses, ==,
                   "disconnected connected authorized disconnected connected authorized "
                   "disconnected connected authorized");
  g_assert_cmpuint (watch->failures->len, ==, 0);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_restart_with_password (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  tc_sandbox_restart (sandbox);
  wait_for_return (watch);
  /* the token it has is still good */
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 0);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
assert_returns_after (const char *fault)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = start_echo (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  tc_sandbox_fault (sandbox, "%s", fault);
  wait_for_return (watch);
  wait_for_echo (sandbox, "after");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 2);
  g_assert_cmpuint (tc_sandbox_count_authorized (sandbox), ==, 1);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_drop (void)
{
  assert_returns_after ("{'fault':'drop'}");
}

/* A clean end is an end that nobody here has asked for, too. */
static void
test_close (void)
{
  assert_returns_after ("{'fault':'close','code':1000,'reason':'bye'}");
  assert_returns_after ("{'fault':'close','code':1001}");
  assert_returns_after ("{'fault':'close','code':1008,'reason':'policy'}");
  assert_returns_after ("{'fault':'close','code':4321}");
}

static void
assert_notices (const char *fault, const char *words)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  TrueconfHealth *lost;

  g_object_set (bot, "ping-interval", 1, "ping-timeout", 1, "ws-max-delay", 1, NULL);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "%s", fault);
  TC_WAIT (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED) >= 1);
  lost = g_ptr_array_index (watch->statuses, 2);
  g_assert_cmpint (trueconf_health_get_status (lost), ==, TRUECONF_STATUS_DISCONNECTED);
  tc_assert_contains (trueconf_health_get_error (lost)->message, words);
  tc_sandbox_clear_faults (sandbox);
  TC_WAIT (trueconf_bot_get_authorized (bot));
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_half_open (void)
{
  assert_notices ("{'fault':'half-open'}", "nothing was heard");
}

/* With a server whose own pings are rare, a pong is the only sign of life. */
static void
test_no_pong (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with ("--ping-interval 0");
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  g_object_set (bot, "ping-interval", 1, "ping-timeout", 1, "ws-max-delay", 1, NULL);
  tc_bot_start (bot);
  /* pongs keep a quiet connection alive */
  tc_linger (3500);
  g_assert_cmpuint (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED), ==, 0);

  tc_sandbox_fault (sandbox, "{'fault':'no-pong'}");
  TC_WAIT (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED) >= 1);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

/* Whole messages are life, pongs or not. */
static void
test_messages_are_life (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  g_object_set (bot, "ping-interval", 1, "ping-timeout", 1, NULL);
  tc_sandbox_fault (sandbox, "{'fault':'no-pong'}");
  tc_bot_start (bot);
  for (guint i = 0; i < 16; i++)
    {
      tc_sandbox_say (sandbox, "nora", "still here");
      tc_linger (250);
    }
  g_assert_cmpuint (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED), ==, 0);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

/* So are pings, of which libsoup says nothing. */
static void
test_traffic_is_life (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new_with ("--ping-interval 0.5");
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  g_object_set (bot, "ping-interval", 1, "ping-timeout", 1, NULL);
  tc_sandbox_fault (sandbox, "{'fault':'no-pong'}");
  tc_bot_start (bot);
  tc_linger (4000);
  g_assert_cmpuint (tc_watch_count_status (watch, TRUECONF_STATUS_DISCONNECTED), ==, 0);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
test_upgrade_refused (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_sandbox_fault (sandbox, "{'fault':'refuse-upgrade','status':503,'count':2}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 3);
  tc_bot_end (bot);
}

static void
test_upgrade_hangs (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_sandbox_fault (sandbox, "{'fault':'hang-upgrade','count':1}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_timeout (bot, 0.5);
  tc_bot_start (bot);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 2);
  tc_bot_end (bot);
}

static void
test_auth_hangs (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  tc_sandbox_fault (sandbox, "{'fault':'delay-auth','ms':60000,'count':1}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_timeout (bot, 0.5);
  tc_bot_start (bot);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "auth_requests"), ==, 2);
  tc_assert_contains (trueconf_health_get_error (g_ptr_array_index (watch->statuses, 1))->message, "auth");
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

/* 203 in mid-session, with a password: a new token, one reconnect, and the request is done after all. */
static void
test_expired_with_password (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'expire-token','live':true}");
  sent = tc_bot_send (bot, chat, "after all", &error);
  g_assert_no_error (error);
  g_assert_nonnull (sent);
  g_assert_cmpuint (tc_sandbox_count_texts (sandbox, "nora", "echo_bot"), ==, 1);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 2);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 2);
  g_assert_cmpuint (watch->failures->len, ==, 0);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
store_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *good = user_data;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, NULL);

  if (sent != NULL)
    (*good)++;
}

/* Many requests that are refused at once are one reason for one new connection. None was done, so that each is sent again
 * although the policy is to send nothing twice. */
static void
test_expired_many (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  guint good = 0;

  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'expire-token','live':true}");
  for (guint i = 0; i < 20; i++)
    trueconf_bot_send_message_async (bot, chat, "x", TRUECONF_PARSE_MODE_TEXT, NULL, NULL, store_sent, &good);
  TC_WAIT (good == 20);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 2);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 2);
  g_assert_cmpuint (tc_sandbox_count_texts (sandbox, "nora", "echo_bot"), ==, 20);
  tc_bot_end (bot);
}

/* 203 in mid-session with a token alone: only a person can get another one. */
static void
test_expired_with_token (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autoptr (GError) error = NULL;

  tc_bot_start (bot);
  tc_sandbox_fault (sandbox, "{'fault':'expire-token','live':true}");
  sent = tc_bot_send (bot, chat, "in vain", &error);
  g_assert_error (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CREDENTIALS_EXPIRED);
  g_assert_null (sent);
  TC_WAIT (watch->failures->len == 1);
  g_assert_error ((GError *) g_ptr_array_index (watch->failures, 0), TRUECONF_API_ERROR,
                  TRUECONF_API_ERROR_CREDENTIALS_EXPIRED);
  g_assert_cmpint (trueconf_bot_get_status (bot), ==, TRUECONF_STATUS_DISCONNECTED);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 0);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/reconnect/restart", test_restart);
  g_test_add_func ("/reconnect/restart-with-password", test_restart_with_password);
  g_test_add_func ("/reconnect/drop", test_drop);
  g_test_add_func ("/reconnect/close", test_close);
  g_test_add_func ("/reconnect/half-open", test_half_open);
  g_test_add_func ("/reconnect/no-pong", test_no_pong);
  g_test_add_func ("/reconnect/messages-are-life", test_messages_are_life);
  g_test_add_func ("/reconnect/traffic-is-life", test_traffic_is_life);
  g_test_add_func ("/reconnect/upgrade-refused", test_upgrade_refused);
  g_test_add_func ("/reconnect/upgrade-hangs", test_upgrade_hangs);
  g_test_add_func ("/reconnect/auth-hangs", test_auth_hangs);
  g_test_add_func ("/reconnect/expired-with-password", test_expired_with_password);
  g_test_add_func ("/reconnect/expired-many", test_expired_many);
  g_test_add_func ("/reconnect/expired-with-token", test_expired_with_token);

  return g_test_run ();
}
