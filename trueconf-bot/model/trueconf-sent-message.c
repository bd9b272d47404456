/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-sent-message-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfSentMessage:
 *
 * What the server says about a message that the bot has sent.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfSentMessage, trueconf_sent_message, G_TYPE_OBJECT)

/**
 * trueconf_sent_message_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat that the message is in.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_sent_message_get_chat_id (TrueconfSentMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_SENT_MESSAGE (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_sent_message_get_message_id: (get-property message-id)
 * @self: an object of this type
 *
 * Gets the id of the message.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_sent_message_get_message_id (TrueconfSentMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_SENT_MESSAGE (self), NULL);

  return self->message_id;
}

/**
 * trueconf_sent_message_get_timestamp: (get-property timestamp)
 * @self: an object of this type
 *
 * Gets the time of the message, in milliseconds since 1970-01-01 00:00 UTC.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_sent_message_get_timestamp (TrueconfSentMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_SENT_MESSAGE (self), 0);

  return self->timestamp;
}

/**
 * trueconf_sent_message_get_file_id: (get-property file-id)
 * @self: an object of this type
 *
 * Gets the id of the file that was sent, if it was one.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_sent_message_get_file_id (TrueconfSentMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_SENT_MESSAGE (self), NULL);

  return self->file_id;
}

/**
 * trueconf_sent_message_get_caption_message_id: (get-property caption-message-id)
 * @self: an object of this type
 *
 * Gets the id of the message that is the caption of the file, by which it can be edited (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_sent_message_get_caption_message_id (TrueconfSentMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_SENT_MESSAGE (self), NULL);

  return self->caption_message_id;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSentMessage, chat_id) },
  { "message-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSentMessage, message_id) },
  { "timestamp", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfSentMessage, timestamp) },
  { "file-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSentMessage, file_id) },
  { "caption-message-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSentMessage, caption_message_id) },
};

static void
trueconf_sent_message_class_init (TrueconfSentMessageClass *klass)
{
  /**
   * TrueconfSentMessage:chat-id: (getter get_chat_id)
   *
   * The id of the chat that the message is in.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSentMessage:message-id: (getter get_message_id)
   *
   * The id of the message.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSentMessage:timestamp: (getter get_timestamp)
   *
   * The time of the message, in milliseconds since 1970-01-01 00:00 UTC.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSentMessage:file-id: (getter get_file_id)
   *
   * The id of the file that was sent, if it was one.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSentMessage:caption-message-id: (getter get_caption_message_id)
   *
   * The id of the message that is the caption of the file, by which it can be edited (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_sent_message_init (TrueconfSentMessage *self)
{
}
