/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-control.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-control-chats.h"
#include "serve/sandbox-control-faults.h"
#include "serve/sandbox-control-read.h"
#include "serve/sandbox-control-say.h"
#include "serve/sandbox-guard.h"
#include "serve/sandbox-http.h"
#include "serve/sandbox-listing.h"
#include "serve/sandbox-login.h"
#include "serve/sandbox-stream.h"
#include "speak/sandbox-events.h"

#define PREFIX "/sandbox"

typedef struct
{
  const char *method;
  const char *path;
  void (*handler) (const SandboxCall *call);
} Route;

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
  token = sandbox_login_make_token (call->server, user, expires_at);
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
  /* an account of another server cannot log in here, but can be written to */
  if (sandbox_json_string (call->body, "server") != NULL)
    login = whole_id = g_strconcat (login, "@", sandbox_json_string (call->body, "server"), NULL);
  user = sandbox_world_add_user (call->server->hub->world, login);
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
post_limits (const SandboxCall *call)
{
  SandboxServer *server = call->server;
  SandboxLimits *limits = sandbox_files_get_limits (server->hub->files);
  JsonObject *extensions = sandbox_json_object (call->body, "extensions");
  const char *mode = extensions != NULL ? sandbox_json_string (extensions, "mode") : NULL;
  JsonNode *list = extensions != NULL ? json_object_get_member (extensions, "list") : NULL;

  if (extensions != NULL && (mode == NULL || list == NULL || !JSON_NODE_HOLDS_ARRAY (list)))
    {
      sandbox_http_refuse (call->msg, 400, "\"extensions\" has a \"mode\", allow or block, and a \"list\".");
      return;
    }
  if (json_object_has_member (call->body, "max_size"))
    limits->has_max_size = sandbox_json_integer (call->body, "max_size", &limits->max_size);
  if (json_object_has_member (call->body, "extensions"))
    {
      g_clear_pointer (&limits->mode, g_free);
      g_clear_pointer (&limits->extensions, json_array_unref);
    }
  if (extensions != NULL)
    {
      limits->mode = g_strdup (mode);
      limits->extensions = json_array_ref (json_node_get_array (list));
    }
  for (guint i = 0; i < server->hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->hub->connections, i);

      if (connection->authorized && !connection->half_open)
        sandbox_events_upload_limits (connection);
    }
  sandbox_http_answer (call->msg, 200, sandbox_events_make_upload_limits (server->hub));
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

  json_object_set_array_member (body, "faults", sandbox_faults_list (call->server->hub->faults));
  sandbox_http_answer (call->msg, 200, body);
}

static void
delete_log (const SandboxCall *call)
{
  sandbox_log_clear (call->server->hub->log);
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
  { "POST", "/limits", post_limits },
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
      /* their items have paths of their own */
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
  /* whether the sandbox is there may be asked by anybody */
  if ((route == NULL || route->handler != get_health) && !sandbox_guard_has_key (server, msg, query))
    {
      sandbox_http_refuse (
          msg, 403,
          "The control interface needs the key that the sandbox prints when it starts: open the page "
          "that it prints, or send the header X-Sandbox-Key.");
      return;
    }
  if (route == NULL)
    {
      sandbox_http_refuse (msg, known_path ? 405 : 404, "There is no %s %s.", method, path);
      return;
    }
  if (sandbox_http_body_has_nul (msg))
    {
      sandbox_http_refuse (msg, 400,
                           "A text has the character \\u0000, which the sandbox cannot keep: take it out.");
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
