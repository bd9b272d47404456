/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-removed-message-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfRemovedMessage:
 *
 * A message was removed.
 *
 * Servers name the event `removeMessage`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfRemovedMessage, trueconf_removed_message, TRUECONF_TYPE_EVENT)

/**
 * trueconf_removed_message_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_removed_message_get_chat_id (TrueconfRemovedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_MESSAGE (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_removed_message_get_message_id: (get-property message-id)
 * @self: an object of this type
 *
 * Gets the id of the message.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_removed_message_get_message_id (TrueconfRemovedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_MESSAGE (self), NULL);

  return self->message_id;
}

/**
 * trueconf_removed_message_get_removed_by: (get-property removed-by)
 * @self: an object of this type
 *
 * Gets who has removed it; not every server tells.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfAuthor *
trueconf_removed_message_get_removed_by (TrueconfRemovedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_MESSAGE (self), NULL);

  return self->removed_by;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfRemovedMessage, chat_id) },
  { "message-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfRemovedMessage, message_id) },
  { "removed-by", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfRemovedMessage, removed_by),
    trueconf_author_get_type },
};

static void
trueconf_removed_message_class_init (TrueconfRemovedMessageClass *klass)
{
  /**
   * TrueconfRemovedMessage:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfRemovedMessage:message-id: (getter get_message_id)
   *
   * The id of the message.
   *
   * Since: 0.1
   */
  /**
   * TrueconfRemovedMessage:removed-by: (getter get_removed_by)
   *
   * Who has removed it; not every server tells.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_removed_message_init (TrueconfRemovedMessage *self)
{
}
