/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-control-chats.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"
#include "serve/sandbox-listing.h"
#include "speak/sandbox-attachment.h"
#include "world/sandbox-actions.h"
#include "world/sandbox-rights.h"

static SandboxChat *
require_chat (const SandboxCall *call)
{
  const char *id = sandbox_json_string (call->body, "chat_id");
  SandboxChat *chat = id != NULL ? sandbox_world_find_chat (call->server->hub->world, id) : NULL;

  if (chat == NULL)
    sandbox_http_refuse (call->msg, id != NULL ? 404 : 400, "Name a chat that there is in \"chat_id\".");
  return chat;
}

/* Who acts: "from", else the given user, else the owner. Answers the call and returns NULL when that is no
 * participant. */
static SandboxUser *
require_member (const SandboxCall *call, SandboxChat *chat, SandboxUser *otherwise)
{
  SandboxUser *user = otherwise;

  if (sandbox_json_present (call->body, "from"))
    {
      user = sandbox_call_require_user (call, "from");
      if (user == NULL)
        return NULL;
    }
  for (guint i = 0; user == NULL && i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      if (participant->role == SANDBOX_ROLE_OWNER || participant->role == SANDBOX_ROLE_FAVORITES_OWNER)
        user = participant->user;
    }
  if (user != NULL && sandbox_chat_find_participant (chat, user) != NULL)
    return user;
  sandbox_http_refuse (call->msg, 400, "Name somebody who is in the chat in \"from\".");
  return NULL;
}

static gboolean
read_role (const SandboxCall *call, JsonObject *from, SandboxChat *chat, SandboxRole *role)
{
  *role = SANDBOX_ROLE_USER;
  if (!sandbox_json_present (from, "role"))
    return TRUE;
  if (sandbox_role_parse (json_object_get_member (from, "role"), role) && sandbox_role_fits (chat, *role))
    return TRUE;
  sandbox_http_refuse (call->msg, 400, "There is no such \"role\" in this kind of chat.");
  return FALSE;
}

/* The node is a login or an object with "user" and "role". */
static gboolean
add_one (const SandboxCall *call, const SandboxActor *actor, SandboxChat *chat, JsonNode *node)
{
  g_autoptr (JsonObject) object = NULL;
  const char *login;
  SandboxUser *user = NULL;
  SandboxRole role;

  if (JSON_NODE_HOLDS_OBJECT (node))
    object = json_object_ref (json_node_get_object (node));
  else
    {
      object = json_object_new ();
      json_object_set_member (object, "user", json_node_copy (node));
    }
  login = sandbox_json_string (object, "user");
  if (login != NULL)
    user = sandbox_world_find_user (call->server->hub->world, login);
  if (user == NULL || sandbox_chat_find_participant (chat, user) != NULL)
    {
      sandbox_http_refuse (call->msg, 400, "A participant is a user, and each comes once.");
      return FALSE;
    }
  if (!read_role (call, object, chat, &role))
    return FALSE;
  if (!sandbox_chat_has_members (chat))
    {
      sandbox_chat_add_participant (chat, user, role, 0);
      return TRUE;
    }
  sandbox_act_add (actor, chat, user, role, sandbox_json_boolean (object, "display_history"));
  return TRUE;
}

static SandboxChat *
make_chat (const SandboxCall *call, const SandboxActor *actor, const char *type)
{
  const char *title = sandbox_json_string (call->body, "title");
  SandboxChat *chat;
  SandboxUser *to;

  if (g_str_equal (type, "favorites"))
    {
      chat = sandbox_world_open_favorites (actor->world, actor->user);
      if (title != NULL)
        sandbox_chat_set_title (chat, title);
      return sandbox_act_open_favorites (actor);
    }
  if (g_str_equal (type, "system"))
    return sandbox_act_create_chat (actor, SANDBOX_CHAT_SYSTEM, title != NULL ? title : "System");
  if (g_str_equal (type, "p2p"))
    {
      to = sandbox_call_require_user (call, "to");
      return to != NULL && to != actor->user ? sandbox_act_open_p2p (actor, to) : NULL;
    }
  if (g_str_equal (type, "group") || g_str_equal (type, "channel"))
    return sandbox_act_create_chat (actor,
                                    g_str_equal (type, "group") ? SANDBOX_CHAT_GROUP : SANDBOX_CHAT_CHANNEL,
                                    title != NULL ? title : "Untitled");
  sandbox_http_refuse (call->msg, 400, "\"type\" must be group, channel, favorites, system or p2p.");
  return NULL;
}

void
sandbox_control_make_chat (const SandboxCall *call)
{
  const char *type = sandbox_json_string (call->body, "type");
  JsonNode *node = json_object_get_member (call->body, "participants");
  SandboxUser *from = sandbox_call_require_user (call, "from");
  SandboxActor actor = { call->server->hub->world, from, NULL };
  JsonArray *participants = NULL;
  SandboxChat *chat;

  if (from == NULL)
    return;
  chat = make_chat (call, &actor, type != NULL ? type : "group");
  if (chat == NULL)
    {
      if (soup_server_message_get_status (call->msg) == 0)
        sandbox_http_refuse (call->msg, 400, "Nobody has a chat with themselves.");
      return;
    }
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node) &&
      (sandbox_chat_has_members (chat) || chat->type == SANDBOX_CHAT_SYSTEM))
    participants = json_node_get_array (node);
  for (guint i = 0; participants != NULL && i < json_array_get_length (participants); i++)
    {
      if (!add_one (call, &actor, chat, json_array_get_element (participants, i)))
        return;
    }
  sandbox_http_answer (call->msg, 200, sandbox_listing_chat (chat));
}

