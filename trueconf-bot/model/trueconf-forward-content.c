/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-forward-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfForwardContent:
 *
 * Another message, forwarded.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfForwardContent, trueconf_forward_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_forward_content_get_message: (get-property message)
 * @self: an object of this type
 *
 * Gets the message as it was; its chat may be one that the bot cannot see.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_forward_content_get_message (TrueconfForwardContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_FORWARD_CONTENT (self), NULL);

  return self->message;
}

static const TrueconfModelField fields[] = {
  { "message", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfForwardContent, message),
    trueconf_message_get_type },
};

static void
trueconf_forward_content_class_init (TrueconfForwardContentClass *klass)
{
  /**
   * TrueconfForwardContent:message: (getter get_message)
   *
   * The message as it was; its chat may be one that the bot cannot see.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_forward_content_init (TrueconfForwardContent *self)
{
}
