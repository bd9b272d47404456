/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-control-faults.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"
#include "serve/sandbox-stream.h"
#include "serve/sandbox-transfer.h"
#include "speak/sandbox-drip.h"

#define UNUSED_ID     4000000000u
#define MAX_BYTES     (256 * 1024 * 1024)
#define MAX_FRAGMENTS 65536

static void
hit (SandboxConnection *connection, SandboxFault *fault)
{
  JsonObject *settings = fault->settings;
  const char *text = sandbox_json_string (settings, "text");
  const char *reason = sandbox_json_string (settings, "reason");
  g_autofree char *answer = NULL;

  /* the other kinds happen later, when there is an occasion */
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
    case SANDBOX_FAULT_NO_READ:
      sandbox_connection_set_deaf (connection, TRUE, sandbox_json_boolean (settings, "pongs"));
      break;
    case SANDBOX_FAULT_ENDLESS:
      sandbox_drip_endless (connection, settings);
      break;
    case SANDBOX_FAULT_FLOOD:
      sandbox_drip_flood (connection, settings);
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

/* Does what an immediate fault does. Returns the number of connections affected. */
static guint
carry_out (SandboxServer *server, SandboxFault *fault)
{
  GPtrArray *users = sandbox_world_get_users (server->hub->world);
  gint64 times = sends_frames (fault) ? CLAMP (fault->left, 1, 1000) : 1;
  guint count = 0;

  for (guint i = 0; fault->kind == SANDBOX_FAULT_EXPIRE_TOKEN && i < users->len; i++)
    {
      SandboxUser *user = g_ptr_array_index (users, i);

      if (sandbox_fault_hits (fault, user->login))
        user->token_generation++;
    }
  for (guint i = 0; i < server->hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->hub->connections, i);

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
  SandboxFault *fault = sandbox_faults_add (server->hub->faults, call->body, &error);
  JsonObject *body;

  if (fault == NULL)
    {
      sandbox_http_refuse (call->msg, 400, "%s", error->message);
      return;
    }
  body = json_object_new ();
  json_object_set_int_member (body, "id", (gint64) fault->id);
  sandbox_stream_fault (server, "added", fault);
  if (sandbox_fault_begins_now (fault))
    json_object_set_int_member (body, "hit", carry_out (server, fault));
  if (sandbox_fault_is_immediate (fault))
    sandbox_faults_remove (server->hub->faults, fault->id);
  sandbox_http_answer (call->msg, 200, body);
}

/* Continues what the removed faults have stopped. Half-open connections are reset, as happens when a cable is plugged
 * in again and the peer does not know the connection any more. */
static void
let_go (SandboxServer *server)
{
  if (!sandbox_faults_has (server->hub->faults, SANDBOX_FAULT_HANG_UPGRADE) &&
      !sandbox_faults_has (server->hub->faults, SANDBOX_FAULT_TOKEN_HANG))
    sandbox_http_release (server);
  if (!sandbox_faults_has (server->hub->faults, SANDBOX_FAULT_UPLOAD_STALL) &&
      !sandbox_faults_has (server->hub->faults, SANDBOX_FAULT_UPLOAD_NO_ANSWER) &&
      !sandbox_faults_has (server->hub->faults, SANDBOX_FAULT_DOWNLOAD_STALL))
    sandbox_transfer_resume (server);
  for (guint i = 0; i < server->hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->hub->connections, i);

      if (connection->deaf && !sandbox_faults_has (server->hub->faults, SANDBOX_FAULT_NO_READ))
        sandbox_connection_set_deaf (connection, FALSE, FALSE);
      if (connection->half_open && !sandbox_faults_has (server->hub->faults, SANDBOX_FAULT_HALF_OPEN))
        sandbox_connection_drop (connection);
    }
}

void
sandbox_control_clear_fault (const SandboxCall *call)
{
  SandboxServer *server = call->server;

  if (*call->rest == '\0')
    sandbox_faults_clear (server->hub->faults);
  else if (!sandbox_faults_remove (server->hub->faults, g_ascii_strtoull (call->rest, NULL, 10)))
    {
      sandbox_http_refuse (call->msg, 404, "There is no fault %s.", call->rest);
      return;
    }
  let_go (server);
  sandbox_stream_fault (server, "cleared", NULL);
  sandbox_http_answer (call->msg, 200, json_object_new ());
}

/* Read from the body once, sent to several connections. */
typedef struct
{
  const char *method;
  char *payload;
  const char *text;
  GBytes *bytes;
  SandboxOpcode opcode;
  const char *repeat;
  gsize size;
  SandboxSocketManner manner;
} Sending;

