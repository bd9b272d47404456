/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-private.h"
#include "trueconf-enum-private.h"

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
 * anything is sent: `TRUECONF_ERROR_TEXT_TOO_LONG`, `TRUECONF_ERROR_CAPTION_TOO_LONG`, and
 * `TRUECONF_ERROR_INVALID_ARGUMENT` for what does not go together, such as buttons below a file. Buttons and quotations need
 * TrueConf Server 5.5.6.
 *
 * A file that the server does not take by its limits, see [property@Bot:upload-limits], is refused before anything is sent,
 * with `TRUECONF_ERROR_FILE_TOO_LARGE` or `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED`. If it does not get there, this fails
 * with `TRUECONF_ERROR_UPLOAD_FAILED`. @progress is told in the bot's main context, not more often than ten times a second,
 * and once at the end. There is no limit for how long it takes, as long as something moves: standing still for three times
 * [property@Bot:timeout] ends it.
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
 * trueconf_bot_edit_message_async:
 * @self: a bot
 * @message_id: a message of the bot
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text of a message that the bot has sent.
 *
 * The caption of a file is such a message, too, see [property@SentMessage:caption-message-id].
 *
 * The buttons that the message has stay: the server forgets them when a message is edited, so they are read before and
 * sent again. [method@Bot.edit_draft_async] with a [property@Draft:keyboard] replaces them, one without rows takes them
 * away. Edits of one message are sent in the order of the calls.
 *
 * Nothing to write is `TRUECONF_ERROR_INVALID_ARGUMENT`, too much `TRUECONF_ERROR_TEXT_TOO_LONG`. A message that is not
 * there is `TRUECONF_API_ERROR_MESSAGE_NOT_FOUND`, one that is no text `TRUECONF_API_ERROR_UNKNOWN_MESSAGE`.
 *
 * Call [method@Bot.edit_message_finish] in @callback to get the result. Without a @callback a failure is logged and
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
 * Returns: (transfer full): what the server says about the message
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

/**
 * trueconf_bot_answer_command_async:
 * @self: a bot
 * @command_id: what [property@CallbackQuery:command-id] says
 * @draft: what to answer
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Answers the press of a button that waits for an answer (TrueConf Server 5.5.6).
 *
 * The draft can have a text of 1 to 255 ASCII characters, and says how it went by [property@Draft:command-answer],
 * [property@Draft:command-status], [property@Draft:command-visibility] and [property@Draft:command-level]. A draft that
 * cannot be an answer fails with `TRUECONF_ERROR_INVALID_ARGUMENT`, and with `TRUECONF_ERROR_TEXT_TOO_LONG`.
 *
 * Call [method@Bot.answer_command_finish] in @callback to get the result. Without a @callback a failure is logged and
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
