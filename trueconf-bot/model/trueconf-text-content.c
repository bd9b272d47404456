/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-text-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfTextContent:
 *
 * Text.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfTextContent, trueconf_text_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_text_content_get_text: (get-property text)
 * @self: an object of this type
 *
 * Gets the text, in the form that [property@TextContent:parse-mode] names.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_text_content_get_text (TrueconfTextContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_CONTENT (self), NULL);

  return self->text;
}

/**
 * trueconf_text_content_get_parse_mode: (get-property parse-mode)
 * @self: an object of this type
 *
 * Gets how the text is formatted. What people type comes as HTML.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfParseMode
trueconf_text_content_get_parse_mode (TrueconfTextContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_CONTENT (self), 0);

  return self->parse_mode;
}

/**
 * trueconf_text_content_get_keyboard: (get-property keyboard)
 * @self: an object of this type
 *
 * Gets the buttons below the text (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfKeyboard *
trueconf_text_content_get_keyboard (TrueconfTextContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_CONTENT (self), NULL);

  return self->keyboard;
}

/**
 * trueconf_text_content_get_quote: (get-property quote)
 * @self: an object of this type
 *
 * Gets the passage that the text begins with as a quotation, in plain text (TrueConf Server 5.5.6).
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_text_content_get_quote (TrueconfTextContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_CONTENT (self), NULL);

  return self->quote;
}

/**
 * trueconf_text_content_get_plain_text: (get-property plain-text)
 * @self: an object of this type
 *
 * Gets the text without markup, and without the quotation that it may begin with.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_text_content_get_plain_text (TrueconfTextContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT_CONTENT (self), NULL);

  if (self->plain != NULL || self->text == NULL)
    return self->plain;

  return self->text + self->quote_length;
}

static gpointer
derive_plain_text (gpointer self)
{
  return (gpointer) trueconf_text_content_get_plain_text (self);
}

static const TrueconfModelField fields[] = {
  { "text", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfTextContent, text) },
  { "parse-mode", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfTextContent, parse_mode),
    trueconf_parse_mode_get_type },
  { "keyboard", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfTextContent, keyboard),
    trueconf_keyboard_get_type },
  { "quote", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfTextContent, quote) },
  { "plain-text", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfTextContent, plain), NULL,
    derive_plain_text },
};

static void
trueconf_text_content_class_init (TrueconfTextContentClass *klass)
{
  /**
   * TrueconfTextContent:text: (getter get_text)
   *
   * The text, in the form that [property@TextContent:parse-mode] names.
   *
   * Since: 0.1
   */
  /**
   * TrueconfTextContent:parse-mode: (getter get_parse_mode)
   *
   * How the text is formatted. What people type comes as HTML.
   *
   * Since: 0.1
   */
  /**
   * TrueconfTextContent:keyboard: (getter get_keyboard)
   *
   * The buttons below the text (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfTextContent:quote: (getter get_quote)
   *
   * The passage that the text begins with as a quotation, in plain text (TrueConf Server 5.5.6).
   *
   * Since: 0.1
   */
  /**
   * TrueconfTextContent:plain-text: (getter get_plain_text)
   *
   * The text without markup, and without the quotation that it may begin with.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_text_content_init (TrueconfTextContent *self)
{
}
