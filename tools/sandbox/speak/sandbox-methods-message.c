/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-methods-message.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-content.h"
#include "speak/sandbox-envelope.h"

static JsonObject *
read_text (const SandboxRequest *request)
{
  JsonObject *content = sandbox_json_object (request->payload, "content");

  return sandbox_request_read_text (request, content, sandbox_request_has_version (request, "5.5.6"));
}

void
sandbox_handle_send_message (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  g_autoptr (JsonObject) content = NULL;
  const char *reply_id;

  if (chat == NULL || !sandbox_request_allows (request, chat, SANDBOX_RIGHT_WRITE))
    return;
  content = read_text (request);
  if (content == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  if (!sandbox_request_reply (request, chat, &reply_id))
    return;
  sandbox_request_answer_sent (
      request, sandbox_act_say (&actor, chat, SANDBOX_MESSAGE_PLAIN, content, reply_id, NULL), NULL);
}

/* A message of the caller's own of this type. Answers the request and returns NULL when it is not one. */
static SandboxMessage *
require_own (const SandboxRequest *request, int type)
{
  SandboxMessage *message = sandbox_request_message (request);

  if (message == NULL)
    return NULL;
  if (message->author != request->connection->user ||
      !sandbox_chat_allows (message->chat, message->author, SANDBOX_RIGHT_WRITE))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_NOT_ENOUGH_RIGHTS);
      return NULL;
    }
  if (message->type != type)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_UNKNOWN_MESSAGE);
      return NULL;
    }
  return message;
}

static void
finish_edit (const SandboxRequest *request, SandboxMessage *message, JsonObject *content)
{
  SandboxActor actor = sandbox_request_actor (request);

  if (content == NULL)
    sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
  else
    sandbox_request_answer_edited (request, message, sandbox_act_edit (&actor, message, content));
}

void
sandbox_handle_edit_message (const SandboxRequest *request)
{
  SandboxMessage *message = require_own (request, SANDBOX_MESSAGE_PLAIN);
  g_autoptr (JsonObject) content = NULL;

  if (message == NULL)
    return;
  content = read_text (request);
  finish_edit (request, message, content);
}

void
sandbox_handle_send_survey (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  g_autoptr (JsonObject) content = NULL;
  const char *reply_id;

  if (chat == NULL || !sandbox_request_allows (request, chat, SANDBOX_RIGHT_WRITE))
    return;
  content = sandbox_content_read_survey (sandbox_json_object (request->payload, "content"), NULL);
  if (content == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  if (!sandbox_request_reply (request, chat, &reply_id))
    return;
  sandbox_request_answer_sent (
      request, sandbox_act_say (&actor, chat, SANDBOX_MESSAGE_SURVEY, content, reply_id, NULL), NULL);
}

void
sandbox_handle_edit_survey (const SandboxRequest *request)
{
  SandboxMessage *message = require_own (request, SANDBOX_MESSAGE_SURVEY);
  g_autoptr (JsonObject) content = NULL;

  if (message == NULL)
    return;
  content = sandbox_content_read_survey (sandbox_json_object (request->payload, "content"), message->content);
  finish_edit (request, message, content);
}

/* The original may be in any chat that the caller takes part in. */
void
sandbox_handle_forward_message (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxMessage *message = sandbox_request_message (request);
  SandboxChat *chat = message != NULL ? sandbox_request_chat (request) : NULL;
  g_autoptr (JsonObject) content = NULL;

  if (chat == NULL || !sandbox_request_allows (request, chat, SANDBOX_RIGHT_WRITE))
    return;
  if (sandbox_message_is_system (message))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_UNKNOWN_MESSAGE);
      return;
    }
  content = sandbox_message_to_forwarded (actor.world, message, actor.user);
  sandbox_request_answer_sent (
      request, sandbox_act_say (&actor, chat, SANDBOX_MESSAGE_FORWARDED, content, NULL, message->file), NULL);
}

