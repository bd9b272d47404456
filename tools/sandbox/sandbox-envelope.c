/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-files.h"

/* NULL is the server itself. */
JsonObject *
sandbox_author_to_object (SandboxUser *author)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", author != NULL ? author->id : "trueconf.server");
  json_object_set_int_member (object, "type", author != NULL ? 1 : 0);
  return object;
}

/* The state of a file is told as it is at the moment. */
static JsonObject *
make_content (SandboxMessage *message)
{
  JsonObject *content;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (message->file == NULL || message->type != SANDBOX_MESSAGE_ATTACHMENT)
    return json_object_ref (message->content);
  content = json_object_new ();
  json_object_iter_init (&iter, message->content);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (content, name, json_node_copy (value));
  json_object_set_int_member (content, "readyState", sandbox_file_get_state (message->file));
  return content;
}

static void
set_string_or_null (JsonObject *object, const char *member, const char *title)
{
  if (title != NULL)
    json_object_set_string_member (object, member, title);
  else
    json_object_set_null_member (object, member);
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
  json_object_set_object_member (envelope, "author", sandbox_author_to_object (message->author));
  json_object_set_int_member (box, "id", (gint64) message->box);
  json_object_set_string_member (box, "position", "0");
  json_object_set_object_member (envelope, "box", box);
  json_object_set_int_member (envelope, "type", message->type);
  json_object_set_object_member (envelope, "content", make_content (message));
  if (message->reply_id != NULL)
    json_object_set_string_member (envelope, "replyMessageId", message->reply_id);
  if (expand && sandbox_world_has_version (self, "5.5.6"))
    {
      JsonObject *chat = json_object_new ();
      SandboxMessage *answered = NULL;

      json_object_set_string_member (chat, "chatId", message->chat->id);
      set_string_or_null (chat, "chatTitle", sandbox_chat_title_for (message->chat, viewer));
      json_object_set_int_member (chat, "chatType", message->chat->type);
      json_object_set_object_member (envelope, "chat", chat);
      if (message->reply_id != NULL)
        answered = sandbox_world_find_message (self, message->reply_id);
      if (answered != NULL && sandbox_message_is_visible (answered, viewer))
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

/* The content of a message that forwards this one. Who forwards a forwarded message forwards the first. */
JsonObject *
sandbox_message_to_forwarded (SandboxMessage *message)
{
  if (message->type == SANDBOX_MESSAGE_FORWARDED)
    return json_object_ref (message->content);
  return sandbox_message_to_reduced (message, TRUE);
}

JsonObject *
sandbox_message_to_reduced (SandboxMessage *message, gboolean with_chat_id)
{
  JsonObject *envelope = json_object_new ();

  if (with_chat_id)
    json_object_set_string_member (envelope, "chatId", message->chat->id);
  json_object_set_string_member (envelope, "messageId", message->id);
  json_object_set_int_member (envelope, "timestamp", message->timestamp);
  json_object_set_object_member (envelope, "author", sandbox_author_to_object (message->author));
  json_object_set_int_member (envelope, "type", message->type);
  json_object_set_object_member (envelope, "content", make_content (message));
  return envelope;
}

static JsonObject *
to_chat_object (SandboxChat *chat, SandboxUser *viewer, gboolean with_chat_id)
{
  JsonObject *object = json_object_new ();
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, viewer);
  SandboxMessage *last = sandbox_chat_last_visible (chat, viewer);

  json_object_set_string_member (object, "chatId", chat->id);
  set_string_or_null (object, "title", sandbox_chat_title_for (chat, viewer));
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

  set_string_or_null (object, "avatarUrl", chat->avatar_url);
  return object;
}

JsonObject *
sandbox_chat_to_created_event (SandboxChat *chat, SandboxUser *viewer)
{
  return to_chat_object (chat, viewer, TRUE);
}
