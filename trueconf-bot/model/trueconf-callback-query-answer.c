/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-callback-query-private.h"
#include "model/trueconf-messenger-private.h"
#include "trueconf-error.h"

/* A task for what `id` is needed for; NULL: there is none, and the call has failed. */
static GTask *
begin (TrueconfCallbackQuery *self,
       const char *id,
       TrueconfError code,
       const char *without,
       gpointer source_tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  TrueconfMessenger *bot = trueconf_event_get_bot (TRUECONF_EVENT (self));
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error;

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, GINT_TO_POINTER (callback != NULL), NULL);
  if (bot != NULL && id != NULL)
    return g_steal_pointer (&task);

  error = g_error_new_literal (TRUECONF_ERROR, code, without);
  if (callback == NULL && bot != NULL)
    TRUECONF_MESSENGER_GET_IFACE (bot)->report_error (bot, error);
  else if (callback == NULL)
    g_warning ("%s", error->message);
  g_task_return_error (task, error);

  return NULL;
}

static GTask *
begin_edit (TrueconfCallbackQuery *self,
            gpointer source_tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  return begin (self, self->message != NULL ? trueconf_message_get_message_id (self->message) : NULL,
                TRUECONF_ERROR_INVALID_ARGUMENT,
                _ ("The server did not say which message the button is in, so it cannot be edited"),
                source_tag, cancellable, callback, user_data);
}

/* Takes the error. */
static void
fail (GTask *task, GError *error)
{
  TrueconfMessenger *bot = trueconf_event_get_bot (g_task_get_source_object (task));

  if (g_task_get_task_data (task) == NULL)
    TRUECONF_MESSENGER_GET_IFACE (bot)->report_error (bot, error);
  g_task_return_error (task, error);
}

static void
message_edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  TrueconfSentMessage *sent =
      trueconf_messenger_edit_message_finish (TRUECONF_MESSENGER (source), result, &error);

  if (sent != NULL)
    g_task_return_pointer (task, sent, g_object_unref);
  else
    fail (task, error);
}

/**
 * trueconf_callback_query_edit_message_async:
 * @self: the press of a button
 * @text: (nullable): the text; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text of the message that the button is in; its buttons stay.
 *
 * See [method@Bot.edit_message_async].
 *
 * Call [method@CallbackQuery.edit_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_callback_query_edit_message_async (TrueconfCallbackQuery *self,
                                            const char *text,
                                            TrueconfParseMode parse_mode,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_CALLBACK_QUERY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin_edit (self, trueconf_callback_query_edit_message_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_messenger_edit_message_async (trueconf_event_get_bot (TRUECONF_EVENT (self)),
                                         trueconf_message_get_message_id (self->message), text, parse_mode,
                                         cancellable, message_edited_cb, task);
}

/**
 * trueconf_callback_query_edit_message_finish:
 * @self: the press of a button
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@CallbackQuery.edit_message_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_callback_query_edit_message_finish (TrueconfCallbackQuery *self,
                                             GAsyncResult *result,
                                             GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_callback_query_edit_message_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
draft_edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  TrueconfSentMessage *sent =
      trueconf_messenger_edit_draft_finish (TRUECONF_MESSENGER (source), result, &error);

  if (sent != NULL)
    g_task_return_pointer (task, sent, g_object_unref);
  else
    fail (task, error);
}

/**
 * trueconf_callback_query_edit_draft_async:
 * @self: the press of a button
 * @draft: what the message is to be from now on
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the message that the button is in, with its buttons.
 *
 * A draft without a [property@Draft:keyboard] takes them away. See [method@Bot.edit_draft_async].
 *
 * Call [method@CallbackQuery.edit_draft_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_callback_query_edit_draft_async (TrueconfCallbackQuery *self,
                                          TrueconfDraft *draft,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_CALLBACK_QUERY (self));
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin_edit (self, trueconf_callback_query_edit_draft_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_messenger_edit_draft_async (trueconf_event_get_bot (TRUECONF_EVENT (self)),
                                       trueconf_message_get_message_id (self->message), draft, cancellable,
                                       draft_edited_cb, task);
}

/**
 * trueconf_callback_query_edit_draft_finish:
 * @self: the press of a button
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@CallbackQuery.edit_draft_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_callback_query_edit_draft_finish (TrueconfCallbackQuery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_callback_query_edit_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (trueconf_messenger_answer_command_finish (TRUECONF_MESSENGER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

/**
 * trueconf_callback_query_answer_async:
 * @self: the press of a button
 * @text: (nullable): a text of 1 to 255 ASCII characters, with `TRUECONF_COMMAND_ANSWER_MESSAGE`
 * @answer: how to answer
 * @status: how it went
 * @visibility: how to show it
 * @level: how grave it is
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Answers the press of a button that waits for an answer (see [property@Button:wait-reply]).
 *
 * TrueConf Server 5.5.6 does not send the id that this takes; then it fails with `TRUECONF_ERROR_SERVER_TOO_OLD`. Edit the
 * message or send another one instead.
 *
 * Call [method@CallbackQuery.answer_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_callback_query_answer_async (TrueconfCallbackQuery *self,
                                      const char *text,
                                      TrueconfCommandAnswer answer,
                                      TrueconfCommandStatus status,
                                      TrueconfCommandVisibility visibility,
                                      TrueconfCommandLevel level,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_CALLBACK_QUERY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin (
      self, self->command_id, TRUECONF_ERROR_SERVER_TOO_OLD,
      _ ("The server did not send the id that an answer to a button takes (5.5.6 never does). Edit the "
         "message or send another one instead"),
      trueconf_callback_query_answer_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_messenger_answer_command_async (trueconf_event_get_bot (TRUECONF_EVENT (self)), self->command_id,
                                           text, answer, status, visibility, level, cancellable, answered_cb,
                                           task);
}

/**
 * trueconf_callback_query_answer_finish:
 * @self: the press of a button
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@CallbackQuery.answer_async].
 *
 * Returns: whether it was answered
 *
 * Since: 0.1
 */
gboolean
trueconf_callback_query_answer_finish (TrueconfCallbackQuery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_callback_query_answer_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
