/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-author-private.h"
#include "model/trueconf-box-private.h"
#include "model/trueconf-chat-participant-private.h"
#include "model/trueconf-chat-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-sent-message-private.h"
#include "wire/trueconf-shape-private.h"

#define PLACE(type, member) G_STRUCT_OFFSET (type, member)

const TrueconfShape trueconf_author_shape = {
  trueconf_author_get_type,
  {
      { "id", TRUECONF_MEMBER_STRING, PLACE (TrueconfAuthor, id) },
      { "type", TRUECONF_MEMBER_ENUM, PLACE (TrueconfAuthor, author_type) },
  },
};

static const TrueconfShape box_shape = {
  trueconf_box_get_type,
  {
      { "id", TRUECONF_MEMBER_INT64, PLACE (TrueconfBox, id) },
      { "position", TRUECONF_MEMBER_STRING, PLACE (TrueconfBox, position) },
  },
};

/* 5.5.6 tells the chat of a message in an object of its own. */
static const TrueconfShape chat_reference_shape = {
  NULL,
  {
      { "chatTitle", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, chat_title) },
      { "chatType", TRUECONF_MEMBER_ENUM, PLACE (TrueconfMessage, chat_type) },
  },
};

const TrueconfShape trueconf_sent_message_shape = {
  trueconf_sent_message_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfSentMessage, chat_id) },
      { "messageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfSentMessage, message_id) },
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfSentMessage, timestamp) },
      { "fileId", TRUECONF_MEMBER_STRING, PLACE (TrueconfSentMessage, file_id) },
      { "captionMessageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfSentMessage, caption_message_id) },
  },
};

static void
complete_message (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfMessage *self = object;
  guint content = trueconf_json_get_member (&frame->json, node, "content");

  if (self->timestamp > 0)
    {
      g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (self->timestamp / 1000);

      if (start != NULL)
        self->date_time = g_date_time_add (start, (self->timestamp % 1000) * G_TIME_SPAN_MILLISECOND);
    }

  self->content = trueconf_wire_read_content (self->message_type, frame, content);
}

static void
complete_inner_message (gpointer object, TrueconfFrame *frame, guint node)
{
  complete_message (object, frame, node);
  trueconf_frame_set_raw (frame, node, trueconf_event_get_raw_source (object));
}

#define MESSAGE_MEMBERS                                                                                      \
  { "messageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, message_id) },                              \
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, chat_id) },                                \
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfMessage, timestamp) },                            \
      { "type", TRUECONF_MEMBER_ENUM, PLACE (TrueconfMessage, message_type) },                               \
      { "isEdited", TRUECONF_MEMBER_BOOLEAN, PLACE (TrueconfMessage, is_edited) },                           \
      { "replyMessageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, reply_message_id) },               \
      { "author", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfMessage, author), &trueconf_author_shape },         \
      { "box", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfMessage, box), &box_shape },                           \
  {                                                                                                          \
    "chat", TRUECONF_MEMBER_FLAT, 0, &chat_reference_shape                                                   \
  }

/* A message inside of something else. The one that it answers is not followed, whatever the server sends. */
const TrueconfShape trueconf_inner_message_shape = {
  trueconf_message_get_type,
  { MESSAGE_MEMBERS },
  complete_inner_message,
};

const TrueconfShape trueconf_message_shape = {
  trueconf_message_get_type,
  {
      MESSAGE_MEMBERS,
      { "replyMessage", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfMessage, reply_message),
        &trueconf_inner_message_shape },
  },
  complete_message,
};

const TrueconfShape trueconf_chat_shape = {
  trueconf_chat_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfChat, chat_id) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfChat, title) },
      { "chatType", TRUECONF_MEMBER_ENUM, PLACE (TrueconfChat, chat_type) },
      { "unreadMessages", TRUECONF_MEMBER_UINT, PLACE (TrueconfChat, unread_messages) },
      { "avatarUrl", TRUECONF_MEMBER_STRING, PLACE (TrueconfChat, avatar_url) },
      { "lastMessage", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfChat, last_message),
        &trueconf_inner_message_shape },
  },
};

const TrueconfShape trueconf_participant_shape = {
  trueconf_chat_participant_get_type,
  {
      { "userId", TRUECONF_MEMBER_STRING, PLACE (TrueconfChatParticipant, user_id) },
      { "role", TRUECONF_MEMBER_ROLE, PLACE (TrueconfChatParticipant, role) },
  },
};
