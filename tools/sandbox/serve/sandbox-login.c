/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-login.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"
#include "speak/sandbox-token.h"

#define TOKEN_LIFETIME 3600
#define CODE_LIFETIME  600

/* An application's token, or a code that is good for one token of the bridge. */
typedef struct
{
  SandboxUser *user;
  gint64 expires_at;
  gboolean is_code;
} SandboxGrant;

static void
refuse_token (SoupServerMessage *msg, guint status, const char *error, const char *description)
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

/* Answers as the bridge, or a proxy in front of it, does with this status. */
static void
answer_token_status (SoupServerMessage *msg, JsonObject *fault)
{
  guint status = (guint) sandbox_json_integer_or (fault, "status", 500);

  if (sandbox_json_string (fault, "body") != NULL)
    {
      sandbox_http_answer_fault (msg, fault, status);
      return;
    }
  sandbox_http_set_fault_headers (msg, fault);
  switch (status)
    {
    case 400:
      refuse_token (msg, status, "invalid_request", "The request is malformed");
      break;
    case 401:
      refuse_token (msg, status, "invalid_grant", "Wrong username or password");
      break;
    case 403:
      refuse_method (msg);
      break;
    default:
      sandbox_http_answer_fault (msg, fault, status);
      break;
    }
}

/* Real servers tell the expiry in several forms, which faults choose. */
static void
set_expiry (SandboxServer *server, JsonObject *body, const char *login, gint64 expires_at, gint64 lifetime)
{
  g_autoptr (JsonObject) wrong = NULL;

  if (sandbox_faults_happens (server->hub->faults, SANDBOX_FAULT_EXPIRES_MISSING, login))
    return;
  wrong = sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_EXPIRES_AT, login, NULL);
  if (wrong != NULL)
    {
      json_object_set_member (body, "expires_at", json_node_copy (json_object_get_member (wrong, "value")));
      return;
    }
  if (sandbox_faults_happens (server->hub->faults, SANDBOX_FAULT_EXPIRES_MS, login))
    {
      json_object_set_int_member (body, "expires_in", expires_at * 1000);
      return;
    }
  if (!sandbox_faults_happens (server->hub->faults, SANDBOX_FAULT_EXPIRES_SECONDS, login))
    json_object_set_int_member (body, "expires_at", expires_at);
  json_object_set_int_member (body, "expires_in", lifetime);
}

/* The end that the token itself tells may be wrong, as by a server whose clock is. */
char *
sandbox_login_make_token (SandboxServer *server, SandboxUser *user, gint64 expires_at)
{
  g_autoptr (JsonObject) fault =
      sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_EXPIRES_CLAIM, user->login, NULL);
  gint64 offset = fault != NULL ? sandbox_json_integer_or (fault, "offset", 0) : 0;

  return sandbox_token_make (server->hub->secret, user->login, expires_at, expires_at + offset,
                             user->token_generation);
}

