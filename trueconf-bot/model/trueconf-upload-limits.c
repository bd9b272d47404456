/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-upload-limits-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfUploadLimits:
 *
 * What files the server takes, as its administrator has set it (TrueConf Server 5.5.3).
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfUploadLimits, trueconf_upload_limits, G_TYPE_OBJECT)

/**
 * trueconf_upload_limits_get_max_size: (get-property max-size)
 * @self: an object of this type
 *
 * Gets the largest size of a file in bytes; 0: no limit.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint64
trueconf_upload_limits_get_max_size (TrueconfUploadLimits *self)
{
  g_return_val_if_fail (TRUECONF_IS_UPLOAD_LIMITS (self), 0);

  return self->max_size;
}

/**
 * trueconf_upload_limits_get_mode: (get-property mode)
 * @self: an object of this type
 *
 * Gets how [property@UploadLimits:extensions] is to be read.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfExtensionMode
trueconf_upload_limits_get_mode (TrueconfUploadLimits *self)
{
  g_return_val_if_fail (TRUECONF_IS_UPLOAD_LIMITS (self), 0);

  return self->mode;
}

/**
 * trueconf_upload_limits_get_extensions: (get-property extensions)
 * @self: an object of this type
 *
 * Gets the file name extensions, without a dot and in lower case.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *const *
trueconf_upload_limits_get_extensions (TrueconfUploadLimits *self)
{
  g_return_val_if_fail (TRUECONF_IS_UPLOAD_LIMITS (self), NULL);

  return (const char *const *) self->extensions;
}

static const TrueconfModelField fields[] = {
  { "max-size", TRUECONF_FIELD_UINT64, G_STRUCT_OFFSET (TrueconfUploadLimits, max_size) },
  { "mode", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfUploadLimits, mode),
    trueconf_extension_mode_get_type },
  { "extensions", TRUECONF_FIELD_BOXED, G_STRUCT_OFFSET (TrueconfUploadLimits, extensions), g_strv_get_type },
};

static void
trueconf_upload_limits_class_init (TrueconfUploadLimitsClass *klass)
{
  /**
   * TrueconfUploadLimits:max-size: (getter get_max_size)
   *
   * The largest size of a file in bytes; 0: no limit.
   *
   * Since: 0.1
   */
  /**
   * TrueconfUploadLimits:mode: (getter get_mode)
   *
   * How [property@UploadLimits:extensions] is to be read.
   *
   * Since: 0.1
   */
  /**
   * TrueconfUploadLimits:extensions: (getter get_extensions)
   *
   * The file name extensions, without a dot and in lower case.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_upload_limits_init (TrueconfUploadLimits *self)
{
}
