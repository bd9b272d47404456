/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-control.h"

#include "sandbox-connection.h"
#include "sandbox-json.h"
#include "sandbox-stream.h"
#include "sandbox-transfer.h"

#define UNUSED_ID 4000000000u

static void
hit (SandboxConnection *connection, SandboxFault *fault)
{
  JsonObject *settings = fault->settings;
  const char *text = sandbox_json_string (settings, "text");
  const char *reason = sandbox_json_string (settings, "reason");
  g_autofree char *answer = NULL;

  /* most kinds wait for their occasion */
  switch ((int) fault->kind)
    {
    case SANDBOX_FAULT_DROP:
      sandbox_connection_drop (connection);
      break;
    case SANDBOX_FAULT_CLOSE:
      sandbox_connection_close (connection, (guint) sandbox_json_integer_or (settings, "code", 1001),
                                reason != NULL ? reason : "");
      break;
    case SANDBOX_FAULT_HALF_OPEN:
      sandbox_connection_freeze (connection);
      break;
    case SANDBOX_FAULT_GARBAGE:
      sandbox_connection_send_text (connection, text != NULL ? text : "}{ this is not JSON \\u12", NULL);
      break;
    case SANDBOX_FAULT_OVERSIZE:
      sandbox_connection_send_padded (connection, "oversize",
                                      (gsize) sandbox_json_integer_or (settings, "bytes", 0), NULL);
      break;
    case SANDBOX_FAULT_UNKNOWN_ANSWER:
      answer = g_strdup_printf ("{\"type\":2,\"id\":%u,\"payload\":{}}", UNUSED_ID);
      sandbox_connection_send_text (connection, answer, NULL);
      break;
    case SANDBOX_FAULT_EXPIRE_TOKEN:
      connection->expired = connection->authorized && sandbox_json_boolean (settings, "live");
      break;
    default:
      break;
    }
}

static gboolean
sends_frames (SandboxFault *fault)
{
  return fault->kind == SANDBOX_FAULT_GARBAGE || fault->kind == SANDBOX_FAULT_OVERSIZE ||
         fault->kind == SANDBOX_FAULT_UNKNOWN_ANSWER;
}

/* What happens at once. Returns how many connections it happened to. */
static guint
carry_out (SandboxServer *server, SandboxFault *fault)
{
  GPtrArray *users = sandbox_world_get_users (server->world);
  gint64 times = sends_frames (fault) ? CLAMP (fault->left, 1, 1000) : 1;
  guint count = 0;

  for (guint i = 0; fault->kind == SANDBOX_FAULT_EXPIRE_TOKEN && i < users->len; i++)
    {
      SandboxUser *user = g_ptr_array_index (users, i);

      if (sandbox_fault_hits (fault, user->login))
        user->token_generation++;
    }
  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);

      if (connection->half_open || !sandbox_fault_hits (fault, sandbox_connection_get_login (connection)))
        continue;
      for (gint64 n = 0; n < times; n++)
        hit (connection, fault);
      count++;
    }
  return count;
}

void
sandbox_control_add_fault (const SandboxCall *call)
{
  SandboxServer *server = call->server;
  g_autoptr (GError) error = NULL;
  SandboxFault *fault = sandbox_faults_add (server->faults, call->body, &error);
  JsonObject *body;

  if (fault == NULL)
    {
      sandbox_http_refuse (call->msg, 400, "%s", error->message);
      return;
    }
  body = json_object_new ();
  json_object_set_int_member (body, "id", (gint64) fault->id);
  sandbox_stream_fault (server, "added", fault);
  if (sandbox_fault_is_immediate (fault) || fault->kind == SANDBOX_FAULT_HALF_OPEN)
    json_object_set_int_member (body, "hit", carry_out (server, fault));
  if (sandbox_fault_is_immediate (fault))
    sandbox_faults_remove (server->faults, fault->id);
  sandbox_http_answer (call->msg, 200, body);
}

/* What a fault still holds is let go with it. A half-open connection ends as it would when the cable is back: the
 * other side knows nothing of it any more. */
static void
let_go (SandboxServer *server)
{
  if (!sandbox_faults_has (server->faults, SANDBOX_FAULT_HANG_UPGRADE) &&
      !sandbox_faults_has (server->faults, SANDBOX_FAULT_TOKEN_HANG))
    sandbox_server_release_hanging (server);
  if (!sandbox_faults_has (server->faults, SANDBOX_FAULT_UPLOAD_STALL) &&
      !sandbox_faults_has (server->faults, SANDBOX_FAULT_UPLOAD_NO_ANSWER) &&
      !sandbox_faults_has (server->faults, SANDBOX_FAULT_DOWNLOAD_STALL))
    sandbox_transfer_resume (server);
  if (sandbox_faults_has (server->faults, SANDBOX_FAULT_HALF_OPEN))
    return;
  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);

      if (connection->half_open)
        sandbox_connection_drop (connection);
    }
}

void
sandbox_control_clear_fault (const SandboxCall *call)
{
  SandboxServer *server = call->server;

  if (*call->rest == '\0')
    sandbox_faults_clear (server->faults);
  else if (!sandbox_faults_remove (server->faults, g_ascii_strtoull (call->rest, NULL, 10)))
    {
      sandbox_http_refuse (call->msg, 404, "There is no fault %s.", call->rest);
      return;
    }
  let_go (server);
  sandbox_stream_fault (server, "cleared", NULL);
  sandbox_http_answer (call->msg, 200, json_object_new ());
}
