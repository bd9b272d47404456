/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-file-info-private.h"
#include "model/trueconf-file-preview.h"
#include "model/trueconf-list-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfFileInfo:
 *
 * What the server knows about a file.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfFileInfo, trueconf_file_info, G_TYPE_OBJECT)

/**
 * trueconf_file_info_get_file_id: (get-property file-id)
 * @self: an object of this type
 *
 * Gets the id of the file.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_file_info_get_file_id (TrueconfFileInfo *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_INFO (self), NULL);

  return self->file_id;
}

/**
 * trueconf_file_info_get_name: (get-property name)
 * @self: an object of this type
 *
 * Gets the name that the sender has given to the file.
 *
 * It is a name, never a path to write to: [method@Bot.download_file_async] makes a safe one of it.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_file_info_get_name (TrueconfFileInfo *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_INFO (self), NULL);

  return self->name;
}

/**
 * trueconf_file_info_get_size: (get-property size)
 * @self: an object of this type
 *
 * Gets the size in bytes; -1: the server did not say.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_file_info_get_size (TrueconfFileInfo *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_INFO (self), -1);

  return self->size;
}

/**
 * trueconf_file_info_get_mime_type: (get-property mime-type)
 * @self: an object of this type
 *
 * Gets the MIME type; `application/octet-stream` when the server did not say.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_file_info_get_mime_type (TrueconfFileInfo *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_INFO (self), NULL);

  return self->mime_type;
}

/**
 * trueconf_file_info_get_ready_state: (get-property ready-state)
 * @self: an object of this type
 *
 * Gets whether the file has arrived on the server. Servers may send numbers that are not listed.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfFileReadyState
trueconf_file_info_get_ready_state (TrueconfFileInfo *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_INFO (self), 0);

  return self->ready_state;
}

/**
 * trueconf_file_info_get_download_url: (get-property download-url)
 * @self: an object of this type
 *
 * Gets the address to fetch the file from, or `NULL` as long as there is none.
 *
 * It holds its own authorization, so keep it out of logs. It may name a host that only the server can reach;
 * [method@Bot.download_file_async] knows what to do.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_file_info_get_download_url (TrueconfFileInfo *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_INFO (self), NULL);

  return self->download_url;
}

/**
 * trueconf_file_info_get_previews: (get-property previews)
 * @self: an object of this type
 *
 * Gets the small pictures of the file, of type [class@FilePreview].
 *
 * The list never changes.
 *
 * Returns: (transfer none): the list, empty when there are none
 *
 * Since: 0.1
 */
GListModel *
trueconf_file_info_get_previews (TrueconfFileInfo *self)
{
  g_return_val_if_fail (TRUECONF_IS_FILE_INFO (self), NULL);

  return self->previews;
}

static const TrueconfModelField fields[] = {
  { "file-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfFileInfo, file_id) },
  { "name", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfFileInfo, name) },
  { "size", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfFileInfo, size) },
  { "mime-type", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfFileInfo, mime_type) },
  { "ready-state", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfFileInfo, ready_state),
    trueconf_file_ready_state_get_type },
  { "download-url", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfFileInfo, download_url) },
  { "previews", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfFileInfo, previews), g_list_model_get_type },
};

static void
trueconf_file_info_class_init (TrueconfFileInfoClass *klass)
{
  /**
   * TrueconfFileInfo:file-id: (getter get_file_id)
   *
   * The id of the file.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFileInfo:name: (getter get_name)
   *
   * The name that the sender has given to the file.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFileInfo:size: (getter get_size)
   *
   * The size in bytes; -1: the server did not say.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFileInfo:mime-type: (getter get_mime_type)
   *
   * The MIME type; `application/octet-stream` when the server did not say.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFileInfo:ready-state: (getter get_ready_state)
   *
   * Whether the file has arrived on the server. Servers may send numbers that are not listed.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFileInfo:download-url: (getter get_download_url)
   *
   * The address to fetch the file from, or `NULL` as long as there is none.
   *
   * Since: 0.1
   */
  /**
   * TrueconfFileInfo:previews: (getter get_previews)
   *
   * The small pictures of the file, of type [class@FilePreview].
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_file_info_init (TrueconfFileInfo *self)
{
  self->size = -1;
  self->previews = trueconf_list_new (TRUECONF_TYPE_FILE_PREVIEW, g_ptr_array_new ());
}
