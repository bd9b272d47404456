/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_send_message_async:
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
 * Without a connection it waits for one, see [property@Bot:offline-timeout].
 *
 * Nothing to send is `TRUECONF_ERROR_INVALID_ARGUMENT`, too much `TRUECONF_ERROR_TEXT_TOO_LONG`.
 *
 * Call [method@Bot.send_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_message_async (TrueconfBot *self,
                                 const char *chat_id,
                                 const char *text,
                                 TrueconfParseMode parse_mode,
                                 const char *reply_message_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_MESSAGE,
    .chat_id = chat_id,
    .text = text,
    .parse_mode = parse_mode,
    .reply_message_id = reply_message_id,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_send_message_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_send_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_message_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_send_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_message_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
