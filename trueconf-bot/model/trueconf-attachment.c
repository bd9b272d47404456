/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-attachment-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfAttachment:
 *
 * A file in a chat.
 *
 * What kind of file it is follows from [property@Attachment:mime-type].
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfAttachment, trueconf_attachment, G_TYPE_OBJECT)

/**
 * trueconf_attachment_get_file_id: (get-property file-id)
 * @self: an object of this type
 *
 * Gets the id of the file, for downloading it.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_attachment_get_file_id (TrueconfAttachment *self)
{
  g_return_val_if_fail (TRUECONF_IS_ATTACHMENT (self), NULL);

  return self->file_id;
}

/**
 * trueconf_attachment_get_name: (get-property name)
 * @self: an object of this type
 *
 * Gets the name that its sender gave it. It is a name only, whatever it looks like, never a path.
 *
 * Voice messages have none.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_attachment_get_name (TrueconfAttachment *self)
{
  g_return_val_if_fail (TRUECONF_IS_ATTACHMENT (self), NULL);

  return self->name;
}

/**
 * trueconf_attachment_get_size: (get-property size)
 * @self: an object of this type
 *
 * Gets the size in bytes; -1: the server did not say.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_attachment_get_size (TrueconfAttachment *self)
{
  g_return_val_if_fail (TRUECONF_IS_ATTACHMENT (self), -1);

  return self->size;
}

/**
 * trueconf_attachment_get_mime_type: (get-property mime-type)
 * @self: an object of this type
 *
 * Gets what it is, for example `image/png`.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_attachment_get_mime_type (TrueconfAttachment *self)
{
  g_return_val_if_fail (TRUECONF_IS_ATTACHMENT (self), NULL);

  return self->mime_type;
}

/**
 * trueconf_attachment_get_ready_state: (get-property ready-state)
 * @self: an object of this type
 *
 * Gets whether it can be downloaded.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfFileReadyState
trueconf_attachment_get_ready_state (TrueconfAttachment *self)
{
  g_return_val_if_fail (TRUECONF_IS_ATTACHMENT (self), 0);

  return self->ready_state;
}

/**
 * trueconf_attachment_get_duration: (get-property duration)
 * @self: an object of this type
 *
 * Gets how long a voice message is, in seconds; 0 if that is not known.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_attachment_get_duration (TrueconfAttachment *self)
{
  g_return_val_if_fail (TRUECONF_IS_ATTACHMENT (self), 0);

  return self->duration;
}

static const TrueconfModelField fields[] = {
  { "file-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfAttachment, file_id) },
  { "name", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfAttachment, name) },
  { "size", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfAttachment, size) },
  { "mime-type", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfAttachment, mime_type) },
  { "ready-state", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfAttachment, ready_state),
    trueconf_file_ready_state_get_type },
  { "duration", TRUECONF_FIELD_DOUBLE, G_STRUCT_OFFSET (TrueconfAttachment, duration) },
};

static void
trueconf_attachment_class_init (TrueconfAttachmentClass *klass)
{
  /**
   * TrueconfAttachment:file-id: (getter get_file_id)
   *
   * The id of the file, for downloading it.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAttachment:name: (getter get_name)
   *
   * The name that its sender gave it. It is a name only, whatever it looks like, never a path.
   *
   * Voice messages have none.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAttachment:size: (getter get_size)
   *
   * The size in bytes; -1: the server did not say.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAttachment:mime-type: (getter get_mime_type)
   *
   * What it is, for example `image/png`.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAttachment:ready-state: (getter get_ready_state)
   *
   * Whether it can be downloaded.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAttachment:duration: (getter get_duration)
   *
   * How long a voice message is, in seconds; 0 if that is not known.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_attachment_init (TrueconfAttachment *self)
{
  self->size = -1;
}