void
sandbox_handle_remove_message (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxMessage *message = sandbox_request_message (request);
  gboolean for_all;

  if (message == NULL || !sandbox_request_boolean (request, "forAll", &for_all))
    return;
  if (for_all && message->author == actor.user)
    {
      if (!sandbox_request_allows (request, message->chat, SANDBOX_RIGHT_WRITE))
        return;
    }
  else if (for_all && !sandbox_request_allows (request, message->chat, SANDBOX_RIGHT_REMOVE_OTHERS))
    return;
  sandbox_act_remove_message (&actor, message, for_all);
  sandbox_request_answer (request, NULL);
}

void
sandbox_handle_get_message_by_id (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxMessage *message = sandbox_request_message (request);

  if (message != NULL)
    sandbox_request_answer (request, sandbox_message_to_envelope (actor.world, message, actor.user));
}

/* Finds the newest message to answer with. Answers the request and returns FALSE when it is wrong. */
static gboolean
find_start (const SandboxRequest *request, SandboxChat *chat, GList **start)
{
  const char *from_id = sandbox_json_string (request->payload, "fromMessageId");
  SandboxMessage *from;

  *start = chat->messages.tail;
  if (!sandbox_json_present (request->payload, "fromMessageId"))
    return TRUE;
  if (from_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return FALSE;
    }
  from = sandbox_world_find_message (request->connection->hub->world, from_id);
  if (from == NULL || from->chat != chat || !sandbox_message_is_visible (from, request->connection->user))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_MESSAGE_NOT_FOUND);
      return FALSE;
    }
  *start = g_queue_find (&chat->messages, from);
  return TRUE;
}

/* The newest message first, including the start message. */
void
sandbox_handle_get_chat_history (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  JsonArray *messages;
  JsonObject *payload;
  gint64 count;
  GList *link;

  if (chat == NULL)
    return;
  if (!sandbox_json_integer (request->payload, "count", &count) || count < 1)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  if (!find_start (request, chat, &link))
    return;
  messages = json_array_new ();
  for (; link != NULL && json_array_get_length (messages) < count; link = link->prev)
    {
      if (sandbox_message_is_visible (link->data, actor.user))
        json_array_add_object_element (messages,
                                       sandbox_message_to_envelope (actor.world, link->data, actor.user));
    }
  payload = json_object_new ();
  json_object_set_string_member (payload, "chatId", chat->id);
  json_object_set_int_member (payload, "count", json_array_get_length (messages));
  json_object_set_array_member (payload, "messages", messages);
  sandbox_request_answer (request, payload);
}

static gboolean
is_word (JsonObject *object, const char *name, SandboxWords words)
{
  const char *word = sandbox_json_string (object, name);

  return word != NULL ? sandbox_protocol_has_word (words, word) : !sandbox_json_present (object, name);
}

static gboolean
is_command_message (JsonObject *message)
{
  const char *text = message != NULL ? sandbox_json_string (message, "text") : NULL;

  return text != NULL && *text != '\0' && strlen (text) <= 255 && g_str_is_ascii (text) &&
         is_word (message, "status", SANDBOX_WORDS_ANSWER_STATUS) &&
         is_word (message, "visibility", SANDBOX_WORDS_ANSWER_VISIBILITY) &&
         is_word (message, "level", SANDBOX_WORDS_ANSWER_LEVEL);
}

void
sandbox_handle_answer_command (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  const char *command_id = sandbox_json_string (request->payload, "commandId");
  const char *type = sandbox_json_string (request->payload, "answerType");
  JsonObject *message = sandbox_json_object (request->payload, "message");

  if (command_id == NULL || type == NULL || !sandbox_protocol_has_word (SANDBOX_WORDS_ANSWER_TYPE, type) ||
      (g_str_equal (type, "message") && !is_command_message (message)) ||
      !sandbox_world_answer_command (actor.world, command_id, actor.user, request->payload))
    sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
  else
    sandbox_request_answer (request, NULL);
}
