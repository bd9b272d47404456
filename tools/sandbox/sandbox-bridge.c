/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-connection.h"
#include "sandbox-http.h"
#include "sandbox-json.h"
#include "sandbox-token.h"

void
sandbox_http_refuse_token (SoupServerMessage *msg, guint status, const char *error, const char *description)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "error", error);
  json_object_set_string_member (body, "error_description", description);
  sandbox_http_answer (msg, status, body);
}

static void
refuse_method (SoupServerMessage *msg)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "error", "auth_method_disabled");
  json_object_set_string_member (body, "reason", "auth method disabled");
  json_object_set_string_member (body, "error_description", "Logging in with a password is disabled");
  sandbox_http_answer (msg, 403, body);
}

/* What the bridge, or the proxy before it, says with this status. */
static void
answer_token_status (SoupServerMessage *msg, JsonObject *fault)
{
  guint status = (guint) sandbox_json_integer_or (fault, "status", 500);
  const char *body = sandbox_json_string (fault, "body");
  const char *content_type = sandbox_json_string (fault, "content_type");
  g_autofree char *page = NULL;

  if (body != NULL)
    {
      sandbox_http_answer_text (msg, status, content_type != NULL ? content_type : "application/json", body);
      return;
    }
  switch (status)
    {
    case 400:
      sandbox_http_refuse_token (msg, status, "invalid_request", "The request is malformed");
      return;
    case 401:
      sandbox_http_refuse_token (msg, status, "invalid_grant", "Wrong username or password");
      return;
    case 403:
      refuse_method (msg);
      return;
    default:
      page = g_strdup_printf ("<html><body><h1>%u %s</h1></body></html>\n", status,
                              soup_status_get_phrase (status));
      sandbox_http_answer_text (msg, status, content_type != NULL ? content_type : "text/html", page);
      return;
    }
}

/* The expiry has been seen in several forms. */
static void
set_expiry (SandboxServer *server, JsonObject *body, const char *login, gint64 expires_at, gint64 lifetime)
{
  if (sandbox_faults_happens (server->faults, SANDBOX_FAULT_EXPIRES_MISSING, login))
    return;
  if (sandbox_faults_happens (server->faults, SANDBOX_FAULT_EXPIRES_MS, login))
    {
      json_object_set_int_member (body, "expires_in", expires_at * 1000);
      return;
    }
  if (!sandbox_faults_happens (server->faults, SANDBOX_FAULT_EXPIRES_SECONDS, login))
    json_object_set_int_member (body, "expires_at", expires_at);
  json_object_set_int_member (body, "expires_in", lifetime);
}

void
sandbox_http_grant_token (SandboxServer *server, SoupServerMessage *msg, SandboxUser *user, gboolean by_code)
{
  gint64 lifetime = server->options->token_lifetime;
  gint64 expires_at = g_get_real_time () / G_USEC_PER_SEC + lifetime;
  JsonObject *body = json_object_new ();
  g_autofree char *token = NULL;

  token = sandbox_token_make (server->options->secret, user->login, expires_at, user->token_generation);
  json_object_set_string_member (body, "access_token", token);
  json_object_set_string_member (body, "token_type", "JWT");
  /* this way of logging in tells the end in milliseconds */
  if (by_code)
    json_object_set_int_member (body, "expires_in", expires_at * 1000);
  else
    set_expiry (server, body, user->login, expires_at, lifetime);
  sandbox_http_answer (msg, by_code ? 200 : 201, body);
}

static void
answer_token (SandboxServer *server, SoupServerMessage *msg, JsonObject *body)
{
  const char *client_id = sandbox_json_string (body, "client_id");
  const char *grant_type = sandbox_json_string (body, "grant_type");
  const char *username = sandbox_json_string (body, "username");
  const char *password = sandbox_json_string (body, "password");
  SandboxUser *user;

  if (client_id == NULL || grant_type == NULL)
    {
      sandbox_http_refuse_token (msg, 400, "invalid_request", "client_id and grant_type must be strings");
      return;
    }
  if (!g_str_equal (client_id, "chat_bot"))
    {
      sandbox_http_refuse_token (msg, 401, "invalid_client", "Unknown client_id");
      return;
    }
  if (!g_str_equal (grant_type, "password"))
    {
      sandbox_http_refuse_token (msg, 400, "unsupported_grant_type",
                                 "Only the grant type password is supported");
      return;
    }
  if (username == NULL || password == NULL)
    {
      sandbox_http_refuse_token (msg, 400, "invalid_request", "username and password must be strings");
      return;
    }
  if (server->options->no_password_auth)
    {
      refuse_method (msg);
      return;
    }
  user = sandbox_world_find_login (server->world, username);
  if (user == NULL || user->password == NULL || !g_str_equal (user->password, password))
    sandbox_http_refuse_token (msg, 401, "invalid_grant", "Wrong username or password");
  else
    sandbox_http_grant_token (server, msg, user, FALSE);
}

