/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-created-group-chat-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfCreatedGroupChat:
 *
 * A group chat came into being.
 *
 * Servers name the event `createGroupChat`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfCreatedGroupChat, trueconf_created_group_chat, TRUECONF_TYPE_EVENT)

/**
 * trueconf_created_group_chat_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_created_group_chat_get_chat_id (TrueconfCreatedGroupChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CREATED_GROUP_CHAT (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_created_group_chat_get_title: (get-property title)
 * @self: an object of this type
 *
 * Gets the title of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_created_group_chat_get_title (TrueconfCreatedGroupChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CREATED_GROUP_CHAT (self), NULL);

  return self->title;
}

/**
 * trueconf_created_group_chat_get_chat_type: (get-property chat-type)
 * @self: an object of this type
 *
 * Gets the kind of chat.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfChatType
trueconf_created_group_chat_get_chat_type (TrueconfCreatedGroupChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CREATED_GROUP_CHAT (self), 0);

  return self->chat_type;
}

/**
 * trueconf_created_group_chat_get_last_message: (get-property last-message)
 * @self: an object of this type
 *
 * Gets the newest message, if there is one.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_created_group_chat_get_last_message (TrueconfCreatedGroupChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CREATED_GROUP_CHAT (self), NULL);

  return self->last_message;
}

/**
 * trueconf_created_group_chat_get_unread_messages: (get-property unread-messages)
 * @self: an object of this type
 *
 * Gets how many messages the bot has not read.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_created_group_chat_get_unread_messages (TrueconfCreatedGroupChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CREATED_GROUP_CHAT (self), 0);

  return self->unread_messages;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfCreatedGroupChat, chat_id) },
  { "title", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfCreatedGroupChat, title) },
  { "chat-type", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfCreatedGroupChat, chat_type),
    trueconf_chat_type_get_type },
  { "last-message", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfCreatedGroupChat, last_message),
    trueconf_message_get_type },
  { "unread-messages", TRUECONF_FIELD_UINT, G_STRUCT_OFFSET (TrueconfCreatedGroupChat, unread_messages) },
};

static void
trueconf_created_group_chat_class_init (TrueconfCreatedGroupChatClass *klass)
{
  /**
   * TrueconfCreatedGroupChat:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCreatedGroupChat:title: (getter get_title)
   *
   * The title of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCreatedGroupChat:chat-type: (getter get_chat_type)
   *
   * The kind of chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCreatedGroupChat:last-message: (getter get_last_message)
   *
   * The newest message, if there is one.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCreatedGroupChat:unread-messages: (getter get_unread_messages)
   *
   * How many messages the bot has not read.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_created_group_chat_init (TrueconfCreatedGroupChat *self)
{
}
