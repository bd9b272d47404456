/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-added-chat-participant-private.h"
#include "model/trueconf-callback-query-private.h"
#include "model/trueconf-changed-file-upload-limits-private.h"
#include "model/trueconf-changed-participant-role-private.h"
#include "model/trueconf-cleared-chat-history-private.h"
#include "model/trueconf-created-channel-private.h"
#include "model/trueconf-created-favorites-chat-private.h"
#include "model/trueconf-created-group-chat-private.h"
#include "model/trueconf-created-personal-chat-private.h"
#include "model/trueconf-edited-chat-avatar-private.h"
#include "model/trueconf-edited-chat-title-private.h"
#include "model/trueconf-edited-message-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-removed-chat-participant-private.h"
#include "model/trueconf-removed-chat-private.h"
#include "model/trueconf-removed-message-private.h"
#include "model/trueconf-update.h"
#include "wire/trueconf-shape-private.h"

#define PLACE(type, member) G_STRUCT_OFFSET (type, member)

static const TrueconfShape added_chat_participant_shape = {
  trueconf_added_chat_participant_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfAddedChatParticipant, chat_id) },
      { "userId", TRUECONF_MEMBER_STRING, PLACE (TrueconfAddedChatParticipant, user_id) },
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfAddedChatParticipant, timestamp) },
      { "addedBy", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfAddedChatParticipant, added_by),
        &trueconf_author_shape },
  },
};

static const TrueconfShape removed_chat_participant_shape = {
  trueconf_removed_chat_participant_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfRemovedChatParticipant, chat_id) },
      { "userId", TRUECONF_MEMBER_STRING, PLACE (TrueconfRemovedChatParticipant, user_id) },
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfRemovedChatParticipant, timestamp) },
      { "removedBy", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfRemovedChatParticipant, removed_by),
        &trueconf_author_shape },
  },
};

static const TrueconfShape changed_participant_role_shape = {
  trueconf_changed_participant_role_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfChangedParticipantRole, chat_id) },
      { "userId", TRUECONF_MEMBER_STRING, PLACE (TrueconfChangedParticipantRole, user_id) },
      { "role", TRUECONF_MEMBER_ROLE, PLACE (TrueconfChangedParticipantRole, role) },
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfChangedParticipantRole, timestamp) },
  },
};

static const TrueconfShape cleared_chat_history_shape = {
  trueconf_cleared_chat_history_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfClearedChatHistory, chat_id) },
      { "forAll", TRUECONF_MEMBER_BOOLEAN, PLACE (TrueconfClearedChatHistory, for_all) },
  },
};

static const TrueconfShape created_personal_chat_shape = {
  trueconf_created_personal_chat_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedPersonalChat, chat_id) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedPersonalChat, title) },
      { "chatType", TRUECONF_MEMBER_ENUM, PLACE (TrueconfCreatedPersonalChat, chat_type) },
      { "lastMessage", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfCreatedPersonalChat, last_message),
        &trueconf_inner_message_shape },
      { "unreadMessages", TRUECONF_MEMBER_UINT, PLACE (TrueconfCreatedPersonalChat, unread_messages) },
  },
};

static const TrueconfShape created_group_chat_shape = {
  trueconf_created_group_chat_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedGroupChat, chat_id) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedGroupChat, title) },
      { "chatType", TRUECONF_MEMBER_ENUM, PLACE (TrueconfCreatedGroupChat, chat_type) },
      { "lastMessage", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfCreatedGroupChat, last_message),
        &trueconf_inner_message_shape },
      { "unreadMessages", TRUECONF_MEMBER_UINT, PLACE (TrueconfCreatedGroupChat, unread_messages) },
  },
};

static const TrueconfShape created_channel_shape = {
  trueconf_created_channel_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedChannel, chat_id) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedChannel, title) },
      { "chatType", TRUECONF_MEMBER_ENUM, PLACE (TrueconfCreatedChannel, chat_type) },
      { "lastMessage", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfCreatedChannel, last_message),
        &trueconf_inner_message_shape },
      { "unreadMessages", TRUECONF_MEMBER_UINT, PLACE (TrueconfCreatedChannel, unread_messages) },
  },
};

static const TrueconfShape created_favorites_chat_shape = {
  trueconf_created_favorites_chat_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedFavoritesChat, chat_id) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfCreatedFavoritesChat, title) },
      { "chatType", TRUECONF_MEMBER_ENUM, PLACE (TrueconfCreatedFavoritesChat, chat_type) },
      { "lastMessage", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfCreatedFavoritesChat, last_message),
        &trueconf_inner_message_shape },
      { "unreadMessages", TRUECONF_MEMBER_UINT, PLACE (TrueconfCreatedFavoritesChat, unread_messages) },
  },
};

static const TrueconfShape edited_chat_avatar_shape = {
  trueconf_edited_chat_avatar_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfEditedChatAvatar, chat_id) },
      { "avatarUrl", TRUECONF_MEMBER_STRING, PLACE (TrueconfEditedChatAvatar, avatar_url) },
  },
};

static const TrueconfShape edited_chat_title_shape = {
  trueconf_edited_chat_title_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfEditedChatTitle, chat_id) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfEditedChatTitle, title) },
  },
};

