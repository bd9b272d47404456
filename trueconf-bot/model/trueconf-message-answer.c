/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-message-answer-private.h"
#include "trueconf-error.h"

static void
return_sent (GTask *task, TrueconfSentMessage *sent, GError *error)
{
  if (sent != NULL)
    g_task_return_pointer (task, sent, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
message_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  TrueconfSentMessage *sent =
      trueconf_messenger_send_message_finish (TRUECONF_MESSENGER (source), result, &error);

  return_sent (task, sent, error);
}

static void
draft_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  TrueconfSentMessage *sent =
      trueconf_messenger_send_draft_finish (TRUECONF_MESSENGER (source), result, &error);

  return_sent (task, sent, error);
}

/* The bot to answer with; NULL: there is none, and the call has failed. */
static TrueconfMessenger *
get_bot (TrueconfMessage *self,
         gpointer source_tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  TrueconfMessenger *bot = trueconf_event_get_bot (TRUECONF_EVENT (self));
  GError *error;

  if (bot != NULL && self->chat_id != NULL)
    return bot;

  error = g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                               bot == NULL
                                   ? _ ("The message did not arrive as an event, so it cannot be answered")
                                   : _ ("The server did not say which chat the message is in"));
  if (callback == NULL && bot != NULL)
    TRUECONF_MESSENGER_GET_IFACE (bot)->report_error (bot, error);
  else if (callback == NULL)
    g_warning ("%s", error->message);
  g_task_report_error (self, callback, user_data, source_tag, error);

  return NULL;
}

/* Where nobody waits, the bot sees to it that a failure is not lost. */
static GTask *
make_task (TrueconfMessage *self,
           gpointer source_tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task;

  if (callback == NULL)
    return NULL;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, source_tag);

  return task;
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
  TrueconfMessenger *bot = get_bot (self, source_tag, cancellable, callback, user_data);
  GTask *task;

  if (bot == NULL)
    return;

  task = make_task (self, source_tag, cancellable, callback, user_data);
  trueconf_messenger_send_message_async (bot, self->chat_id, text, parse_mode, reply_message_id, cancellable,
                                         task != NULL ? message_sent_cb : NULL, task);
}

/* What is told of the progress is left to the bot, to be freed as well. */
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
  TrueconfMessenger *bot = get_bot (self, source_tag, cancellable, callback, user_data);
  GTask *task;

  if (bot == NULL)
    {
      if (progress_destroy != NULL)
        progress_destroy (progress_data);
      return;
    }

  task = make_task (self, source_tag, cancellable, callback, user_data);
  trueconf_messenger_send_draft_async (bot, self->chat_id, draft, progress, progress_data, progress_destroy,
                                       cancellable, task != NULL ? draft_sent_cb : NULL, task);
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
