/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-files.h"
#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_upload_file_async:
 * @self: a bot
 * @file: what to send
 * @preview: (nullable): a small picture of it
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a file to the server, but to no chat yet.
 *
 * The server keeps it for a short time, under an id to be used at once, for example with [method@Bot.call_async].
 *
 * What the server does not take by its limits, see [property@Bot:upload-limits], is refused before anything is sent.
 * @progress is told in the bot's main context, not more often than ten times a second, and once at the end. There is no
 * limit for how long it takes, as long as something moves: standing still for three times [property@Bot:timeout] ends it.
 *
 * It fails with `TRUECONF_ERROR_FILE_TOO_LARGE`, `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` or
 * `TRUECONF_ERROR_UPLOAD_FAILED`.
 *
 * Call [method@Bot.upload_file_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_upload_file_async (TrueconfBot *self,
                                TrueconfInputFile *file,
                                TrueconfInputFile *preview,
                                GFileProgressCallback progress,
                                gpointer progress_data,
                                GDestroyNotify progress_destroy,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_UPLOAD,
    .file = file,
    .preview = preview,
    .progress = progress,
    .progress_data = progress_data,
    .progress_destroy = progress_destroy,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (preview == NULL || TRUECONF_IS_INPUT_FILE (preview));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_upload_file_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_upload_file_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.upload_file_async].
 *
 * Returns: (transfer full): the temporary id of the file
 *
 * Since: 0.1
 */
char *
trueconf_bot_upload_file_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_upload_file_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_send_document_async:
 * @self: a bot
 * @chat_id: the chat to send to
 * @file: what to send
 * @caption: (nullable): text to go with it, at most 4096 visible characters
 * @parse_mode: how @caption is to be read
 * @reply_message_id: (nullable): the message to reply to
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a file of any kind to a chat.
 *
 * What the server does not take by its limits, see [property@Bot:upload-limits], is refused before anything is sent.
 * @progress is told in the bot's main context, not more often than ten times a second, and once at the end. There is no
 * limit for how long it takes, as long as something moves: standing still for three times [property@Bot:timeout] ends it.
 *
 * It fails with `TRUECONF_ERROR_FILE_TOO_LARGE`, `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` or
 * `TRUECONF_ERROR_UPLOAD_FAILED`, or with `TRUECONF_ERROR_CAPTION_TOO_LONG`.
 *
 * Call [method@Bot.send_document_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_document_async (TrueconfBot *self,
                                  const char *chat_id,
                                  TrueconfInputFile *file,
                                  const char *caption,
                                  TrueconfParseMode parse_mode,
                                  const char *reply_message_id,
                                  GFileProgressCallback progress,
                                  gpointer progress_data,
                                  GDestroyNotify progress_destroy,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_DOCUMENT,
    .chat_id = chat_id,
    .file = file,
    .text = caption,
    .parse_mode = parse_mode,
    .reply_message_id = reply_message_id,
    .progress = progress,
    .progress_data = progress_data,
    .progress_destroy = progress_destroy,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_send_document_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_send_document_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_document_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_send_document_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_document_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_send_photo_async:
 * @self: a bot
 * @chat_id: the chat to send to
 * @file: a picture
 * @preview: (nullable): a smaller one to be shown in the chat; `NULL`: the picture itself
 * @caption: (nullable): text to go with it, at most 4096 visible characters
 * @parse_mode: how @caption is to be read
 * @reply_message_id: (nullable): the message to reply to
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a picture to a chat, to be shown there.
 *
 * What the server does not take by its limits, see [property@Bot:upload-limits], is refused before anything is sent.
 * @progress is told in the bot's main context, not more often than ten times a second, and once at the end. There is no
 * limit for how long it takes, as long as something moves: standing still for three times [property@Bot:timeout] ends it.
 *
 * It fails with `TRUECONF_ERROR_FILE_TOO_LARGE`, `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` or
 * `TRUECONF_ERROR_UPLOAD_FAILED`, or with `TRUECONF_ERROR_CAPTION_TOO_LONG`. A file that is not a picture is
 * `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Call [method@Bot.send_photo_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_photo_async (TrueconfBot *self,
                               const char *chat_id,
                               TrueconfInputFile *file,
                               TrueconfInputFile *preview,
                               const char *caption,
                               TrueconfParseMode parse_mode,
                               const char *reply_message_id,
                               GFileProgressCallback progress,
                               gpointer progress_data,
                               GDestroyNotify progress_destroy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_PHOTO,
    .chat_id = chat_id,
    .file = file,
    .preview = preview,
    .text = caption,
    .parse_mode = parse_mode,
    .reply_message_id = reply_message_id,
    .progress = progress,
    .progress_data = progress_data,
    .progress_destroy = progress_destroy,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (preview == NULL || TRUECONF_IS_INPUT_FILE (preview));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_send_photo_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_send_photo_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_photo_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_send_photo_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_photo_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_send_sticker_async:
 * @self: a bot
 * @chat_id: the chat to send to
 * @file: a picture in WebP format
 * @reply_message_id: (nullable): the message to reply to
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a sticker to a chat.
 *
 * What the server does not take by its limits, see [property@Bot:upload-limits], is refused before anything is sent.
 * @progress is told in the bot's main context, not more often than ten times a second, and once at the end. There is no
 * limit for how long it takes, as long as something moves: standing still for three times [property@Bot:timeout] ends it.
 *
 * It fails with `TRUECONF_ERROR_FILE_TOO_LARGE`, `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` or
 * `TRUECONF_ERROR_UPLOAD_FAILED`. A file that is not WebP is `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Call [method@Bot.send_sticker_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_sticker_async (TrueconfBot *self,
                                 const char *chat_id,
                                 TrueconfInputFile *file,
                                 const char *reply_message_id,
                                 GFileProgressCallback progress,
                                 gpointer progress_data,
                                 GDestroyNotify progress_destroy,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_STICKER,
    .chat_id = chat_id,
    .file = file,
    .reply_message_id = reply_message_id,
    .progress = progress,
    .progress_data = progress_data,
    .progress_destroy = progress_destroy,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_send_sticker_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_send_sticker_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_sticker_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_send_sticker_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_sticker_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_edit_chat_avatar_async:
 * @self: a bot
 * @chat_id: a group chat or a channel
 * @file: a picture
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gives a chat another picture (TrueConf Server 5.5.3). It takes an owner or an administrator of the chat to do that.
 *
 * What the server does not take by its limits, see [property@Bot:upload-limits], is refused before anything is sent, and so is
 * a file that is not a picture.
 *
 * It fails with `TRUECONF_ERROR_FILE_TOO_LARGE`, `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` or
 * `TRUECONF_ERROR_UPLOAD_FAILED`. A file that is not a picture is `TRUECONF_ERROR_INVALID_ARGUMENT`, an older server
 * `TRUECONF_ERROR_SERVER_TOO_OLD`.
 *
 * Call [method@Bot.edit_chat_avatar_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_edit_chat_avatar_async (TrueconfBot *self,
                                     const char *chat_id,
                                     TrueconfInputFile *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_AVATAR,
    .chat_id = chat_id,
    .file = file,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_edit_chat_avatar_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_edit_chat_avatar_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.edit_chat_avatar_async].
 *
 * Returns: whether it was changed
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_edit_chat_avatar_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_edit_chat_avatar_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
