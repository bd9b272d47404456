/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-message-private.h"
#include "model/trueconf-model-private.h"
#include "model/trueconf-location-content.h"

/**
 * TrueconfMessage:
 *
 * A message.
 *
 * As an event it is a message that has just arrived; elsewhere, for example in
 * [property@Message:reply-message], it is a message that the server told about.
 *
 * Whatever the server leaves out is `NULL`, 0 or `FALSE` here, and never keeps the rest from arriving.
 *
 * Answer with [method@Message.answer_async], which needs nothing but the text.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfMessage, trueconf_message, TRUECONF_TYPE_EVENT)

/**
 * trueconf_message_get_message_id: (get-property message-id)
 * @self: a message
 *
 * Gets the id of the message.
 *
 * Returns: (transfer none) (nullable): the id of the message
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_message_id (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->message_id;
}

/**
 * trueconf_message_get_chat_id: (get-property chat-id)
 * @self: a message
 *
 * Gets the id of the chat that the message is in.
 *
 * Returns: (transfer none) (nullable): the id of the chat that the message is in
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_chat_id (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_message_get_author: (get-property author)
 * @self: a message
 *
 * Gets who wrote the message.
 *
 * Returns: (transfer none) (nullable): who wrote the message
 *
 * Since: 0.1
 */
TrueconfAuthor *
trueconf_message_get_author (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->author;
}

/**
 * trueconf_message_get_from_user: (get-property from-user)
 * @self: a message
 *
 * Gets who wrote the message; another name of [property@Message:author].
 *
 * Returns: (transfer none) (nullable): who wrote the message; another name of [property@Message:author]
 *
 * Since: 0.1
 */
TrueconfAuthor *
trueconf_message_get_from_user (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->author;
}

/**
 * trueconf_message_get_box: (get-property box)
 * @self: a message
 *
 * Gets the place of the message in its chat.
 *
 * Returns: (transfer none) (nullable): the place of the message in its chat
 *
 * Since: 0.1
 */
TrueconfBox *
trueconf_message_get_box (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->box;
}

/**
 * trueconf_message_get_timestamp: (get-property timestamp)
 * @self: a message
 *
 * Gets the time of the message, in milliseconds since 1970-01-01 00:00 UTC.
 *
 * Returns: the time of the message, in milliseconds since 1970-01-01 00:00 UTC
 *
 * Since: 0.1
 */
gint64
trueconf_message_get_timestamp (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), 0);

  return self->timestamp;
}

/**
 * trueconf_message_get_date_time: (get-property date-time)
 * @self: a message
 *
 * Gets the time of the message, in UTC.
 *
 * Returns: (transfer none) (nullable): the time of the message, in UTC
 *
 * Since: 0.1
 */
GDateTime *
trueconf_message_get_date_time (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->date_time;
}

/**
 * trueconf_message_get_message_type: (get-property message-type)
 * @self: a message
 *
 * Gets what the message is about.
 *
 * It may be a number that [enum@MessageType] does not list.
 *
 * Returns: what the message is about
 *
 * Since: 0.1
 */
TrueconfMessageType
trueconf_message_get_message_type (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), 0);

  return self->message_type;
}

/**
 * trueconf_message_get_is_edited: (get-property is-edited)
 * @self: a message
 *
 * Gets whether the message was changed after it was sent.
 *
 * Returns: whether the message was changed after it was sent
 *
 * Since: 0.1
 */
gboolean
trueconf_message_get_is_edited (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), FALSE);

  return self->is_edited;
}

/**
 * trueconf_message_get_content: (get-property content)
 * @self: a message
 *
 * Gets what the message consists of; its class depends on [property@Message:message-type].
 *
 * Returns: (transfer none) (nullable): what the message consists of; its class depends on [property@Message:message-type]
 *
 * Since: 0.1
 */
TrueconfContent *
trueconf_message_get_content (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->content;
}

static gpointer
derive_from_user (gpointer self)
{
  return (gpointer) trueconf_message_get_from_user (self);
}

static gpointer
derive_text (gpointer self)
{
  return (gpointer) trueconf_message_get_text (self);
}

static gpointer
derive_plain_text (gpointer self)
{
  return (gpointer) trueconf_message_get_plain_text (self);
}

static gpointer
derive_parse_mode (gpointer self)
{
  return GINT_TO_POINTER (trueconf_message_get_parse_mode (self));
}

static gpointer
derive_quote (gpointer self)
{
  return (gpointer) trueconf_message_get_quote (self);
}

static gpointer
derive_forwarded_message (gpointer self)
{
  return trueconf_message_get_forwarded_message (self);
}

static gpointer
derive_location (gpointer self)
{
  return trueconf_message_get_location (self);
}

static gpointer
derive_keyboard (gpointer self)
{
  return trueconf_message_get_keyboard (self);
}

static gpointer
derive_photo (gpointer self)
{
  return trueconf_message_get_photo (self);
}

static gpointer
derive_video (gpointer self)
{
  return trueconf_message_get_video (self);
}

static gpointer
derive_voice (gpointer self)
{
  return trueconf_message_get_voice (self);
}

static gpointer
derive_sticker (gpointer self)
{
  return trueconf_message_get_sticker (self);
}

static gpointer
derive_document (gpointer self)
{
  return trueconf_message_get_document (self);
}

static gpointer
derive_mentions_bot (gpointer self)
{
  return GINT_TO_POINTER (trueconf_message_get_mentions_bot (self));
}

