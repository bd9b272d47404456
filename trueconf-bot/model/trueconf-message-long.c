/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-draft-private.h"
#include "model/trueconf-message-actions-private.h"
#include "model/trueconf-message-long.h"
#include "model/trueconf-message-private.h"
#include "trueconf-enum-private.h"

static void
send_text (TrueconfMessage *self,
           const char *text,
           TrueconfParseMode parse_mode,
           const char *reply_message_id,
           gpointer source_tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_MESSAGE,
    .in_parts = TRUE,
    .text = text,
    .parse_mode = parse_mode,
    .reply_message_id = reply_message_id,
  };

  trueconf_message_send (self, &sending, source_tag, cancellable, callback, user_data);
}

static void
send_draft (TrueconfMessage *self,
            TrueconfDraft *draft,
            const char *reply_message_id,
            GFileProgressCallback progress,
            gpointer progress_data,
            GDestroyNotify progress_destroy,
            gpointer source_tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  TrueconfSending sending;

  trueconf_sending_init_from_draft (&sending, draft);
  sending.in_parts = TRUE;
  sending.reply_message_id = reply_message_id;
  sending.progress = progress;
  sending.progress_data = progress_data;
  sending.progress_destroy = progress_destroy;
  trueconf_message_send (self, &sending, source_tag, cancellable, callback, user_data);
}

/**
 * trueconf_message_answer_long_async:
 * @self: a message
 * @text: (nullable): the text, of any length; `NULL` and a text in which nothing is visible are errors
 * @parse_mode: the markup of @text
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text to the chat of the message, in several messages if it is too long for one.
 *
 * See [method@Bot.send_long_message_async].
 *
 * Call [method@Message.answer_long_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_answer_long_async (TrueconfMessage *self,
                                    const char *text,
                                    TrueconfParseMode parse_mode,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  send_text (self, text, parse_mode, NULL, trueconf_message_answer_long_async, cancellable, callback,
             user_data);
}

/**
 * trueconf_message_answer_long_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.answer_long_async].
 *
 * If it failed, [func@SentMessage.list_from_result] tells which messages were sent before.
 *
 * Returns: (transfer full): a list of [class@SentMessage], in the order they were sent in
 *
 * Since: 0.1
 */
GListModel *
trueconf_message_answer_long_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_answer_long_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_answer_long_draft_async:
 * @self: a message
 * @draft: the message to send, with a text of any length
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all, if the draft has a file
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a draft to the chat of the message, in several messages if its text is too long for one.
 *
 * See [method@Bot.send_long_draft_async].
 *
 * Call [method@Message.answer_long_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_answer_long_draft_async (TrueconfMessage *self,
                                          TrueconfDraft *draft,
                                          GFileProgressCallback progress,
                                          gpointer progress_data,
                                          GDestroyNotify progress_destroy,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  send_draft (self, draft, draft->reply_message_id, progress, progress_data, progress_destroy,
              trueconf_message_answer_long_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_answer_long_draft_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.answer_long_draft_async].
 *
 * If it failed, [func@SentMessage.list_from_result] tells which messages were sent before.
 *
 * Returns: (transfer full): a list of [class@SentMessage], in the order they were sent in
 *
 * Since: 0.1
 */
GListModel *
trueconf_message_answer_long_draft_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_answer_long_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_reply_long_async:
 * @self: a message
 * @text: (nullable): the text, of any length; `NULL` and a text in which nothing is visible are errors
 * @parse_mode: the markup of @text
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text to the chat of the message, as a reply to it, in several messages if it is too long for one.
 *
 * See [method@Bot.send_long_message_async]. The first message is the reply.
 *
 * Call [method@Message.reply_long_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_reply_long_async (TrueconfMessage *self,
                                   const char *text,
                                   TrueconfParseMode parse_mode,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  send_text (self, text, parse_mode, self->message_id, trueconf_message_reply_long_async, cancellable,
             callback, user_data);
}

/**
 * trueconf_message_reply_long_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.reply_long_async].
 *
 * If it failed, [func@SentMessage.list_from_result] tells which messages were sent before.
 *
 * Returns: (transfer full): a list of [class@SentMessage], in the order they were sent in
 *
 * Since: 0.1
 */
GListModel *
trueconf_message_reply_long_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_reply_long_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_reply_long_draft_async:
 * @self: a message
 * @draft: the message to send, with a text of any length
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all, if the draft has a file
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a draft to the chat of the message, as a reply to it, in several messages if its text is too long for one.
 *
 * See [method@Bot.send_long_draft_async]. The draft's own [property@Draft:reply-message-id] is ignored.
 *
 * Call [method@Message.reply_long_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_reply_long_draft_async (TrueconfMessage *self,
                                         TrueconfDraft *draft,
                                         GFileProgressCallback progress,
                                         gpointer progress_data,
                                         GDestroyNotify progress_destroy,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  send_draft (self, draft, self->message_id, progress, progress_data, progress_destroy,
              trueconf_message_reply_long_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_reply_long_draft_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.reply_long_draft_async].
 *
 * If it failed, [func@SentMessage.list_from_result] tells which messages were sent before.
 *
 * Returns: (transfer full): a list of [class@SentMessage], in the order they were sent in
 *
 * Since: 0.1
 */
GListModel *
trueconf_message_reply_long_draft_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_reply_long_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