static void
sending_clear (Sending *sending)
{
  g_free (sending->payload);
  g_clear_pointer (&sending->bytes, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sending, sending_clear)

static gboolean
read_base64 (const SandboxCall *call, const char *text, Sending *sending)
{
  const char *opcode = sandbox_json_string (call->body, "opcode");
  guchar *data;
  gsize length;

  if (opcode != NULL && !g_str_equal (opcode, "text") && !g_str_equal (opcode, "binary"))
    {
      sandbox_http_refuse (call->msg, 400, "\"opcode\" must be text or binary.");
      return FALSE;
    }
  data = g_base64_decode (text, &length);
  sending->bytes = g_bytes_new_take (data, length);
  sending->opcode =
      opcode != NULL && g_str_equal (opcode, "binary") ? SANDBOX_OPCODE_BINARY : SANDBOX_OPCODE_TEXT;
  return TRUE;
}

static gboolean
read_sending (const SandboxCall *call, Sending *sending)
{
  JsonObject *body = call->body;
  gint64 size = sandbox_json_integer_or (body, "bytes", 0);
  gint64 fragments = sandbox_json_integer_or (body, "fragments", 0);
  const char *base64 = sandbox_json_string (body, "base64");

  sending->method = sandbox_json_string (body, "method");
  sending->text = sandbox_json_string (body, "text");
  sending->repeat = sandbox_json_string (body, "repeat");
  if ((sending->method != NULL) + (sending->text != NULL) + (sending->repeat != NULL) + (base64 != NULL) != 1)
    {
      sandbox_http_refuse (call->msg, 400,
                           "Give exactly one of \"method\", \"text\", \"base64\" and \"repeat\".");
      return FALSE;
    }
  if (size < 0 || size > MAX_BYTES || fragments < 0 || fragments > MAX_FRAGMENTS)
    {
      sandbox_http_refuse (call->msg, 400, "At most %d bytes and %d fragments.", MAX_BYTES, MAX_FRAGMENTS);
      return FALSE;
    }
  if (sending->method != NULL && json_object_has_member (body, "payload"))
    sending->payload = json_to_string (json_object_get_member (body, "payload"), FALSE);
  else if (sending->method != NULL)
    sending->payload = g_strdup ("{}");
  sending->size = (gsize) size;
  sending->manner.fragments = (guint) fragments;
  sending->manner.split_writes = sandbox_json_boolean (body, "split_writes");
  return base64 == NULL || read_base64 (call, base64, sending);
}

static void
send_to (SandboxConnection *connection, const Sending *sending, JsonArray *ids)
{
  const SandboxSocketManner *manner = NULL;
  gboolean odd = sending->manner.fragments > 0 || sending->manner.split_writes;

  if (odd)
    manner = &sending->manner;
  if (sending->method != NULL)
    json_array_add_int_element (
        ids, sandbox_connection_send_request (connection, sending->method, sending->payload, manner));
  else if (sending->repeat != NULL)
    json_array_add_int_element (
        ids, sandbox_connection_send_padded (connection, sending->repeat, sending->size, manner));
  else if (sending->text != NULL)
    sandbox_connection_send_text (connection, sending->text, manner);
  else
    sandbox_connection_send_bytes (connection, sending->opcode, sending->bytes, manner);
}

void
sandbox_control_send (const SandboxCall *call)
{
  SandboxServer *server = call->server;
  g_auto (Sending) sending = { 0 };
  SandboxUser *user = NULL;
  JsonArray *ids;
  JsonObject *body;
  guint sent = 0;

  if (sandbox_json_present (call->body, "user"))
    {
      user = sandbox_call_require_user (call, "user");
      if (user == NULL)
        return;
    }
  if (!read_sending (call, &sending))
    return;
  ids = json_array_new ();
  for (guint i = 0; i < server->hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->hub->connections, i);

      if (!connection->authorized || connection->half_open || (user != NULL && connection->user != user))
        continue;
      send_to (connection, &sending, ids);
      sent++;
    }
  if (sent == 0)
    {
      json_array_unref (ids);
      sandbox_http_refuse (call->msg, 409, "There is no authorized connection to send to.");
      return;
    }
  body = json_object_new ();
  json_object_set_array_member (body, "ids", ids);
  json_object_set_int_member (body, "sent", sent);
  sandbox_http_answer (call->msg, 200, body);
}
