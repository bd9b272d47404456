/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-attachment-content.h"
#include "model/trueconf-attachment-private.h"
#include "model/trueconf-forward-content.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-text-content-private.h"

/* What every user of a chat is called by. */
#define MENTION_ALL   "@all"
#define MENTION_START "trueconf:"

static TrueconfAttachment *
get_attachment (TrueconfMessage *self)
{
  if (!TRUECONF_IS_ATTACHMENT_CONTENT (self->content))
    return NULL;

  return trueconf_attachment_content_get_attachment (TRUECONF_ATTACHMENT_CONTENT (self->content));
}

static TrueconfAttachment *
get_attachment_of_kind (TrueconfMessage *self, const char *kind)
{
  TrueconfAttachment *attachment = get_attachment (self);

  if (attachment == NULL || attachment->mime_type == NULL ||
      g_ascii_strncasecmp (attachment->mime_type, kind, strlen (kind)) != 0)
    return NULL;

  return attachment;
}

static TrueconfTextContent *
get_text_content (TrueconfMessage *self)
{
  return TRUECONF_IS_TEXT_CONTENT (self->content) ? TRUECONF_TEXT_CONTENT (self->content) : NULL;
}

/**
 * trueconf_message_get_text: (get-property text)
 * @self: a message
 *
 * Gets the text without the quotation that a reply may begin with, or `NULL` if the message is not text.
 *
 * The quotation is [property@Message:quote], and both together are [property@TextContent:text].
 *
 * Returns: (transfer none) (nullable): the text
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_text (TrueconfMessage *self)
{
  TrueconfTextContent *content;

  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  content = get_text_content (self);
  return content != NULL && content->text != NULL ? content->text + content->quote_length : NULL;
}

/**
 * trueconf_message_get_plain_text: (get-property plain-text)
 * @self: a message
 *
 * Gets the text as a person has typed it, without markup; or `NULL` if the message is not text.
 *
 * What people type comes as HTML, where “R&D” is “R&amp;D”: compare commands and names with this. Send it as
 * `TRUECONF_PARSE_MODE_TEXT`. Markdown is left as it is.
 *
 * Returns: (transfer none) (nullable): the text
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_plain_text (TrueconfMessage *self)
{
  TrueconfTextContent *content;

  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  content = get_text_content (self);
  return content != NULL ? trueconf_text_content_get_plain_text (content) : NULL;
}

/**
 * trueconf_message_get_parse_mode: (get-property parse-mode)
 * @self: a message
 *
 * Gets how the text is formatted.
 *
 * Returns: how the text is formatted
 *
 * Since: 0.1
 */
TrueconfParseMode
trueconf_message_get_parse_mode (TrueconfMessage *self)
{
  TrueconfTextContent *content;

  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), TRUECONF_PARSE_MODE_TEXT);

  content = get_text_content (self);
  return content != NULL ? content->parse_mode : TRUECONF_PARSE_MODE_TEXT;
}

/**
 * trueconf_message_get_quote: (get-property quote)
 * @self: a message
 *
 * Gets the passage that a reply quotes, in plain text, or `NULL` (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the passage
 *
 * Since: 0.1
 */
const char *
trueconf_message_get_quote (TrueconfMessage *self)
{
  TrueconfTextContent *content;

  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  content = get_text_content (self);
  return content != NULL ? content->quote : NULL;
}

/**
 * trueconf_message_get_forwarded_message: (get-property forwarded-message)
 * @self: a message
 *
 * Gets the message that was forwarded, or `NULL` if the message is none.
 *
 * It may come from a chat that the bot is not in.
 *
 * Returns: (transfer none) (nullable): the message
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_message_get_forwarded_message (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  if (!TRUECONF_IS_FORWARD_CONTENT (self->content))
    return NULL;

  return trueconf_forward_content_get_message (TRUECONF_FORWARD_CONTENT (self->content));
}

/**
 * trueconf_message_get_location: (get-property location)
 * @self: a message
 *
 * Gets the place, or `NULL` if the message is none.
 *
 * Returns: (transfer none) (nullable): the place
 *
 * Since: 0.1
 */