static void
on_token (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  SandboxServer *server = user_data;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) fault = NULL;
  const char *username = NULL;

  soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Access-Control-Allow-Origin",
                                "*");
  if (!sandbox_http_is (msg, "POST"))
    {
      sandbox_http_refuse_token (msg, 405, "invalid_request", "Use POST");
      return;
    }
  server->counters.token_requests++;
  node = sandbox_http_read_body (msg);
  if (node != NULL)
    username = sandbox_json_string (json_node_get_object (node), "username");
  fault = sandbox_faults_take (server->faults, SANDBOX_FAULT_TOKEN_HANG, username, NULL);
  if (fault != NULL)
    {
      sandbox_http_hang (server, msg);
      return;
    }
  fault = sandbox_faults_take (server->faults, SANDBOX_FAULT_TOKEN_STATUS, username, NULL);
  if (fault != NULL)
    answer_token_status (msg, fault);
  else if (node == NULL)
    sandbox_http_refuse_token (msg, 400, "invalid_request", "The body is not a JSON object");
  else
    answer_token (server, msg, json_node_get_object (node));
}

static void
on_wrote_informational (SoupServerMessage *msg, gpointer user_data)
{
  SandboxServer *server = user_data;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GIOStream) stream = NULL;

  g_signal_handlers_disconnect_by_func (msg, on_wrote_informational, server);
  sandbox_log_http (server->log, soup_server_message_get_method (msg), "/websocket/chat_bot/", 101);
  socket = g_object_ref (soup_server_message_get_socket (msg));
  stream = soup_server_message_steal_connection (msg);
  sandbox_connection_open (server, stream, socket);
}

static gboolean
offers_json_v1 (SoupServerMessage *msg)
{
  const char *offered;

  offered =
      soup_message_headers_get_list (soup_server_message_get_request_headers (msg), "Sec-WebSocket-Protocol");
  return offered != NULL && soup_header_contains (offered, "json.v1");
}

static void
refuse_upgrade (SoupServerMessage *msg, guint status, const char *text)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Connection", "close");
  sandbox_http_answer_text (msg, status, "text/plain", text);
}

/* Real servers take both forms; some path before them may not. */
static gboolean
is_websocket_path (SandboxServer *server, const char *path)
{
  if (g_str_equal (path, "/websocket/chat_bot"))
    return !sandbox_faults_happens (server->faults, SANDBOX_FAULT_ONLY_SLASH, NULL);
  return g_str_equal (path, "/websocket/chat_bot/") &&
         !sandbox_faults_happens (server->faults, SANDBOX_FAULT_ONLY_NO_SLASH, NULL);
}

static void
on_websocket (SoupServer *soup,
              SoupServerMessage *msg,
              const char *path,
              GHashTable *query,
              gpointer user_data)
{
  SandboxServer *server = user_data;
  static char *protocols[] = { (char *) "json.v1", NULL };
  g_autoptr (JsonObject) fault = NULL;
  gboolean echo;

  if (!is_websocket_path (server, path))
    {
      sandbox_http_answer_text (msg, 404, "text/plain", "Not found\n");
      return;
    }
  server->counters.upgrades++;
  fault = sandbox_faults_take (server->faults, SANDBOX_FAULT_HANG_UPGRADE, NULL, NULL);
  if (fault != NULL)
    {
      sandbox_http_hang (server, msg);
      return;
    }
  fault = sandbox_faults_take (server->faults, SANDBOX_FAULT_REFUSE_UPGRADE, NULL, NULL);
  if (fault != NULL || server->stopping)
    {
      guint status = fault != NULL ? (guint) sandbox_json_integer_or (fault, "status", 503) : 503;

      refuse_upgrade (msg, status, "The upgrade is refused\n");
      return;
    }
  if (sandbox_server_count_authorized (server) >= SANDBOX_MAX_CONNECTIONS)
    {
      refuse_upgrade (msg, 503, "Too many connections\n");
      return;
    }
  echo = offers_json_v1 (msg) && !sandbox_faults_happens (server->faults, SANDBOX_FAULT_NO_SUBPROTOCOL, NULL);
  if (soup_websocket_server_process_handshake (msg, NULL, echo ? protocols : NULL, NULL, NULL))
    g_signal_connect (msg, "wrote-informational", G_CALLBACK (on_wrote_informational), server);
}

static void
on_server_info (SoupServer *soup,
                SoupServerMessage *msg,
                const char *path,
                GHashTable *query,
                gpointer user_data)
{
  SandboxServer *server = user_data;
  JsonObject *product = json_object_new ();
  JsonObject *body = json_object_new ();

  json_object_set_string_member (product, "display_name", server->options->server_name);
  json_object_set_string_member (product, "version", server->options->server_version);
  json_object_set_object_member (body, "product", product);
  sandbox_http_answer (msg, 200, body);
}

void
sandbox_http_add_bridge (SandboxServer *server)
{
  soup_server_add_handler (server->soup, "/bridge/api/client/v1/oauth/token", on_token, server, NULL);
  soup_server_add_handler (server->soup, "/websocket/chat_bot", on_websocket, server, NULL);
  soup_server_add_handler (server->soup, "/api/v4/server", on_server_info, server, NULL);
}
