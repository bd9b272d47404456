/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-chat-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfChat:
 *
 * A chat, as the server describes it.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfChat, trueconf_chat, G_TYPE_OBJECT)

/**
 * trueconf_chat_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_chat_get_chat_id (TrueconfChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_chat_get_title: (get-property title)
 * @self: an object of this type
 *
 * Gets the title of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_chat_get_title (TrueconfChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT (self), NULL);

  return self->title;
}

/**
 * trueconf_chat_get_chat_type: (get-property chat-type)
 * @self: an object of this type
 *
 * Gets the kind of chat.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfChatType
trueconf_chat_get_chat_type (TrueconfChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT (self), 0);

  return self->chat_type;
}

/**
 * trueconf_chat_get_unread_messages: (get-property unread-messages)
 * @self: an object of this type
 *
 * Gets how many messages the bot has not read.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_chat_get_unread_messages (TrueconfChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT (self), 0);

  return self->unread_messages;
}

/**
 * trueconf_chat_get_avatar_url: (get-property avatar-url)
 * @self: an object of this type
 *
 * Gets the address of the chat's picture, if it has one (TrueConf Server 5.5.3).
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_chat_get_avatar_url (TrueconfChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT (self), NULL);

  return self->avatar_url;
}

/**
 * trueconf_chat_get_last_message: (get-property last-message)
 * @self: an object of this type
 *
 * Gets the newest message, of whatever kind, if there is one.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_chat_get_last_message (TrueconfChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT (self), NULL);

  return self->last_message;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfChat, chat_id) },
  { "title", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfChat, title) },
  { "chat-type", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfChat, chat_type),
    trueconf_chat_type_get_type },
  { "unread-messages", TRUECONF_FIELD_UINT, G_STRUCT_OFFSET (TrueconfChat, unread_messages) },
  { "avatar-url", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfChat, avatar_url) },
  { "last-message", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfChat, last_message),
    trueconf_message_get_type },
};

static void
trueconf_chat_class_init (TrueconfChatClass *klass)
{
  /**
   * TrueconfChat:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChat:title: (getter get_title)
   *
   * The title of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChat:chat-type: (getter get_chat_type)
   *
   * The kind of chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChat:unread-messages: (getter get_unread_messages)
   *
   * How many messages the bot has not read.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChat:avatar-url: (getter get_avatar_url)
   *
   * The address of the chat's picture, if it has one (TrueConf Server 5.5.3).
   *
   * Since: 0.1
   */
  /**
   * TrueconfChat:last-message: (getter get_last_message)
   *
   * The newest message, of whatever kind, if there is one.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_chat_init (TrueconfChat *self)
{
}
