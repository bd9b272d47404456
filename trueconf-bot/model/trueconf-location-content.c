/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-location-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfLocationContent:
 *
 * A place on earth.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfLocationContent, trueconf_location_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_location_content_get_latitude: (get-property latitude)
 * @self: an object of this type
 *
 * Gets the latitude, in degrees.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_location_content_get_latitude (TrueconfLocationContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_LOCATION_CONTENT (self), 0);

  return self->latitude;
}

/**
 * trueconf_location_content_get_longitude: (get-property longitude)
 * @self: an object of this type
 *
 * Gets the longitude, in degrees.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_location_content_get_longitude (TrueconfLocationContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_LOCATION_CONTENT (self), 0);

  return self->longitude;
}

/**
 * trueconf_location_content_get_title: (get-property title)
 * @self: an object of this type
 *
 * Gets the name of the place.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_location_content_get_title (TrueconfLocationContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_LOCATION_CONTENT (self), NULL);

  return self->title;
}

static const TrueconfModelField fields[] = {
  { "latitude", TRUECONF_FIELD_DOUBLE, G_STRUCT_OFFSET (TrueconfLocationContent, latitude) },
  { "longitude", TRUECONF_FIELD_DOUBLE, G_STRUCT_OFFSET (TrueconfLocationContent, longitude) },
  { "title", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfLocationContent, title) },
};

static void
trueconf_location_content_class_init (TrueconfLocationContentClass *klass)
{
  /**
   * TrueconfLocationContent:latitude: (getter get_latitude)
   *
   * The latitude, in degrees.
   *
   * Since: 0.1
   */
  /**
   * TrueconfLocationContent:longitude: (getter get_longitude)
   *
   * The longitude, in degrees.
   *
   * Since: 0.1
   */
  /**
   * TrueconfLocationContent:title: (getter get_title)
   *
   * The name of the place.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_location_content_init (TrueconfLocationContent *self)
{
}
