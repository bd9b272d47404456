/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-me-chat.h"
#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-private.h"
#include "trueconf-string-private.h"

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *self = TRUECONF_BOT (source);
  GTask *task = user_data;
  GError *error = NULL;
  char *chat_id = trueconf_bot_create_favorites_chat_finish (self, result, &error);

  if (chat_id == NULL)
    {
      trueconf_bot_task_return_error (task, error);
      return;
    }

  trueconf_set_string (&self->me_chat_id, chat_id);
  g_task_return_pointer (task, chat_id, g_free);
  g_object_unref (task);
}

/* `chat_id` is the chat that was deleted, or NULL if the bot has logged in as another user. */
void
trueconf_bot_forget_me_chat (TrueconfBot *self, const char *chat_id)
{
  if (chat_id == NULL || g_strcmp0 (chat_id, self->me_chat_id) == 0)
    g_clear_pointer (&self->me_chat_id, g_free);
}

/**
 * trueconf_bot_get_me_chat_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the id of the chat with the bot's own saved messages (TrueConf Server 5.5.2).
 *
 * The server is asked once, see [method@Bot.create_favorites_chat_async]. After that the result comes from memory.
 *
 * Call [method@Bot.get_me_chat_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_get_me_chat_async (TrueconfBot *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (trueconf_bot_refuses_thread (self, trueconf_bot_get_me_chat_async, cancellable, callback, user_data))
    return;

  task = trueconf_bot_task_new (self, trueconf_bot_get_me_chat_async, cancellable, callback, user_data);

  if (self->me_chat_id == NULL)
    {
      trueconf_bot_create_favorites_chat_async (self, cancellable, created_cb, task);
      return;
    }

  g_task_return_pointer (task, g_strdup (self->me_chat_id), g_free);
  g_object_unref (task);
}

/**
 * trueconf_bot_get_me_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.get_me_chat_async].
 *
 * Returns: (transfer full): the id of the chat
 *
 * Since: 0.1
 */
char *
trueconf_bot_get_me_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_get_me_chat_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
