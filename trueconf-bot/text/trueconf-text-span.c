/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "text/trueconf-text-address-private.h"
#include "text/trueconf-text-span-private.h"

/**
 * TrueconfTextSpan:
 *
 * A part of a [class@Text] that looks the same all over.
 *
 * See [method@Text.get_spans]. A span never changes.
 *
 * Since: 0.1
 */

struct _TrueconfTextSpan
{
  GObject parent_instance;

  char *text;
  TrueconfTextStyle style;
  char *address;
  char *user_id;
};

G_DEFINE_FINAL_TYPE (TrueconfTextSpan, trueconf_text_span, G_TYPE_OBJECT)

typedef enum
{
  PROP_TEXT = 1,
  PROP_STYLE,
  PROP_ADDRESS,
  PROP_USER_ID,
} TrueconfTextSpanProperty;

static GParamSpec *properties[PROP_USER_ID + 1];

static void
trueconf_text_span_finalize (GObject *object)
{
  TrueconfTextSpan *self = TRUECONF_TEXT_SPAN (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->address, g_ref_string_release);
  g_clear_pointer (&self->user_id, g_free);

  G_OBJECT_CLASS (trueconf_text_span_parent_class)->finalize (object);
}

static void
trueconf_text_span_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfTextSpan *self = TRUECONF_TEXT_SPAN (object);

  switch ((TrueconfTextSpanProperty) prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, trueconf_text_span_get_text (self));
      break;

    case PROP_STYLE:
      g_value_set_flags (value, self->style);
      break;

    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;

    case PROP_USER_ID:
      g_value_set_string (value, self->user_id);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_text_span_class_init (TrueconfTextSpanClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_text_span_finalize;
  object_class->get_property = trueconf_text_span_get_property;

  /**
   * TrueconfTextSpan:text: (getter get_text)
   *
   * The characters, without markup.
   *
   * Since: 0.1
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);

  /**
   * TrueconfTextSpan:style: (getter get_style)
   *
   * How they are shown.
   *
   * Since: 0.1
   */
  properties[PROP_STYLE] =
      g_param_spec_flags ("style", NULL, NULL, TRUECONF_TYPE_TEXT_STYLE, TRUECONF_TEXT_STYLE_NONE, flags);

  /**
   * TrueconfTextSpan:address: (getter get_address)
   *
   * The URL that the span links to, or `NULL` if it is no link.
   *
   * Since: 0.1
   */
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);

  /**
   * TrueconfTextSpan:user-id: (getter get_user_id)
   *
   * The id of the user whom the span mentions, or `NULL` if it is no mention.
   *
   * Since: 0.1
   */
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_text_span_init (TrueconfTextSpan *self)
{
}

TrueconfTextSpan *
trueconf_text_span_new (const char *text, gsize length, TrueconfTextStyle style, char *address)
{
  TrueconfTextSpan *self = g_object_new (TRUECONF_TYPE_TEXT_SPAN, NULL);

  self->text = g_strndup (text, length);
  self->style = style;
  if (address != NULL)
    {
      self->address = g_ref_string_acquire (address);
      self->user_id = trueconf_text_address_get_user_id (address);
    }

  return self;
}

/**
 * trueconf_text_span_get_text: (get-property text)
 * @self: a span
 *
 * Gets the characters, without markup.
 *
 * Returns: (transfer none): the characters
 *
 * Since: 0.1
 */
const char *
trueconf_text_span_get_text (TrueconfTextSpan *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_SPAN (self), NULL);

  return self->text != NULL ? self->text : "";
}

/**
 * trueconf_text_span_get_style: (get-property style)
 * @self: a span
 *
 * Gets how the span is shown.
 *
 * Returns: the style
 *
 * Since: 0.1
 */
TrueconfTextStyle
trueconf_text_span_get_style (TrueconfTextSpan *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_SPAN (self), TRUECONF_TEXT_STYLE_NONE);

  return self->style;
}

/**
 * trueconf_text_span_get_address: (get-property address)
 * @self: a span
 *
 * Gets the URL that the span links to.
 *
 * Returns: (transfer none) (nullable): the URL, or `NULL` if the span is no link
 *
 * Since: 0.1
 */
const char *
trueconf_text_span_get_address (TrueconfTextSpan *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_SPAN (self), NULL);

  return self->address;
}

/**
 * trueconf_text_span_get_user_id: (get-property user-id)
 * @self: a span
 *
 * Gets the id of the user whom the span mentions.
 *
 * Returns: (transfer none) (nullable): the id, or `NULL` if the span is no mention
 *
 * Since: 0.1
 */
const char *
trueconf_text_span_get_user_id (TrueconfTextSpan *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_SPAN (self), NULL);

  return self->user_id;
}
