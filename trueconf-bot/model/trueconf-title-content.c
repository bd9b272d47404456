/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-title-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfTitleContent:
 *
 * The server notes that the chat has a new title.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfTitleContent, trueconf_title_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_title_content_get_title: (get-property title)
 * @self: an object of this type
 *
 * Gets the new title.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_title_content_get_title (TrueconfTitleContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_TITLE_CONTENT (self), NULL);

  return self->title;
}

static const TrueconfModelField fields[] = {
  { "title", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfTitleContent, title) },
};

static void
trueconf_title_content_class_init (TrueconfTitleContentClass *klass)
{
  /**
   * TrueconfTitleContent:title: (getter get_title)
   *
   * The new title.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_title_content_init (TrueconfTitleContent *self)
{
}
