/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-drafts.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_send_draft_async:
 * @self: a bot
 * @chat_id: the chat to send to
 * @draft: what to send
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far a file has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a message with everything that a message can carry: buttons, a quotation, a file.
 *
 * Without a connection it waits for one, see [property@Bot:offline-timeout]. What is wrong with the draft is said before
 * anything is sent: `TRUECONF_ERROR_TEXT_TOO_LONG`, `TRUECONF_ERROR_CAPTION_TOO_LONG`, those of
 * [method@Bot.send_document_async] for a file, and `TRUECONF_ERROR_INVALID_ARGUMENT` for what does not go together, such as
 * buttons below a file. Buttons and quotations need TrueConf Server 5.5.6.
 *
 * Call [method@Bot.send_draft_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_draft_async (TrueconfBot *self,
                               const char *chat_id,
                               TrueconfDraft *draft,
                               GFileProgressCallback progress,
                               gpointer progress_data,
                               GDestroyNotify progress_destroy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  TrueconfSending sending;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_sending_init_from_draft (&sending, draft);
  sending.chat_id = chat_id;
  sending.progress = progress;
  sending.progress_data = progress_data;
  sending.progress_destroy = progress_destroy;

  trueconf_bot_send (self, &sending, trueconf_bot_send_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_send_draft_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_draft_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_send_draft_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_edit_draft_async:
 * @self: a bot
 * @message_id: a message of the bot
 * @draft: the text and the buttons that it gets
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Puts a draft in the place of a message.
 *
 * Only text and buttons can be replaced. Without a [property@Draft:keyboard] the message keeps the buttons that it has, as
 * with [method@Bot.edit_message_async]; a keyboard without rows takes them away.
 *
 * Call [method@Bot.edit_draft_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_edit_draft_async (TrueconfBot *self,
                               const char *message_id,
                               TrueconfDraft *draft,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  TrueconfSending sending;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_sending_init_from_draft (&sending, draft);
  sending.message_id = message_id;
  trueconf_bot_send (self, &sending, trueconf_bot_edit_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_edit_draft_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.edit_draft_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_edit_draft_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_edit_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
