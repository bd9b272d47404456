/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "world/sandbox-actions.h"

#include "base/sandbox-json.h"
#include "world/sandbox-rights.h"

static SandboxChange
make_change (const SandboxActor *actor, SandboxChangeKind kind, SandboxChat *chat)
{
  return (SandboxChange){
    .kind = kind,
    .actor = actor->user,
    .origin = actor->origin,
    .chat = chat,
    .timestamp = g_get_real_time () / 1000,
  };
}

static void
notify_chat (const SandboxActor *actor, SandboxChangeKind kind, SandboxChat *chat, SandboxUser *user)
{
  SandboxChange change = make_change (actor, kind, chat);

  change.user = user;
  sandbox_world_notify (actor->world, &change);
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
        notify_chat (actor, SANDBOX_CHANGE_CHAT_SHOWN, chat, participant->user);
    }
}

static void
announce (const SandboxActor *actor, SandboxChat *chat)
{
  show_again (actor, chat);
  if (chat->announced)
    return;
  chat->announced = TRUE;
  notify_chat (actor, SANDBOX_CHANGE_CHAT_CREATED, chat, NULL);
}

static void
notify_sent (const SandboxActor *actor, SandboxMessage *message)
{
  SandboxChange change = make_change (actor, SANDBOX_CHANGE_MESSAGE_SENT, message->chat);

  change.message = message;
  sandbox_world_notify (actor->world, &change);
}

/* A chat without messages is not announced before its first one, which it then contains. */
SandboxMessage *
sandbox_act_say (const SandboxActor *actor,
                 SandboxChat *chat,
                 int type,
                 JsonObject *content,
                 const char *reply_id,
                 SandboxFile *file)
{
  SandboxMessage *message;

  message = sandbox_world_add_message (actor->world, chat, actor->user, type, content, reply_id);
  message->file = file;
  announce (actor, chat);
  notify_sent (actor, message);
  return message;
}

SandboxMessage *
sandbox_act_system (const SandboxActor *actor, SandboxChat *chat, int type, JsonObject *content)
{
  SandboxMessage *message;

  message = sandbox_world_add_message (actor->world, chat, NULL, type, content, NULL);
  notify_sent (actor, message);
  return message;
}

/* Returns the time of the edit, so that who edits and who sees it are told the same. */
gint64
sandbox_act_edit (const SandboxActor *actor, SandboxMessage *message, JsonObject *content)
{
  SandboxChange change = make_change (actor, SANDBOX_CHANGE_MESSAGE_EDITED, message->chat);

  sandbox_message_set_content (message, content);
  change.message = message;
  sandbox_world_notify (actor->world, &change);
  return change.timestamp;
}

void
sandbox_act_remove_message (const SandboxActor *actor, SandboxMessage *message, gboolean for_all)
{
  SandboxChange change = make_change (actor, SANDBOX_CHANGE_MESSAGE_REMOVED, message->chat);

  change.message = message;
  if (!for_all)
    {
      sandbox_message_hide (message, actor->user);
      change.user = actor->user;
    }
  sandbox_world_notify (actor->world, &change);
  if (for_all)
    sandbox_world_remove_message (actor->world, message);
}

void
sandbox_act_clear (const SandboxActor *actor, SandboxChat *chat, gboolean for_all)
{
  SandboxChange updated = make_change (actor, SANDBOX_CHANGE_CHAT_UPDATED, chat);
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_boolean_member (content, "forAll", for_all);
  if (for_all)
    {
      while (!g_queue_is_empty (&chat->messages))
        sandbox_world_remove_message (actor->world, g_queue_peek_head (&chat->messages));
      notify_chat (actor, SANDBOX_CHANGE_HISTORY_CLEARED, chat, NULL);
      sandbox_act_system (actor, chat, SANDBOX_MESSAGE_CLEAR_HISTORY, content);
    }
  else
    {
      sandbox_chat_hide_history (chat, actor->user, sandbox_world_get_last_seq (actor->world) + 1);
      notify_chat (actor, SANDBOX_CHANGE_HISTORY_CLEARED, chat, actor->user);
    }
  updated.cleared = TRUE;
  sandbox_world_notify (actor->world, &updated);
}

SandboxChat *
sandbox_act_open_p2p (const SandboxActor *actor, SandboxUser *other)
{
  SandboxChat *chat = sandbox_world_open_p2p (actor->world, actor->user, other);

  if (chat->announced)
    sandbox_chat_find_participant (chat, actor->user)->hidden = FALSE;
  else
    announce (actor, chat);
  return chat;
}

