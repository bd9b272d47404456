/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-button-private.h"

/**
 * trueconf_button_get_button_type: (get-property button-type)
 * @self: a button
 *
 * Gets what happens when the button is pressed.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfButtonType
trueconf_button_get_button_type (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), TRUECONF_BUTTON_TYPE_UNKNOWN);

  return self->button_type;
}

static void
set_string (TrueconfButton *self, char **place, const char *value, TrueconfButtonProperty property)
{
  if (g_strcmp0 (*place, value) == 0)
    return;

  g_free (*place);
  *place = g_strdup (value);
  trueconf_button_changed (self, property);
}

/**
 * trueconf_button_get_text: (get-property text)
 * @self: a button
 *
 * Gets what the button says, 1 to 32 characters.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_text (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->text;
}

/**
 * trueconf_button_get_command: (get-property command)
 * @self: a button
 *
 * Gets what the bot is told when it is pressed, 1 to 255 ASCII characters.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_command (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->command;
}

/**
 * trueconf_button_get_url: (get-property url)
 * @self: a button
 *
 * Gets the address that is opened, 8 to 8095 ASCII characters, with `http`, `https`, `mailto` or `trueconf`.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_url (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->url;
}

/**
 * trueconf_button_get_message: (get-property message)
 * @self: a button
 *
 * Gets the text that is sent in the name of whoever presses it.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_message (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->message;
}

/**
 * trueconf_button_get_data: (get-property data)
 * @self: a button
 *
 * Gets the text that is copied to the clipboard, 1 to 4095 characters.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_data (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->data;
}

/**
 * trueconf_button_get_button_id: (get-property button-id)
 * @self: a button
 *
 * Gets an id that comes back as [property@CallbackQuery:button-id].
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_button_id (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->button_id;
}

/**
 * trueconf_button_set_button_id: (set-property button-id)
 * @self: a button
 * @button_id: (nullable): the value
 *
 * Sets an id that comes back as [property@CallbackQuery:button-id].
 *
 * Since: 0.1
 */
void
trueconf_button_set_button_id (TrueconfButton *self, const char *button_id)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));

  set_string (self, &self->button_id, button_id, TRUECONF_BUTTON_PROP_BUTTON_ID);
}

/**
 * trueconf_button_get_custom_data: (get-property custom-data)
 * @self: a button
 *
 * Gets what comes back as [property@CallbackQuery:custom-data], 1 to 4096 ASCII characters; for a command.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_custom_data (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->custom_data;
}

/**
 * trueconf_button_set_custom_data: (set-property custom-data)
 * @self: a button
 * @custom_data: (nullable): the value
 *
 * Sets what comes back as [property@CallbackQuery:custom-data], 1 to 4096 ASCII characters; for a command.
 *
 * Since: 0.1
 */
void
trueconf_button_set_custom_data (TrueconfButton *self, const char *custom_data)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));

  set_string (self, &self->custom_data, custom_data, TRUECONF_BUTTON_PROP_CUSTOM_DATA);
}

/**
 * trueconf_button_get_to: (get-property to)
 * @self: a button
 *
 * Gets the id of another bot that is told instead of this one; for a command. An id without `@` is of the same server.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_to (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->to;
}

/**
 * trueconf_button_set_to: (set-property to)
 * @self: a button
 * @to: (nullable): the value
 *
 * Sets the id of another bot that is told instead of this one; for a command. An id without `@` is of the same server.
 *
 * Since: 0.1
 */
void
trueconf_button_set_to (TrueconfButton *self, const char *to)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));

  set_string (self, &self->to, to, TRUECONF_BUTTON_PROP_TO);
}

/**
 * trueconf_button_get_style: (get-property style)
 * @self: a button
 *
 * Gets how the button looks.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfButtonStyle
trueconf_button_get_style (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), TRUECONF_BUTTON_STYLE_DEFAULT);

  return self->style;
}

/**
 * trueconf_button_set_style: (set-property style)
 * @self: a button
 * @style: the value
 *
 * Sets how the button looks.
 *
 * Since: 0.1
 */
void
trueconf_button_set_style (TrueconfButton *self, TrueconfButtonStyle style)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));

  if (self->style == style)
    return;

  self->style = style;
  trueconf_button_changed (self, TRUECONF_BUTTON_PROP_STYLE);
}

/**
 * trueconf_button_get_draft: (get-property draft)
 * @self: a button
 *
 * Gets whether the text is put into the input field instead of being sent; for a message.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_button_get_draft (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), FALSE);

  return self->draft;
}

/**
 * trueconf_button_set_draft: (set-property draft)
 * @self: a button
 * @draft: the value
 *
 * Sets whether the text is put into the input field instead of being sent; for a message.
 *
 * Since: 0.1
 */
void
trueconf_button_set_draft (TrueconfButton *self, gboolean draft)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));

  if (!self->draft == !draft)
    return;

  self->draft = draft != FALSE;
  trueconf_button_changed (self, TRUECONF_BUTTON_PROP_DRAFT);
}

/**
 * trueconf_button_get_wait_reply: (get-property wait-reply)
 * @self: a button
 *
 * Gets whether the application waits for an answer, see [method@CallbackQuery.answer_async]; for a command.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_button_get_wait_reply (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), FALSE);

  return self->wait_reply;
}

/**
 * trueconf_button_set_wait_reply: (set-property wait-reply)
 * @self: a button
 * @wait_reply: the value
 *
 * Sets whether the application waits for an answer, see [method@CallbackQuery.answer_async]; for a command.
 *
 * Since: 0.1
 */
void
trueconf_button_set_wait_reply (TrueconfButton *self, gboolean wait_reply)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));

  if (!self->wait_reply == !wait_reply)
    return;

  self->wait_reply = wait_reply != FALSE;
  trueconf_button_changed (self, TRUECONF_BUTTON_PROP_WAIT_REPLY);
}
