/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Through a web server with TLS: whom the bot trusts, and what it says when it does not. */

#include <glib/gstdio.h>
#include <string.h>

#include "tc-bot.h"
#include "tc-nginx.h"

static TcSandbox *sandbox = NULL;
static TcNginx *nginx = NULL;

static TrueconfBot *
make_bot (const char *server, TcNginxSite site)
{
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  TrueconfBot *bot = trueconf_bot_new (server, token);

  trueconf_bot_set_port (bot, tc_nginx_get_port (nginx, site));
  return bot;
}

static void
assert_works (TrueconfBot *bot)
{
  guint before = tc_sandbox_count_texts (sandbox, "nora", "echo_bot");

  tc_bot_add_echo (bot);
  tc_bot_start (bot);
  tc_sandbox_say (sandbox, "nora", "through TLS");
  TC_WAIT (tc_sandbox_count_texts (sandbox, "nora", "echo_bot") == before + 1);
  tc_bot_end (bot);
}

static void
test_ca_file (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_GOOD);

  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  assert_works (bot);
}

static void
test_address (void)
{
  TrueconfBot *bot = make_bot ("127.0.0.1", TC_NGINX_GOOD);

  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  assert_works (bot);
}

static void
test_database (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_GOOD);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database =
      G_TLS_DATABASE (g_tls_file_database_new (tc_nginx_get_ca_file (nginx), &error));

  g_assert_no_error (error);
  trueconf_bot_set_tls_database (bot, database);
  g_assert_true (trueconf_bot_get_tls_database (bot) == database);
  assert_works (bot);
}

/* The token request trusts whom the WebSocket trusts. */
static void
test_password (void)
{
  TrueconfBot *bot = trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret");

  trueconf_bot_set_port (bot, tc_nginx_get_port (nginx, TC_NGINX_GOOD));
  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  assert_works (bot);
}

static void
reconnect (TrueconfBot *bot)
{
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  TC_WAIT (!trueconf_bot_get_authorized (bot));
  TC_WAIT (trueconf_bot_get_authorized (bot));
}

/* Where the server is and whom the bot trusts holds from one start to the next, for the connections that it makes in the
 * meantime as well. */
static void
test_changes (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_GOOD);
  guint port = trueconf_bot_get_port (bot);
  g_autoptr (TrueconfHealth) health = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  tc_bot_start (bot);
  trueconf_bot_set_port (bot, 1);
  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_tls_ca_file (bot, "/nonexistent/ca.pem");
  reconnect (bot);
  health = trueconf_bot_health_check (bot);
  g_assert_cmpuint (trueconf_health_get_port (health), ==, port);
  g_assert_cmpstr (trueconf_health_get_protocol (health), ==, "https");
  trueconf_bot_fetch_server_name_async (bot, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  name = trueconf_bot_fetch_server_name_finish (bot, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "sandbox.local");
  g_assert_cmpuint (trueconf_bot_get_port (bot), ==, 1);
  tc_bot_stop (bot);

  error = tc_bot_start_in_vain (bot);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_clear_object (&result);
  tc_bot_end (bot);
}

static void
test_verification_begins (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_EXPIRED);
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_ws_max_delay (bot, 1);
  trueconf_bot_set_ws_max_retries (bot, 1);
  trueconf_bot_set_verify_tls (bot, FALSE);
  tc_log_begin ();
  tc_bot_start (bot);
  log = tc_log_end ();
  g_assert_true (tc_log_has (log, "not verified"));
  trueconf_bot_set_verify_tls (bot, TRUE);
  reconnect (bot);
  tc_bot_stop (bot);

  error = tc_bot_start_in_vain (bot);
  tc_assert_contains (error->message, "certificate");
  tc_bot_end (bot);
}

