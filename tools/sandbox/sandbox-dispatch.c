/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-dispatch.h"

#include "sandbox-events.h"
#include "sandbox-json.h"

#define FRAME_REQUEST  1
#define FRAME_RESPONSE 2

/* Takes over the payload; NULL stands for an empty one. */
void
sandbox_request_answer (const SandboxRequest *request, JsonObject *payload)
{
  JsonNode *node = json_node_alloc ();

  if (payload == NULL)
    payload = json_object_new ();
  json_node_init_object (node, payload);
  json_object_unref (payload);
  sandbox_connection_answer (request->connection, request->id, request->method, node);
}

/* Takes over the payload, which may be something else than an object. */
void
sandbox_request_answer_node (const SandboxRequest *request, JsonNode *payload)
{
  sandbox_connection_answer (request->connection, request->id, request->method, payload);
}

void
sandbox_request_fail (const SandboxRequest *request, int code)
{
  sandbox_connection_answer_error (request->connection, request->id, request->method, code, NULL);
}

static gboolean
fails_by_fault (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  g_autoptr (JsonObject) fault = NULL;

  fault = sandbox_faults_take (connection->server->faults, SANDBOX_FAULT_ERROR,
                               sandbox_connection_get_login (connection), request->method);
  if (fault == NULL)
    return FALSE;
  sandbox_connection_answer_error (connection, request->id, request->method,
                                   (int) sandbox_json_integer_or (fault, "code", 300),
                                   sandbox_json_string (fault, "description"));
  return TRUE;
}

static void
handle_request (const SandboxRequest *request, gboolean payload_is_object)
{
  SandboxConnection *connection = request->connection;
  const SandboxMethod *method = sandbox_methods_find (request->method);
  gboolean is_auth = method != NULL && method->handler == sandbox_handle_auth;

  if (fails_by_fault (request))
    return;
  if (!connection->authorized && !is_auth)
    sandbox_request_fail (request, SANDBOX_ERROR_NOT_AUTHORIZED);
  else if (connection->expired && !is_auth)
    sandbox_request_fail (request, SANDBOX_ERROR_CREDENTIALS_EXPIRED);
  else if (method == NULL || !sandbox_world_has_version (connection->server->world, method->since))
    sandbox_request_fail (request, SANDBOX_ERROR_ROUTE_NOT_FOUND);
  else if (!payload_is_object)
    sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
  else
    method->handler (request);
}

static void
receive_request (SandboxConnection *connection, JsonObject *frame, guint32 id)
{
  const char *method = sandbox_json_string (frame, "method");
  JsonObject *payload = sandbox_json_object (frame, "payload");
  g_autoptr (JsonObject) empty = json_object_new ();
  SandboxRequest request = { connection, id, method != NULL ? method : "",
                             payload != NULL ? payload : empty };

  if (!g_hash_table_add (connection->requests, GUINT_TO_POINTER (id)))
    {
      g_autofree char *text = NULL;

      /* past the ordinary way, which would take the first request of this id for answered */
      text = g_strdup_printf ("{\"type\":2,\"id\":%u,\"payload\":{\"errorCode\":%d}}", id,
                              SANDBOX_ERROR_DUPLICATE_ID);
      sandbox_connection_send_text (connection, text, NULL);
      return;
    }
  handle_request (&request, payload != NULL || !sandbox_json_present (frame, "payload"));
}

/* What is not a frame of the protocol is ignored. */
void
sandbox_dispatch (SandboxConnection *connection, GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) node = sandbox_json_parse (text, length);
  JsonObject *frame;
  gint64 type, id;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  frame = json_node_get_object (node);
  if (!sandbox_json_integer (frame, "type", &type) || !sandbox_json_integer (frame, "id", &id))
    return;
  if (id < 0 || id > G_MAXUINT32)
    return;
  if (type == FRAME_RESPONSE)
    {
      sandbox_connection_acknowledge (connection, (guint32) id);
      sandbox_events_unread (connection);
    }
  else if (type == FRAME_REQUEST)
    receive_request (connection, frame, (guint32) id);
}
