/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-participants.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_get_chat_participants_async:
 * @self: a bot
 * @chat_id: the chat
 * @page_size: how many users a page has
 * @page_number: which page, from 1 on
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the users in a chat, a page at a time. A page with fewer than @page_size users is the last.
 *
 * A chat that the bot is not in is `TRUECONF_API_ERROR_CHAT_NOT_FOUND`.
 *
 * Call [method@Bot.get_chat_participants_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_chat_participants_async (TrueconfBot *self,
                                          const char *chat_id,
                                          guint page_size,
                                          guint page_number,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_positive ("page_size", page_size);
  if (error == NULL)
    error = trueconf_bot_check_positive ("page_number", page_number);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_get_chat_participants_async, cancellable, callback, user_data,
                       error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_GET_CHAT_PARTICIPANTS,
                          trueconf_bot_get_chat_participants_async, cancellable, callback, user_data, chat_id,
                          page_size, page_number);
}

/**
 * trueconf_bot_get_chat_participants_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_chat_participants_async].
 *
 * Returns: (transfer container) (element-type TrueconfChatParticipant): the users
 *
 * Since: 0.1
 */
GPtrArray *
trueconf_bot_get_chat_participants_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_chat_participants_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_get_chat_participant_async:
 * @self: a bot
 * @chat_id: the chat
 * @user_id: the user; the server's name is added where there is no `@`
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the role of a user in a chat (TrueConf Server 5.5.4).
 *
 * An older server is `TRUECONF_ERROR_SERVER_TOO_OLD`.
 *
 * Call [method@Bot.get_chat_participant_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_chat_participant_async (TrueconfBot *self,
                                         const char *chat_id,
                                         const char *user_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_user (self, user_id, FALSE);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_get_chat_participant_async, cancellable, callback, user_data,
                       error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_GET_CHAT_PARTICIPANT, trueconf_bot_get_chat_participant_async,
                          cancellable, callback, user_data, chat_id, user_id);
}

/**
 * trueconf_bot_get_chat_participant_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_chat_participant_async].
 *
 * Returns: (transfer full): the user
 *
 * Since: 0.1
 */
TrueconfChatParticipant *
trueconf_bot_get_chat_participant_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_chat_participant_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_has_chat_participant_async:
 * @self: a bot
 * @chat_id: the chat
 * @user_id: the user; the server's name is added where there is no `@`
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Asks whether a user is in a chat.
 *
 * Call [method@Bot.has_chat_participant_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_has_chat_participant_async (TrueconfBot *self,
                                         const char *chat_id,
                                         const char *user_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_user (self, user_id, FALSE);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_has_chat_participant_async, cancellable, callback, user_data,
                       error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_HAS_CHAT_PARTICIPANT, trueconf_bot_has_chat_participant_async,
                          cancellable, callback, user_data, chat_id, user_id);
}

/**
 * trueconf_bot_has_chat_participant_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.has_chat_participant_async].
 *
 * Returns: whether the user is in the chat; `FALSE` with @error set if that could not be found out
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_has_chat_participant_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_has_chat_participant_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_add_participant_to_chat_async:
 * @self: a bot
 * @chat_id: the chat
 * @user_id: the user; the server's name is added where there is no `@`
 * @display_history: whether the user sees what was written before (TrueConf Server 5.5.2)
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Adds a user to a chat. One who is there already is `TRUECONF_API_ERROR_USER_IS_ALREADY_CHAT_PARTICIPANT`.
 *
 * Call [method@Bot.add_participant_to_chat_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_add_participant_to_chat_async (TrueconfBot *self,
                                            const char *chat_id,
                                            const char *user_id,
                                            gboolean display_history,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_user (self, user_id, FALSE);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_add_participant_to_chat_async, cancellable, callback, user_data,
                       error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_ADD_PARTICIPANT_TO_CHAT,
                          trueconf_bot_add_participant_to_chat_async, cancellable, callback, user_data,
                          chat_id, user_id, display_history);
}

/**
 * trueconf_bot_add_participant_to_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.add_participant_to_chat_async].
 *
 * Returns: whether the user was added
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_add_participant_to_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_add_participant_to_chat_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_remove_participant_from_chat_async:
 * @self: a bot
 * @chat_id: the chat
 * @user_id: the user; the server's name is added where there is no `@`
 * @clear_history: whether the user loses what was written
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Removes a user from a chat.
 *
 * Call [method@Bot.remove_participant_from_chat_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_remove_participant_from_chat_async (TrueconfBot *self,
                                                 const char *chat_id,
                                                 const char *user_id,
                                                 gboolean clear_history,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_user (self, user_id, FALSE);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_remove_participant_from_chat_async, cancellable, callback,
                       user_data, error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_REMOVE_PARTICIPANT_FROM_CHAT,
                          trueconf_bot_remove_participant_from_chat_async, cancellable, callback, user_data,
                          chat_id, user_id, clear_history);
}

/**
 * trueconf_bot_remove_participant_from_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.remove_participant_from_chat_async].
 *
 * Returns: whether the user was removed
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_remove_participant_from_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_remove_participant_from_chat_async),
                        FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_change_participant_role_async:
 * @self: a bot
 * @chat_id: the chat
 * @user_id: the user; the server's name is added where there is no `@`
 * @role: the new role
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Changes the role of a user in a chat (TrueConf Server 5.5.2).
 *
 * A bot whose role is too low gets `TRUECONF_API_ERROR_NOT_ENOUGH_RIGHTS`.
 *
 * Call [method@Bot.change_participant_role_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_change_participant_role_async (TrueconfBot *self,
                                            const char *chat_id,
                                            const char *user_id,
                                            TrueconfParticipantRole role,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_user (self, user_id, FALSE);
  if (error == NULL)
    error = trueconf_bot_check_role (role);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_change_participant_role_async, cancellable, callback, user_data,
                       error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_CHANGE_PARTICIPANT_ROLE,
                          trueconf_bot_change_participant_role_async, cancellable, callback, user_data,
                          chat_id, user_id, role);
}

/**
 * trueconf_bot_change_participant_role_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.change_participant_role_async].
 *
 * Returns: whether it was changed
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_change_participant_role_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_change_participant_role_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