/* Large frames and an orderly end pass through it, too. */
static void
test_large_and_close (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_GOOD);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);

  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  tc_sandbox_do (sandbox, "/sandbox/send", "{'repeat':'large','bytes':%u}", 4194304u);
  TC_WAIT (tc_watch_find_event (watch, "large") != NULL);
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  TC_WAIT (tc_watch_count_status (watch, TRUECONF_STATUS_AUTHORIZED) == 2);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

static void
assert_refused (TrueconfBot *bot, TcNginxSite site, const char *words, TrueconfErrorCause cause)
{
  guint before = tc_nginx_count_connections (nginx, site);
  gint64 upgrades = tc_sandbox_get_counter (sandbox, "upgrades");
  gint64 token_requests = tc_sandbox_get_counter (sandbox, "token_requests");
  g_autoptr (GError) error = NULL;

  trueconf_bot_set_ws_max_delay (bot, 1);
  error = tc_bot_start_in_vain (bot);
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
  tc_assert_contains (error->message, "certificate");
  tc_assert_contains (error->message, words);
  g_assert_cmpint (trueconf_error_get_cause (error), ==, cause);
  g_assert_cmpint (trueconf_bot_get_last_error_cause (bot), ==, cause);
  /* final until a human acts */
  tc_linger (1500);
  g_assert_cmpuint (tc_nginx_count_connections (nginx, site) - before, >=, 1);
  g_assert_cmpuint (tc_nginx_count_connections (nginx, site) - before, <=, 3);
  /* and nothing was entrusted to it */
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "upgrades"), ==, upgrades);
  g_assert_cmpint (tc_sandbox_get_counter (sandbox, "token_requests"), ==, token_requests);
  tc_bot_end (bot);
}

static void
test_unknown_authority (void)
{
  assert_refused (make_bot ("localhost", TC_NGINX_GOOD), TC_NGINX_GOOD, "authority",
                  TRUECONF_ERROR_CAUSE_TLS_UNKNOWN_AUTHORITY);
}

static void
test_unknown_authority_with_password (void)
{
  TrueconfBot *bot = trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret");

  trueconf_bot_set_port (bot, tc_nginx_get_port (nginx, TC_NGINX_GOOD));
  assert_refused (bot, TC_NGINX_GOOD, "authority", TRUECONF_ERROR_CAUSE_TLS_UNKNOWN_AUTHORITY);
}

static void
test_expired (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_EXPIRED);

  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  assert_refused (bot, TC_NGINX_EXPIRED, "expired", TRUECONF_ERROR_CAUSE_TLS_EXPIRED);
}

static void
test_wrong_name (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_WRONG);

  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  assert_refused (bot, TC_NGINX_WRONG, "another name", TRUECONF_ERROR_CAUSE_TLS_WRONG_NAME);
}

static void
test_self_signed (void)
{
  assert_refused (make_bot ("localhost", TC_NGINX_UNKNOWN), TC_NGINX_UNKNOWN, "signed by itself",
                  TRUECONF_ERROR_CAUSE_TLS_SELF_SIGNED);
}

static void
test_not_yet_valid (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_FUTURE);

  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  assert_refused (bot, TC_NGINX_FUTURE, "not valid yet", TRUECONF_ERROR_CAUSE_TLS_NOT_YET_VALID);
}

static void
test_missing_intermediate (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_HALF);

  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  assert_refused (bot, TC_NGINX_HALF, "intermediate", TRUECONF_ERROR_CAUSE_TLS_MISSING_INTERMEDIATE);
}

/* To trust the authority would not help. Both are told, and what nobody but the administrator can mend is the cause. */
static void
test_expired_and_unknown (void)
{
  assert_refused (make_bot ("localhost", TC_NGINX_STALE), TC_NGINX_STALE, "expired",
                  TRUECONF_ERROR_CAUSE_TLS_EXPIRED);
  assert_refused (make_bot ("localhost", TC_NGINX_STALE), TC_NGINX_STALE, "other-authority",
                  TRUECONF_ERROR_CAUSE_TLS_EXPIRED);
}

