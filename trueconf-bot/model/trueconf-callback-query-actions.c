/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "trueconf-enum-types.h"

#include "model/trueconf-callback-query-actions.h"
#include "model/trueconf-callback-query-private.h"
#include "model/trueconf-event-private.h"
#include "trueconf-enum-private.h"
#include "trueconf-error.h"

static void
edit (TrueconfCallbackQuery *self,
      TrueconfSending *sending,
      gpointer source_tag,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  sending->message_id = self->message != NULL ? trueconf_message_get_message_id (self->message) : NULL;
  if (sending->message_id != NULL || trueconf_event_get_bot (TRUECONF_EVENT (self)) == NULL)
    trueconf_event_send (TRUECONF_EVENT (self), sending, source_tag, cancellable, callback, user_data);
  else
    trueconf_event_fail (
        TRUECONF_EVENT (self),
        g_error_new_literal (
            TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
            _ ("The server did not say which message the button is in, so it cannot be edited")),
        source_tag, callback, user_data);
}

/**
 * trueconf_callback_query_edit_message_async:
 * @self: the press of a button
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` and an empty text are errors
 * @parse_mode: the markup of @text
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text of the message that has the button, and keeps its buttons.
 *
 * See [method@Bot.edit_message_async].
 *
 * Call [method@CallbackQuery.edit_message_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_MESSAGE,
    .text = text,
    .parse_mode = parse_mode,
  };

  g_return_if_fail (TRUECONF_IS_CALLBACK_QUERY (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  edit (self, &sending, trueconf_callback_query_edit_message_async, cancellable, callback, user_data);
}

/**
 * trueconf_callback_query_edit_message_finish:
 * @self: the press of a button
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@CallbackQuery.edit_message_async].
 *
 * Returns: (transfer full): the message as the server confirms it
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

/**
 * trueconf_callback_query_edit_draft_async:
 * @self: the press of a button
 * @draft: the new text and buttons
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text and the buttons of the message that has the button.
 *
 * If the draft has no [property@Draft:keyboard], the message keeps its buttons, see [method@Bot.edit_draft_async].
 *
 * Call [method@CallbackQuery.edit_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
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
  TrueconfSending sending;

  g_return_if_fail (TRUECONF_IS_CALLBACK_QUERY (self));
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_sending_init_from_draft (&sending, draft);
  edit (self, &sending, trueconf_callback_query_edit_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_callback_query_edit_draft_finish:
 * @self: the press of a button
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@CallbackQuery.edit_draft_async].
 *
 * Returns: (transfer full): the message as the server confirms it
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

/**
 * trueconf_callback_query_answer_async:
 * @self: the press of a button
 * @draft: the answer
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Answers a pressed button that waits for an answer (see [property@Button:wait-reply]).
 *
 * See [method@Bot.answer_command_async]. Servers up to TrueConf Server 5.5.6 do not send the
 * [property@CallbackQuery:command-id] that this needs. Then it fails with `TRUECONF_ERROR_SERVER_TOO_OLD`; edit the
 * message or send another one instead.
 *
 * Call [method@CallbackQuery.answer_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_callback_query_answer_async (TrueconfCallbackQuery *self,
                                      TrueconfDraft *draft,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  TrueconfEvent *event = TRUECONF_EVENT (self);
  TrueconfSending sending;

  g_return_if_fail (TRUECONF_IS_CALLBACK_QUERY (self));
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_sending_init_from_draft (&sending, draft);
  sending.command_id = self->command_id;
  if (self->command_id != NULL || trueconf_event_get_bot (event) == NULL)
    trueconf_event_send (event, &sending, trueconf_callback_query_answer_async, cancellable, callback,
                         user_data);
  else
    trueconf_event_fail (
        event,
        g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD,
                             _ ("The server did not send the id that an answer to a button takes (5.5.6 "
                                "never does). Edit the message or send another one instead")),
        trueconf_callback_query_answer_async, callback, user_data);
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
