/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a token, or a user name and a password, to a bot that is logged in; or to an error that says what to do. */

#include <string.h>

#include "tc-bot.h"
#include "tc-chat.h"

static void
test_token (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_bot_start (bot);
  g_assert_cmpstr (trueconf_bot_get_user_id (bot), ==, "echo_bot@sandbox.local");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 0);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 1);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "auth_requests"), ==, 1);
  tc_bot_end (bot);
}

static void
test_password (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_bot_start (bot);
  g_assert_cmpstr (trueconf_bot_get_user_id (bot), ==, "echo_bot@sandbox.local");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 1);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 1);
  tc_bot_end (bot);
}

/* People copy the whole id, the server wants the part before the “@”. */
static void
test_full_id (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = trueconf_bot_new_from_credentials ("127.0.0.1", "echo_bot@sandbox.local", "secret");

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_port (bot, tc_sandbox_get_port (sandbox));
  tc_bot_start (bot);
  tc_bot_end (bot);
}

static void
test_digits_only (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "12345");

  tc_sandbox_do (sandbox, "/sandbox/users", "{'login':'echo_bot','password':'12345'}");
  tc_bot_start (bot);
  tc_bot_end (bot);
}

static void
assert_fails (TrueconfBot *bot, GQuark domain, int code, const char *words)
{
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autoptr (GError) error = tc_bot_start_in_vain (bot);

  g_assert_error (error, domain, code);
  tc_assert_contains (error->message, words);
  g_assert_error (trueconf_bot_get_last_error (bot), domain, code);
  g_assert_cmpint (trueconf_bot_get_status (bot), ==, TRUECONF_STATUS_DISCONNECTED);
  TC_WAIT (watch->failures->len == 1);
  g_assert_error ((GError *) g_ptr_array_index (watch->failures, 0), domain, code);
}

static void
test_wrong_password (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "letmein");

  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_GRANT, "echo_bot");
  tc_assert_contains (trueconf_bot_get_last_error (bot)->message, "password");
  tc_assert_lacks (trueconf_bot_get_last_error (bot)->message, "letmein");
  /* an account that is locked after some failures must not be locked by a bot that insists */
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), >=, 1);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), <=, 3);
  tc_linger (1500);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), <=, 3);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 0);
  tc_bot_end (bot);
}

static void
test_line_break (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret\n");

  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_GRANT, "line break");
  tc_bot_end (bot);
}

/* Nothing leaves the machine when it is known beforehand to be in vain. */
static void
assert_refuses_token (TcSandbox *sandbox, const char *token, int code, const char *words)
{
  TrueconfBot *bot = tc_bot_new (sandbox);

  trueconf_bot_set_token (bot, token);
  assert_fails (bot, TRUECONF_ERROR, code, words);
  if (token != NULL && token[0] != '\0')
    tc_assert_lacks (trueconf_bot_get_last_error (bot)->message, token);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 0);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 0);
  tc_bot_end (bot);
}

static void
test_bad_tokens (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *good = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  g_autofree char *broken = g_strconcat (good, "\n", NULL);

  assert_refuses_token (sandbox, broken, TRUECONF_ERROR_INVALID_TOKEN, "white space");
  assert_refuses_token (sandbox, "not-a-jwt", TRUECONF_ERROR_INVALID_TOKEN, "JWT");
  assert_refuses_token (sandbox, "", TRUECONF_ERROR_INVALID_TOKEN, "empty");
  assert_refuses_token (sandbox, NULL, TRUECONF_ERROR_INVALID_TOKEN, "token");
}

/* The clock of this machine may be wrong: the server is asked, once, and believed. */
static void
test_expired_by_clock (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  g_autofree char *expired = tc_sandbox_make_token (sandbox, "echo_bot", -60);
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (GPtrArray) messages = NULL;

  trueconf_bot_set_token (bot, expired);
  tc_log_begin ();
  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_TOKEN_EXPIRED, "expired");
  messages = tc_log_end ();
  g_assert_true (tc_log_has (messages, "clock may be wrong"));
  g_assert_false (tc_log_has (messages, expired));
  tc_assert_lacks (trueconf_bot_get_last_error (bot)->message, expired);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "auth_requests"), ==, 1);
  tc_bot_end (bot);
}

static void
test_bad_server (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("https://video.example.com", "a.b.c");

  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, "scheme");
}

static void
test_foreign_token (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  trueconf_bot_set_token (bot, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl");
  assert_fails (bot, TRUECONF_API_ERROR, TRUECONF_API_ERROR_INVALID_CREDENTIALS, "auth");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), <=, 3);
  tc_bot_end (bot);
}

static void
test_password_disabled (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'token-status','status':403}");
  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_PASSWORD_AUTH_DISABLED, "password");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), <=, 3);
  tc_bot_end (bot);
}

static void
test_not_found (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'token-status','status':404}");
  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED, "404");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), <=, 3);
  tc_bot_end (bot);
}

static void
test_bad_request (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'token-status','status':400}");
  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED, "400");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), <=, 3);
  tc_bot_end (bot);
}

