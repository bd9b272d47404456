/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-dispatch.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-auth.h"
#include "speak/sandbox-events.h"
#include "speak/sandbox-methods-chat.h"
#include "speak/sandbox-methods-file.h"
#include "speak/sandbox-methods-message.h"

#define FRAME_REQUEST  1
#define FRAME_RESPONSE 2

typedef struct
{
  const char *name;
  void (*handler) (const SandboxRequest *request);
} Method;

static const Method methods[] = {
  { "addChatParticipant", sandbox_handle_add_chat_participant },
  { "answerCommand", sandbox_handle_answer_command },
  { "auth", sandbox_handle_auth },
  { "changeParticipantRole", sandbox_handle_change_participant_role },
  { "clearHistory", sandbox_handle_clear_history },
  { "createChannel", sandbox_handle_create_channel },
  { "createFavoritesChat", sandbox_handle_create_favorites_chat },
  { "createGroupChat", sandbox_handle_create_group_chat },
  { "createP2PChat", sandbox_handle_create_p2p_chat },
  { "editChatAvatar", sandbox_handle_edit_chat_avatar },
  { "editChatTitle", sandbox_handle_edit_chat_title },
  { "editMessage", sandbox_handle_edit_message },
  { "editSurvey", sandbox_handle_edit_survey },
  { "forwardMessage", sandbox_handle_forward_message },
  { "getChatByID", sandbox_handle_get_chat_by_id },
  { "getChatHistory", sandbox_handle_get_chat_history },
  { "getChatParticipant", sandbox_handle_get_chat_participant },
  { "getChatParticipants", sandbox_handle_get_chat_participants },
  { "getChats", sandbox_handle_get_chats },
  { "getFileInfo", sandbox_handle_get_file_info },
  { "getFileUploadLimits", sandbox_handle_get_file_upload_limits },
  { "getMessageById", sandbox_handle_get_message_by_id },
  { "getUserDisplayName", sandbox_handle_get_user_display_name },
  { "hasChatParticipant", sandbox_handle_has_chat_participant },
  { "removeChat", sandbox_handle_remove_chat },
  { "removeChatParticipant", sandbox_handle_remove_chat_participant },
  { "removeMessage", sandbox_handle_remove_message },
  { "sendChatActivity", sandbox_handle_send_chat_activity },
  { "sendFile", sandbox_handle_send_file },
  { "sendMessage", sandbox_handle_send_message },
  { "sendSurvey", sandbox_handle_send_survey },
  { "subscribeFileProgress", sandbox_handle_subscribe_file_progress },
  { "unsubscribeFileProgress", sandbox_handle_unsubscribe_file_progress },
  { "uploadFile", sandbox_handle_upload_file },
};

static const Method *
find_method (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      if (g_str_equal (methods[i].name, name))
        return &methods[i];
    }
  return NULL;
}

static gboolean
fails_by_fault (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  g_autoptr (JsonObject) fault = NULL;

  fault = sandbox_faults_take (connection->hub->faults, SANDBOX_FAULT_ERROR,
                               sandbox_connection_get_login (connection), request->method);
  if (fault == NULL)
    return FALSE;
  sandbox_connection_answer_error (
      connection, request->id, request->method, (int) sandbox_json_integer_or (fault, "code", 300),
      sandbox_json_string (fault, "description"), json_object_get_member (fault, "retry_after"));
  return TRUE;
}

/* Whether the request is dropped, and the connection with it where a fault cuts it after so many requests. */
static gboolean
is_lost (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  SandboxFaults *faults = connection->hub->faults;
  const char *login = sandbox_connection_get_login (connection);
  g_autoptr (JsonObject) silence = NULL;
  g_autoptr (JsonObject) flap = NULL;
  g_autoptr (JsonObject) taken = NULL;

  silence = sandbox_faults_take_request (faults, SANDBOX_FAULT_NO_ANSWER, login, request->method);
  if (silence != NULL)
    return TRUE;
  if (!connection->authorized || g_str_equal (request->method, "auth"))
    return FALSE;
  flap = sandbox_faults_find (faults, SANDBOX_FAULT_FLAP, login);
  if (flap == NULL || (gint64) connection->answered++ < sandbox_json_integer_or (flap, "requests", 0))
    return FALSE;
  taken = sandbox_faults_take (faults, SANDBOX_FAULT_FLAP, login, NULL);
  sandbox_connection_drop (connection);
  return TRUE;
}

static void
handle_request (const SandboxRequest *request, gboolean payload_is_object)
{
  SandboxConnection *connection = request->connection;
  const Method *method = find_method (request->method);
  gboolean is_auth = method != NULL && method->handler == sandbox_handle_auth;

  if (is_lost (request) || fails_by_fault (request))
    return;
  if (!connection->authorized && !is_auth)
    sandbox_request_fail (request, SANDBOX_ERROR_NOT_AUTHORIZED);
  else if (connection->expired && !is_auth)
    sandbox_request_fail (request, SANDBOX_ERROR_CREDENTIALS_EXPIRED);
  else if (method == NULL || !sandbox_protocol_has_method (connection->hub->world, method->name))
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

      /* not by sandbox_request_fail (), which would mark the first request of this id as answered */
      text = g_strdup_printf ("{\"type\":2,\"id\":%u,\"payload\":{\"errorCode\":%d}}", id,
                              SANDBOX_ERROR_DUPLICATE_ID);
      sandbox_connection_send_text (connection, text, NULL);
      return;
    }
  handle_request (&request, payload != NULL || !sandbox_json_present (frame, "payload"));
}

/* Ignores everything that is not a frame of the protocol. */
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
