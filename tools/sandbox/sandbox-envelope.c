/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-world.h"

static void
set_author (JsonObject *object, SandboxMessage *message)
{
  JsonObject *author = json_object_new ();

  json_object_set_string_member (author, "id",
                                 message->author != NULL ? message->author->id : "trueconf.server");
  json_object_set_int_member (author, "type", message->author != NULL ? 1 : 0);
  json_object_set_object_member (object, "author", author);
}

static JsonObject *
to_envelope (SandboxWorld *self, SandboxMessage *message, SandboxUser *viewer, gboolean expand)
{
  JsonObject *envelope = json_object_new ();
  JsonObject *box = json_object_new ();

  json_object_set_string_member (envelope, "messageId", message->id);
  json_object_set_string_member (envelope, "chatId", message->chat->id);
  json_object_set_int_member (envelope, "timestamp", message->timestamp);
  json_object_set_boolean_member (envelope, "isEdited", message->edited);
  set_author (envelope, message);
  json_object_set_int_member (box, "id", (gint64) message->box);
  json_object_set_string_member (box, "position", "0");
  json_object_set_object_member (envelope, "box", box);
  json_object_set_int_member (envelope, "type", message->type);
  json_object_set_object_member (envelope, "content", json_object_ref (message->content));
  if (message->reply_id != NULL)
    json_object_set_string_member (envelope, "replyMessageId", message->reply_id);
  if (expand && sandbox_world_has_version (self, "5.5.6"))
    {
      JsonObject *chat = json_object_new ();
      SandboxMessage *answered = NULL;

      json_object_set_string_member (chat, "chatId", message->chat->id);
      json_object_set_string_member (chat, "chatTitle", sandbox_chat_title_for (message->chat, viewer));
      json_object_set_int_member (chat, "chatType", message->chat->type);
      json_object_set_object_member (envelope, "chat", chat);
      if (message->reply_id != NULL)
        answered = sandbox_world_find_message (self, message->reply_id);
      if (answered != NULL)
        json_object_set_object_member (envelope, "replyMessage", to_envelope (self, answered, viewer, FALSE));
    }
  return envelope;
}

/* The whole message as this viewer gets it: a P2P chat is titled after the other side. */
JsonObject *
sandbox_message_to_envelope (SandboxWorld *self, SandboxMessage *message, SandboxUser *viewer)
{
  return to_envelope (self, message, viewer, TRUE);
}

JsonObject *
sandbox_message_to_reduced (SandboxMessage *message, gboolean with_chat_id)
{
  JsonObject *envelope = json_object_new ();

  if (with_chat_id)
    json_object_set_string_member (envelope, "chatId", message->chat->id);
  json_object_set_string_member (envelope, "messageId", message->id);
  json_object_set_int_member (envelope, "timestamp", message->timestamp);
  set_author (envelope, message);
  json_object_set_int_member (envelope, "type", message->type);
  json_object_set_object_member (envelope, "content", json_object_ref (message->content));
  return envelope;
}

static JsonObject *
to_chat_object (SandboxChat *chat, SandboxUser *viewer, gboolean with_chat_id)
{
  JsonObject *object = json_object_new ();
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, viewer);
  SandboxMessage *last = g_queue_peek_tail (&chat->messages);

  json_object_set_string_member (object, "chatId", chat->id);
  json_object_set_string_member (object, "title", sandbox_chat_title_for (chat, viewer));
  json_object_set_int_member (object, "chatType", chat->type);
  if (last != NULL)
    json_object_set_object_member (object, "lastMessage", sandbox_message_to_reduced (last, with_chat_id));
  else
    json_object_set_null_member (object, "lastMessage");
  json_object_set_int_member (object, "unreadMessages", participant != NULL ? participant->unread : 0);
  return object;
}

JsonObject *
sandbox_chat_to_object (SandboxChat *chat, SandboxUser *viewer)
{
  JsonObject *object = to_chat_object (chat, viewer, FALSE);

  json_object_set_null_member (object, "avatarUrl");
  return object;
}

JsonObject *
sandbox_chat_to_created_event (SandboxChat *chat, SandboxUser *viewer)
{
  return to_chat_object (chat, viewer, TRUE);
}