/* DNS knows names with a dot at the end, certificates know none. */
static void
test_final_dot (void)
{
  static const char *const servers[] = { "localhost.", "LOCALHOST." };

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      TrueconfBot *bot = trueconf_bot_new_from_credentials (servers[i], "echo_bot", "secret");

      trueconf_bot_set_port (bot, tc_nginx_get_port (nginx, TC_NGINX_GOOD));
      trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
      assert_works (bot);
    }

  {
    TrueconfBot *bot = make_bot ("localhost.", TC_NGINX_WRONG);

    trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
    assert_refused (bot, TC_NGINX_WRONG, "another name", TRUECONF_ERROR_CAUSE_TLS_WRONG_NAME);
  }
}

/* nginx says it in a page. */
static void
test_tls_is_there (void)
{
  TrueconfBot *bots[2] = { make_bot ("localhost", TC_NGINX_GOOD),
                           trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret") };

  trueconf_bot_set_port (bots[1], tc_nginx_get_port (nginx, TC_NGINX_GOOD));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      trueconf_bot_set_https (bots[i], FALSE);
      trueconf_bot_set_ws_max_retries (bots[i], 1);
      error = tc_bot_start_in_vain (bots[i]);
      tc_assert_cause (bots[i], error, TRUECONF_ERROR_CAUSE_TLS_REQUIRED, "tls-required");
      tc_assert_contains (error->message, "“https” to TRUE");
      tc_bot_end (bots[i]);
    }
}

static void
test_unverified (void)
{
  static const TcNginxSite sites[] = { TC_NGINX_GOOD, TC_NGINX_EXPIRED, TC_NGINX_WRONG };

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    {
      TrueconfBot *bot = make_bot ("localhost", sites[i]);
      g_autoptr (GPtrArray) log = NULL;

      trueconf_bot_set_verify_tls (bot, FALSE);
      tc_log_begin ();
      assert_works (bot);
      log = tc_log_end ();
      /* said once, and plainly */
      g_assert_cmpuint (log->len, ==, 1);
      g_assert_true (tc_log_has (log, "not verified"));
    }
}

/* The request for a token is not verified either. */
static void
test_unverified_with_password (void)
{
  TrueconfBot *bot = trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret");

  trueconf_bot_set_port (bot, tc_nginx_get_port (nginx, TC_NGINX_EXPIRED));
  trueconf_bot_set_verify_tls (bot, FALSE);
  tc_log_begin ();
  assert_works (bot);
  g_ptr_array_unref (tc_log_end ());
}

/* One bot that trusts everybody does not make another one do so. */
static void
test_no_contagion (void)
{
  TrueconfBot *careless = make_bot ("localhost", TC_NGINX_GOOD);
  TrueconfBot *knowing = make_bot ("localhost", TC_NGINX_GOOD);

  trueconf_bot_set_verify_tls (careless, FALSE);
  trueconf_bot_set_tls_ca_file (knowing, tc_nginx_get_ca_file (nginx));
  tc_log_begin ();
  tc_bot_start (careless);
  tc_bot_start (knowing);
  g_ptr_array_unref (tc_log_end ());
  {
    TrueconfBot *careful = make_bot ("localhost", TC_NGINX_GOOD);
    g_autoptr (GError) error = tc_bot_start_in_vain (careful);

    g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
    tc_assert_contains (error->message, "authority");
    tc_bot_end (careful);
  }
  tc_bot_end (careless);
  tc_bot_end (knowing);
}

static void
test_relative_ca_file (void)
{
  TrueconfBot *bot = make_bot ("localhost", TC_NGINX_GOOD);
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *folder = g_path_get_dirname (tc_nginx_get_ca_file (nginx));
  g_autofree char *name = g_path_get_basename (tc_nginx_get_ca_file (nginx));

  g_assert_cmpint (g_chdir (folder), ==, 0);
  trueconf_bot_set_tls_ca_file (bot, name);
  assert_works (bot);
  g_assert_cmpint (g_chdir (before), ==, 0);
}