static void
complete_edited_message (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfEditedMessage *self = object;

  self->content = trueconf_wire_read_content (TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE, frame,
                                              trueconf_json_get_member (&frame->json, node, "content"));
}

static const TrueconfShape edited_message_shape = {
  trueconf_edited_message_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfEditedMessage, chat_id) },
      { "messageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfEditedMessage, message_id) },
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfEditedMessage, timestamp) },
  },
  complete_edited_message,
};

static const TrueconfShape removed_chat_shape = {
  trueconf_removed_chat_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfRemovedChat, chat_id) },
  },
};

static const TrueconfShape removed_message_shape = {
  trueconf_removed_message_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfRemovedMessage, chat_id) },
      { "messageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfRemovedMessage, message_id) },
      { "removedBy", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfRemovedMessage, removed_by),
        &trueconf_author_shape },
  },
};

/* The event has nothing but the limits. One that makes no sense leaves them out, and the known ones in force. */
static void
complete_changed_limits (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfChangedFileUploadLimits *self = object;
  const TrueconfJson *json = &frame->json;

  if (trueconf_json_get_member (json, node, "maxSize") != TRUECONF_JSON_NONE ||
      trueconf_json_get_member (json, node, "extensions") != TRUECONF_JSON_NONE)
    self->limits = trueconf_shape_read (&trueconf_upload_limits_shape, frame, node);
}

static const TrueconfShape changed_limits_shape = {
  trueconf_changed_file_upload_limits_get_type,
  { { NULL } },
  complete_changed_limits,
};

/* Where the button was, and what it says, are objects of their own. */
static const TrueconfShape command_source_shape = {
  NULL,
  {
      { "buttonId", TRUECONF_MEMBER_STRING, PLACE (TrueconfCallbackQuery, button_id) },
      { "message", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfCallbackQuery, message),
        &trueconf_inner_message_shape },
  },
};

static const TrueconfShape command_payload_shape = {
  NULL,
  {
      { "command", TRUECONF_MEMBER_STRING, PLACE (TrueconfCallbackQuery, command) },
      { "customData", TRUECONF_MEMBER_STRING, PLACE (TrueconfCallbackQuery, custom_data) },
  },
};

static const TrueconfShape callback_query_shape = {
  trueconf_callback_query_get_type,
  {
      { "commandId", TRUECONF_MEMBER_STRING, PLACE (TrueconfCallbackQuery, command_id) },
      { "commandSource", TRUECONF_MEMBER_FLAT, 0, &command_source_shape },
      { "commandPayload", TRUECONF_MEMBER_FLAT, 0, &command_payload_shape },
  },
};

static const TrueconfShape update_shape = { trueconf_update_get_type };

static const struct
{
  const char *method;
  const TrueconfShape *shape;
} rows[] = {
  { "sendMessage", &trueconf_message_shape },
  { "addChatParticipant", &added_chat_participant_shape },
  { "removeChatParticipant", &removed_chat_participant_shape },
  { "changeParticipantRole", &changed_participant_role_shape },
  { "clearHistory", &cleared_chat_history_shape },
  { "createP2PChat", &created_personal_chat_shape },
  { "createGroupChat", &created_group_chat_shape },
  { "createChannel", &created_channel_shape },
  { "createFavoritesChat", &created_favorites_chat_shape },
  { "editChatAvatar", &edited_chat_avatar_shape },
  { "editChatTitle", &edited_chat_title_shape },
  { "editMessage", &edited_message_shape },
  { "removeChat", &removed_chat_shape },
  { "removeMessage", &removed_message_shape },
  { "getFileUploadLimits", &changed_limits_shape },
  { "command", &callback_query_shape },
  { "uploadFileProgress", &trueconf_uploading_progress_shape },
  { "uploadingProgress", &trueconf_uploading_progress_shape },
};

static const TrueconfShape *
find_shape (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].method, method) == 0)
      return rows[i].shape;

  return &update_shape;
}

/* The press of a button belongs to the chat of its message. */
static char *
read_chat_key (TrueconfFrame *frame)
{
  const TrueconfJson *json = &frame->json;
  guint node = trueconf_json_get_member (json, frame->payload, "chatId");

  if (node == TRUECONF_JSON_NONE)
    {
      guint source = trueconf_json_get_member (json, frame->payload, "commandSource");

      node = trueconf_json_get_member (json, trueconf_json_get_member (json, source, "message"), "chatId");
    }

  return trueconf_json_dup_string (json, node);
}

/* Whatever the server has sent becomes an event: what cannot be read is still there in "raw". */
TrueconfEvent *
trueconf_wire_read_event (TrueconfFrame *frame)
{
  TrueconfEvent *event = trueconf_shape_read (find_shape (frame->method), frame, frame->payload);

  if (event == NULL)
    event = g_object_new (find_shape (frame->method)->get_type (), NULL);

  trueconf_event_set_method (event, frame->method != NULL ? frame->method : "");
  trueconf_event_take_chat_key (event, read_chat_key (frame));
  trueconf_frame_set_raw (frame, frame->payload, trueconf_event_get_raw_source (event));

  return event;
}
