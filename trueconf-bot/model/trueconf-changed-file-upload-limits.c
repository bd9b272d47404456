/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-changed-file-upload-limits-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfChangedFileUploadLimits:
 *
 * The server says what files it takes: after the log-in and whenever its administrator changes it (TrueConf Server
 * 5.5.3).
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfChangedFileUploadLimits,
                     trueconf_changed_file_upload_limits,
                     TRUECONF_TYPE_EVENT)

/**
 * trueconf_changed_file_upload_limits_get_limits: (get-property limits)
 * @self: an object of this type
 *
 * Gets the limits that apply from now on.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfUploadLimits *
trueconf_changed_file_upload_limits_get_limits (TrueconfChangedFileUploadLimits *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHANGED_FILE_UPLOAD_LIMITS (self), NULL);

  return self->limits;
}

static const TrueconfModelField fields[] = {
  { "limits", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfChangedFileUploadLimits, limits),
    trueconf_upload_limits_get_type },
};

static void
trueconf_changed_file_upload_limits_class_init (TrueconfChangedFileUploadLimitsClass *klass)
{
  /**
   * TrueconfChangedFileUploadLimits:limits: (getter get_limits)
   *
   * The limits that apply from now on.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_changed_file_upload_limits_init (TrueconfChangedFileUploadLimits *self)
{
}
