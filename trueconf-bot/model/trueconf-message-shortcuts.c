/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The getters of messages that depend on the content. */

#include "config.h"

#include <string.h>

#include "model/trueconf-attachment-content.h"
#include "model/trueconf-attachment-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-forward-content.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-text-content-private.h"
#include "model/trueconf-text-content-split-private.h"
#include "text/trueconf-text-address-private.h"

#define MENTION_ALL "@all"

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

const char *
trueconf_message_derive_text (TrueconfMessage *self)
{
  TrueconfTextContent *content = get_text_content (self);

  return content != NULL ? trueconf_text_content_get_own_text (content) : NULL;
}

const char *
trueconf_message_derive_plain_text (TrueconfMessage *self)
{
  TrueconfTextContent *content = get_text_content (self);

  return content != NULL ? trueconf_text_content_get_plain_text (content) : NULL;
}

TrueconfParseMode
trueconf_message_derive_parse_mode (TrueconfMessage *self)
{
  TrueconfTextContent *content = get_text_content (self);

  return content != NULL ? content->parse_mode : TRUECONF_PARSE_MODE_TEXT;
}

const char *
trueconf_message_derive_quote (TrueconfMessage *self)
{
  TrueconfTextContent *content = get_text_content (self);

  return content != NULL ? trueconf_text_content_get_quote (content) : NULL;
}

TrueconfMessage *
trueconf_message_derive_forwarded_message (TrueconfMessage *self)
{
  if (!TRUECONF_IS_FORWARD_CONTENT (self->content))
    return NULL;

  return trueconf_forward_content_get_message (TRUECONF_FORWARD_CONTENT (self->content));
}

TrueconfLocationContent *
trueconf_message_derive_location (TrueconfMessage *self)
{
  return TRUECONF_IS_LOCATION_CONTENT (self->content) ? TRUECONF_LOCATION_CONTENT (self->content) : NULL;
}

TrueconfKeyboard *
trueconf_message_derive_keyboard (TrueconfMessage *self)
{
  TrueconfTextContent *content = get_text_content (self);

  return content != NULL ? content->keyboard : NULL;
}

TrueconfAttachment *
trueconf_message_derive_photo (TrueconfMessage *self)
{
  return get_attachment_of_kind (self, "image/");
}

TrueconfAttachment *
trueconf_message_derive_video (TrueconfMessage *self)
{
  return get_attachment_of_kind (self, "video/");
}

TrueconfAttachment *
trueconf_message_derive_sticker (TrueconfMessage *self)
{
  return get_attachment_of_kind (self, "sticker/");
}

TrueconfAttachment *
trueconf_message_derive_voice (TrueconfMessage *self)
{
  return self->message_type == TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE ? get_attachment (self) : NULL;
}

TrueconfAttachment *
trueconf_message_derive_document (TrueconfMessage *self)
{
  if (trueconf_message_get_photo (self) != NULL || trueconf_message_get_video (self) != NULL ||
      trueconf_message_get_voice (self) != NULL || trueconf_message_get_sticker (self) != NULL)
    return NULL;

  return get_attachment (self);
}

gboolean
trueconf_message_derive_mentions_bot (TrueconfMessage *self)
{
  TrueconfBotHandle *handle;
  TrueconfBot *bot;
  const char *text;
  const char *user_id;
  g_autofree char *stripped = NULL;

  handle = trueconf_event_get_handle (TRUECONF_EVENT (self));
  bot = trueconf_event_get_bot (TRUECONF_EVENT (self));
  text = trueconf_message_get_text (self);
  if (text == NULL)
    return FALSE;

  stripped = g_strstrip (g_strdup (text));
  if (g_str_equal (stripped, MENTION_ALL))
    return TRUE;

  user_id = bot != NULL ? trueconf_bot_handle_get_table (handle)->get_user_id (bot) : NULL;

  return user_id != NULL && trueconf_text_links_to_user (text, user_id);
}