void
sandbox_control_participants (const SandboxCall *call)
{
  const char *action = sandbox_json_string (call->body, "action");
  SandboxChat *chat = require_chat (call);
  SandboxUser *from = chat != NULL ? require_member (call, chat, NULL) : NULL;
  SandboxUser *user = NULL;
  SandboxActor actor = { call->server->hub->world, from, NULL };
  gboolean is_member;
  SandboxRole role;

  if (from == NULL)
    return;
  if (action == NULL || !sandbox_chat_has_members (chat))
    {
      sandbox_http_refuse (call->msg, 400,
                           "\"action\" must be add, remove, leave or role, in a group or channel.");
      return;
    }
  user = g_str_equal (action, "leave") ? from : sandbox_call_require_user (call, "user");
  if (user == NULL || !read_role (call, call->body, chat, &role))
    return;
  is_member = sandbox_chat_find_participant (chat, user) != NULL;
  if (is_member == g_str_equal (action, "add"))
    {
      sandbox_http_refuse (call->msg, 409, "%s is %s in the chat.", user->login,
                           is_member ? "already" : "not");
      return;
    }
  if (g_str_equal (action, "add"))
    sandbox_act_add (&actor, chat, user, role, sandbox_json_boolean (call->body, "display_history"));
  else if (g_str_equal (action, "role"))
    sandbox_act_role (&actor, chat, user, role);
  else
    sandbox_act_remove (&actor, chat, user);
  sandbox_http_answer (call->msg, 200, sandbox_listing_chat (chat));
}

static void
edit_chat (const SandboxCall *call)
{
  const char *title = sandbox_json_string (call->body, "title");
  SandboxChat *chat = require_chat (call);
  SandboxUser *from = chat != NULL ? require_member (call, chat, NULL) : NULL;
  SandboxActor actor = { call->server->hub->world, from, NULL };
  JsonObject *avatar = sandbox_json_object (call->body, "avatar");
  g_autofree char *url = NULL;
  SandboxFile *file;

  if (from == NULL)
    return;
  if (title != NULL)
    sandbox_act_title (&actor, chat, title);
  if (avatar != NULL)
    {
      file = sandbox_call_read_file (call, avatar, "avatar.png", from);
      if (file == NULL)
        return;
      url = sandbox_attachment_make_address (call->server->hub, file, FALSE);
    }
  if (json_object_has_member (call->body, "avatar"))
    sandbox_act_avatar (&actor, chat, url);
  sandbox_http_answer (call->msg, 200, sandbox_listing_chat (chat));
}

/* No rights are checked: the control interface may do everything. */
void
sandbox_control_edit (const SandboxCall *call)
{
  const char *text = sandbox_json_string (call->body, "text");
  const char *parse_mode = sandbox_json_string (call->body, "parse_mode");
  JsonObject *given = sandbox_json_object (call->body, "content");
  g_autoptr (JsonObject) content = NULL;
  SandboxActor actor = { call->server->hub->world, NULL, NULL };
  SandboxMessage *message;

  if (!sandbox_json_present (call->body, "message_id"))
    {
      edit_chat (call);
      return;
    }
  message = sandbox_call_require_message (call);
  if (message == NULL)
    return;
  if (text == NULL && given == NULL)
    {
      sandbox_http_refuse (call->msg, 400, "Give the new \"text\", or a whole \"content\".");
      return;
    }
  actor.user = message->author;
  if (given != NULL)
    content = json_object_ref (given);
  else
    {
      content = json_object_new ();
      json_object_set_string_member (content, "text", text);
      json_object_set_string_member (content, "parseMode", parse_mode != NULL ? parse_mode : "html");
    }
  sandbox_act_edit (&actor, message, content);
  sandbox_http_answer (call->msg, 200, sandbox_listing_message (call->server->hub->world, message, NULL));
}

static void
remove_chat (const SandboxCall *call)
{
  SandboxChat *chat = require_chat (call);
  SandboxUser *from = chat != NULL ? require_member (call, chat, NULL) : NULL;
  SandboxActor actor = { call->server->hub->world, from, NULL };

  if (from == NULL)
    return;
  if (sandbox_json_boolean (call->body, "history"))
    sandbox_act_clear (&actor, chat, sandbox_json_boolean (call->body, "for_all"));
  else
    sandbox_act_remove_chat (&actor, chat);
  sandbox_http_answer (call->msg, 200, json_object_new ());
}

void
sandbox_control_remove (const SandboxCall *call)
{
  SandboxActor actor = { call->server->hub->world, NULL, NULL };
  SandboxMessage *message;
  gboolean for_all;

  if (!sandbox_json_present (call->body, "message_id"))
    {
      remove_chat (call);
      return;
    }
  message = sandbox_call_require_message (call);
  if (message == NULL)
    return;
  actor.user = require_member (call, message->chat, message->author);
  if (actor.user == NULL)
    return;
  for_all = !sandbox_json_present (call->body, "for_all") || sandbox_json_boolean (call->body, "for_all");
  sandbox_act_remove_message (&actor, message, for_all);
  sandbox_http_answer (call->msg, 200, json_object_new ());
}
