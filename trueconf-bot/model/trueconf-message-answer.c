/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-message-private.h"
#include "trueconf-error.h"

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  TrueconfSentMessage *sent =
      trueconf_messenger_send_message_finish (TRUECONF_MESSENGER (source), result, &error);

  if (sent != NULL)
    g_task_return_pointer (task, sent, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
send (TrueconfMessage *self,
      const char *text,
      TrueconfParseMode parse_mode,
      const char *reply_message_id,
      gpointer source_tag,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  TrueconfMessenger *bot = trueconf_event_get_bot (TRUECONF_EVENT (self));
  g_autoptr (GTask) task = NULL;

  if (bot != NULL && self->chat_id != NULL && callback == NULL)
    {
      trueconf_messenger_send_message_async (bot, self->chat_id, text, parse_mode, reply_message_id,
                                             cancellable, NULL, NULL);
      return;
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, source_tag);

  if (bot == NULL || self->chat_id == NULL)
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, "%s",
                               bot == NULL
                                   ? _ ("The message did not arrive as an event, so it cannot be answered")
                                   : _ ("The server did not say which chat the message is in"));
      return;
    }

  trueconf_messenger_send_message_async (bot, self->chat_id, text, parse_mode, reply_message_id, cancellable,
                                         sent_cb, g_steal_pointer (&task));
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

  send (self, text, parse_mode, NULL, trueconf_message_answer_async, cancellable, callback, user_data);
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

  send (self, text, parse_mode, self->message_id, trueconf_message_reply_async, cancellable, callback,
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
