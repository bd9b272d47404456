/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-attachment-content-private.h"
#include "model/trueconf-attachment-private.h"
#include "model/trueconf-avatar-content-private.h"
#include "model/trueconf-content-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-forward-content-private.h"
#include "model/trueconf-history-content-private.h"
#include "model/trueconf-location-content-private.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-participant-content-private.h"
#include "model/trueconf-role-content-private.h"
#include "model/trueconf-survey-content-private.h"
#include "model/trueconf-text-content-private.h"
#include "model/trueconf-title-content-private.h"
#include "text/trueconf-plain-private.h"
#include "text/trueconf-quote-private.h"
#include "wire/trueconf-shape-private.h"

#define PLACE(type, member) G_STRUCT_OFFSET (type, member)

static void
complete_text (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfTextContent *self = object;

  self->keyboard =
      trueconf_wire_read_keyboard (frame, trueconf_json_get_member (&frame->json, node, "buttons"));
  if (self->text != NULL && self->parse_mode == TRUECONF_PARSE_MODE_HTML)
    {
      const char *text;

      self->quote = trueconf_text_split_quote (self->text, &self->quote_length);
      text = self->text + self->quote_length;
      if (strpbrk (text, "<&") != NULL)
        self->plain = trueconf_text_to_plain (text, strlen (text));
    }
}

const TrueconfShape trueconf_text_content_shape = {
  trueconf_text_content_get_type,
  {
      { "text", TRUECONF_MEMBER_STRING, PLACE (TrueconfTextContent, text) },
      { "parseMode", TRUECONF_MEMBER_WORD, PLACE (TrueconfTextContent, parse_mode), NULL,
        trueconf_wire_parse_modes },
  },
  complete_text,
};

/* A server that does not say has the file. */
static void
complete_attachment (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfAttachment *self = object;

  self->size = MAX (self->size, -1);
  if (trueconf_json_get_member (&frame->json, node, "readyState") == TRUECONF_JSON_NONE)
    self->ready_state = TRUECONF_FILE_READY_STATE_READY;
}

static const TrueconfShape attachment_shape = {
  trueconf_attachment_get_type,
  {
      { "fileId", TRUECONF_MEMBER_STRING, PLACE (TrueconfAttachment, file_id) },
      { "name", TRUECONF_MEMBER_STRING, PLACE (TrueconfAttachment, name) },
      { "size", TRUECONF_MEMBER_INT64, PLACE (TrueconfAttachment, size) },
      { "mimeType", TRUECONF_MEMBER_STRING, PLACE (TrueconfAttachment, mime_type) },
      { "readyState", TRUECONF_MEMBER_ENUM, PLACE (TrueconfAttachment, ready_state) },
      { "duration", TRUECONF_MEMBER_DOUBLE, PLACE (TrueconfAttachment, duration) },
  },
  complete_attachment,
};

static void
complete_attachment_content (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfAttachmentContent *self = object;

  self->attachment = trueconf_shape_read (&attachment_shape, frame, node);
}

static const TrueconfShape attachment_content_shape = {
  trueconf_attachment_content_get_type,
  {
      { NULL },
  },
  complete_attachment_content,
};

/* Most servers forward the whole message, some its text alone. */
static void
complete_forward (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfForwardContent *self = object;
  const TrueconfJson *json = &frame->json;

  self->message = trueconf_shape_read (&trueconf_inner_message_shape, frame, node);
  if (self->message == NULL || self->message->content != NULL ||
      trueconf_json_get_type_of (json, trueconf_json_get_member (json, node, "text")) != TRUECONF_JSON_STRING)
    return;

  self->message->content = trueconf_wire_read_content (TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE, frame, node);
  self->message->message_type = TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE;
}

static const TrueconfShape forward_content_shape = {
  trueconf_forward_content_get_type,
  {
      { NULL },
  },
  complete_forward,
};

/* Its name is a title or a description, depending on the server. */
static const TrueconfShape location_content_shape = {
  trueconf_location_content_get_type,
  {
      { "latitude", TRUECONF_MEMBER_DOUBLE, PLACE (TrueconfLocationContent, latitude) },
      { "longitude", TRUECONF_MEMBER_DOUBLE, PLACE (TrueconfLocationContent, longitude) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfLocationContent, title) },
      { "description", TRUECONF_MEMBER_STRING, PLACE (TrueconfLocationContent, title) },
  },
};

