/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-callback-query-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfCallbackQuery:
 *
 * A user has pressed a button that [class@Message] a bot has sent with (TrueConf Server 5.5.6).
 *
 * Servers name the event `command`. They do not say who has pressed: in a group that is not known, so a press is no
 * authorization.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfCallbackQuery, trueconf_callback_query, TRUECONF_TYPE_EVENT)

/**
 * trueconf_callback_query_get_command: (get-property command)
 * @self: an object of this type
 *
 * Gets the button's command.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_callback_query_get_command (TrueconfCallbackQuery *self)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), NULL);

  return self->command;
}

/**
 * trueconf_callback_query_get_custom_data: (get-property custom-data)
 * @self: an object of this type
 *
 * Gets the button's data.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_callback_query_get_custom_data (TrueconfCallbackQuery *self)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), NULL);

  return self->custom_data;
}

/**
 * trueconf_callback_query_get_button_id: (get-property button-id)
 * @self: an object of this type
 *
 * Gets the button's id.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_callback_query_get_button_id (TrueconfCallbackQuery *self)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), NULL);

  return self->button_id;
}

/**
 * trueconf_callback_query_get_command_id: (get-property command-id)
 * @self: an object of this type
 *
 * Gets the id to answer the press with, if the button waits for an answer. No server sends it yet.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_callback_query_get_command_id (TrueconfCallbackQuery *self)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), NULL);

  return self->command_id;
}

/**
 * trueconf_callback_query_get_message: (get-property message)
 * @self: an object of this type
 *
 * Gets the message that the button is in.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_callback_query_get_message (TrueconfCallbackQuery *self)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), NULL);

  return self->message;
}

static const TrueconfModelField fields[] = {
  { "command", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfCallbackQuery, command) },
  { "custom-data", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfCallbackQuery, custom_data) },
  { "button-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfCallbackQuery, button_id) },
  { "command-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfCallbackQuery, command_id) },
  { "message", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfCallbackQuery, message),
    trueconf_message_get_type },
};

static void
trueconf_callback_query_class_init (TrueconfCallbackQueryClass *klass)
{
  /**
   * TrueconfCallbackQuery:command: (getter get_command)
   *
   * The button's command.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCallbackQuery:custom-data: (getter get_custom_data)
   *
   * The button's data.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCallbackQuery:button-id: (getter get_button_id)
   *
   * The button's id.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCallbackQuery:command-id: (getter get_command_id)
   *
   * The id to answer the press with, if the button waits for an answer. No server sends it yet.
   *
   * Since: 0.1
   */
  /**
   * TrueconfCallbackQuery:message: (getter get_message)
   *
   * The message that the button is in.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_callback_query_init (TrueconfCallbackQuery *self)
{
}
