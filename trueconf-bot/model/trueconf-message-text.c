/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-message-text.h"
#include "text/trueconf-text-private.h"

/**
 * trueconf_message_get_formatted_text:
 * @self: a message
 *
 * Reads the text with its formatting, by the markup that the message has, without the quotation that a reply may begin with.
 *
 * [method@Text.get_mentions] tells whom it mentions.
 *
 * Returns: (transfer full) (nullable): the text, or `NULL` if the message has none
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_message_get_formatted_text (TrueconfMessage *self)
{
  const char *text;

  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);

  text = trueconf_message_get_text (self);

  return text != NULL ? trueconf_text_new_from_markup (text, trueconf_message_get_parse_mode (self)) : NULL;
}