static const TrueconfShape survey_content_shape = {
  trueconf_survey_content_get_type,
  {
      { "url", TRUECONF_MEMBER_STRING, PLACE (TrueconfSurveyContent, url) },
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfSurveyContent, title) },
      { "path", TRUECONF_MEMBER_STRING, PLACE (TrueconfSurveyContent, path) },
      { "description", TRUECONF_MEMBER_STRING, PLACE (TrueconfSurveyContent, description) },
      { "buttonText", TRUECONF_MEMBER_STRING, PLACE (TrueconfSurveyContent, button_text) },
      { "appVersion", TRUECONF_MEMBER_INT64, PLACE (TrueconfSurveyContent, app_version) },
      { "secret", TRUECONF_MEMBER_STRING, PLACE (TrueconfSurveyContent, secret) },
      { "alt", TRUECONF_MEMBER_STRING, PLACE (TrueconfSurveyContent, alt) },
  },
};

static const TrueconfShape participant_content_shape = {
  trueconf_participant_content_get_type,
  {
      { "userId", TRUECONF_MEMBER_STRING, PLACE (TrueconfParticipantContent, user_id) },
      { "role", TRUECONF_MEMBER_ROLE, PLACE (TrueconfParticipantContent, role) },
  },
};

static const TrueconfShape role_content_shape = {
  trueconf_role_content_get_type,
  {
      { "userId", TRUECONF_MEMBER_STRING, PLACE (TrueconfRoleContent, user_id) },
      { "role", TRUECONF_MEMBER_ROLE, PLACE (TrueconfRoleContent, role) },
  },
};

static const TrueconfShape title_content_shape = {
  trueconf_title_content_get_type,
  {
      { "title", TRUECONF_MEMBER_STRING, PLACE (TrueconfTitleContent, title) },
  },
};

static const TrueconfShape avatar_content_shape = {
  trueconf_avatar_content_get_type,
  {
      { "avatarUrl", TRUECONF_MEMBER_STRING, PLACE (TrueconfAvatarContent, avatar_url) },
  },
};

static const TrueconfShape history_content_shape = {
  trueconf_history_content_get_type,
  {
      { "forAll", TRUECONF_MEMBER_BOOLEAN, PLACE (TrueconfHistoryContent, for_all) },
  },
};

static const TrueconfShape other_content_shape = { trueconf_content_get_type };

static const struct
{
  TrueconfMessageType type;
  const TrueconfShape *shape;
} rows[] = {
  { TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE, &trueconf_text_content_shape },
  { TRUECONF_MESSAGE_TYPE_ATTACHMENT, &attachment_content_shape },
  { TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE, &attachment_content_shape },
  { TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE, &forward_content_shape },
  { TRUECONF_MESSAGE_TYPE_LOCATION, &location_content_shape },
  { TRUECONF_MESSAGE_TYPE_SURVEY, &survey_content_shape },
  { TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT, &participant_content_shape },
  { TRUECONF_MESSAGE_TYPE_REMOVE_PARTICIPANT, &participant_content_shape },
  { TRUECONF_MESSAGE_TYPE_PARTICIPANT_ROLE, &role_content_shape },
  { TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE, &title_content_shape },
  { TRUECONF_MESSAGE_TYPE_EDIT_CHAT_AVATAR, &avatar_content_shape },
  { TRUECONF_MESSAGE_TYPE_CLEAR_HISTORY, &history_content_shape },
};

static const TrueconfShape *
find_shape (TrueconfMessageType type, TrueconfFrame *frame, guint node)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].type == type)
      return rows[i].shape;

  /* a server that leaves the type out still says by the members what it is */
  if (type == TRUECONF_MESSAGE_TYPE_UNKNOWN &&
      trueconf_json_get_type_of (&frame->json, trueconf_json_get_member (&frame->json, node, "text")) ==
          TRUECONF_JSON_STRING)
    return &trueconf_text_content_shape;

  return &other_content_shape;
}

/* NULL: there is no JSON object. */
gpointer
trueconf_wire_read_content (TrueconfMessageType type, TrueconfFrame *frame, guint node)
{
  TrueconfContent *content = trueconf_shape_read (find_shape (type, frame, node), frame, node);

  if (content != NULL)
    trueconf_frame_set_raw (frame, node, trueconf_content_get_raw_source (content));

  return content;
}