TrueconfLocationContent *
trueconf_message_get_location (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return TRUECONF_IS_LOCATION_CONTENT (self->content) ? TRUECONF_LOCATION_CONTENT (self->content) : NULL;
}

/**
 * trueconf_message_get_keyboard: (get-property keyboard)
 * @self: a message
 *
 * Gets the buttons below the text, or `NULL` if there are none (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the buttons
 *
 * Since: 0.1
 */
TrueconfKeyboard *
trueconf_message_get_keyboard (TrueconfMessage *self)
{
  TrueconfTextContent *content;

  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  content = get_text_content (self);
  return content != NULL ? content->keyboard : NULL;
}

/**
 * trueconf_message_get_photo: (get-property photo)
 * @self: a message
 *
 * Gets the picture, or `NULL` if the message is none.
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
TrueconfAttachment *
trueconf_message_get_photo (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return get_attachment_of_kind (self, "image/");
}

/**
 * trueconf_message_get_video: (get-property video)
 * @self: a message
 *
 * Gets the video, or `NULL` if the message is none.
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
TrueconfAttachment *
trueconf_message_get_video (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return get_attachment_of_kind (self, "video/");
}

/**
 * trueconf_message_get_sticker: (get-property sticker)
 * @self: a message
 *
 * Gets the sticker, or `NULL` if the message is none.
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
TrueconfAttachment *
trueconf_message_get_sticker (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return get_attachment_of_kind (self, "sticker/");
}

/**
 * trueconf_message_get_voice: (get-property voice)
 * @self: a message
 *
 * Gets the voice message, or `NULL` if the message is none (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
TrueconfAttachment *
trueconf_message_get_voice (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  return self->message_type == TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE ? get_attachment (self) : NULL;
}

/**
 * trueconf_message_get_document: (get-property document)
 * @self: a message
 *
 * Gets the file, or `NULL` if the message is none, or one of the other kinds: photo, video, voice or sticker.
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
TrueconfAttachment *
trueconf_message_get_document (TrueconfMessage *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  if (trueconf_message_get_photo (self) != NULL || trueconf_message_get_video (self) != NULL ||
      trueconf_message_get_voice (self) != NULL || trueconf_message_get_sticker (self) != NULL)
    return NULL;

  return get_attachment (self);
}

static gboolean
is_mentioned (const char *html, const char *user_id)
{
  g_autofree char *own = g_utf8_casefold (user_id, -1);

  for (const char *at = strstr (html, MENTION_START); at != NULL; at = strstr (at, MENTION_START))
    {
      gsize length;
      g_autofree char *id = NULL;

      at += strlen (MENTION_START);
      length = strcspn (at, "\"'&/?");
      id = g_utf8_casefold (at, (gssize) length);
      if (g_str_equal (id, own))
        return TRUE;
    }

  return FALSE;
}

/**
 * trueconf_message_get_mentions_bot: (get-property mentions-bot)
 * @self: a message
 *
 * Gets whether the message calls the bot by its name, or all by `@all` (TrueConf Server 5.5.3).
 *
 * Returns: whether it does
 *
 * Since: 0.1
 */
gboolean
trueconf_message_get_mentions_bot (TrueconfMessage *self)
{
  TrueconfBotHandle *handle;
  TrueconfBot *bot;
  const char *text;
  const char *user_id;
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), FALSE);

  handle = trueconf_event_get_handle (TRUECONF_EVENT (self));
  bot = trueconf_event_get_bot (TRUECONF_EVENT (self));
  text = trueconf_message_get_text (self);
  if (text == NULL)
    return FALSE;

  stripped = g_strstrip (g_strdup (text));
  if (g_str_equal (stripped, MENTION_ALL))
    return TRUE;

  user_id = bot != NULL ? trueconf_bot_handle_get_table (handle)->get_user_id (bot) : NULL;

  return user_id != NULL && is_mentioned (text, user_id);
}
