/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-uploading-progress-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfUploadingProgress:
 *
 * A file that was asked for with [method@Bot.subscribe_file_progress_async] is on its way to the server.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfUploadingProgress, trueconf_uploading_progress, TRUECONF_TYPE_EVENT)

/**
 * trueconf_uploading_progress_get_file_id: (get-property file-id)
 * @self: an object of this type
 *
 * Gets the id of the file.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_uploading_progress_get_file_id (TrueconfUploadingProgress *self)
{
  g_return_val_if_fail (TRUECONF_IS_UPLOADING_PROGRESS (self), NULL);

  return self->file_id;
}

/**
 * trueconf_uploading_progress_get_progress: (get-property progress)
 * @self: an object of this type
 *
 * Gets how many bytes have arrived; the file is complete when it is [property@FileInfo:size].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_uploading_progress_get_progress (TrueconfUploadingProgress *self)
{
  g_return_val_if_fail (TRUECONF_IS_UPLOADING_PROGRESS (self), -1);

  return self->progress;
}

static const TrueconfModelField fields[] = {
  { "file-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfUploadingProgress, file_id) },
  { "progress", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfUploadingProgress, progress) },
};

static void
trueconf_uploading_progress_class_init (TrueconfUploadingProgressClass *klass)
{
  /**
   * TrueconfUploadingProgress:file-id: (getter get_file_id)
   *
   * The id of the file.
   *
   * Since: 0.1
   */
  /**
   * TrueconfUploadingProgress:progress: (getter get_progress)
   *
   * How many bytes have arrived; the file is complete when it is [property@FileInfo:size].
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_uploading_progress_init (TrueconfUploadingProgress *self)
{
}
