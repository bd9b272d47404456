/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-users.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_get_user_display_name_async:
 * @self: a bot
 * @user_id: the user; the server's name is added where there is no `@`
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the name that a user is shown by.
 *
 * Call [method@Bot.get_user_display_name_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_user_display_name_async (TrueconfBot *self,
                                          const char *user_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_user (self, user_id, FALSE);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_get_user_display_name_async, cancellable, callback, user_data,
                       error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_GET_USER_DISPLAY_NAME,
                          trueconf_bot_get_user_display_name_async, cancellable, callback, user_data,
                          user_id);
}

/**
 * trueconf_bot_get_user_display_name_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_user_display_name_async].
 *
 * Returns: (transfer full): the name
 *
 * Since: 0.1
 */
char *
trueconf_bot_get_user_display_name_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_user_display_name_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
