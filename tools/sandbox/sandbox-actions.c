/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-actions.h"

#include "sandbox-events.h"
#include "sandbox-stream.h"
#include "sandbox-wait.h"

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static JsonObject *
about_chat (SandboxChat *chat)
{
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "chatId", chat->id);
  return payload;
}

/* A chat that somebody has removed is there again with the next message. */
static void
show_again (const SandboxActor *actor, SandboxChat *chat)
{
  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      if (!participant->hidden)
        continue;
      participant->hidden = FALSE;
      if (chat->announced)
        sandbox_events_chat_created (actor->server, chat, participant->user, actor->connection);
    }
}

static void
announce (const SandboxActor *actor, SandboxChat *chat)
{
  show_again (actor, chat);
  if (chat->announced)
    return;
  chat->announced = TRUE;
  sandbox_events_chat_created (actor->server, chat, NULL, actor->connection);
  sandbox_stream_chat (actor->server, "created", chat);
}

/* The first message is in the chat when the others hear of it. */
SandboxMessage *
sandbox_act_say (const SandboxActor *actor,
                 SandboxChat *chat,
                 int type,
                 JsonObject *content,
                 const char *reply_id,
                 SandboxFile *file)
{
  SandboxMessage *message;

  message = sandbox_world_add_message (actor->server->world, chat, actor->user, type, content, reply_id);
  message->file = file;
  announce (actor, chat);
  sandbox_events_message (actor->server, message, actor->connection);
  return message;
}

SandboxMessage *
sandbox_act_system (const SandboxActor *actor, SandboxChat *chat, int type, JsonObject *content)
{
  SandboxMessage *message;

  message = sandbox_world_add_message (actor->server->world, chat, NULL, type, content, NULL);
  sandbox_events_message (actor->server, message, actor->connection);
  return message;
}

/* Returns when that was: who edits and who sees it are told the same. */
gint64
sandbox_act_edit (const SandboxActor *actor, SandboxMessage *message, JsonObject *content)
{
  g_autoptr (JsonObject) payload = about_chat (message->chat);
  gint64 timestamp = now_ms ();

  sandbox_message_set_content (message, content);
  json_object_set_string_member (payload, "messageId", message->id);
  json_object_set_int_member (payload, "timestamp", timestamp);
  json_object_set_object_member (payload, "content", json_object_ref (content));
  sandbox_events_send (actor->server, message->chat, actor->connection, "editMessage", payload);
  sandbox_stream_message (actor->server, "edit", message);
  return timestamp;
}

void
sandbox_act_remove_message (const SandboxActor *actor, SandboxMessage *message, gboolean for_all)
{
  SandboxServer *server = actor->server;
  g_autoptr (JsonObject) payload = about_chat (message->chat);

  json_object_set_string_member (payload, "messageId", message->id);
  json_object_set_object_member (payload, "removedBy", sandbox_author_to_object (actor->user));
  if (for_all)
    {
      sandbox_events_send (server, message->chat, actor->connection, "removeMessage", payload);
      sandbox_stream_removed (server, message, NULL);
      sandbox_world_remove_message (server->world, message);
      return;
    }
  sandbox_message_hide (message, actor->user);
  sandbox_events_send_to (server, actor->user, actor->connection, "removeMessage", payload);
  sandbox_stream_removed (server, message, actor->user);
}

void
sandbox_act_clear (const SandboxActor *actor, SandboxChat *chat, gboolean for_all)
{
  SandboxServer *server = actor->server;
  g_autoptr (JsonObject) payload = about_chat (chat);
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_boolean_member (payload, "forAll", for_all);
  json_object_set_boolean_member (content, "forAll", for_all);
  if (for_all)
    {
      while (!g_queue_is_empty (&chat->messages))
        sandbox_world_remove_message (server->world, g_queue_peek_head (&chat->messages));
      sandbox_events_send (server, chat, actor->connection, "clearHistory", payload);
      sandbox_act_system (actor, chat, SANDBOX_MESSAGE_CLEAR_HISTORY, content);
    }
  else
    {
      sandbox_chat_hide_history (chat, actor->user, sandbox_world_get_last_seq (server->world) + 1);
      sandbox_events_send_to (server, actor->user, actor->connection, "clearHistory", payload);
    }
  sandbox_stream_chat (server, "cleared", chat);
}

SandboxChat *
sandbox_act_open_p2p (const SandboxActor *actor, SandboxUser *other)
{
  SandboxChat *chat = sandbox_world_open_p2p (actor->server->world, actor->user, other);

  if (chat->announced)
    sandbox_chat_find_participant (chat, actor->user)->hidden = FALSE;
  else
    announce (actor, chat);
  return chat;
}

SandboxChat *
sandbox_act_open_favorites (const SandboxActor *actor)
{
  SandboxChat *chat = sandbox_world_open_favorites (actor->server->world, actor->user);

  announce (actor, chat);
  return chat;
}

SandboxChat *
sandbox_act_create_chat (const SandboxActor *actor, SandboxChatType type, const char *title)
{
  SandboxChat *chat = sandbox_world_add_chat (actor->server->world, type, title, actor->user);

  sandbox_events_chat_created (actor->server, chat, actor->user, actor->connection);
  sandbox_stream_chat (actor->server, "created", chat);
  return chat;
}

void
sandbox_act_title (const SandboxActor *actor, SandboxChat *chat, const char *title)
{
  g_autoptr (JsonObject) payload = about_chat (chat);
  g_autoptr (JsonObject) content = json_object_new ();

  sandbox_chat_set_title (chat, title);
  json_object_set_string_member (payload, "title", title);
  json_object_set_string_member (content, "title", title);
  sandbox_events_send (actor->server, chat, actor->connection, "editChatTitle", payload);
  sandbox_act_system (actor, chat, SANDBOX_MESSAGE_EDIT_CHAT_TITLE, content);
  sandbox_stream_chat (actor->server, "changed", chat);
}

