/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-private.h"
#include "trueconf-enum-private.h"

/**
 * trueconf_bot_send_message_async:
 * @self: a bot
 * @chat_id: the id of the chat to send to
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` and an empty text are errors
 * @parse_mode: the markup of @text
 * @reply_message_id: (nullable): the id of the message to reply to
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text message.
 *
 * Without a connection it waits for one, see [property@Bot:offline-timeout].
 *
 * If there is no text, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`, if it is too long, with
 * `TRUECONF_ERROR_TEXT_TOO_LONG`.
 *
 * Call [method@Bot.send_message_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
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
 * Returns: (transfer full): the message as the server confirms it
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

/**
 * trueconf_bot_send_draft_async:
 * @self: a bot
 * @chat_id: the id of the chat to send to
 * @draft: the message to send
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all, if the draft has a file
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a draft, which can have buttons, a quotation or a file.
 *
 * Without a connection it waits for one, see [property@Bot:offline-timeout]. The draft is checked before anything
 * is sent. It fails with `TRUECONF_ERROR_TEXT_TOO_LONG`, `TRUECONF_ERROR_CAPTION_TOO_LONG`, and with
 * `TRUECONF_ERROR_INVALID_ARGUMENT` if properties cannot be combined, such as buttons with a file. Buttons and
 * quotations need TrueConf Server 5.5.6.
 *
 * If the server's limits, [property@Bot:upload-limits], do not allow the file, it fails with
 * `TRUECONF_ERROR_FILE_TOO_LARGE` or `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` before anything is sent. If the
 * upload fails, it fails with `TRUECONF_ERROR_UPLOAD_FAILED`. @progress is called in the bot's main context, at
 * most ten times a second, and once at the end. The duration of an upload is not limited, but it fails if no byte
 * moves for three times [property@Bot:timeout].
 *
 * Call [method@Bot.send_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
 * Returns: (transfer full): the message as the server confirms it
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
 * trueconf_bot_edit_message_async:
 * @self: a bot
 * @message_id: the id of a message of the bot
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` and an empty text are errors
 * @parse_mode: the markup of @text
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text of a message that the bot has sent.
 *
 * The caption of a file is a message of its own, see [property@SentMessage:caption-message-id].
 *
 * The message keeps its buttons. Since the server removes them with each edit, they are read first and sent again.
 * To replace or to remove them, use [method@Bot.edit_draft_async] with a [property@Draft:keyboard]. Edits of one
 * message are sent in the order of the calls.
 *
 * If there is no text, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`, if it is too long, with
 * `TRUECONF_ERROR_TEXT_TOO_LONG`; if there is no such message, with `TRUECONF_API_ERROR_MESSAGE_NOT_FOUND`, and if
 * it is not a text message, with `TRUECONF_API_ERROR_UNKNOWN_MESSAGE`.
 *
 * Call [method@Bot.edit_message_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_edit_message_async (TrueconfBot *self,
                                 const char *message_id,
                                 const char *text,
                                 TrueconfParseMode parse_mode,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_MESSAGE,
    .message_id = message_id,
    .text = text,
    .parse_mode = parse_mode,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_edit_message_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_edit_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.edit_message_async].
 *
 * Returns: (transfer full): the message as the server confirms it
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_edit_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_edit_message_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_edit_draft_async:
 * @self: a bot
 * @message_id: the id of a message of the bot
 * @draft: the new text and buttons
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text and the buttons of a message that the bot has sent.
 *
 * Without a [property@Draft:keyboard] the message keeps its buttons, as with [method@Bot.edit_message_async]. A
 * keyboard without rows removes them. A draft with a file fails with `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Call [method@Bot.edit_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
 * Returns: (transfer full): the message as the server confirms it
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

/**
 * trueconf_bot_answer_command_async:
 * @self: a bot
 * @command_id: the id from [property@CallbackQuery:command-id]
 * @draft: the answer
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Answers a pressed button that waits for an answer (TrueConf Server 5.5.6).
 *
 * The draft can have a text of 1 to 255 ASCII characters and the properties [property@Draft:command-answer],
 * [property@Draft:command-status], [property@Draft:command-visibility] and [property@Draft:command-level]. If the
 * draft has anything else, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`, and if the text is too long, with
 * `TRUECONF_ERROR_TEXT_TOO_LONG`.
 *
 * Call [method@Bot.answer_command_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_answer_command_async (TrueconfBot *self,
                                   const char *command_id,
                                   TrueconfDraft *draft,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  TrueconfSending sending;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (command_id != NULL);
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_sending_init_from_draft (&sending, draft);
  sending.command_id = command_id;
  trueconf_bot_send (self, &sending, trueconf_bot_answer_command_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_answer_command_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.answer_command_async].
 *
 * Returns: whether it was answered
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_answer_command_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_answer_command_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
