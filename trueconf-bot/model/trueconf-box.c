/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-box-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfBox:
 *
 * The place of a message in its chat: sorted by [property@Box:id], then by [property@Box:position], messages are in
 * the order in which they were written.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfBox, trueconf_box, G_TYPE_OBJECT)

/**
 * trueconf_box_get_id: (get-property id)
 * @self: an object of this type
 *
 * Gets the first part of the place.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_box_get_id (TrueconfBox *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOX (self), 0);

  return self->id;
}

/**
 * trueconf_box_get_position: (get-property position)
 * @self: an object of this type
 *
 * Gets the second part of the place.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_box_get_position (TrueconfBox *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOX (self), NULL);

  return self->position;
}

static const TrueconfModelField fields[] = {
  { "id", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfBox, id) },
  { "position", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfBox, position) },
};

static void
trueconf_box_class_init (TrueconfBoxClass *klass)
{
  /**
   * TrueconfBox:id: (getter get_id)
   *
   * The first part of the place.
   *
   * Since: 0.1
   */
  /**
   * TrueconfBox:position: (getter get_position)
   *
   * The second part of the place.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_box_init (TrueconfBox *self)
{
}
