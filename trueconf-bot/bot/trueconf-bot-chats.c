/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_get_chats_async:
 * @self: a bot
 * @count: how many chats a page has
 * @page: which page, from 1 on
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the chats that the bot is in, a page at a time. A page with fewer than @count chats is the last.
 *
 * Call [method@Bot.get_chats_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_chats_async (TrueconfBot *self,
                              guint count,
                              guint page,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_positive ("count", count);
  if (error == NULL)
    error = trueconf_bot_check_positive ("page", page);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_get_chats_async, cancellable, callback, user_data, error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_GET_CHATS, trueconf_bot_get_chats_async, cancellable,
                          callback, user_data, count, page);
}

/**
 * trueconf_bot_get_chats_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_chats_async].
 *
 * Returns: (transfer container) (element-type TrueconfChat): the chats
 *
 * Since: 0.1
 */
GPtrArray *
trueconf_bot_get_chats_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_chats_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_get_chat_by_id_async:
 * @self: a bot
 * @chat_id: the chat
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets a chat.
 *
 * A chat that the bot is not in is `TRUECONF_API_ERROR_CHAT_NOT_FOUND`.
 *
 * Call [method@Bot.get_chat_by_id_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_chat_by_id_async (TrueconfBot *self,
                                   const char *chat_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_GET_CHAT_BY_ID, trueconf_bot_get_chat_by_id_async, cancellable,
                        callback, user_data, chat_id);
}

/**
 * trueconf_bot_get_chat_by_id_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_chat_by_id_async].
 *
 * Returns: (transfer full): the chat
 *
 * Since: 0.1
 */
TrueconfChat *
trueconf_bot_get_chat_by_id_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_chat_by_id_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_create_personal_chat_async:
 * @self: a bot
 * @user_id: the user; the server's name is added where there is no `@`
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Opens the chat with a user, or finds it if there is one.
 *
 * Call [method@Bot.create_personal_chat_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_create_personal_chat_async (TrueconfBot *self,
                                         const char *user_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_user (self, user_id, TRUE);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_create_personal_chat_async, cancellable, callback, user_data,
                       error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_CREATE_PERSONAL_CHAT, trueconf_bot_create_personal_chat_async,
                          cancellable, callback, user_data, user_id);
}

/**
 * trueconf_bot_create_personal_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.create_personal_chat_async].
 *
 * Returns: (transfer full): the id of the chat
 *
 * Since: 0.1
 */
char *
trueconf_bot_create_personal_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_create_personal_chat_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_create_group_chat_async:
 * @self: a bot
 * @title: the title, at most 256 characters
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Makes a group chat, whose owner the bot is.
 *
 * A title that is empty is `TRUECONF_ERROR_INVALID_ARGUMENT`, one that is too long `TRUECONF_ERROR_TITLE_TOO_LONG`.
 *
 * Call [method@Bot.create_group_chat_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_create_group_chat_async (TrueconfBot *self,
                                      const char *title,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (title != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_title (title);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_create_group_chat_async, cancellable, callback, user_data, error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_CREATE_GROUP_CHAT, trueconf_bot_create_group_chat_async,
                          cancellable, callback, user_data, title);
}

/**
 * trueconf_bot_create_group_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.create_group_chat_async].
 *
 * Returns: (transfer full): the id of the chat
 *
 * Since: 0.1
 */
char *
trueconf_bot_create_group_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_create_group_chat_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_create_channel_async:
 * @self: a bot
 * @title: the title, at most 256 characters
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Makes a channel, whose owner the bot is.
 *
 * A title that is empty is `TRUECONF_ERROR_INVALID_ARGUMENT`, one that is too long `TRUECONF_ERROR_TITLE_TOO_LONG`.
 *
 * Call [method@Bot.create_channel_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_create_channel_async (TrueconfBot *self,
                                   const char *title,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (title != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_title (title);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_create_channel_async, cancellable, callback, user_data, error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_CREATE_CHANNEL, trueconf_bot_create_channel_async,
                          cancellable, callback, user_data, title);
}

/**
 * trueconf_bot_create_channel_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.create_channel_async].
 *
 * Returns: (transfer full): the id of the chat
 *
 * Since: 0.1
 */
char *
trueconf_bot_create_channel_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_create_channel_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_create_favorites_chat_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Opens the chat with the bot's own saved messages, or finds it if there is one (TrueConf Server 5.5.2).
 *
 * Call [method@Bot.create_favorites_chat_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_create_favorites_chat_async (TrueconfBot *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_CREATE_FAVORITES_CHAT, trueconf_bot_create_favorites_chat_async,
                        cancellable, callback, user_data);
}

/**
 * trueconf_bot_create_favorites_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.create_favorites_chat_async].
 *
 * Returns: (transfer full): the id of the chat
 *
 * Since: 0.1
 */
char *
trueconf_bot_create_favorites_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_create_favorites_chat_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_delete_chat_async:
 * @self: a bot
 * @chat_id: the chat
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Deletes a chat, or leaves it, as the bot's role allows.
 *
 * A chat that the bot is not in is `TRUECONF_API_ERROR_CHAT_NOT_FOUND`.
 *
 * Call [method@Bot.delete_chat_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_delete_chat_async (TrueconfBot *self,
                                const char *chat_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_DELETE_CHAT, trueconf_bot_delete_chat_async, cancellable,
                        callback, user_data, chat_id);
}

/**
 * trueconf_bot_delete_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.delete_chat_async].
 *
 * Returns: whether it was deleted
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_delete_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_delete_chat_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_clear_chat_history_async:
 * @self: a bot
 * @chat_id: the chat
 * @for_all: whether for all participants, or for the bot alone
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Clears the history of a chat (TrueConf Server 5.5.3).
 *
 * An older server is `TRUECONF_ERROR_SERVER_TOO_OLD`.
 *
 * Call [method@Bot.clear_chat_history_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_clear_chat_history_async (TrueconfBot *self,
                                       const char *chat_id,
                                       gboolean for_all,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request (self, TRUECONF_METHOD_CLEAR_CHAT_HISTORY, trueconf_bot_clear_chat_history_async,
                        cancellable, callback, user_data, chat_id, for_all);
}

/**
 * trueconf_bot_clear_chat_history_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.clear_chat_history_async].
 *
 * Returns: whether it was cleared
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_clear_chat_history_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_clear_chat_history_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_edit_chat_title_async:
 * @self: a bot
 * @chat_id: the chat
 * @title: the title, at most 256 characters
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Changes the title of a chat (TrueConf Server 5.5.3).
 *
 * A title that is empty is `TRUECONF_ERROR_INVALID_ARGUMENT`, one that is too long `TRUECONF_ERROR_TITLE_TOO_LONG`. An
 * older server is `TRUECONF_ERROR_SERVER_TOO_OLD`.
 *
 * Call [method@Bot.edit_chat_title_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_edit_chat_title_async (TrueconfBot *self,
                                    const char *chat_id,
                                    const char *title,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (title != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_title (title);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_edit_chat_title_async, cancellable, callback, user_data, error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_EDIT_CHAT_TITLE, trueconf_bot_edit_chat_title_async,
                          cancellable, callback, user_data, chat_id, title);
}

/**
 * trueconf_bot_edit_chat_title_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.edit_chat_title_async].
 *
 * Returns: whether it was changed
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_edit_chat_title_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_edit_chat_title_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
