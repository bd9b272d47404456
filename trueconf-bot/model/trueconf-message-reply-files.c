/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-draft-private.h"
#include "model/trueconf-message-private.h"

/**
 * trueconf_message_reply_photo_async:
 * @self: a message
 * @file: a picture
 * @preview: (nullable): a smaller one to be shown in the chat; `NULL`: the picture itself
 * @caption: (nullable): text to go with it, at most 4096 visible characters
 * @parse_mode: how @caption is to be read
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far a file has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a picture to the chat that the message is in, as a reply to the message.
 *
 * See [method@Bot.send_photo_async].
 *
 * Call [method@Message.reply_photo_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_reply_photo_async (TrueconfMessage *self,
                                    TrueconfInputFile *file,
                                    TrueconfInputFile *preview,
                                    const char *caption,
                                    TrueconfParseMode parse_mode,
                                    GFileProgressCallback progress,
                                    gpointer progress_data,
                                    GDestroyNotify progress_destroy,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (TrueconfDraft) draft = NULL;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (preview == NULL || TRUECONF_IS_INPUT_FILE (preview));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  draft = trueconf_draft_new_for_file (TRUECONF_DRAFT_KIND_PHOTO, file, caption, parse_mode);
  trueconf_draft_set_preview (draft, preview);
  trueconf_draft_set_reply_message_id (draft, self->message_id);
  trueconf_message_send_draft (self, draft, progress, progress_data, progress_destroy,
                               trueconf_message_reply_photo_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_reply_photo_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.reply_photo_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_reply_photo_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_reply_photo_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_reply_document_async:
 * @self: a message
 * @file: what to send
 * @caption: (nullable): text to go with it, at most 4096 visible characters
 * @parse_mode: how @caption is to be read
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far a file has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a file of any kind to the chat that the message is in, as a reply to the message.
 *
 * See [method@Bot.send_document_async].
 *
 * Call [method@Message.reply_document_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_reply_document_async (TrueconfMessage *self,
                                       TrueconfInputFile *file,
                                       const char *caption,
                                       TrueconfParseMode parse_mode,
                                       GFileProgressCallback progress,
                                       gpointer progress_data,
                                       GDestroyNotify progress_destroy,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (TrueconfDraft) draft = NULL;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  draft = trueconf_draft_new_for_file (TRUECONF_DRAFT_KIND_DOCUMENT, file, caption, parse_mode);
  trueconf_draft_set_reply_message_id (draft, self->message_id);
  trueconf_message_send_draft (self, draft, progress, progress_data, progress_destroy,
                               trueconf_message_reply_document_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_reply_document_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.reply_document_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_reply_document_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_reply_document_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_reply_sticker_async:
 * @self: a message
 * @file: a picture in WebP format
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far a file has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a sticker to the chat that the message is in, as a reply to the message.
 *
 * See [method@Bot.send_sticker_async].
 *
 * Call [method@Message.reply_sticker_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_reply_sticker_async (TrueconfMessage *self,
                                      TrueconfInputFile *file,
                                      GFileProgressCallback progress,
                                      gpointer progress_data,
                                      GDestroyNotify progress_destroy,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (TrueconfDraft) draft = NULL;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  draft = trueconf_draft_new_for_file (TRUECONF_DRAFT_KIND_STICKER, file, NULL, TRUECONF_PARSE_MODE_TEXT);
  trueconf_draft_set_reply_message_id (draft, self->message_id);
  trueconf_message_send_draft (self, draft, progress, progress_data, progress_destroy,
                               trueconf_message_reply_sticker_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_reply_sticker_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.reply_sticker_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_reply_sticker_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_reply_sticker_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_reply_draft_async:
 * @self: a message
 * @draft: what to send
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far a file has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a draft to the chat that the message is in, as a reply to the message.
 *
 * See [method@Bot.send_draft_async]. What the draft says of a reply does not matter, and the draft does not change.
 *
 * Call [method@Message.reply_draft_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_reply_draft_async (TrueconfMessage *self,
                                    TrueconfDraft *draft,
                                    GFileProgressCallback progress,
                                    gpointer progress_data,
                                    GDestroyNotify progress_destroy,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (TrueconfDraft) copy = NULL;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  copy = trueconf_draft_copy (draft);
  trueconf_draft_set_reply_message_id (copy, self->message_id);
  trueconf_message_send_draft (self, copy, progress, progress_data, progress_destroy,
                               trueconf_message_reply_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_reply_draft_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.reply_draft_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_reply_draft_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_reply_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
