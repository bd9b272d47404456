/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-files-private.h"
#include "bot/trueconf-bot-files.h"

static void
subscribed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      trueconf_bot_task_return_error (task, error);
      return;
    }

  /* to subscribe again on a new connection */
  g_hash_table_add (trueconf_bot_get_files (TRUECONF_BOT (source))->subscriptions,
                    g_strdup (g_task_get_task_data (task)));
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/**
 * trueconf_bot_subscribe_file_progress_async:
 * @self: a bot
 * @file_id: the id of the file
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Asks the server for the progress of a file that is being uploaded.
 *
 * The progress arrives as [class@UploadingProgress] events. After a lost connection the bot subscribes again by
 * itself. [method@Bot.download_file_async] does not need a subscription.
 *
 * Call [method@Bot.subscribe_file_progress_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_subscribe_file_progress_async (TrueconfBot *self,
                                            const char *file_id,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (file_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = trueconf_bot_task_new (self, trueconf_bot_subscribe_file_progress_async, cancellable, callback,
                                user_data);
  g_task_set_task_data (task, g_strdup (file_id), g_free);

  trueconf_bot_request (self, TRUECONF_METHOD_SUBSCRIBE_FILE_PROGRESS,
                        trueconf_bot_subscribe_file_progress_async, cancellable, subscribed_cb, task,
                        file_id);
}

/**
 * trueconf_bot_subscribe_file_progress_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.subscribe_file_progress_async].
 *
 * Returns: whether the bot is subscribed
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_subscribe_file_progress_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_subscribe_file_progress_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_bot_unsubscribe_file_progress_async:
 * @self: a bot
 * @file_id: the id of the file
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Ends a subscription made with [method@Bot.subscribe_file_progress_async].
 *
 * Call [method@Bot.unsubscribe_file_progress_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_unsubscribe_file_progress_async (TrueconfBot *self,
                                              const char *file_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (file_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_hash_table_remove (trueconf_bot_get_files (self)->subscriptions, file_id);
  trueconf_bot_request (self, TRUECONF_METHOD_UNSUBSCRIBE_FILE_PROGRESS,
                        trueconf_bot_unsubscribe_file_progress_async, cancellable, callback, user_data,
                        file_id);
}

/**
 * trueconf_bot_unsubscribe_file_progress_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.unsubscribe_file_progress_async].
 *
 * Returns: whether the subscription has ended
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_unsubscribe_file_progress_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_unsubscribe_file_progress_async),
                        FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
limits_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfBot *self = TRUECONF_BOT (source);
  GError *error = NULL;
  TrueconfUploadLimits *limits = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    {
      trueconf_bot_task_return_error (task, error);
      return;
    }

  if (limits != NULL)
    trueconf_bot_set_upload_limits (self, limits);
  else if (self->upload_limits != NULL)
    limits = g_object_ref (self->upload_limits);
  else
    limits = g_object_new (TRUECONF_TYPE_UPLOAD_LIMITS, NULL);
  g_task_return_pointer (task, limits, g_object_unref);
  g_object_unref (task);
}

/**
 * trueconf_bot_get_file_upload_limits_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the server's limits for uploads (TrueConf Server 5.5.3).
 *
 * The server announces changes by itself, see [property@Bot:upload-limits].
 *
 * If the answer says nothing of limits, the result is the known ones, or, if none are known, no limits.
 *
 * If the server is older, it fails with `TRUECONF_ERROR_SERVER_TOO_OLD`. If the answer cannot be read, it fails with
 * `TRUECONF_ERROR_PROTOCOL`, and the known limits stay in force.
 *
 * Call [method@Bot.get_file_upload_limits_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_file_upload_limits_async (TrueconfBot *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = trueconf_bot_task_new (self, trueconf_bot_get_file_upload_limits_async, cancellable, callback,
                                user_data);

  trueconf_bot_request (self, TRUECONF_METHOD_GET_FILE_UPLOAD_LIMITS,
                        trueconf_bot_get_file_upload_limits_async, cancellable, limits_cb, task);
}

/**
 * trueconf_bot_get_file_upload_limits_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_file_upload_limits_async].
 *
 * Returns: (transfer full): the limits
 *
 * Since: 0.1
 */
TrueconfUploadLimits *
trueconf_bot_get_file_upload_limits_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_file_upload_limits_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
