/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-message-private.h"
#include "model/trueconf-messenger-private.h"
#include "trueconf-error.h"

/* A task for something that only a message from a server, brought by a bot, can be asked for. NULL: it was none, and the
 * task has failed. */
static GTask *
begin (TrueconfMessage *self,
       gpointer source_tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, GINT_TO_POINTER (callback != NULL), NULL);

  if (trueconf_event_get_bot (TRUECONF_EVENT (self)) != NULL && self->message_id != NULL)
    return g_steal_pointer (&task);

  g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, "%s",
                           self->message_id == NULL ? _ ("The server did not say which message it is")
                                                    : _ ("The message did not come from a bot's server"));
  return NULL;
}

/* Takes `error`. */
static void
fail (GTask *task, GError *error)
{
  TrueconfMessenger *bot = trueconf_event_get_bot (g_task_get_source_object (task));

  if (g_task_get_task_data (task) == NULL)
    TRUECONF_MESSENGER_GET_IFACE (bot)->report_error (bot, error);
  g_task_return_error (task, error);
}

static void
sent (GTask *task, TrueconfSentMessage *message, GError *error)
{
  if (message != NULL)
    g_task_return_pointer (task, message, g_object_unref);
  else
    fail (task, error);
}

static void
forwarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  TrueconfSentMessage *message =
      trueconf_messenger_forward_message_finish (TRUECONF_MESSENGER (source), result, &error);

  sent (task, message, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  TrueconfSentMessage *message =
      trueconf_messenger_send_message_finish (TRUECONF_MESSENGER (source), result, &error);

  sent (task, message, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (trueconf_messenger_remove_message_finish (TRUECONF_MESSENGER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

static void
favorites_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TrueconfMessage *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *chat_id =
      trueconf_messenger_create_favorites_chat_finish (TRUECONF_MESSENGER (source), result, &error);

  if (chat_id == NULL)
    fail (task, error);
  else
    trueconf_messenger_forward_message_async (TRUECONF_MESSENGER (source), chat_id, self->message_id,
                                              g_task_get_cancellable (task), forwarded_cb,
                                              g_object_ref (task));
}

/**
 * trueconf_message_forward_async:
 * @self: a message
 * @chat_id: the chat
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Forwards the message to another chat.
 *
 * Call [method@Message.forward_finish] in @callback to get the result.
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
  GTask *task;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin (self, trueconf_message_forward_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_messenger_forward_message_async (trueconf_event_get_bot (TRUECONF_EVENT (self)), chat_id,
                                            self->message_id, cancellable, forwarded_cb, task);
}

/**
 * trueconf_message_forward_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.forward_async].
 *
 * Returns: (transfer full): what the server says about the new message
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
 * @chat_id: the chat
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends the text of the message to another chat, as a message of the bot's own.
 *
 * A message that is not text cannot be copied; forward it.
 *
 * Call [method@Message.copy_to_finish] in @callback to get the result.
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
  GTask *task;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin (self, trueconf_message_copy_to_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_messenger_send_message_async (
      trueconf_event_get_bot (TRUECONF_EVENT (self)), chat_id, trueconf_message_get_text (self),
      trueconf_message_get_parse_mode (self), NULL, cancellable, copied_cb, task);
}

/**
 * trueconf_message_copy_to_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.copy_to_async].
 *
 * Returns: (transfer full): what the server says about the new message
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
 * @for_all: whether it goes for all participants, or for the bot alone
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Removes the message.
 *
 * Call [method@Message.delete_finish] in @callback to get the result.
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
  GTask *task;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin (self, trueconf_message_delete_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_messenger_remove_message_async (trueconf_event_get_bot (TRUECONF_EVENT (self)), self->message_id,
                                           for_all, cancellable, removed_cb, task);
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
 * Call [method@Message.save_to_favorites_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_message_save_to_favorites_async (TrueconfMessage *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin (self, trueconf_message_save_to_favorites_async, cancellable, callback, user_data);
  if (task == NULL)
    return;

  trueconf_messenger_create_favorites_chat_async (trueconf_event_get_bot (TRUECONF_EVENT (self)), cancellable,
                                                  favorites_cb, task);
}

/**
 * trueconf_message_save_to_favorites_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.save_to_favorites_async].
 *
 * Returns: (transfer full): what the server says about the new message
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
