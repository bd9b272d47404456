/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Through a proxy: the WebSocket, tokens and files go there, and a proxy that fails is blamed, not the server. */

#include <string.h>

#include "tc-bot.h"
#include "tc-chat.h"
#include "tc-nginx.h"
#include "tc-proxy.h"

static TcSandbox *sandbox = NULL;
static TcNginx *nginx = NULL;

/* Nothing listens at this port but behind the proxy. */
static TrueconfBot *
make_bot (TcProxy *proxy, gboolean with_password)
{
  g_autoptr (GProxyResolver) resolver = tc_proxy_make_resolver (proxy);
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  TrueconfBot *bot = with_password ? trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret")
                                   : trueconf_bot_new ("localhost", token);

  trueconf_bot_set_https (bot, FALSE);
  trueconf_bot_set_ws_max_retries (bot, 1);
  trueconf_bot_set_proxy_resolver (bot, resolver);
  g_assert_true (trueconf_bot_get_proxy_resolver (bot) == resolver);
  return bot;
}

static TrueconfInputFile *
make_file (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("xxx", 3);

  return trueconf_input_file_new_for_bytes (bytes, "a.bin");
}

/* Of Nora's. */
static char *
offer (void)
{
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autoptr (JsonNode) said = tc_sandbox_post (
      sandbox, "/sandbox/say", "{'from':'nora','chat_id':'%s','file':{'name':'b.bin','size':3}}", chat);

  return g_strdup (tc_json_string (said, "file_id"));
}

static void
assert_works (TcProxy *proxy, TrueconfBot *bot, const char *request)
{
  g_autoptr (TrueconfInputFile) file = make_file ();
  g_autofree char *file_id = offer ();
  g_autofree char *id = NULL;
  g_autoptr (GBytes) here = NULL;

  tc_bot_start (bot);
  g_assert_cmpuint (proxy->requests->len, >=, 2);
  id = TC_GET (trueconf_bot_upload_file, bot, file, NULL, NULL, NULL, NULL);
  here = TC_GET (trueconf_bot_download_file_bytes, bot, file_id, NULL, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (here), ==, 3);
  /* the token, the WebSocket, up, and down unless a connection is used again */
  g_assert_cmpuint (proxy->requests->len, >=, 3);
  for (guint i = 0; i < proxy->requests->len; i++)
    g_assert_cmpstr (g_ptr_array_index (proxy->requests, i), ==, request);
  tc_bot_end (bot);
}

static void
test_plain (void)
{
  for (guint socks = 0; socks < 2; socks++)
    {
      g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));

      proxy->socks = socks == 1;
      assert_works (proxy, make_bot (proxy, TRUE), "localhost:4309");
    }
}

/* TLS goes through the proxy to the server. */
static void
test_tls (void)
{
  for (guint socks = 0; socks < 2; socks++)
    {
      g_autoptr (TcProxy) proxy = tc_proxy_new (tc_nginx_get_port (nginx, TC_NGINX_GOOD));
      g_autoptr (GProxyResolver) resolver = NULL;
      TrueconfBot *bot = trueconf_bot_new_from_credentials ("localhost", "echo_bot", "secret");

      proxy->socks = socks == 1;
      resolver = tc_proxy_make_resolver (proxy);
      trueconf_bot_set_proxy_resolver (bot, resolver);
      trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
      assert_works (proxy, bot, "localhost:443");
    }
}

/* A proxy with TLS of its own has to have a certificate that the system trusts. */
static void
test_tls_to_proxy (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  proxy->certificate = tc_nginx_load_certificate (nginx, TC_NGINX_GOOD);
  for (guint with_password = 0; with_password < 2; with_password++)
    {
      TrueconfBot *bot = make_bot (proxy, with_password == 1);
      g_autoptr (GError) refusal = tc_bot_start_in_vain (bot);

      tc_assert_cause (bot, refusal, TRUECONF_ERROR_CAUSE_PROXY, "proxy");
      tc_assert_contains (refusal->message, "certificate");
      tc_assert_lacks (refusal->message, TC_PROXY_PASSWORD);
      tc_bot_end (bot);
    }

  database = G_TLS_DATABASE (g_tls_file_database_new (tc_nginx_get_ca_file (nginx), &error));
  g_assert_no_error (error);
  g_tls_backend_set_default_database (backend, database);
  assert_works (proxy, make_bot (proxy, TRUE), "localhost:4309");
  g_tls_backend_set_default_database (backend, NULL);
}

