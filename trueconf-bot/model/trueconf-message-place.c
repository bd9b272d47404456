/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a message belongs to: a chat, and a message that it replies to. */

#include "config.h"

#include "model/trueconf-message-private.h"

/**
 * trueconf_message_get_reply_message_id: (get-property reply-message-id)
 * @self: an object of this type
 *
 * Gets the id of the message that this one replies to, if it is a reply.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_reply_message_id (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->reply_message_id;
}

/**
 * trueconf_message_get_reply_message: (get-property reply-message)
 * @self: an object of this type
 *
 * Gets the message that this one replies to (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_message_get_reply_message (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->reply_message;
}

/**
 * trueconf_message_get_chat_type: (get-property chat-type)
 * @self: an object of this type
 *
 * Gets the kind of chat that the message is in (TrueConf Server 5.5.6).
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfChatType
trueconf_message_get_chat_type (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), 0);

  return self->chat_type;
}

/**
 * trueconf_message_get_chat_title: (get-property chat-title)
 * @self: an object of this type
 *
 * Gets the title of the chat that the message is in (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_chat_title (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->chat_title;
}
