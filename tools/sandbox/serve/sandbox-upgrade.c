/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-upgrade.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"

#define MAX_CONNECTIONS 128

static void
on_wrote_informational (SoupServerMessage *msg, gpointer user_data)
{
  SandboxServer *server = user_data;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GIOStream) stream = NULL;

  g_signal_handlers_disconnect_by_func (msg, on_wrote_informational, server);
  sandbox_log_http (server->hub->log, soup_server_message_get_method (msg), "/websocket/chat_bot/", 101);
  socket = g_object_ref (soup_server_message_get_socket (msg));
  stream = soup_server_message_steal_connection (msg);
  sandbox_connection_open (server->hub, stream, socket);
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
refuse_upgrade (SoupServerMessage *msg, const char *text)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Connection", "close");
  sandbox_http_answer_text (msg, 503, "text/plain", text);
}

/* Real servers take both forms. A proxy in front of them may pass only one. */
static gboolean
is_websocket_path (SandboxServer *server, const char *path)
{
  if (g_str_equal (path, "/websocket/chat_bot"))
    return !sandbox_faults_happens (server->hub->faults, SANDBOX_FAULT_ONLY_SLASH, NULL);
  return g_str_equal (path, "/websocket/chat_bot/") &&
         !sandbox_faults_happens (server->hub->faults, SANDBOX_FAULT_ONLY_NO_SLASH, NULL);
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
  server->hub->counters.upgrades++;
  fault = sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_HANG_UPGRADE, NULL, NULL);
  if (fault != NULL)
    {
      sandbox_http_hang (server, msg);
      return;
    }
  fault = sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_REFUSE_UPGRADE, NULL, NULL);
  if (fault != NULL)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Connection", "close");
      sandbox_http_answer_fault (msg, fault, (guint) sandbox_json_integer_or (fault, "status", 503));
      return;
    }
  if (server->stopping)
    {
      refuse_upgrade (msg, "The sandbox ends\n");
      return;
    }
  if (sandbox_hub_count_authorized (server->hub) >= MAX_CONNECTIONS)
    {
      refuse_upgrade (msg, "Too many connections\n");
      return;
    }
  echo = offers_json_v1 (msg) &&
         !sandbox_faults_happens (server->hub->faults, SANDBOX_FAULT_NO_SUBPROTOCOL, NULL);
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
sandbox_upgrade_add (SandboxServer *server)
{
  soup_server_add_handler (server->soup, "/websocket/chat_bot", on_websocket, server, NULL);
  soup_server_add_handler (server->soup, "/api/v4/server", on_server_info, server, NULL);
}
