/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-history.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_forward_message_async:
 * @self: a bot
 * @chat_id: the chat to forward to
 * @message_id: the message
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Forwards a message to another chat.
 *
 * A message that is not there is `TRUECONF_API_ERROR_MESSAGE_NOT_FOUND`.
 *
 * Call [method@Bot.forward_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_forward_message_async (TrueconfBot *self,
                                    const char *chat_id,
                                    const char *message_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_FORWARD_MESSAGE, trueconf_bot_forward_message_async,
                        cancellable, callback, user_data, chat_id, message_id);
}

/**
 * trueconf_bot_forward_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.forward_message_async].
 *
 * Returns: (transfer full): what the server says about the new message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_forward_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_forward_message_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_remove_message_async:
 * @self: a bot
 * @message_id: the message
 * @for_all: whether it goes for all participants, or for the bot alone
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Removes a message.
 *
 * A message that is not there is `TRUECONF_API_ERROR_MESSAGE_NOT_FOUND`.
 *
 * Call [method@Bot.remove_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_remove_message_async (TrueconfBot *self,
                                   const char *message_id,
                                   gboolean for_all,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_REMOVE_MESSAGE, trueconf_bot_remove_message_async, cancellable,
                        callback, user_data, message_id, for_all);
}

/**
 * trueconf_bot_remove_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.remove_message_async].
 *
 * Returns: whether it was removed
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_remove_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_remove_message_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_get_message_by_id_async:
 * @self: a bot
 * @message_id: the message
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets a message.
 *
 * A message that is not there is `TRUECONF_API_ERROR_MESSAGE_NOT_FOUND`.
 *
 * Call [method@Bot.get_message_by_id_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_message_by_id_async (TrueconfBot *self,
                                      const char *message_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_GET_MESSAGE_BY_ID, trueconf_bot_get_message_by_id_async,
                        cancellable, callback, user_data, message_id);
}

/**
 * trueconf_bot_get_message_by_id_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_message_by_id_async].
 *
 * Returns: (transfer full): the message
 *
 * Since: 0.1
 */
TrueconfMessage *
trueconf_bot_get_message_by_id_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_message_by_id_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_get_chat_history_async:
 * @self: a bot
 * @chat_id: the chat
 * @count: how many messages at most, from 1 on
 * @from_message_id: (nullable): the message to begin with, going back in time; `NULL`: the newest
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets messages of a chat, the newest first, and each once.
 *
 * The message to begin with is one of them. Ask for 100 at most at a time: nobody knows how many servers give.
 *
 * A chat that the bot is not in is `TRUECONF_API_ERROR_CHAT_NOT_FOUND`.
 *
 * Call [method@Bot.get_chat_history_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_chat_history_async (TrueconfBot *self,
                                     const char *chat_id,
                                     guint count,
                                     const char *from_message_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_positive ("count", count);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_get_chat_history_async, cancellable, callback, user_data, error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_GET_CHAT_HISTORY, trueconf_bot_get_chat_history_async,
                          cancellable, callback, user_data, chat_id, count, from_message_id);
}

/**
 * trueconf_bot_get_chat_history_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_chat_history_async].
 *
 * Returns: (transfer container) (element-type TrueconfMessage): the messages, the newest first
 *
 * Since: 0.1
 */
GPtrArray *
trueconf_bot_get_chat_history_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_chat_history_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
