/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-file-preview-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfFilePreview:
 *
 * A small picture of a file that the server has made or was given.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfFilePreview, trueconf_file_preview, G_TYPE_OBJECT)

/**
 * trueconf_file_preview_get_name: (get-property name)
 * @self: an object of this type
 *
 * Gets the name of the picture.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_file_preview_get_name (TrueconfFilePreview *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_PREVIEW (self), NULL);

  return self->name;
}

/**
 * trueconf_file_preview_get_size: (get-property size)
 * @self: an object of this type
 *
 * Gets the size in bytes; -1: the server did not say.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_file_preview_get_size (TrueconfFilePreview *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_PREVIEW (self), -1);

  return self->size;
}

/**
 * trueconf_file_preview_get_mime_type: (get-property mime-type)
 * @self: an object of this type
 *
 * Gets the MIME type; `application/octet-stream` when the server did not say.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_file_preview_get_mime_type (TrueconfFilePreview *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_PREVIEW (self), NULL);

  return self->mime_type;
}

/**
 * trueconf_file_preview_get_download_url: (get-property download-url)
 * @self: an object of this type
 *
 * Gets the address to fetch it from; it holds its own authorization, so keep it out of logs.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_file_preview_get_download_url (TrueconfFilePreview *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_PREVIEW (self), NULL);

  return self->download_url;
}

static const TrueconfModelField fields[] = {
  { "name", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfFilePreview, name) },
  { "size", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfFilePreview, size) },
  { "mime-type", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfFilePreview, mime_type) },
  { "download-url", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfFilePreview, download_url) },
};

static void
trueconf_file_preview_class_init (TrueconfFilePreviewClass *klass)
{
  /**
   * TrueconfFilePreview:name: (getter get_name)
   *
   * The name of the picture.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFilePreview:size: (getter get_size)
   *
   * The size in bytes; -1: the server did not say.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFilePreview:mime-type: (getter get_mime_type)
   *
   * The MIME type; `application/octet-stream` when the server did not say.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFilePreview:download-url: (getter get_download_url)
   *
   * The address to fetch it from; it holds its own authorization, so keep it out of logs.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_file_preview_init (TrueconfFilePreview *self)
{
  self->size = -1;
}