/* The name or the IP address in the proxy's address is what its certificate has to be for; it is not the server's. */
static void
test_name_of_proxy (void)
{
  static const struct
  {
    const char *host;
    TcNginxSite site;
    gboolean good;
  } cases[] = {
    { "localhost", TC_NGINX_NAMED, TRUE },  { "localhost.", TC_NGINX_NAMED, TRUE },
    { "127.0.0.1", TC_NGINX_GOOD, TRUE },   { "127.0.0.1", TC_NGINX_NAMED, FALSE },
    { "localhost", TC_NGINX_WRONG, FALSE }, { "localhost", TC_NGINX_EXPIRED, FALSE },
  };
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database =
      G_TLS_DATABASE (g_tls_file_database_new (tc_nginx_get_ca_file (nginx), &error));

  g_assert_no_error (error);
  g_tls_backend_set_default_database (backend, database);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gboolean with_tls = i % 2 == 1;
      g_autoptr (TcProxy) proxy =
          tc_proxy_new (with_tls ? tc_nginx_get_port (nginx, TC_NGINX_GOOD) : tc_sandbox_get_port (sandbox));
      g_autofree char *address = NULL;
      TrueconfBot *bot;

      proxy->host = cases[i / 2].host;
      proxy->certificate = tc_nginx_load_certificate (nginx, cases[i / 2].site);
      address = g_strdup_printf ("the proxy https://%s:%u", proxy->host, proxy->port);
      bot = make_bot (proxy, TRUE);
      trueconf_bot_set_https (bot, with_tls);
      trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
      if (cases[i / 2].good)
        {
          assert_works (proxy, bot, with_tls ? "localhost:443" : "localhost:4309");
        }
      else
        {
          g_autoptr (GError) refusal = tc_bot_start_in_vain (bot);

          g_test_message ("%s", refusal->message);
          tc_assert_cause (bot, refusal, TRUECONF_ERROR_CAUSE_PROXY, "proxy");
          tc_assert_contains (refusal->message, address);
          tc_assert_contains (refusal->message, "the proxy's certificate is not accepted");
          g_assert_cmpuint (proxy->requests->len, ==, 0);
          tc_bot_end (bot);
        }
    }
  g_tls_backend_set_default_database (backend, NULL);
}

/* The resolver decides anew when the bot starts again. */
static void
test_changes (void)
{
  g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
  g_autoptr (GProxyResolver) resolver = tc_proxy_make_resolver (proxy);
  TrueconfBot *bot = tc_bot_new (sandbox);

  trueconf_bot_set_ws_max_delay (bot, 1);
  tc_bot_start (bot);
  trueconf_bot_set_proxy_resolver (bot, resolver);
  tc_sandbox_fault (sandbox, "{'fault':'drop'}");
  TC_WAIT (!trueconf_bot_get_authorized (bot));
  TC_WAIT (trueconf_bot_get_authorized (bot));
  g_assert_cmpuint (proxy->requests->len, ==, 0);
  tc_bot_stop (bot);
  tc_bot_start (bot);
  g_assert_cmpuint (proxy->requests->len, >, 0);
  tc_bot_end (bot);
}

typedef struct
{
  const char *name;
  TcProxyFault fault;
  gboolean socks;
  gboolean dead;
  gboolean final;
  const char *words;
} Row;

static const Row rows[] = {
  { "wants a password", TC_PROXY_REFUSE, FALSE, FALSE, TRUE, "password" },
  { "drops", TC_PROXY_DROP, FALSE, FALSE, FALSE, "does not let" },
  { "drops, SOCKS", TC_PROXY_DROP, TRUE, FALSE, FALSE, "does not let" },
  { "slow", TC_PROXY_SILENT, FALSE, FALSE, FALSE, "within" },
  { "slow, SOCKS", TC_PROXY_SILENT, TRUE, FALSE, FALSE, "within" },
  { "no way to the server", TC_PROXY_BAD_GATEWAY, FALSE, FALSE, FALSE, "does not let" },
  { "no way to the server, SOCKS", TC_PROXY_BAD_GATEWAY, TRUE, FALSE, FALSE, "does not let" },
  { "dead", TC_PROXY_FINE, FALSE, TRUE, FALSE, "cannot be reached" },
  { "dead, SOCKS", TC_PROXY_FINE, TRUE, TRUE, FALSE, "cannot be reached" },
};

static void
break_proxy (TcProxy *proxy, const Row *row)
{
  proxy->fault = row->fault;
  if (!row->dead)
    return;

  g_socket_service_stop (proxy->service);
  tc_drain ();
  g_socket_listener_close (G_SOCKET_LISTENER (proxy->service));
}

static void
assert_blamed (TcProxy *proxy, const Row *row, const GError *error)
{
  g_autofree char *address =
      g_strdup_printf ("%s://127.0.0.1:%u", row->socks ? "socks5" : "http", proxy->port);

  g_test_message ("%s: %s", row->name, error->message);
  g_assert_cmpint (trueconf_error_get_cause (error), ==, TRUECONF_ERROR_CAUSE_PROXY);
  tc_assert_contains (error->message, "the proxy");
  tc_assert_contains (error->message, address);
  tc_assert_contains (error->message, row->words);
  tc_assert_lacks (error->message, TC_PROXY_PASSWORD);
}

