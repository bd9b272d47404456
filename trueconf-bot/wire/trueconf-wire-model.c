/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-author-private.h"
#include "model/trueconf-box-private.h"
#include "model/trueconf-changed-file-upload-limits-private.h"
#include "model/trueconf-content-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-sent-message-private.h"
#include "model/trueconf-text-content-private.h"
#include "model/trueconf-upload-limits-private.h"
#include "wire/trueconf-shape-private.h"

#define PLACE(type, member) G_STRUCT_OFFSET (type, member)

static const TrueconfShape author_shape = {
  trueconf_author_get_type,
  {
      { "id", TRUECONF_MEMBER_STRING, PLACE (TrueconfAuthor, id) },
      { "type", TRUECONF_MEMBER_ENUM, PLACE (TrueconfAuthor, author_type) },
  },
};

static const TrueconfShape box_shape = {
  trueconf_box_get_type,
  {
      { "id", TRUECONF_MEMBER_INT64, PLACE (TrueconfBox, id) },
      { "position", TRUECONF_MEMBER_STRING, PLACE (TrueconfBox, position) },
  },
};

static const TrueconfShape text_content_shape = {
  trueconf_text_content_get_type,
  {
      { "text", TRUECONF_MEMBER_STRING, PLACE (TrueconfTextContent, text) },
      { "parseMode", TRUECONF_MEMBER_PARSE_MODE, PLACE (TrueconfTextContent, parse_mode) },
  },
};

static const TrueconfShape other_content_shape = { trueconf_content_get_type };

/* 5.5.6 tells the chat of a message in an object of its own. */
static const TrueconfShape chat_reference_shape = {
  NULL,
  {
      { "chatTitle", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, chat_title) },
      { "chatType", TRUECONF_MEMBER_ENUM, PLACE (TrueconfMessage, chat_type) },
  },
};

const TrueconfShape trueconf_sent_message_shape = {
  trueconf_sent_message_get_type,
  {
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfSentMessage, chat_id) },
      { "messageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfSentMessage, message_id) },
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfSentMessage, timestamp) },
      { "fileId", TRUECONF_MEMBER_STRING, PLACE (TrueconfSentMessage, file_id) },
  },
};

static const TrueconfShape *
choose_content (TrueconfMessageType type, const TrueconfFrame *frame, guint node)
{
  if (type == TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE)
    return &text_content_shape;

  /* a server that leaves the type out still says by the members what it is */
  if (type == TRUECONF_MESSAGE_TYPE_UNKNOWN &&
      trueconf_json_get_type_of (&frame->json, trueconf_json_get_member (&frame->json, node, "text")) ==
          TRUECONF_JSON_STRING)
    return &text_content_shape;

  return &other_content_shape;
}

static void
complete_message (gpointer object, const TrueconfFrame *frame, guint node)
{
  TrueconfMessage *self = object;
  guint content = trueconf_json_get_member (&frame->json, node, "content");

  if (self->timestamp > 0)
    {
      g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (self->timestamp / 1000);

      if (start != NULL)
        self->date_time = g_date_time_add (start, (self->timestamp % 1000) * G_TIME_SPAN_MILLISECOND);
    }

  self->content = trueconf_shape_read (choose_content (self->message_type, frame, content), frame, content);
  if (self->content != NULL)
    trueconf_frame_set_raw (frame, content, trueconf_content_get_raw_source (self->content));
}

static void
complete_inner_message (gpointer object, const TrueconfFrame *frame, guint node)
{
  complete_message (object, frame, node);
  trueconf_frame_set_raw (frame, node, trueconf_event_get_raw_source (object));
}

#define MESSAGE_MEMBERS                                                                                      \
  { "messageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, message_id) },                              \
      { "chatId", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, chat_id) },                                \
      { "timestamp", TRUECONF_MEMBER_INT64, PLACE (TrueconfMessage, timestamp) },                            \
      { "type", TRUECONF_MEMBER_ENUM, PLACE (TrueconfMessage, message_type) },                               \
      { "isEdited", TRUECONF_MEMBER_BOOLEAN, PLACE (TrueconfMessage, is_edited) },                           \
      { "replyMessageId", TRUECONF_MEMBER_STRING, PLACE (TrueconfMessage, reply_message_id) },               \
      { "author", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfMessage, author), &author_shape },                  \
      { "box", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfMessage, box), &box_shape },                           \
  {                                                                                                          \
    "chat", TRUECONF_MEMBER_FLAT, 0, &chat_reference_shape                                                   \
  }

/* The answered message is told one level deep: an answer in it is not followed, whatever the server sends. */
static const TrueconfShape reply_shape = {
  trueconf_message_get_type,
  { MESSAGE_MEMBERS },
  complete_inner_message,
};

const TrueconfShape trueconf_message_shape = {
  trueconf_message_get_type,
  {
      MESSAGE_MEMBERS,
      { "replyMessage", TRUECONF_MEMBER_OBJECT, PLACE (TrueconfMessage, reply_message), &reply_shape },
  },
  complete_message,
};

static char *
normalise_extension (const TrueconfJson *json, guint node)
{
  g_autofree char *text = NULL;

  if (trueconf_json_get_type_of (json, node) != TRUECONF_JSON_STRING)
    return NULL;

  text = trueconf_json_dup_string (json, node);
  g_strstrip (text);

  return g_utf8_strdown (text[0] == '.' ? text + 1 : text, -1);
}

static void
complete_limits (gpointer object, const TrueconfFrame *frame, guint node)
{
  TrueconfUploadLimits *self = object;
  const TrueconfJson *json = &frame->json;
  guint extensions = trueconf_json_get_member (json, node, "extensions");
  guint list = trueconf_json_get_member (json, extensions, "list");
  g_autofree char *mode =
      trueconf_json_dup_string (json, trueconf_json_get_member (json, extensions, "mode"));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  TrueconfJsonIter iter;

  if (g_strcmp0 (mode, "allow") == 0)
    self->mode = TRUECONF_EXTENSION_MODE_ALLOW;
  else if (g_strcmp0 (mode, "block") == 0)
    self->mode = TRUECONF_EXTENSION_MODE_BLOCK;
  else
    return;

  trueconf_json_iter_init (&iter, json, list);
  while (trueconf_json_iter_next (&iter))
    {
      g_autofree char *extension = normalise_extension (json, iter.value);

      if (extension != NULL && extension[0] != '\0')
        g_strv_builder_add (builder, extension);
    }
  self->extensions = g_strv_builder_end (builder);
}

const TrueconfShape trueconf_upload_limits_shape = {
  trueconf_upload_limits_get_type,
  {
      { "maxSize", TRUECONF_MEMBER_SIZE, PLACE (TrueconfUploadLimits, max_size) },
  },
  complete_limits,
};

/* The event has nothing but the limits. One that makes no sense leaves them out, and the known ones in force. */
static void
complete_changed_limits (gpointer object, const TrueconfFrame *frame, guint node)
{
  TrueconfChangedFileUploadLimits *self = object;
  const TrueconfJson *json = &frame->json;

  if (trueconf_json_get_member (json, node, "maxSize") != TRUECONF_JSON_NONE ||
      trueconf_json_get_member (json, node, "extensions") != TRUECONF_JSON_NONE)
    self->limits = trueconf_shape_read (&trueconf_upload_limits_shape, frame, node);
}

const TrueconfShape trueconf_changed_limits_shape = {
  trueconf_changed_file_upload_limits_get_type,
  { { NULL } },
  complete_changed_limits,
};
