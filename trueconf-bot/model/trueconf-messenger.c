/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-messenger-private.h"

/**
 * TrueconfMessenger:
 *
 * What an event needs of the bot it came to in order to be answered.
 *
 * It is implemented by `TrueconfBot` alone.
 *
 * Since: 0.1
 */

G_DEFINE_INTERFACE (TrueconfMessenger, trueconf_messenger, G_TYPE_OBJECT)

static void
trueconf_messenger_default_init (TrueconfMessengerInterface *iface)
{
}

/**
 * trueconf_messenger_get_user_id:
 * @self: a bot
 *
 * Gets the bot's own TrueConf ID.
 *
 * Returns: (transfer none) (nullable): the id, or `NULL` before the first log-in
 *
 * Since: 0.1
 */
const char *
trueconf_messenger_get_user_id (TrueconfMessenger *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->get_user_id (self);
}

/**
 * trueconf_messenger_send_message_async:
 * @self: a bot
 * @chat_id: the chat to send to
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @reply_message_id: (nullable): the message to reply to
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text message.
 *
 * Call [method@Messenger.send_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_messenger_send_message_async (TrueconfMessenger *self,
                                       const char *chat_id,
                                       const char *text,
                                       TrueconfParseMode parse_mode,
                                       const char *reply_message_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->send_message_async (self, chat_id, text, parse_mode, reply_message_id,
                                                           cancellable, callback, user_data);
}

/**
 * trueconf_messenger_send_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.send_message_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_messenger_send_message_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->send_message_finish (self, result, error);
}
