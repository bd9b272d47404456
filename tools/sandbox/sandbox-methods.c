/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-dispatch.h"
#include "sandbox-events.h"
#include "sandbox-json.h"

static SandboxWorld *
world_of (const SandboxRequest *request)
{
  return request->connection->server->world;
}

/* The chat of the request, if the caller takes part in it; else the request has been answered. */
static SandboxChat *
require_chat (const SandboxRequest *request)
{
  const char *chat_id = sandbox_json_string (request->payload, "chatId");
  SandboxChat *chat;

  if (chat_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return NULL;
    }
  chat = sandbox_world_find_chat (world_of (request), chat_id);
  if (chat == NULL)
    sandbox_request_fail (request, SANDBOX_ERROR_CHAT_NOT_FOUND);
  else if (sandbox_chat_find_participant (chat, request->connection->user) == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_NOT_PARTICIPANT);
      return NULL;
    }
  return chat;
}

static SandboxUser *
require_user (const SandboxRequest *request)
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

static void
get_file_upload_limits (const SandboxRequest *request)
{
  sandbox_request_answer (request, sandbox_events_make_upload_limits ());
}

static void
get_user_display_name (const SandboxRequest *request)
{
  SandboxUser *user = require_user (request);
  JsonObject *payload;

  if (user == NULL)
    return;
  payload = json_object_new ();
  json_object_set_string_member (payload, "displayName", user->display_name);
  sandbox_request_answer (request, payload);
}

static void
create_p2p_chat (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  SandboxUser *user = require_user (request);
  JsonObject *payload;
  SandboxChat *chat;
  gboolean is_new;

  /* the real server never answers a chat with oneself */
  if (user == NULL || user == connection->user)
    return;
  is_new = sandbox_world_find_p2p (world_of (request), connection->user, user) == NULL;
  chat = sandbox_world_open_p2p (world_of (request), connection->user, user);
  payload = json_object_new ();
  json_object_set_string_member (payload, "chatId", chat->id);
  sandbox_request_answer (request, payload);
  if (is_new)
    sandbox_events_chat_created (connection->server, chat, connection);
}

static void
get_chat_by_id (const SandboxRequest *request)
{
  SandboxChat *chat = require_chat (request);

  if (chat != NULL)
    sandbox_request_answer (request, sandbox_chat_to_object (chat, request->connection->user));
}

/* Returns NULL when the content does not fit its type. */
static JsonObject *
read_text_content (const SandboxRequest *request)
{
  static const char *const parse_modes[] = { "text", "markdown", "html", NULL };
  JsonObject *content = sandbox_json_object (request->payload, "content");
  const char *text, *parse_mode;
  JsonObject *copy;

  if (content == NULL)
    return NULL;
  text = sandbox_json_string (content, "text");
  parse_mode = sandbox_json_string (content, "parseMode");
  if (text == NULL || *text == '\0' || parse_mode == NULL || !g_strv_contains (parse_modes, parse_mode))
    return NULL;
  copy = json_object_new ();
  json_object_set_string_member (copy, "text", text);
  json_object_set_string_member (copy, "parseMode", parse_mode);
  if (sandbox_json_present (content, "buttons") && sandbox_world_has_version (world_of (request), "5.5.6"))
    json_object_set_member (copy, "buttons", json_object_dup_member (content, "buttons"));
  return copy;
}

static void
send_message (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  SandboxChat *chat = require_chat (request);
  const char *reply_id = sandbox_json_string (request->payload, "replyMessageId");
  g_autoptr (JsonObject) content = NULL;
  SandboxMessage *message;
  JsonObject *payload;

  if (chat == NULL)
    return;
  content = read_text_content (request);
  if (content == NULL || (reply_id == NULL && sandbox_json_present (request->payload, "replyMessageId")))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  message = reply_id != NULL ? sandbox_world_find_message (world_of (request), reply_id) : NULL;
  if (reply_id != NULL && (message == NULL || message->chat != chat))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_MESSAGE_NOT_FOUND);
      return;
    }
  message = sandbox_world_add_message (world_of (request), chat, connection->user, SANDBOX_MESSAGE_PLAIN,
                                       content, reply_id);
  payload = json_object_new ();
  json_object_set_string_member (payload, "chatId", chat->id);
  json_object_set_string_member (payload, "messageId", message->id);
  json_object_set_int_member (payload, "timestamp", message->timestamp);
  sandbox_request_answer (request, payload);
  sandbox_events_message (connection->server, message, connection);
}

static const SandboxMethod methods[] = {
  { "auth", "5.5.0", sandbox_handle_auth },
  { "createP2PChat", "5.5.0", create_p2p_chat },
  { "getChatByID", "5.5.0", get_chat_by_id },
  { "getFileUploadLimits", "5.5.3", get_file_upload_limits },
  { "getUserDisplayName", "5.5.0", get_user_display_name },
  { "sendMessage", "5.5.0", send_message },
};

const SandboxMethod *
sandbox_methods_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      if (g_str_equal (methods[i].name, name))
        return &methods[i];
    }
  return NULL;
}