static void
set_avatar (JsonObject *object, const char *avatar_url)
{
  if (avatar_url != NULL)
    json_object_set_string_member (object, "avatarUrl", avatar_url);
  else
    json_object_set_null_member (object, "avatarUrl");
}

/* NULL takes it away, which only people can do. */
void
sandbox_act_avatar (const SandboxActor *actor, SandboxChat *chat, const char *avatar_url)
{
  g_autoptr (JsonObject) payload = about_chat (chat);
  g_autoptr (JsonObject) content = json_object_new ();

  g_free (chat->avatar_url);
  chat->avatar_url = g_strdup (avatar_url);
  set_avatar (payload, avatar_url);
  set_avatar (content, avatar_url);
  sandbox_events_send (actor->server, chat, actor->connection, "editChatAvatar", payload);
  sandbox_act_system (actor, chat, SANDBOX_MESSAGE_EDIT_CHAT_AVATAR, content);
  sandbox_stream_chat (actor->server, "changed", chat);
}

/* Gone for all when its owner removes it; other members leave; without members it only vanishes from sight. */
void
sandbox_act_remove_chat (const SandboxActor *actor, SandboxChat *chat)
{
  SandboxServer *server = actor->server;
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, actor->user);
  g_autoptr (JsonObject) payload = about_chat (chat);

  if (!sandbox_chat_has_members (chat))
    {
      sandbox_chat_hide_history (chat, actor->user, sandbox_world_get_last_seq (server->world) + 1);
      sandbox_events_send_to (server, actor->user, actor->connection, "removeChat", payload);
      participant->hidden = TRUE;
    }
  else if (participant->role != SANDBOX_ROLE_OWNER)
    {
      sandbox_act_remove (actor, chat, actor->user);
    }
  else
    {
      sandbox_events_send (server, chat, actor->connection, "removeChat", payload);
      sandbox_stream_chat (server, "removed", chat);
      sandbox_world_remove_chat (server->world, chat);
      sandbox_wait_notify (server);
    }
}

static JsonObject *
about_member (SandboxChat *chat, SandboxUser *user, const char *by, SandboxUser *actor)
{
  JsonObject *payload = about_chat (chat);

  json_object_set_string_member (payload, "userId", user->id);
  json_object_set_int_member (payload, "timestamp", now_ms ());
  if (by != NULL)
    json_object_set_object_member (payload, by, sandbox_author_to_object (actor));
  return payload;
}

static void
say_member (const SandboxActor *actor, SandboxChat *chat, int type, SandboxUser *user, const char *role)
{
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_string_member (content, "userId", user->id);
  if (role != NULL)
    json_object_set_string_member (content, "role", role);
  sandbox_act_system (actor, chat, type, content);
  sandbox_stream_chat (actor->server, "changed", chat);
}

void
sandbox_act_add (const SandboxActor *actor,
                 SandboxChat *chat,
                 SandboxUser *user,
                 SandboxRole role,
                 gboolean display_history)
{
  guint64 next = sandbox_world_get_last_seq (actor->server->world) + 1;
  g_autoptr (JsonObject) payload = about_member (chat, user, "addedBy", actor->user);

  sandbox_chat_add_participant (chat, user, role, display_history ? 0 : next);
  sandbox_events_send (actor->server, chat, actor->connection, "addChatParticipant", payload);
  say_member (actor, chat, SANDBOX_MESSAGE_ADD_PARTICIPANT, user, sandbox_role_name (role));
}

/* Whoever is removed hears of that, too, and that the chat is gone. */
void
sandbox_act_remove (const SandboxActor *actor, SandboxChat *chat, SandboxUser *user)
{
  SandboxServer *server = actor->server;
  g_autoptr (JsonObject) payload = about_member (chat, user, "removedBy", actor->user);
  g_autoptr (JsonObject) gone = about_chat (chat);

  sandbox_events_send (server, chat, actor->connection, "removeChatParticipant", payload);
  sandbox_events_send_to (server, user, actor->connection, "removeChat", gone);
  sandbox_chat_remove_participant (chat, user);
  say_member (actor, chat, SANDBOX_MESSAGE_REMOVE_PARTICIPANT, user, NULL);
}

static void
set_role (const SandboxActor *actor, SandboxChat *chat, SandboxParticipant *participant, SandboxRole role)
{
  g_autoptr (JsonObject) payload = about_member (chat, participant->user, NULL, NULL);

  participant->role = role;
  json_object_set_string_member (payload, "role", sandbox_role_name (role));
  sandbox_events_send (actor->server, chat, actor->connection, "changeParticipantRole", payload);
  say_member (actor, chat, SANDBOX_MESSAGE_PARTICIPANT_ROLE, participant->user, sandbox_role_name (role));
}

/* There is one owner: the old one becomes an administrator. */
void
sandbox_act_role (const SandboxActor *actor, SandboxChat *chat, SandboxUser *user, SandboxRole role)
{
  for (guint i = 0; role == SANDBOX_ROLE_OWNER && i < chat->participants->len; i++)
    {
      SandboxParticipant *other = g_ptr_array_index (chat->participants, i);

      if (other->role == SANDBOX_ROLE_OWNER && other->user != user)
        set_role (actor, chat, other, SANDBOX_ROLE_ADMIN);
    }
  set_role (actor, chat, sandbox_chat_find_participant (chat, user), role);
}