static void
test_bad_ca_file (void)
{
  static const char *const paths[] = { "/nonexistent/ca.pem", "/dev/null" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      TrueconfBot *bot = make_bot ("localhost", TC_NGINX_GOOD);
      g_autoptr (GError) error = NULL;

      trueconf_bot_set_tls_ca_file (bot, paths[i]);
      error = tc_bot_start_in_vain (bot);
      if (i == 0)
        {
          g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
          tc_assert_contains (error->message, paths[i]);
        }
      tc_bot_end (bot);
    }
}

static void
test_redirected (void)
{
  TrueconfBot *bots[2] = { make_bot ("localhost", TC_NGINX_MOVED),
                           trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret") };
  guint before = tc_nginx_count_connections (nginx, TC_NGINX_GOOD);

  trueconf_bot_set_port (bots[1], tc_nginx_get_port (nginx, TC_NGINX_MOVED));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      trueconf_bot_set_tls_ca_file (bots[i], tc_nginx_get_ca_file (nginx));
      trueconf_bot_set_ws_max_retries (bots[i], 1);
      error = tc_bot_start_in_vain (bots[i]);
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_CONNECTION_FAILED);
      tc_assert_contains (error->message, "302");
      tc_bot_end (bots[i]);
    }
  g_assert_cmpuint (tc_nginx_count_connections (nginx, TC_NGINX_GOOD), ==, before);
}

/* The web server of the plain port, which sends everybody to the one with TLS. */
static gboolean
send_on (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_autofree char *first = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  g_auto (GStrv) words = g_strsplit (first, " ", 3);
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 301 Moved\r\nConnection: close\r\nContent-Length: 0\r\n"
                                           "Location: https://localhost:%u%s\r\n\r\n",
                                           tc_nginx_get_port (nginx, GPOINTER_TO_UINT (user_data)), words[1]);

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text),
                             NULL, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  /* what is not read would make a reset of the end */
  while (g_input_stream_skip (G_INPUT_STREAM (input), 4096, NULL, NULL) > 0)
    continue;
  return TRUE;
}

/* It is followed, and its certificate is looked at. */
static void
test_redirected_to_tls (void)
{
  static const TcNginxSite sites[] = { TC_NGINX_GOOD, TC_NGINX_WRONG };

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    {
      g_autoptr (GSocketService) service = g_socket_service_new ();
      TrueconfBot *bot = trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret");

      trueconf_bot_set_https (bot, FALSE);
      trueconf_bot_set_port (bot,
                             g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL));
      g_signal_connect (service, "incoming", G_CALLBACK (send_on), GUINT_TO_POINTER (sites[i]));
      trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
      if (sites[i] == TC_NGINX_GOOD)
        assert_works (bot);
      else
        assert_refused (bot, sites[i], "another name", TRUECONF_ERROR_CAUSE_TLS_WRONG_NAME);
      g_socket_service_stop (service);
      g_socket_listener_close (G_SOCKET_LISTENER (service));
    }
}

typedef struct
{
  GTlsCertificate *certificate;
  char *location;
  guint requests;
} Downgrade;

static gboolean
send_back (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  Downgrade *self = user_data;
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 308 Moved\r\nConnection: close\r\nContent-Length: 0\r\n"
                                           "Location: %s\r\n\r\n",
                                           self->location);
  char request[4096];

  if (g_input_stream_read (g_io_stream_get_input_stream (tls), request, sizeof request, NULL, NULL) > 0)
    self->requests++;
  g_output_stream_write_all (g_io_stream_get_output_stream (tls), text, strlen (text), NULL, NULL, NULL);
  g_io_stream_close (tls, NULL, NULL);
  return TRUE;
}

