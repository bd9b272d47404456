/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Completes objects in ways that the shapes cannot describe. */

#include "config.h"

#include <string.h>

#include "model/trueconf-attachment-content-private.h"
#include "model/trueconf-attachment-private.h"
#include "model/trueconf-button-private.h"
#include "model/trueconf-changed-file-upload-limits-private.h"
#include "model/trueconf-file-info-private.h"
#include "model/trueconf-file-preview-private.h"
#include "model/trueconf-forward-content-private.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-text-content-private.h"
#include "model/trueconf-upload-limits-private.h"
#include "wire/trueconf-wire-tables-private.h"

static gboolean
has_member (TrueconfFrame *frame, guint node, const char *name)
{
  guint member = trueconf_json_get_member (&frame->json, node, name);

  return member != TRUECONF_JSON_NONE &&
         trueconf_json_get_type_of (&frame->json, member) != TRUECONF_JSON_NULL;
}

void
trueconf_message_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfMessage *self = object;

  if (self->timestamp > 0)
    {
      g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (self->timestamp / 1000);

      if (start != NULL)
        self->date_time = g_date_time_add (start, (self->timestamp % 1000) * G_TIME_SPAN_MILLISECOND);
    }

  self->content = trueconf_wire_read_content (self->message_type, frame,
                                              trueconf_json_get_member (&frame->json, node, "content"));
}

void
trueconf_text_content_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfTextContent *self = object;

  self->keyboard =
      trueconf_wire_read_keyboard (frame, trueconf_json_get_member (&frame->json, node, "buttons"));
}

/* If the server sends no state, it has the file. */
void
trueconf_attachment_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfAttachment *self = object;

  if (!has_member (frame, node, "readyState"))
    self->ready_state = TRUECONF_FILE_READY_STATE_READY;
}

void
trueconf_attachment_content_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfAttachmentContent *self = object;

  self->attachment = trueconf_shape_read (&trueconf_attachment_shape, frame, node);
}

/* Most servers forward the whole message, some only its text. */
void
trueconf_forward_content_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfForwardContent *self = object;
  const TrueconfJson *json = &frame->json;

  self->message = trueconf_shape_read (&trueconf_message_shape, frame, node);
  if (self->message == NULL || self->message->content != NULL ||
      trueconf_json_get_type_of (json, trueconf_json_get_member (json, node, "text")) != TRUECONF_JSON_STRING)
    return;

  self->message->content = trueconf_wire_read_content (TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE, frame, node);
  self->message->message_type = TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE;
}

/* Keeps the JSON of the button: an edit sends it back, including what the library does not know. */
void
trueconf_button_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfButton *self = object;
  const TrueconfJsonToken *token = &frame->json.tokens[node];

  self->received = TRUE;
  self->raw = g_strndup (frame->json.data + token->start, token->end - token->start);
}

static void
complete_mime_type (char **mime_type)
{
  if (*mime_type != NULL && (*mime_type)[0] != '\0')
    return;

  g_free (*mime_type);
  *mime_type = g_strdup ("application/octet-stream");
}

void
trueconf_file_preview_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfFilePreview *self = object;

  complete_mime_type (&self->mime_type);
}

void
trueconf_file_info_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfFileInfo *self = object;
  const TrueconfJson *json = &frame->json;

  complete_mime_type (&self->mime_type);

  /* Older servers identify files only by a hash of their contents. */
  if (self->file_id == NULL || self->file_id[0] == '\0')
    {
      g_free (self->file_id);
      self->file_id = trueconf_json_dup_string (json, trueconf_json_get_member (json, node, "infoHash"));
    }

  if (self->download_url != NULL && self->download_url[0] == '\0')
    g_clear_pointer (&self->download_url, g_free);

  if (!has_member (frame, node, "readyState"))
    self->ready_state =
        self->download_url != NULL ? TRUECONF_FILE_READY_STATE_READY : TRUECONF_FILE_READY_STATE_UPLOADING;
}

static gboolean
is_null (const TrueconfJson *json, guint node)
{
  return node != TRUECONF_JSON_NONE && trueconf_json_get_type_of (json, node) == TRUECONF_JSON_NULL;
}

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

void
trueconf_upload_limits_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfUploadLimits *self = object;
  const TrueconfJson *json = &frame->json;
  guint extensions = trueconf_json_get_member (json, node, "extensions");
  guint list = trueconf_json_get_member (json, extensions, "list");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  TrueconfJsonIter iter;

  if (self->mode != TRUECONF_EXTENSION_MODE_ALLOW && self->mode != TRUECONF_EXTENSION_MODE_BLOCK)
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

/* Whether anything is said of limits, even if it is null or nonsense. */
gboolean
trueconf_wire_has_limits (TrueconfFrame *frame, guint node)
{
  const TrueconfJson *json = &frame->json;

  return trueconf_json_get_member (json, node, "maxSize") != TRUECONF_JSON_NONE ||
         trueconf_json_get_member (json, node, "extensions") != TRUECONF_JSON_NONE;
}

/* Null means no limit. A size that is neither a number nor null says nothing, and must not be taken for no limit. */
gboolean
trueconf_wire_can_read_limits (TrueconfFrame *frame, guint node)
{
  const TrueconfJson *json = &frame->json;
  guint size = trueconf_json_get_member (json, node, "maxSize");
  guint extensions = trueconf_json_get_member (json, node, "extensions");
  gint64 bytes;

  if (size != TRUECONF_JSON_NONE)
    return is_null (json, size) || trueconf_json_get_int (json, size, &bytes);

  return is_null (json, extensions) || trueconf_json_get_type_of (json, extensions) == TRUECONF_JSON_OBJECT;
}

/* The payload is the limits. If they cannot be read, the known limits stay in force. */
void
trueconf_changed_file_upload_limits_complete (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfChangedFileUploadLimits *self = object;

  if (trueconf_wire_can_read_limits (frame, node))
    self->limits = trueconf_shape_read (&trueconf_upload_limits_shape, frame, node);
}
