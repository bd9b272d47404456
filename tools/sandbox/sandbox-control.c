/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-control.h"

#include "sandbox-json.h"
#include "sandbox-listing.h"
#include "sandbox-stream.h"
#include "sandbox-token.h"

#define PREFIX "/sandbox"

typedef struct
{
  const char *method;
  const char *path;
  void (*handler) (const SandboxCall *call);
} Route;

const char *
sandbox_call_query (const SandboxCall *call, const char *name)
{
  return call->query != NULL ? g_hash_table_lookup (call->query, name) : NULL;
}

/* The account a member of the body names; else the call has been answered. */
SandboxUser *
sandbox_call_require_user (const SandboxCall *call, const char *name)
{
  const char *login = sandbox_json_string (call->body, name);
  SandboxUser *user;

  if (login == NULL)
    {
      sandbox_http_refuse (call->msg, 400, "Name a user in \"%s\".", name);
      return NULL;
    }
  user = sandbox_world_find_user (call->server->world, login);
  if (user == NULL)
    sandbox_http_refuse (call->msg, 404, "There is no user \"%s\".", login);
  return user;
}

static void
get_health (const SandboxCall *call)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "status", "ok");
  sandbox_http_answer (call->msg, 200, body);
}

static void
get_state (const SandboxCall *call)
{
  sandbox_http_answer (call->msg, 200, sandbox_listing_state (call->server));
}

static void
post_token (const SandboxCall *call)
{
  const SandboxOptions *options = call->server->options;
  SandboxUser *user = sandbox_call_require_user (call, "user");
  g_autofree char *token = NULL;
  JsonObject *body;
  gint64 expires_at;

  if (user == NULL)
    return;
  expires_at = g_get_real_time () / G_USEC_PER_SEC;
  expires_at += CLAMP (sandbox_json_integer_or (call->body, "lifetime", options->token_lifetime), -G_MAXINT32,
                       G_MAXINT32);
  token = sandbox_token_make (options->secret, user->login, expires_at, user->token_generation);
  body = json_object_new ();
  json_object_set_string_member (body, "access_token", token);
  json_object_set_int_member (body, "expires_at", expires_at);
  sandbox_http_answer (call->msg, 200, body);
}

static void
post_users (const SandboxCall *call)
{
  const char *login = sandbox_json_string (call->body, "login");
  const char *password = sandbox_json_string (call->body, "password");
  const char *display_name = sandbox_json_string (call->body, "display_name");
  g_autofree char *whole_id = NULL;
  SandboxUser *user;
  JsonObject *body;

  if (login == NULL || *login == '\0' || strpbrk (login, "@/ \t\r\n") != NULL)
    {
      sandbox_http_refuse (call->msg, 400, "\"login\" must be a name without blanks, \"@\" and \"/\".");
      return;
    }
  /* somebody on another server, who can only be talked to */
  if (sandbox_json_string (call->body, "server") != NULL)
    login = whole_id = g_strconcat (login, "@", sandbox_json_string (call->body, "server"), NULL);
  user = sandbox_world_add_user (call->server->world, login);
  if (password != NULL)
    sandbox_user_set_password (user, password);
  if (display_name != NULL)
    sandbox_user_set_display_name (user, display_name);
  if (sandbox_json_present (call->body, "disabled"))
    user->disabled = sandbox_json_boolean (call->body, "disabled");
  body = json_object_new ();
  json_object_set_string_member (body, "login", user->login);
  json_object_set_string_member (body, "id", user->id);
  json_object_set_string_member (body, "display_name", user->display_name);
  json_object_set_boolean_member (body, "disabled", user->disabled);
  sandbox_http_answer (call->msg, 200, body);
}

static void
get_stream (const SandboxCall *call)
{
  sandbox_stream_open (call->server, call->msg);
}

static void
get_faults (const SandboxCall *call)
{
  JsonObject *body = json_object_new ();

  json_object_set_array_member (body, "faults", sandbox_faults_list (call->server->faults));
  sandbox_http_answer (call->msg, 200, body);
}

