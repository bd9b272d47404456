/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-activity.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_send_chat_activity_async:
 * @self: a bot
 * @chat_id: the chat
 * @activity: what to show
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Shows in a chat that the bot is busy, for example that it writes (TrueConf Server 5.5.6).
 *
 * It ends by itself.
 *
 * An older server is `TRUECONF_ERROR_SERVER_TOO_OLD`.
 *
 * Call [method@Bot.send_chat_activity_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_chat_activity_async (TrueconfBot *self,
                                       const char *chat_id,
                                       TrueconfChatActivity activity,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_SEND_CHAT_ACTIVITY, trueconf_bot_send_chat_activity_async,
                        cancellable, callback, user_data, chat_id, activity);
}

/**
 * trueconf_bot_send_chat_activity_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_chat_activity_async].
 *
 * Returns: milliseconds after which it may be sent again, or -1 with @error set
 *
 * Since: 0.1
 */
int
trueconf_bot_send_chat_activity_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), -1);
  g_return_val_if_fail (g_task_is_valid (result, self), -1);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_chat_activity_async), -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}