SandboxChat *
sandbox_act_open_favorites (const SandboxActor *actor)
{
  SandboxChat *chat = sandbox_world_open_favorites (actor->world, actor->user);

  announce (actor, chat);
  return chat;
}

SandboxChat *
sandbox_act_create_chat (const SandboxActor *actor, SandboxChatType type, const char *title)
{
  SandboxChat *chat = sandbox_world_add_chat (actor->world, type, title, actor->user);

  notify_chat (actor, SANDBOX_CHANGE_CHAT_CREATED, chat, NULL);
  return chat;
}

void
sandbox_act_title (const SandboxActor *actor, SandboxChat *chat, const char *title)
{
  g_autoptr (JsonObject) content = json_object_new ();

  sandbox_chat_set_title (chat, title);
  json_object_set_string_member (content, "title", title);
  notify_chat (actor, SANDBOX_CHANGE_TITLE, chat, NULL);
  sandbox_act_system (actor, chat, SANDBOX_MESSAGE_EDIT_CHAT_TITLE, content);
  notify_chat (actor, SANDBOX_CHANGE_CHAT_UPDATED, chat, NULL);
}

/* NULL removes the avatar, which bots cannot do. */
void
sandbox_act_avatar (const SandboxActor *actor, SandboxChat *chat, const char *avatar_url)
{
  g_autoptr (JsonObject) content = json_object_new ();

  g_free (chat->avatar_url);
  chat->avatar_url = g_strdup (avatar_url);
  sandbox_json_set_string (content, "avatarUrl", avatar_url);
  notify_chat (actor, SANDBOX_CHANGE_AVATAR, chat, NULL);
  sandbox_act_system (actor, chat, SANDBOX_MESSAGE_EDIT_CHAT_AVATAR, content);
  notify_chat (actor, SANDBOX_CHANGE_CHAT_UPDATED, chat, NULL);
}

/* The owner removes it for everybody, other members leave it. Without members it only vanishes from sight. */
void
sandbox_act_remove_chat (const SandboxActor *actor, SandboxChat *chat)
{
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, actor->user);

  if (!sandbox_chat_has_members (chat))
    {
      sandbox_chat_hide_history (chat, actor->user, sandbox_world_get_last_seq (actor->world) + 1);
      notify_chat (actor, SANDBOX_CHANGE_CHAT_REMOVED, chat, actor->user);
      participant->hidden = TRUE;
    }
  else if (participant->role != SANDBOX_ROLE_OWNER)
    {
      sandbox_act_remove (actor, chat, actor->user);
    }
  else
    {
      notify_chat (actor, SANDBOX_CHANGE_CHAT_REMOVED, chat, NULL);
      sandbox_world_remove_chat (actor->world, chat);
    }
}

static void
say_member (const SandboxActor *actor, SandboxChat *chat, int type, SandboxUser *user, const char *role)
{
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_string_member (content, "userId", user->id);
  if (role != NULL)
    json_object_set_string_member (content, "role", role);
  sandbox_act_system (actor, chat, type, content);
  notify_chat (actor, SANDBOX_CHANGE_CHAT_UPDATED, chat, NULL);
}

void
sandbox_act_add (const SandboxActor *actor,
                 SandboxChat *chat,
                 SandboxUser *user,
                 SandboxRole role,
                 gboolean display_history)
{
  guint64 next = sandbox_world_get_last_seq (actor->world) + 1;

  sandbox_chat_add_participant (chat, user, role, display_history ? 0 : next);
  notify_chat (actor, SANDBOX_CHANGE_PARTICIPANT_ADDED, chat, user);
  say_member (actor, chat, SANDBOX_MESSAGE_ADD_PARTICIPANT, user, sandbox_role_name (role));
}

/* The removed one still takes part when this is told, and so hears of it. */
void
sandbox_act_remove (const SandboxActor *actor, SandboxChat *chat, SandboxUser *user)
{
  notify_chat (actor, SANDBOX_CHANGE_PARTICIPANT_REMOVED, chat, user);
  sandbox_chat_remove_participant (chat, user);
  say_member (actor, chat, SANDBOX_MESSAGE_REMOVE_PARTICIPANT, user, NULL);
}

static void
set_role (const SandboxActor *actor, SandboxChat *chat, SandboxParticipant *participant, SandboxRole role)
{
  participant->role = role;
  notify_chat (actor, SANDBOX_CHANGE_PARTICIPANT_ROLE, chat, participant->user);
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

void
sandbox_act_activity (const SandboxActor *actor, SandboxChat *chat, const char *activity)
{
  SandboxChange change = make_change (actor, SANDBOX_CHANGE_ACTIVITY, chat);

  change.activity = activity;
  sandbox_world_notify (actor->world, &change);
}
