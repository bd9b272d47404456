/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-avatar-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfAvatarContent:
 *
 * The server notes that the chat has a new picture.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfAvatarContent, trueconf_avatar_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_avatar_content_get_avatar_url: (get-property avatar-url)
 * @self: an object of this type
 *
 * Gets the address of the picture, or `NULL` if it was taken away.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_avatar_content_get_avatar_url (TrueconfAvatarContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_AVATAR_CONTENT (self), NULL);

  return self->avatar_url;
}

static const TrueconfModelField fields[] = {
  { "avatar-url", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfAvatarContent, avatar_url) },
};

static void
trueconf_avatar_content_class_init (TrueconfAvatarContentClass *klass)
{
  /**
   * TrueconfAvatarContent:avatar-url: (getter get_avatar_url)
   *
   * The address of the picture, or `NULL` if it was taken away.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_avatar_content_init (TrueconfAvatarContent *self)
{
}
