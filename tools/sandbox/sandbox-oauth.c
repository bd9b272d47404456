/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-http.h"
#include "sandbox-json.h"

#define TOKEN_LIFETIME 3600
#define CODE_LIFETIME  600

/* An application's token, or a code that is good for one token of the bridge. */
typedef struct
{
  SandboxUser *user;
  gint64 expires_at;
  gboolean is_code;
} SandboxGrant;

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

/* The web part of the server has its own way of saying no. */
static void
refuse (SoupServerMessage *msg, guint status, const char *reason, const char *location)
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

/* As it was registered: `ID` or `ID:SCOPE`. NULL: not at all. */
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
  SandboxUser *user = username != NULL ? sandbox_world_find_login (server->world, username) : NULL;
  JsonObject *answer;

  if (client == NULL)
    refuse (msg, 401, "invalidClient", "client_id");
  else if (grant_type == NULL || !g_str_equal (grant_type, "password"))
    refuse (msg, 400, "unsupportedGrantType", "grant_type");
  else if (user == NULL || password == NULL || g_strcmp0 (user->password, password) != 0)
    refuse (msg, 401, "invalidGrant", "password");
  else if (strchr (client, ':') == NULL)
    refuse (msg, 400, "invalidScope", "scope");
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

  if (user == NULL || username == NULL || sandbox_world_find_login (server->world, username) != user)
    {
      sandbox_http_refuse_token (msg, 401, "invalid_grant", "The token is not that user's");
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "authorization_code", add_grant (server, user, CODE_LIFETIME, TRUE));
  json_object_set_int_member (answer, "expires_in", (now_seconds () + CODE_LIFETIME) * 1000);
  sandbox_http_answer (msg, 200, answer);
}

static void
answer_token (SandboxServer *server, SoupServerMessage *msg, JsonObject *body)
{
  const char *client_id = sandbox_json_string (body, "client_id");
  const char *grant_type = sandbox_json_string (body, "grant_type");
  const char *code = sandbox_json_string (body, "code");
  SandboxUser *user = find_grant (server, code, TRUE);

  if (g_strcmp0 (client_id, "user") != 0)
    sandbox_http_refuse_token (msg, 401, "invalid_client", "Unknown client_id");
  else if (g_strcmp0 (grant_type, "authorization_code") != 0)
    sandbox_http_refuse_token (msg, 400, "unsupported_grant_type", "Only authorization_code is supported");
  else if (user == NULL)
    sandbox_http_refuse_token (msg, 401, "invalid_grant", "The code is wrong or has been used");
  else
    {
      g_hash_table_remove (server->grants, code);
      sandbox_http_grant_token (server, msg, user, TRUE);
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
  { "/bridge/api/client/v1/auth/token", answer_token },
};

static void
on_step (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  SandboxServer *server = user_data;
  g_autoptr (JsonNode) node = sandbox_http_read_body (msg);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (!g_str_equal (path, steps[i].path) || !sandbox_world_has_version (server->world, "5.5.3"))
        continue;
      if (!sandbox_http_is (msg, "POST"))
        sandbox_http_refuse_token (msg, 405, "invalid_request", "Use POST");
      else if (node == NULL)
        sandbox_http_refuse_token (msg, 400, "invalid_request", "The body is not a JSON object");
      else
        steps[i].answer (server, msg, json_node_get_object (node));
      return;
    }
  sandbox_http_answer_text (msg, 404, "text/plain", "Not found\n");
}

/* The way in where the bridge takes no passwords: an application's token, a code for it, a token for that. */
void
sandbox_oauth_add (SandboxServer *server)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    soup_server_add_handler (server->soup, steps[i].path, on_step, server, NULL);
}