/* A proxy's page, while the server behind it starts. */
static void
test_bad_gateway (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'token-status','status':502,'count':2}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 3);
  tc_bot_end (bot);
}

/* 2xx, but nothing that could be a token. */
static void
test_nonsense (void)
{
  static const char *const bodies[] = {
    "", "<html>", "[]", "{}", "{\\\"access_token\\\":17}", "{\\\"access_token\\\":\\\"\\\"}"
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
      TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

      tc_sandbox_fault (sandbox, "{'fault':'token-status','status':200,'body':'%s'}", bodies[i]);
      trueconf_bot_set_ws_max_retries (bot, 1);
      assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED, "token");
      tc_bot_end (bot);
    }
}

static void
test_token_hangs (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'token-hang','count':1}");
  trueconf_bot_set_timeout (bot, 0.5);
  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 2);
  tc_bot_end (bot);
}

static void
test_disabled_user (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_do (sandbox, "/sandbox/users", "{'login':'echo_bot','disabled':true}");
  assert_fails (bot, TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_DISABLED, "auth");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), <=, 3);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), <=, 3);
  tc_bot_end (bot);
}

static void
test_expired_with_password (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'refuse-auth','code':203}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 2);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "auth_requests"), ==, 2);
  tc_bot_end (bot);
}

/* One new token, one retry; a server that goes on refusing is not asked for ever. */
static void
test_always_expired (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'refuse-auth','code':203,'count':100}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  assert_fails (bot, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CREDENTIALS_EXPIRED, "auth");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 2);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "auth_requests"), ==, 2);
  tc_bot_end (bot);
}

/* A proxy or a server that does not know the token any more may refuse the upgrade: one new token, and no more. */
static void
test_upgrade_refused (void)
{
  static const guint statuses[] = { 401, 403 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
      TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

      tc_sandbox_fault (sandbox, "{'fault':'refuse-upgrade','status':%u,'count':1}", statuses[i]);
      trueconf_bot_set_ws_max_delay (bot, 1);
      tc_bot_start (bot);
      g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 2);
      g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 2);
      tc_bot_end (bot);
    }
}

static void
test_upgrade_always_refused (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

  tc_sandbox_fault (sandbox, "{'fault':'refuse-upgrade','status':401}");
  trueconf_bot_set_ws_max_delay (bot, 1);
  assert_fails (bot, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED, "401");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 2);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 2);
  tc_bot_end (bot);
}

/* Whatever the server says of its token's life, it is good until it is refused. */
static void
test_absurd_expiry (void)
{
  static const char *const expiries[] = {
    "-1",
    "0",
    "1e400",
    "-1e400",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999",
    "null",
    "{}",
    "\\\"nan\\\"",
    "\\\"inf\\\"",
    "\\\"tomorrow\\\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (expiries); i++)
    {
      g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
      g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
      TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");

      g_test_message ("%s", expiries[i]);
      tc_sandbox_fault (sandbox,
                        "{'fault':'token-status','status':200,"
                        "'body':'{\\\"access_token\\\":\\\"%s\\\",\\\"expires_at\\\":%s}'}",
                        token, expiries[i]);
      tc_bot_start (bot);
      tc_linger (50);
      g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 1);
      g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 1);
      tc_bot_end (bot);
    }
}

static void
test_expired_with_token (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);

  tc_sandbox_fault (sandbox, "{'fault':'expire-token'}");
  assert_fails (bot, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CREDENTIALS_EXPIRED, "auth");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "auth_requests"), ==, 1);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 0);
  tc_bot_end (bot);
}

/* A token that the application has renewed is the one that is used next. */
static void
test_new_token (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autofree char *token = NULL;

  tc_sandbox_fault (sandbox, "{'fault':'expire-token'}");
  assert_fails (bot, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CREDENTIALS_EXPIRED, "auth");
  token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  trueconf_bot_set_token (bot, token);
  tc_bot_start (bot);
  g_assert_null (trueconf_bot_get_last_error (bot));
  tc_bot_end (bot);
}

/* For another program: the bot itself stays as it is. */
static void
test_fetch_token (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");
  TrueconfBot *other = tc_bot_new (sandbox);
  g_autofree char *token = TC_GET (trueconf_bot_fetch_token, bot);

  g_assert_nonnull (token);
  g_assert_null (trueconf_bot_get_token (bot));
  g_assert_cmpint (trueconf_bot_get_status (bot), ==, TRUECONF_STATUS_DISCONNECTED);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 1);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, 0);

  trueconf_bot_set_token (other, token);
  tc_bot_start (other);
  g_assert_cmpstr (trueconf_bot_get_user_id (other), ==, "echo_bot@sandbox.local");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 1);

  /* and while the bot runs */
  tc_bot_start (bot);
  g_clear_pointer (&token, g_free);
  token = TC_GET (trueconf_bot_fetch_token, bot);
  g_assert_nonnull (token);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 3);
  tc_bot_end (other);
  tc_bot_end (bot);
}