static void
test_blamed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint with_password = 0; with_password < 2; with_password++)
      {
        g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
        TrueconfBot *bot;
        g_autoptr (GError) error = NULL;

        proxy->socks = rows[i].socks;
        break_proxy (proxy, &rows[i]);
        bot = make_bot (proxy, with_password == 1);
        if (rows[i].final)
          trueconf_bot_set_ws_max_retries (bot, -1);
        if (rows[i].fault == TC_PROXY_SILENT)
          trueconf_bot_set_timeout (bot, 0.2);
        error = tc_bot_start_in_vain (bot);
        assert_blamed (proxy, &rows[i], error);
        tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_PROXY, "proxy");
        g_assert_cmpuint (proxy->requests->len, <=, 1);
        tc_bot_end (bot);
      }
}

/* The proxy fails when the bot is logged in. */
static void
test_blamed_for_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
      g_autoptr (TrueconfInputFile) file = make_file ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      TrueconfBot *bot;

      proxy->socks = rows[i].socks;
      bot = make_bot (proxy, FALSE);
      if (rows[i].fault == TC_PROXY_SILENT)
        trueconf_bot_set_timeout (bot, 2);
      tc_bot_start (bot);
      break_proxy (proxy, &rows[i]);
      trueconf_bot_upload_file_async (bot, file, NULL, NULL, NULL, NULL, NULL, tc_store_result, &result);
      TC_WAIT (result != NULL);
      g_assert_null (trueconf_bot_upload_file_finish (bot, result, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED);
      assert_blamed (proxy, &rows[i], error);
      g_clear_object (&result);
      tc_bot_end (bot);
    }
}

/* Where the server is not the bot's own, only the proxy is named. */
static void
test_foreign (void)
{
  g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_uri ("http://other.invalid/a.bin");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TrueconfBot *bot = make_bot (proxy, FALSE);

  tc_bot_start (bot);
  break_proxy (proxy, &rows[1]);
  trueconf_bot_upload_file_async (bot, file, NULL, NULL, NULL, NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_upload_file_finish (bot, result, &error));
  assert_blamed (proxy, &rows[1], error);
  tc_assert_lacks (error->message, "localhost");
  g_clear_object (&result);
  tc_bot_end (bot);
}

static void
test_unknown_name (void)
{
  g_autoptr (GProxyResolver) resolver =
      g_simple_proxy_resolver_new ("http://u:p@no-such-proxy.invalid:3128", NULL);

  for (guint with_password = 0; with_password < 2; with_password++)
    {
      g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
      TrueconfBot *bot = make_bot (proxy, with_password == 1);
      g_autoptr (GError) error = NULL;

      trueconf_bot_set_proxy_resolver (bot, resolver);
      error = tc_bot_start_in_vain (bot);
      tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_PROXY, "proxy");
      tc_assert_contains (error->message, "the proxy http://no-such-proxy.invalid:3128:");
      tc_bot_end (bot);
    }
}

/* What cannot be read as an address may have a password anywhere in it. */
static void
test_strange_address (void)
{
  static const char *const uris[] = { "http://user.invalid:12/pr0xy@127.0.0.1:1",
                                      "http://user.invalid:12#pr0xy@127.0.0.1:1",
                                      "nosuch://user:pr0xy@127.0.0.1:1" };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (uris[i], NULL);
      g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
      TrueconfBot *bot = make_bot (proxy, FALSE);
      g_autoptr (GError) error = NULL;

      trueconf_bot_set_proxy_resolver (bot, resolver);
      error = tc_bot_start_in_vain (bot);
      g_test_message ("%s", error->message);
      tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_PROXY, "proxy");
      tc_assert_lacks (error->message, "pr0xy");
      tc_bot_end (bot);
    }
}

/* After the proxy has done its part it is named, too, but the cause is what has happened. */
static void
test_cut_later (void)
{
  g_autoptr (TcProxy) proxy = tc_proxy_new (tc_sandbox_get_port (sandbox));
  TrueconfBot *bot = make_bot (proxy, FALSE);
  g_autoptr (GError) error = NULL;

  proxy->fault = TC_PROXY_CUT;
  error = tc_bot_start_in_vain (bot);
  tc_assert_cause (bot, error, TRUECONF_ERROR_CAUSE_CLOSED, "closed");
  tc_assert_contains (error->message, "through the proxy http://127.0.0.1");
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  int status;

  tc_init (&argc, &argv);
  sandbox = tc_sandbox_new ();
  nginx = tc_nginx_new (sandbox);

  g_test_add_func ("/proxy/plain", test_plain);
  g_test_add_func ("/proxy/tls", test_tls);
  g_test_add_func ("/proxy/tls-to-proxy", test_tls_to_proxy);
  g_test_add_func ("/proxy/name-of-proxy", test_name_of_proxy);
  g_test_add_func ("/proxy/changes", test_changes);
  g_test_add_func ("/proxy/blamed", test_blamed);
  g_test_add_func ("/proxy/blamed-for-files", test_blamed_for_files);
  g_test_add_func ("/proxy/foreign", test_foreign);
  g_test_add_func ("/proxy/unknown-name", test_unknown_name);
  g_test_add_func ("/proxy/strange-address", test_strange_address);
  g_test_add_func ("/proxy/cut-later", test_cut_later);

  status = g_test_run ();
  tc_nginx_free (nginx);
  tc_sandbox_free (sandbox);

  return status;
}