static gboolean
count_visit (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

/* What was meant for TLS is not said without it, at no port of the server. */
static void
test_redirected_from_tls (void)
{
  g_autoptr (GSocketService) plain = g_socket_service_new ();
  guint plain_port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (plain), NULL, NULL);
  guint visits = 0;

  g_signal_connect (plain, "incoming", G_CALLBACK (count_visit), &visits);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GSocketService) service = g_socket_service_new ();
      guint port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
      TrueconfBot *bot = i % 2 == 0 ? trueconf_bot_new ("localhost", "e30.e30.x")
                                    : trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret");
      g_autofree char *place = g_strdup_printf ("http://localhost:%u", i < 2 ? port : plain_port);
      g_autofree char *location = g_strconcat (place, "/a", NULL);
      Downgrade downgrade = { tc_nginx_load_certificate (nginx, TC_NGINX_GOOD), location, 0 };
      g_autoptr (GError) error = NULL;

      g_signal_connect (service, "incoming", G_CALLBACK (send_back), &downgrade);
      trueconf_bot_set_port (bot, port);
      trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
      trueconf_bot_set_ws_max_retries (bot, 1);
      error = tc_bot_start_in_vain (bot);
      tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_HTTP, "http");
      tc_assert_contains (error->message, "308");
      tc_assert_contains (error->message, place);
      tc_assert_contains (error->message, "without TLS");
      tc_assert_lacks (error->message, "secret");
      g_assert_cmpuint (downgrade.requests, ==, 1);
      tc_bot_end (bot);
      g_socket_service_stop (service);
      g_socket_listener_close (G_SOCKET_LISTENER (service));
      g_object_unref (downgrade.certificate);
    }
  tc_drain ();
  g_assert_cmpuint (visits, ==, 0);
  g_socket_service_stop (plain);
  g_socket_listener_close (G_SOCKET_LISTENER (plain));
}

int
main (int argc, char **argv)
{
  int status;

  tc_init (&argc, &argv);
  sandbox = tc_sandbox_new ();
  nginx = tc_nginx_new (sandbox);

  g_test_add_func ("/tls/ca-file", test_ca_file);
  g_test_add_func ("/tls/address", test_address);
  g_test_add_func ("/tls/database", test_database);
  g_test_add_func ("/tls/password", test_password);
  g_test_add_func ("/tls/large-and-close", test_large_and_close);
  g_test_add_func ("/tls/unknown-authority", test_unknown_authority);
  g_test_add_func ("/tls/unknown-authority-with-password", test_unknown_authority_with_password);
  g_test_add_func ("/tls/expired", test_expired);
  g_test_add_func ("/tls/wrong-name", test_wrong_name);
  g_test_add_func ("/tls/self-signed", test_self_signed);
  g_test_add_func ("/tls/not-yet-valid", test_not_yet_valid);
  g_test_add_func ("/tls/missing-intermediate", test_missing_intermediate);
  g_test_add_func ("/tls/expired-and-unknown", test_expired_and_unknown);
  g_test_add_func ("/tls/final-dot", test_final_dot);
  g_test_add_func ("/tls/tls-is-there", test_tls_is_there);
  g_test_add_func ("/tls/unverified", test_unverified);
  g_test_add_func ("/tls/unverified-with-password", test_unverified_with_password);
  g_test_add_func ("/tls/no-contagion", test_no_contagion);
  g_test_add_func ("/tls/relative-ca-file", test_relative_ca_file);
  g_test_add_func ("/tls/bad-ca-file", test_bad_ca_file);
  g_test_add_func ("/tls/redirected", test_redirected);
  g_test_add_func ("/tls/redirected-to-tls", test_redirected_to_tls);
  g_test_add_func ("/tls/redirected-from-tls", test_redirected_from_tls);

  g_test_add_func ("/tls/changes", test_changes);
  g_test_add_func ("/tls/verification-begins", test_verification_begins);

  status = g_test_run ();
  tc_nginx_free (nginx);
  tc_sandbox_free (sandbox);

  return status;
}
