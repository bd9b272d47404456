/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "trueconf-enum-types.h"

#include "model/trueconf-draft-private.h"
#include "model/trueconf-event-private.h"
#include "model/trueconf-message-actions-private.h"
#include "model/trueconf-message-actions.h"
#include "model/trueconf-message-private.h"
#include "trueconf-enum-private.h"
#include "trueconf-error.h"

void
trueconf_message_send (TrueconfMessage *self,
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
  sending.reply_message_id = reply_message_id;
  sending.progress = progress;
  sending.progress_data = progress_data;
  sending.progress_destroy = progress_destroy;
  trueconf_message_send (self, &sending, source_tag, cancellable, callback, user_data);
}

/* For actions that need the id of the message. */
static void
request (TrueconfMessage *self,
         TrueconfBotRequest request,
         const char *chat_id,
         gpointer source_tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  if (self->message_id != NULL || trueconf_event_get_bot (TRUECONF_EVENT (self)) == NULL)
    trueconf_event_request (TRUECONF_EVENT (self), request, self->message_id, chat_id, source_tag,
                            cancellable, callback, user_data);
  else
    trueconf_event_fail (TRUECONF_EVENT (self),
                         g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                              _ ("The server did not say which message it is")),
                         source_tag, callback, user_data);
}

/**
 * trueconf_message_answer_async:
 * @self: a message
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` and an empty text are errors
 * @parse_mode: the markup of @text
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text message to the chat of the message.
 *
 * Call [method@Message.answer_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
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
 * Returns: (transfer full): the message as the server confirms it
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
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` and an empty text are errors
 * @parse_mode: the markup of @text
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text message to the chat of the message, as a reply to it.
 *
 * Call [method@Message.reply_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
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
 * Returns: (transfer full): the message as the server confirms it
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

/**
 * trueconf_message_answer_draft_async:
 * @self: a message
 * @draft: the message to send
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all, if the draft has a file
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a draft to the chat of the message.
 *
 * See [method@Bot.send_draft_async].
 *
 * Call [method@Message.answer_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_answer_draft_async (TrueconfMessage *self,
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
              trueconf_message_answer_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_answer_draft_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.answer_draft_async].
 *
 * Returns: (transfer full): the message as the server confirms it
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_answer_draft_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_answer_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_reply_draft_async:
 * @self: a message
 * @draft: the message to send
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all, if the draft has a file
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a draft to the chat of the message, as a reply to it.
 *
 * See [method@Bot.send_draft_async]. The draft's own [property@Draft:reply-message-id] is ignored. The draft does
 * not change.
 *
 * Call [method@Message.reply_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  send_draft (self, draft, self->message_id, progress, progress_data, progress_destroy,
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
 * Returns: (transfer full): the message as the server confirms it
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

/**
 * trueconf_message_forward_async:
 * @self: a message
 * @chat_id: the id of the chat
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Forwards the message to another chat.
 *
 * Call [method@Message.forward_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_forward_async (TrueconfMessage *self,
                                const char *chat_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  request (self, TRUECONF_BOT_REQUEST_FORWARD, chat_id, trueconf_message_forward_async, cancellable, callback,
           user_data);
}

/**
 * trueconf_message_forward_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.forward_async].
 *
 * Returns: (transfer full): the new message as the server confirms it
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_forward_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_forward_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_copy_to_async:
 * @self: a message
 * @chat_id: the id of the chat
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends the text of the message to another chat, as a message of the bot's own.
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if the message is not text; use [method@Message.forward_async]
 * then.
 *
 * Call [method@Message.copy_to_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_copy_to_async (TrueconfMessage *self,
                                const char *chat_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  TrueconfSending sending = { .kind = TRUECONF_SENDING_MESSAGE };

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  sending.chat_id = chat_id;
  sending.text = trueconf_message_get_text (self);
  sending.parse_mode = trueconf_message_get_parse_mode (self);
  trueconf_event_send (TRUECONF_EVENT (self), &sending, trueconf_message_copy_to_async, cancellable, callback,
                       user_data);
}

/**
 * trueconf_message_copy_to_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.copy_to_async].
 *
 * Returns: (transfer full): the new message as the server confirms it
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_copy_to_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_copy_to_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_message_delete_async:
 * @self: a message
 * @for_all: `TRUE`: for all participants; `FALSE`: for the bot only
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Removes the message.
 *
 * Call [method@Message.delete_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_delete_async (TrueconfMessage *self,
                               gboolean for_all,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  request (self, for_all ? TRUECONF_BOT_REQUEST_REMOVE_FOR_ALL : TRUECONF_BOT_REQUEST_REMOVE, NULL,
           trueconf_message_delete_async, cancellable, callback, user_data);
}

/**
 * trueconf_message_delete_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.delete_async].
 *
 * Returns: whether it was removed
 *
 * Since: 0.1
 */
gboolean
trueconf_message_delete_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_delete_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_message_save_to_favorites_async:
 * @self: a message
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Forwards the message to the chat with the bot's own saved messages (TrueConf Server 5.5.2).
 *
 * Call [method@Message.save_to_favorites_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_message_save_to_favorites_async (TrueconfMessage *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  request (self, TRUECONF_BOT_REQUEST_SAVE, NULL, trueconf_message_save_to_favorites_async, cancellable,
           callback, user_data);
}

/**
 * trueconf_message_save_to_favorites_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.save_to_favorites_async].
 *
 * Returns: (transfer full): the new message as the server confirms it
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_message_save_to_favorites_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_save_to_favorites_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
