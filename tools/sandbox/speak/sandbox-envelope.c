/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-envelope.h"

#include "base/sandbox-json.h"
#include "world/sandbox-files.h"

/* NULL stands for the server. */
JsonObject *
sandbox_author_to_object (SandboxUser *author)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", author != NULL ? author->id : "trueconf.server");
  json_object_set_int_member (object, "type", author != NULL ? 1 : 0);
  return object;
}

/* The content with the current state of the file. */
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

/* Since 5.5.6 each message contains its chat as this viewer sees it: the title of a P2P chat is the other user. The
 * vendor's client requires it, also in a replied, a forwarded and a last message. */
static void
add_chat_reference (SandboxWorld *self, JsonObject *envelope, SandboxChat *chat, SandboxUser *viewer)
{
  JsonObject *reference;

  if (!sandbox_world_has_version (self, "5.5.6"))
    return;
  reference = json_object_new ();
  json_object_set_string_member (reference, "chatId", chat->id);
  sandbox_json_set_string (reference, "chatTitle", sandbox_chat_title_for (chat, viewer));
  json_object_set_int_member (reference, "chatType", chat->type);
  json_object_set_object_member (envelope, "chat", reference);
}

static JsonObject *
to_envelope (SandboxWorld *self, SandboxMessage *message, SandboxUser *viewer, gboolean expand)
{
  JsonObject *envelope = json_object_new ();
  JsonObject *box = json_object_new ();
  SandboxMessage *answered = NULL;

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
  add_chat_reference (self, envelope, message->chat, viewer);
  if (expand && message->reply_id != NULL && sandbox_world_has_version (self, "5.5.6"))
    answered = sandbox_world_find_message (self, message->reply_id);
  if (answered != NULL && sandbox_message_is_visible (answered, viewer))
    json_object_set_object_member (envelope, "replyMessage", to_envelope (self, answered, viewer, FALSE));
  return envelope;
}

/* The whole message as this viewer gets it. */
JsonObject *
sandbox_message_to_envelope (SandboxWorld *self, SandboxMessage *message, SandboxUser *viewer)
{
  return to_envelope (self, message, viewer, TRUE);
}

/* The content of a message that forwards this one. Forwarding a forwarded message forwards the original. The
 * documentation has no "box" in it, but version 1.4 of the vendor's client cannot read a forward without one. */
JsonObject *
sandbox_message_to_forwarded (SandboxWorld *self, SandboxMessage *message, SandboxUser *viewer)
{
  if (message->type == SANDBOX_MESSAGE_FORWARDED)
    return json_object_ref (message->content);
  return to_envelope (self, message, viewer, FALSE);
}

static JsonObject *
to_reduced (SandboxWorld *self, SandboxMessage *message, SandboxUser *viewer, gboolean with_chat_id)
{
  JsonObject *envelope = json_object_new ();

  if (with_chat_id)
    json_object_set_string_member (envelope, "chatId", message->chat->id);
  json_object_set_string_member (envelope, "messageId", message->id);
  json_object_set_int_member (envelope, "timestamp", message->timestamp);
  json_object_set_object_member (envelope, "author", sandbox_author_to_object (message->author));
  json_object_set_int_member (envelope, "type", message->type);
  json_object_set_object_member (envelope, "content", make_content (message));
  add_chat_reference (self, envelope, message->chat, viewer);
  return envelope;
}

static JsonObject *
to_chat_object (SandboxWorld *self, SandboxChat *chat, SandboxUser *viewer, gboolean with_chat_id)
{
  JsonObject *object = json_object_new ();
  SandboxParticipant *participant = sandbox_chat_find_participant (chat, viewer);
  SandboxMessage *last = sandbox_chat_last_visible (chat, viewer);

  json_object_set_string_member (object, "chatId", chat->id);
  sandbox_json_set_string (object, "title", sandbox_chat_title_for (chat, viewer));
  json_object_set_int_member (object, "chatType", chat->type);
  if (last != NULL)
    json_object_set_object_member (object, "lastMessage", to_reduced (self, last, viewer, with_chat_id));
  else
    json_object_set_null_member (object, "lastMessage");
  json_object_set_int_member (object, "unreadMessages", participant != NULL ? participant->unread : 0);
  return object;
}

JsonObject *
sandbox_chat_to_object (SandboxWorld *self, SandboxChat *chat, SandboxUser *viewer)
{
  JsonObject *object = to_chat_object (self, chat, viewer, FALSE);

  sandbox_json_set_string (object, "avatarUrl", chat->avatar_url);
  return object;
}

JsonObject *
sandbox_chat_to_created_event (SandboxWorld *self, SandboxChat *chat, SandboxUser *viewer)
{
  return to_chat_object (self, chat, viewer, TRUE);
}