static void
delete_log (const SandboxCall *call)
{
  sandbox_log_clear (call->server->log);
  sandbox_http_answer (call->msg, 200, json_object_new ());
}

static void
post_quit (const SandboxCall *call)
{
  sandbox_http_answer (call->msg, 200, json_object_new ());
  sandbox_server_stop (call->server);
}

static const Route routes[] = {
  { "GET", "/health", get_health },
  { "GET", "/state", get_state },
  { "POST", "/token", post_token },
  { "POST", "/users", post_users },
  { "POST", "/say", sandbox_control_say },
  { "POST", "/edit", sandbox_control_edit },
  { "POST", "/remove", sandbox_control_remove },
  { "POST", "/press", sandbox_control_press },
  { "POST", "/chats", sandbox_control_make_chat },
  { "POST", "/participants", sandbox_control_participants },
  { "POST", "/limits", sandbox_control_limits },
  { "GET", "/files", sandbox_control_files },
  { "HEAD", "/files", sandbox_control_files },
  { "POST", "/files", sandbox_control_change_file },
  { "DELETE", "/files", sandbox_control_remove_file },
  { "GET", "/messages", sandbox_control_messages },
  { "GET", "/stream", get_stream },
  { "GET", "/log", sandbox_control_log },
  { "DELETE", "/log", delete_log },
  { "POST", "/send", sandbox_control_send },
  { "POST", "/faults", sandbox_control_add_fault },
  { "GET", "/faults", get_faults },
  { "DELETE", "/faults", sandbox_control_clear_fault },
  { "POST", "/quit", post_quit },
};

/* A web page of somebody else's must not steer the sandbox through the browser. */
static gboolean
is_foreign (SoupServerMessage *msg)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *authority;

  if (origin == NULL)
    return FALSE;
  authority = strstr (origin, "://");
  return authority == NULL || host == NULL || g_ascii_strcasecmp (authority + 3, host) != 0;
}

static const Route *
find_route (const char *method, const char *path, const char **rest, gboolean *known_path)
{
  const Route *found = NULL;

  *known_path = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (routes) && found == NULL; i++)
    {
      const char *tail;
      gboolean with_items;

      if (!g_str_has_prefix (path, routes[i].path))
        continue;
      tail = path + strlen (routes[i].path);
      /* these are lists, whose items have addresses */
      with_items = g_str_equal (routes[i].path, "/faults") || g_str_equal (routes[i].path, "/files");
      if (*tail != '\0' && (*tail != '/' || !with_items))
        continue;
      *known_path = TRUE;
      *rest = *tail == '/' ? tail + 1 : tail;
      if (g_str_equal (method, routes[i].method))
        found = &routes[i];
    }
  return found;
}

static void
on_call (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  SandboxServer *server = user_data;
  const char *method = soup_server_message_get_method (msg);
  SoupMessageBody *request_body = soup_server_message_get_request_body (msg);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) empty = json_object_new ();
  SandboxCall call = { server, msg, "", query, empty };
  gboolean known_path;
  const Route *route;

  soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Cache-Control", "no-store");
  route = find_route (method, path + strlen (PREFIX), &call.rest, &known_path);
  if (is_foreign (msg))
    {
      sandbox_http_refuse (msg, 403, "The control interface does not serve pages of other origins.");
      return;
    }
  if (route == NULL)
    {
      sandbox_http_refuse (msg, known_path ? 405 : 404, "There is no %s %s.", method, path);
      return;
    }
  node = sandbox_http_read_body (msg);
  if (node != NULL)
    call.body = json_node_get_object (node);
  else if (request_body->length > 0)
    {
      sandbox_http_refuse (msg, 400, "The body must be a JSON object.");
      return;
    }
  route->handler (&call);
}

void
sandbox_control_add (SandboxServer *server)
{
  soup_server_add_handler (server->soup, PREFIX, on_call, server, NULL);
}