static void
assert_fetches_none (TrueconfBot *bot, int code, const char *words)
{
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  TC_CALL (token, &error, trueconf_bot_fetch_token, bot);
  g_assert_null (token);
  g_assert_error (error, TRUECONF_ERROR, code);
  tc_assert_contains (error->message, words);
}

static void
test_fetch_token_refused (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "letmein");
  TrueconfBot *without = tc_bot_new (sandbox);

  assert_fetches_none (bot, TRUECONF_ERROR_INVALID_GRANT, "password");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 1);
  assert_fetches_none (without, TRUECONF_ERROR_INVALID_ARGUMENT, "username");
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 1);
  trueconf_bot_set_port (bot, 70000);
  assert_fetches_none (bot, TRUECONF_ERROR_INVALID_ARGUMENT, "70000");
  tc_bot_end (without);
  tc_bot_end (bot);
}

/* Those who ask at the same time get the answer to one request. One who does not wait any longer ends alone. */
static void
test_fetch_token_together (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  trueconf_bot_fetch_token_async (bot, NULL, tc_store_result, &first);
  trueconf_bot_fetch_token_async (bot, cancellable, tc_store_result, &second);
  g_cancellable_cancel (cancellable);
  TC_WAIT (first != NULL && second != NULL);
  token = trueconf_bot_fetch_token_finish (bot, first, NULL);
  g_assert_nonnull (token);
  g_assert_null (trueconf_bot_fetch_token_finish (bot, second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, 1);
  g_clear_object (&first);
  g_clear_object (&second);
  tc_bot_end (bot);
}

/* A server that does not answer: the time-out, a cancellation and the end of the bot all end the wait. */
static void
test_fetch_token_hangs (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new_with_password (sandbox, "secret");
  g_autoptr (GAsyncResult) asked = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  tc_sandbox_fault (sandbox, "{'fault':'token-hang','count':3}");
  trueconf_bot_set_timeout (bot, 0.5);
  assert_fetches_none (bot, TRUECONF_ERROR_CONNECTION_FAILED, "0.5 s");

  trueconf_bot_set_timeout (bot, 600);
  trueconf_bot_fetch_token_async (bot, cancellable, tc_store_result, &asked);
  TC_WAIT (tc_sandbox_get_counter (sandbox, "token_requests") == 2);
  g_cancellable_cancel (cancellable);
  TC_WAIT (asked != NULL);
  g_assert_null (trueconf_bot_fetch_token_finish (bot, asked, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_object (&asked);

  trueconf_bot_fetch_token_async (bot, NULL, tc_store_result, &asked);
  TC_WAIT (tc_sandbox_get_counter (sandbox, "token_requests") == 3);
  g_object_run_dispose (G_OBJECT (bot));
  TC_WAIT (asked != NULL);
  g_assert_null (trueconf_bot_fetch_token_finish (bot, asked, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED);
  g_clear_object (&asked);
  TC_CALL (token, NULL, trueconf_bot_fetch_token, bot);
  g_assert_null (token);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/login/token", test_token);
  g_test_add_func ("/login/password", test_password);
  g_test_add_func ("/login/full-id", test_full_id);
  g_test_add_func ("/login/digits-only", test_digits_only);
  g_test_add_func ("/login/wrong-password", test_wrong_password);
  g_test_add_func ("/login/line-break", test_line_break);
  g_test_add_func ("/login/bad-tokens", test_bad_tokens);
  g_test_add_func ("/login/expired-by-clock", test_expired_by_clock);
  g_test_add_func ("/login/bad-server", test_bad_server);
  g_test_add_func ("/login/foreign-token", test_foreign_token);
  g_test_add_func ("/login/password-disabled", test_password_disabled);
  g_test_add_func ("/login/not-found", test_not_found);
  g_test_add_func ("/login/bad-request", test_bad_request);
  g_test_add_func ("/login/bad-gateway", test_bad_gateway);
  g_test_add_func ("/login/nonsense", test_nonsense);
  g_test_add_func ("/login/token-hangs", test_token_hangs);
  g_test_add_func ("/login/disabled-user", test_disabled_user);
  g_test_add_func ("/login/expired-with-password", test_expired_with_password);
  g_test_add_func ("/login/always-expired", test_always_expired);
  g_test_add_func ("/login/upgrade-refused", test_upgrade_refused);
  g_test_add_func ("/login/upgrade-always-refused", test_upgrade_always_refused);
  g_test_add_func ("/login/absurd-expiry", test_absurd_expiry);
  g_test_add_func ("/login/expired-with-token", test_expired_with_token);
  g_test_add_func ("/login/new-token", test_new_token);
  g_test_add_func ("/login/fetch-token", test_fetch_token);
  g_test_add_func ("/login/fetch-token-refused", test_fetch_token_refused);
  g_test_add_func ("/login/fetch-token-together", test_fetch_token_together);
  g_test_add_func ("/login/fetch-token-hangs", test_fetch_token_hangs);

  return g_test_run ();
}
