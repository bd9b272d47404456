/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-message-private.h"
#include "trueconf-error.h"

/* To the chat that the message is in. */
static void
send (TrueconfMessage *self,
      TrueconfSending *sending,
      gpointer source_tag,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  sending->chat_id = self->chat_id;
  if (self->chat_id != NULL || trueconf_event_get_bot (TRUECONF_EVENT (self)) == NULL)
    {
      trueconf_event_send (TRUECONF_EVENT (self), sending, source_tag, cancellable, callback, user_data);
      return;
    }

  if (sending->progress_destroy != NULL)
    sending->progress_destroy (sending->progress_data);
  trueconf_event_fail (TRUECONF_EVENT (self),
                       g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                            _ ("The server did not say which chat the message is in")),
                       source_tag, callback, user_data);
}

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
    .text = text,
    .parse_mode = parse_mode,
    .reply_message_id = reply_message_id,
  };

  send (self, &sending, source_tag, cancellable, callback, user_data);
}

void
trueconf_message_send_draft (TrueconfMessage *self,
                             TrueconfDraft *draft,
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
  sending.progress = progress;
  sending.progress_data = progress_data;
  sending.progress_destroy = progress_destroy;
  send (self, &sending, source_tag, cancellable, callback, user_data);
}

/**
 * trueconf_message_answer_async:
 * @self: a message
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text message to the chat that the message is in.
 *
 * Call [method@Message.answer_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_answer_async (TrueconfMessage *self,
                               const char *text,
                               TrueconfParseMode parse_mode,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  send_text (self, text, parse_mode, NULL, trueconf_message_answer_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_answer_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.answer_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_answer_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_answer_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_reply_async:
 * @self: a message
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text message to the chat that the message is in, as a reply to the message.
 *
 * Call [method@Message.reply_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_reply_async (TrueconfMessage *self,
                              const char *text,
                              TrueconfParseMode parse_mode,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  send_text (self, text, parse_mode, self->message_id, trueconf_message_reply_async, cancellable, callback,
             user_data);
}

/**
 * trueconf_message_reply_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.reply_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_reply_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_reply_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
