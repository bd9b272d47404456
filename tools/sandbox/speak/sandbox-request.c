/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-request.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-content.h"

/* Takes over the payload. NULL: an empty one. */
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

/* Takes over the payload, which need not be an object. */
void
sandbox_request_answer_node (const SandboxRequest *request, JsonNode *payload)
{
  sandbox_connection_answer (request->connection, request->id, request->method, payload);
}

void
sandbox_request_fail (const SandboxRequest *request, int code)
{
  sandbox_connection_answer_error (request->connection, request->id, request->method, code, NULL, NULL);
}

static SandboxWorld *
world_of (const SandboxRequest *request)
{
  return request->connection->hub->world;
}

SandboxActor
sandbox_request_actor (const SandboxRequest *request)
{
  return (SandboxActor){ world_of (request), request->connection->user, request->connection };
}

gboolean
sandbox_request_has_version (const SandboxRequest *request, const char *version)
{
  return sandbox_world_has_version (world_of (request), version);
}

/* The chat of the request. Fails unless the caller takes part in it. */
SandboxChat *
sandbox_request_chat (const SandboxRequest *request)
{
  const char *chat_id = sandbox_json_string (request->payload, "chatId");
  SandboxParticipant *participant;
  SandboxChat *chat;

  if (chat_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return NULL;
    }
  chat = sandbox_world_find_chat (world_of (request), chat_id);
  if (chat == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_CHAT_NOT_FOUND);
      return NULL;
    }
  participant = sandbox_chat_find_participant (chat, request->connection->user);
  if (participant != NULL && !participant->hidden)
    return chat;
  sandbox_request_fail (request,
                        participant == NULL ? SANDBOX_ERROR_NOT_PARTICIPANT : SANDBOX_ERROR_CHAT_NOT_FOUND);
  return NULL;
}

SandboxUser *
sandbox_request_user (const SandboxRequest *request)
{
  const char *user_id = sandbox_json_string (request->payload, "userId");
  SandboxUser *user = NULL;

  if (user_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return NULL;
    }
  if (strchr (user_id, '@') != NULL)
    user = sandbox_world_find_user (world_of (request), user_id);
  if (user == NULL)
    sandbox_request_fail (request, SANDBOX_ERROR_ACCESS_DENIED);
  return user;
}

SandboxUser *
sandbox_request_member (const SandboxRequest *request, SandboxChat *chat)
{
  SandboxUser *user = sandbox_request_user (request);

  if (user != NULL && sandbox_chat_find_participant (chat, user) == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_NOT_PARTICIPANT);
      return NULL;
    }
  return user;
}

/* The message of the request. Fails unless the caller can see it. */
SandboxMessage *
sandbox_request_message (const SandboxRequest *request)
{
  const char *message_id = sandbox_json_string (request->payload, "messageId");
  SandboxUser *user = request->connection->user;
  SandboxMessage *message;
  int code = 0;

  if (message_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return NULL;
    }
  message = sandbox_world_find_message (world_of (request), message_id);
  if (message == NULL)
    code = SANDBOX_ERROR_MESSAGE_NOT_FOUND;
  else if (sandbox_chat_find_participant (message->chat, user) == NULL)
    code = SANDBOX_ERROR_NOT_PARTICIPANT;
  else if (!sandbox_message_is_visible (message, user))
    code = SANDBOX_ERROR_MESSAGE_NOT_FOUND;
  if (code == 0)
    return message;
  sandbox_request_fail (request, code);
  return NULL;
}

gboolean
sandbox_request_allows (const SandboxRequest *request, SandboxChat *chat, SandboxRight right)
{
  if (sandbox_chat_allows (chat, request->connection->user, right))
    return TRUE;
  sandbox_request_fail (request, SANDBOX_ERROR_NOT_ENOUGH_RIGHTS);
  return FALSE;
}

/* Fails unless the replied message is in the same chat. */
gboolean
sandbox_request_reply (const SandboxRequest *request, SandboxChat *chat, const char **reply_id)
{
  SandboxMessage *message;

  *reply_id = sandbox_json_string (request->payload, "replyMessageId");
  if (!sandbox_json_present (request->payload, "replyMessageId"))
    return TRUE;
  if (*reply_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return FALSE;
    }
  message = sandbox_world_find_message (world_of (request), *reply_id);
  if (message != NULL && message->chat == chat &&
      sandbox_message_is_visible (message, request->connection->user))
    return TRUE;
  sandbox_request_fail (request, SANDBOX_ERROR_MESSAGE_NOT_FOUND);
  return FALSE;
}

/* A checked copy of a text, or NULL. */
JsonObject *
sandbox_request_read_text (const SandboxRequest *request, JsonObject *content, gboolean with_buttons)
{
  SandboxConnection *connection = request->connection;
  SandboxContentFlags flags = with_buttons ? SANDBOX_CONTENT_BUTTONS : 0;

  if (sandbox_faults_happens (connection->hub->faults, SANDBOX_FAULT_ANY_PARSE_MODE, connection->user->login))
    flags |= SANDBOX_CONTENT_ANY_PARSE_MODE;
  return sandbox_content_read_text (content, flags);
}

/* An absent member is FALSE. Fails when it is no boolean. */
gboolean
sandbox_request_boolean (const SandboxRequest *request, const char *member, gboolean *value)
{
  JsonNode *node = json_object_get_member (request->payload, member);

  *value = sandbox_json_boolean (request->payload, member);
  if (!sandbox_json_present (request->payload, member) || sandbox_json_node_is_type (node, G_TYPE_BOOLEAN))
    return TRUE;
  sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
  return FALSE;
}

/* Servers before 5.5.6 have other codes for files. */
void
sandbox_request_fail_file (const SandboxRequest *request, int code, int older_code)
{
  sandbox_request_fail (request, sandbox_request_has_version (request, "5.5.6") ? code : older_code);
}

/* Takes over `extra`, to which the usual members are added. */
void
sandbox_request_answer_sent (const SandboxRequest *request, SandboxMessage *message, JsonObject *extra)
{
  JsonObject *payload = extra != NULL ? extra : json_object_new ();

  json_object_set_string_member (payload, "chatId", message->chat->id);
  json_object_set_string_member (payload, "messageId", message->id);
  json_object_set_int_member (payload, "timestamp", message->timestamp);
  sandbox_request_answer (request, payload);
}

void
sandbox_request_answer_edited (const SandboxRequest *request, SandboxMessage *message, gint64 timestamp)
{
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "messageId", message->id);
  json_object_set_int_member (payload, "timestamp", timestamp);
  sandbox_request_answer (request, payload);
}

void
sandbox_request_answer_chat (const SandboxRequest *request, SandboxChat *chat)
{
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "chatId", chat->id);
  sandbox_request_answer (request, payload);
}
