/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-edited-message-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfEditedMessage:
 *
 * A message was edited.
 *
 * Servers name the event `editMessage`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfEditedMessage, trueconf_edited_message, TRUECONF_TYPE_EVENT)

/**
 * trueconf_edited_message_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_edited_message_get_chat_id (TrueconfEditedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_MESSAGE (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_edited_message_get_message_id: (get-property message-id)
 * @self: an object of this type
 *
 * Gets the id of the message; not every server tells it.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_edited_message_get_message_id (TrueconfEditedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_MESSAGE (self), NULL);

  return self->message_id;
}

/**
 * trueconf_edited_message_get_timestamp: (get-property timestamp)
 * @self: an object of this type
 *
 * Gets when it was edited, in milliseconds since 1970-01-01 00:00 UTC.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_edited_message_get_timestamp (TrueconfEditedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_MESSAGE (self), 0);

  return self->timestamp;
}

/**
 * trueconf_edited_message_get_content: (get-property content)
 * @self: an object of this type
 *
 * Gets the text as it is now.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfTextContent *
trueconf_edited_message_get_content (TrueconfEditedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_MESSAGE (self), NULL);

  return self->content;
}

/**
 * trueconf_edited_message_get_text: (get-property text)
 * @self: an object of this type
 *
 * Gets the text as it is now.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_edited_message_get_text (TrueconfEditedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_MESSAGE (self), NULL);

  return self->content != NULL ? trueconf_text_content_get_text (self->content) : NULL;
}

/**
 * trueconf_edited_message_get_parse_mode: (get-property parse-mode)
 * @self: an object of this type
 *
 * Gets how the text is formatted.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfParseMode
trueconf_edited_message_get_parse_mode (TrueconfEditedMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_MESSAGE (self), 0);

  return self->content != NULL ? trueconf_text_content_get_parse_mode (self->content)
                               : TRUECONF_PARSE_MODE_TEXT;
}

static gpointer
derive_text (gpointer self)
{
  return (gpointer) trueconf_edited_message_get_text (self);
}

static gpointer
derive_parse_mode (gpointer self)
{
  return GINT_TO_POINTER (trueconf_edited_message_get_parse_mode (self));
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfEditedMessage, chat_id) },
  { "message-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfEditedMessage, message_id) },
  { "timestamp", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfEditedMessage, timestamp) },
  { "content", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfEditedMessage, content),
    trueconf_text_content_get_type },
  { "text", TRUECONF_FIELD_STRING, TRUECONF_FIELD_DERIVED, NULL, derive_text },
  { "parse-mode", TRUECONF_FIELD_ENUM, TRUECONF_FIELD_DERIVED, trueconf_parse_mode_get_type,
    derive_parse_mode },
};

static void
trueconf_edited_message_class_init (TrueconfEditedMessageClass *klass)
{
  /**
   * TrueconfEditedMessage:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfEditedMessage:message-id: (getter get_message_id)
   *
   * The id of the message; not every server tells it.
   *
   * Since: 0.1
   */
  /**
   * TrueconfEditedMessage:timestamp: (getter get_timestamp)
   *
   * When it was edited, in milliseconds since 1970-01-01 00:00 UTC.
   *
   * Since: 0.1
   */
  /**
   * TrueconfEditedMessage:content: (getter get_content)
   *
   * The text as it is now.
   *
   * Since: 0.1
   */
  /**
   * TrueconfEditedMessage:text: (getter get_text)
   *
   * The text as it is now.
   *
   * Since: 0.1
   */
  /**
   * TrueconfEditedMessage:parse-mode: (getter get_parse_mode)
   *
   * How the text is formatted.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_edited_message_init (TrueconfEditedMessage *self)
{
}