static void
grant_token (SandboxServer *server, SoupServerMessage *msg, SandboxUser *user, gboolean by_code)
{
  gint64 lifetime = server->options->token_lifetime;
  gint64 expires_at = g_get_real_time () / G_USEC_PER_SEC + lifetime;
  JsonObject *body = json_object_new ();
  g_autofree char *token = NULL;

  token = sandbox_login_make_token (server, user, expires_at);
  json_object_set_string_member (body, "access_token", token);
  json_object_set_string_member (body, "token_type", "JWT");
  /* here expires_in is a point in time in milliseconds, as on real servers */
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
      refuse_token (msg, 400, "invalid_request", "client_id and grant_type must be strings");
      return;
    }
  if (!g_str_equal (client_id, "chat_bot"))
    {
      refuse_token (msg, 401, "invalid_client", "Unknown client_id");
      return;
    }
  if (!g_str_equal (grant_type, "password"))
    {
      refuse_token (msg, 400, "unsupported_grant_type", "Only the grant type password is supported");
      return;
    }
  if (username == NULL || password == NULL)
    {
      refuse_token (msg, 400, "invalid_request", "username and password must be strings");
      return;
    }
  if (server->options->no_password_auth)
    {
      refuse_method (msg);
      return;
    }
  user = sandbox_world_find_login (server->hub->world, username);
  if (user == NULL || user->password == NULL || !g_str_equal (user->password, password))
    refuse_token (msg, 401, "invalid_grant", "Wrong username or password");
  else
    grant_token (server, msg, user, FALSE);
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
      refuse_token (msg, 405, "invalid_request", "Use POST");
      return;
    }
  server->hub->counters.token_requests++;
  node = sandbox_http_read_body (msg);
  if (node != NULL)
    username = sandbox_json_string (json_node_get_object (node), "username");
  fault = sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_TOKEN_HANG, username, NULL);
  if (fault != NULL)
    {
      sandbox_http_hang (server, msg);
      return;
    }
  fault = sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_TOKEN_STATUS, username, NULL);
  if (fault != NULL)
    answer_token_status (msg, fault);
  else if (node == NULL)
    refuse_token (msg, 400, "invalid_request", "The body is not a JSON object");
  else
    answer_token (server, msg, json_node_get_object (node));
}

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static const char *
add_grant (SandboxServer *server, SandboxUser *user, gint64 lifetime, gboolean is_code)
{
  SandboxGrant *grant = g_new0 (SandboxGrant, 1);
  g_autofree char *random = g_uuid_string_random ();
  char *text = g_compute_checksum_for_string (G_CHECKSUM_SHA256, random, -1);

  grant->user = user;
  grant->expires_at = now_seconds () + lifetime;
  grant->is_code = is_code;
  g_hash_table_insert (server->grants, text, grant);
  return text;
}

static SandboxUser *
find_grant (SandboxServer *server, const char *text, gboolean is_code)
{
  SandboxGrant *grant = text != NULL ? g_hash_table_lookup (server->grants, text) : NULL;

  return grant != NULL && grant->is_code == is_code && grant->expires_at > now_seconds () ? grant->user
                                                                                          : NULL;
}

/* The web part of the server has an error format of its own. */
static void
refuse_web (SoupServerMessage *msg, guint status, const char *reason, const char *location)
{
  g_autofree char *trace = g_strdup_printf ("%08x", g_random_int ());
  JsonObject *body = json_object_new ();
  JsonObject *error = json_object_new ();
  JsonObject *detail = json_object_new ();
  JsonArray *errors = json_array_new ();

  json_object_set_string_member (detail, "reason", reason);
  json_object_set_string_member (detail, "location", location);
  json_array_add_object_element (errors, detail);
  json_object_set_int_member (error, "code", status);
  json_object_set_string_member (error, "message", soup_status_get_phrase (status));
  json_object_set_string_member (error, "trace_id", trace);
  json_object_set_array_member (error, "errors", errors);
  json_object_set_object_member (body, "error", error);
  sandbox_http_answer (msg, status, body);
}

/* Returns the application as it was registered, `ID` or `ID:SCOPE`. NULL: it was not. */
static const char *
find_client (SandboxServer *server, const char *id)
{
  char **clients = server->options->oauth_clients;

  for (guint i = 0; id != NULL && clients != NULL && clients[i] != NULL; i++)
    {
      gsize length = strcspn (clients[i], ":");

      if (strlen (id) == length && strncmp (clients[i], id, length) == 0)
        return clients[i];
    }
  return NULL;
}

