/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-content-private.h"

/**
 * TrueconfContent:
 *
 * The content of a message.
 *
 * The kinds of content have classes of their own, for example [class@TextContent]. Content that the library does
 * not know is of this class itself, and [property@Content:raw] has what the server sent.
 *
 * Since: 0.1
 */

typedef struct
{
  TrueconfRaw raw;
} TrueconfContentPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TrueconfContent, trueconf_content, G_TYPE_OBJECT)

typedef enum
{
  PROP_RAW = 1,
} TrueconfContentProperty;

static GParamSpec *properties[PROP_RAW + 1];

static void
trueconf_content_finalize (GObject *object)
{
  TrueconfContentPrivate *priv = trueconf_content_get_instance_private (TRUECONF_CONTENT (object));

  trueconf_raw_clear (&priv->raw);

  G_OBJECT_CLASS (trueconf_content_parent_class)->finalize (object);
}

static void
trueconf_content_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfContent *self = TRUECONF_CONTENT (object);

  switch ((TrueconfContentProperty) prop_id)
    {
    case PROP_RAW:
      g_value_set_boxed (value, trueconf_content_get_raw (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_content_class_init (TrueconfContentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_content_finalize;
  object_class->get_property = trueconf_content_get_property;

  /**
   * TrueconfContent:raw: (getter get_raw)
   *
   * The content as the server sent it, as immutable JSON. [method@Content.get_raw] says what it costs.
   *
   * Since: 0.1
   */
  properties[PROP_RAW] = g_param_spec_boxed (
      "raw", NULL, NULL, JSON_TYPE_NODE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_content_init (TrueconfContent *self)
{
}

TrueconfRaw *
trueconf_content_get_raw_source (TrueconfContent *self)
{
  TrueconfContentPrivate *priv = trueconf_content_get_instance_private (self);

  return &priv->raw;
}

/**
 * trueconf_content_get_raw: (get-property raw)
 * @self: a content
 *
 * Gets the content as the server sent it, as immutable JSON.
 *
 * It is parsed when this is called for the first time, and then kept as long as the content. Each value in it takes some 80 bytes: an
 * array of numbers can be fifty times as large as its text. Until then only the text is kept.
 *
 * Returns: (transfer none) (nullable): the JSON
 *
 * Since: 0.1
 */
JsonNode *
trueconf_content_get_raw (TrueconfContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTENT (self), NULL);

  return trueconf_raw_get_node (trueconf_content_get_raw_source (self));
}
