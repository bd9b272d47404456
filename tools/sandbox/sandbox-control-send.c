/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-control.h"

#include "sandbox-connection.h"
#include "sandbox-json.h"

#define MAX_BYTES     (256 * 1024 * 1024)
#define MAX_FRAGMENTS 65536

/* What is to be sent, read from the body once for all connections. */
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
  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);

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