static void
answer_application (SandboxServer *server, SoupServerMessage *msg, JsonObject *body)
{
  const char *client = find_client (server, sandbox_json_string (body, "client_id"));
  const char *grant_type = sandbox_json_string (body, "grant_type");
  const char *username = sandbox_json_string (body, "username");
  const char *password = sandbox_json_string (body, "password");
  SandboxUser *user = username != NULL ? sandbox_world_find_login (server->hub->world, username) : NULL;
  JsonObject *answer;

  if (client == NULL)
    refuse_web (msg, 401, "invalidClient", "client_id");
  else if (grant_type == NULL || !g_str_equal (grant_type, "password"))
    refuse_web (msg, 400, "unsupportedGrantType", "grant_type");
  else if (user == NULL || password == NULL || g_strcmp0 (user->password, password) != 0)
    refuse_web (msg, 401, "invalidGrant", "password");
  else if (strchr (client, ':') == NULL)
    refuse_web (msg, 400, "invalidScope", "scope");
  else
    {
      answer = json_object_new ();
      json_object_set_string_member (answer, "access_token", add_grant (server, user, TOKEN_LIFETIME, FALSE));
      json_object_set_int_member (answer, "expires_in", TOKEN_LIFETIME);
      sandbox_http_answer (msg, 200, answer);
    }
}

static void
answer_code (SandboxServer *server, SoupServerMessage *msg, JsonObject *body)
{
  const char *username = sandbox_json_string (body, "client_id");
  SandboxUser *user = find_grant (server, sandbox_json_string (body, "token"), FALSE);
  JsonObject *answer;

  if (user == NULL || username == NULL || sandbox_world_find_login (server->hub->world, username) != user)
    {
      refuse_token (msg, 401, "invalid_grant", "The token is not that user's");
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "authorization_code", add_grant (server, user, CODE_LIFETIME, TRUE));
  json_object_set_int_member (answer, "expires_in", (now_seconds () + CODE_LIFETIME) * 1000);
  sandbox_http_answer (msg, 200, answer);
}

static void
answer_user_token (SandboxServer *server, SoupServerMessage *msg, JsonObject *body)
{
  const char *client_id = sandbox_json_string (body, "client_id");
  const char *grant_type = sandbox_json_string (body, "grant_type");
  const char *code = sandbox_json_string (body, "code");
  SandboxUser *user = find_grant (server, code, TRUE);

  if (g_strcmp0 (client_id, "user") != 0)
    refuse_token (msg, 401, "invalid_client", "Unknown client_id");
  else if (g_strcmp0 (grant_type, "authorization_code") != 0)
    refuse_token (msg, 400, "unsupported_grant_type", "Only authorization_code is supported");
  else if (user == NULL)
    refuse_token (msg, 401, "invalid_grant", "The code is wrong or has been used");
  else
    {
      g_hash_table_remove (server->grants, code);
      grant_token (server, msg, user, TRUE);
    }
}

typedef struct
{
  const char *path;
  void (*answer) (SandboxServer *server, SoupServerMessage *msg, JsonObject *body);
} Step;

static const Step steps[] = {
  { "/api/v4/oauth2/token", answer_application },
  { "/bridge/api/client/v1/auth/web_rest_api_token", answer_code },
  { "/bridge/api/client/v1/auth/token", answer_user_token },
};

static void
on_step (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  SandboxServer *server = user_data;
  g_autoptr (JsonNode) node = sandbox_http_read_body (msg);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (!g_str_equal (path, steps[i].path) || !sandbox_world_has_version (server->hub->world, "5.5.3"))
        continue;
      if (!sandbox_http_is (msg, "POST"))
        refuse_token (msg, 405, "invalid_request", "Use POST");
      else if (node == NULL)
        refuse_token (msg, 400, "invalid_request", "The body is not a JSON object");
      else
        steps[i].answer (server, msg, json_node_get_object (node));
      return;
    }
  sandbox_http_answer_text (msg, 404, "text/plain", "Not found\n");
}

/* A client gets its token for a password, or, when the bridge takes no passwords, in three steps: a token of the
 * application, a code for that token, and the user's token for that code. */
void
sandbox_login_add (SandboxServer *server)
{
  soup_server_add_handler (server->soup, "/bridge/api/client/v1/oauth/token", on_token, server, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    soup_server_add_handler (server->soup, steps[i].path, on_step, server, NULL);
}