/**
 * trueconf_message_get_reply_message_id: (get-property reply-message-id)
 * @self: a message
 *
 * Gets the id of the message that this one replies to, if it is a reply.
 *
 * Returns: (transfer none) (nullable): the id of the message that this one replies to, if it is a reply
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
 * @self: a message
 *
 * Gets the message that this one replies to (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the message that this one replies to
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
 * @self: a message
 *
 * Gets the kind of chat that the message is in (TrueConf Server 5.5.6).
 *
 * Returns: the kind of chat that the message is in
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
 * @self: a message
 *
 * Gets the title of the chat that the message is in (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the title of the chat that the message is in
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_chat_title (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->chat_title;
}

static const TrueconfModelField fields[] = {
  { "message-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfMessage, message_id) },
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfMessage, chat_id) },
  { "author", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfMessage, author), trueconf_author_get_type },
  { "from-user", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_author_get_type, derive_from_user },
  { "box", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfMessage, box), trueconf_box_get_type },
  { "timestamp", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfMessage, timestamp) },
  { "date-time", TRUECONF_FIELD_BOXED, G_STRUCT_OFFSET (TrueconfMessage, date_time), g_date_time_get_type },
  { "message-type", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfMessage, message_type),
    trueconf_message_type_get_type },
  { "is-edited", TRUECONF_FIELD_BOOLEAN, G_STRUCT_OFFSET (TrueconfMessage, is_edited) },
  { "reply-message-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfMessage, reply_message_id) },
  { "reply-message", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfMessage, reply_message),
    trueconf_message_get_type },
  { "chat-type", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfMessage, chat_type),
    trueconf_chat_type_get_type },
  { "chat-title", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfMessage, chat_title) },
  { "content", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfMessage, content), trueconf_content_get_type },
  { "text", TRUECONF_FIELD_STRING, TRUECONF_FIELD_DERIVED, NULL, derive_text },
  { "plain-text", TRUECONF_FIELD_STRING, TRUECONF_FIELD_DERIVED, NULL, derive_plain_text },
  { "parse-mode", TRUECONF_FIELD_ENUM, TRUECONF_FIELD_DERIVED, trueconf_parse_mode_get_type,
    derive_parse_mode },
  { "keyboard", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_keyboard_get_type, derive_keyboard },
  { "quote", TRUECONF_FIELD_STRING, TRUECONF_FIELD_DERIVED, NULL, derive_quote },
  { "forwarded-message", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_message_get_type,
    derive_forwarded_message },
  { "location", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_location_content_get_type,
    derive_location },
  { "photo", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_attachment_get_type, derive_photo },
  { "video", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_attachment_get_type, derive_video },
  { "voice", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_attachment_get_type, derive_voice },
  { "sticker", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_attachment_get_type, derive_sticker },
  { "document", TRUECONF_FIELD_OBJECT, TRUECONF_FIELD_DERIVED, trueconf_attachment_get_type,
    derive_document },
  { "mentions-bot", TRUECONF_FIELD_BOOLEAN, TRUECONF_FIELD_DERIVED, NULL, derive_mentions_bot },
};

static void
trueconf_message_class_init (TrueconfMessageClass *klass)
{
  /**
   * TrueconfMessage:message-id: (getter get_message_id)
   *
   * The id of the message.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:chat-id: (getter get_chat_id)
   *
   * The id of the chat that the message is in.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:author: (getter get_author)
   *
   * Who wrote the message.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:from-user: (getter get_from_user)
   *
   * Who wrote the message; another name of [property@Message:author].
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:box: (getter get_box)
   *
   * The place of the message in its chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:timestamp: (getter get_timestamp)
   *
   * The time of the message, in milliseconds since 1970-01-01 00:00 UTC.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:date-time: (getter get_date_time)
   *
   * The time of the message, in UTC.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:message-type: (getter get_message_type)
   *
   * What the message is about.
   *
   * It may be a number that [enum@MessageType] does not list.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:is-edited: (getter get_is_edited)
   *
   * Whether the message was changed after it was sent.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:reply-message-id: (getter get_reply_message_id)
   *
   * The id of the message that this one replies to, if it is a reply.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:reply-message: (getter get_reply_message)
   *
   * The message that this one replies to (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:chat-type: (getter get_chat_type)
   *
   * The kind of chat that the message is in (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:chat-title: (getter get_chat_title)
   *
   * The title of the chat that the message is in (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:content: (getter get_content)
   *
   * What the message consists of; its class depends on [property@Message:message-type].
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:text: (getter get_text)
   *
   * The text without the quotation that a reply may begin with, or `NULL` if the message is not text.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:plain-text: (getter get_plain_text)
   *
   * The text as a person has typed it, without markup; or `NULL` if the message is not text.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:parse-mode: (getter get_parse_mode)
   *
   * How the text is formatted.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:keyboard: (getter get_keyboard)
   *
   * The buttons below the text, or `NULL` if there are none (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:quote: (getter get_quote)
   *
   * The passage that a reply quotes, in plain text, or `NULL` (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:forwarded-message: (getter get_forwarded_message)
   *
   * The message that was forwarded, or `NULL` if the message is none.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:location: (getter get_location)
   *
   * The place, or `NULL` if the message is none.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:photo: (getter get_photo)
   *
   * The picture, or `NULL` if the message is none.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:video: (getter get_video)
   *
   * The video, or `NULL` if the message is none.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:voice: (getter get_voice)
   *
   * The voice message, or `NULL` if the message is none (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:sticker: (getter get_sticker)
   *
   * The sticker, or `NULL` if the message is none.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:document: (getter get_document)
   *
   * The file, or `NULL` if the message is none, or is one of the other kinds.
   *
   * Since: 0.1
   */
  /**
   * TrueconfMessage:mentions-bot: (getter get_mentions_bot)
   *
   * Whether the message calls the bot by its name, or all by `@all` (TrueConf Server 5.5.3).
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_message_init (TrueconfMessage *self)
{
}
