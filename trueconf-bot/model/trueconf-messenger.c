/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-messenger-private.h"

/**
 * TrueconfMessenger:
 *
 * What an event needs of the bot it came to in order to be answered.
 *
 * It is implemented by `TrueconfBot` alone.
 *
 * Since: 0.1
 */

G_DEFINE_INTERFACE (TrueconfMessenger, trueconf_messenger, G_TYPE_OBJECT)

static void
trueconf_messenger_default_init (TrueconfMessengerInterface *iface)
{
}

/**
 * trueconf_messenger_get_user_id:
 * @self: a bot
 *
 * Gets the bot's own TrueConf ID.
 *
 * Returns: (transfer none) (nullable): the id, or `NULL` before the first log-in
 *
 * Since: 0.1
 */
const char *
trueconf_messenger_get_user_id (TrueconfMessenger *self)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->get_user_id (self);
}

/**
 * trueconf_messenger_send_message_async:
 * @self: a bot
 * @chat_id: the chat to send to
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @reply_message_id: (nullable): the message to reply to
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text message.
 *
 * Call [method@Messenger.send_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_messenger_send_message_async (TrueconfMessenger *self,
                                       const char *chat_id,
                                       const char *text,
                                       TrueconfParseMode parse_mode,
                                       const char *reply_message_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->send_message_async (self, chat_id, text, parse_mode, reply_message_id,
                                                           cancellable, callback, user_data);
}

/**
 * trueconf_messenger_send_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.send_message_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_messenger_send_message_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->send_message_finish (self, result, error);
}

/**
 * trueconf_messenger_forward_message_async:
 * @self: a bot
 * @chat_id: the chat to forward to
 * @message_id: the message
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Forwards a message to another chat.
 *
 * Call [method@Messenger.forward_message_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_messenger_forward_message_async (TrueconfMessenger *self,
                                          const char *chat_id,
                                          const char *message_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->forward_message_async (self, chat_id, message_id, cancellable,
                                                              callback, user_data);
}

/**
 * trueconf_messenger_forward_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.forward_message_async].
 *
 * Returns: (transfer full): what the server says about the new message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_messenger_forward_message_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->forward_message_finish (self, result, error);
}

/**
 * trueconf_messenger_remove_message_async:
 * @self: a bot
 * @message_id: the message
 * @for_all: whether it goes for all participants, or for the bot alone
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Removes a message.
 *
 * Call [method@Messenger.remove_message_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_messenger_remove_message_async (TrueconfMessenger *self,
                                         const char *message_id,
                                         gboolean for_all,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->remove_message_async (self, message_id, for_all, cancellable, callback,
                                                             user_data);
}

/**
 * trueconf_messenger_remove_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.remove_message_async].
 *
 * Returns: whether it was removed
 *
 * Since: 0.1
 */
gboolean
trueconf_messenger_remove_message_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return TRUECONF_MESSENGER_GET_IFACE (self)->remove_message_finish (self, result, error);
}

/**
 * trueconf_messenger_create_favorites_chat_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Opens the chat with the bot's own saved messages, or finds it if there is one (TrueConf Server 5.5.2).
 *
 * Call [method@Messenger.create_favorites_chat_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_messenger_create_favorites_chat_async (TrueconfMessenger *self,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->create_favorites_chat_async (self, cancellable, callback, user_data);
}

/**
 * trueconf_messenger_create_favorites_chat_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.create_favorites_chat_async].
 *
 * Returns: (transfer full): the id of the chat
 *
 * Since: 0.1
 */
char *
trueconf_messenger_create_favorites_chat_finish (TrueconfMessenger *self,
                                                 GAsyncResult *result,
                                                 GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->create_favorites_chat_finish (self, result, error);
}

/**
 * trueconf_messenger_send_draft_async:
 * @self: a bot
 * @chat_id: the chat to send to
 * @draft: what to send
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far a file has come
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a message with everything that a message can carry.
 *
 * Call [method@Messenger.send_draft_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_messenger_send_draft_async (TrueconfMessenger *self,
                                     const char *chat_id,
                                     TrueconfDraft *draft,
                                     GFileProgressCallback progress,
                                     gpointer progress_data,
                                     GDestroyNotify progress_destroy,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->send_draft_async (self, chat_id, draft, progress, progress_data,
                                                         progress_destroy, cancellable, callback, user_data);
}

/**
 * trueconf_messenger_send_draft_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.send_draft_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_messenger_send_draft_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->send_draft_finish (self, result, error);
}

/**
 * trueconf_messenger_edit_message_async:
 * @self: a bot
 * @message_id: a message of the bot
 * @text: (nullable): the text; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text of a message that the bot has sent; its buttons stay.
 *
 * Call [method@Messenger.edit_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_messenger_edit_message_async (TrueconfMessenger *self,
                                       const char *message_id,
                                       const char *text,
                                       TrueconfParseMode parse_mode,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->edit_message_async (self, message_id, text, parse_mode, cancellable,
                                                           callback, user_data);
}

/**
 * trueconf_messenger_edit_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.edit_message_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_messenger_edit_message_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->edit_message_finish (self, result, error);
}

/**
 * trueconf_messenger_edit_draft_async:
 * @self: a bot
 * @message_id: a message of the bot
 * @draft: what it is to be from now on
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Puts a draft in the place of a message.
 *
 * Call [method@Messenger.edit_draft_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_messenger_edit_draft_async (TrueconfMessenger *self,
                                     const char *message_id,
                                     TrueconfDraft *draft,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->edit_draft_async (self, message_id, draft, cancellable, callback,
                                                         user_data);
}

/**
 * trueconf_messenger_edit_draft_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.edit_draft_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_messenger_edit_draft_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return TRUECONF_MESSENGER_GET_IFACE (self)->edit_draft_finish (self, result, error);
}

/**
 * trueconf_messenger_answer_command_async:
 * @self: a bot
 * @command_id: what [property@CallbackQuery:command-id] says
 * @text: (nullable): a text of 1 to 255 ASCII characters
 * @answer: how to answer
 * @status: how it went
 * @visibility: how to show it
 * @level: how grave it is
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Answers the press of a button that waits for an answer (TrueConf Server 5.5.6).
 *
 * Call [method@Messenger.answer_command_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_messenger_answer_command_async (TrueconfMessenger *self,
                                         const char *command_id,
                                         const char *text,
                                         TrueconfCommandAnswer answer,
                                         TrueconfCommandStatus status,
                                         TrueconfCommandVisibility visibility,
                                         TrueconfCommandLevel level,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_MESSENGER (self));
  g_return_if_fail (command_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TRUECONF_MESSENGER_GET_IFACE (self)->answer_command_async (
      self, command_id, text, answer, status, visibility, level, cancellable, callback, user_data);
}

/**
 * trueconf_messenger_answer_command_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Messenger.answer_command_async].
 *
 * Returns: whether it was answered
 *
 * Since: 0.1
 */
gboolean
trueconf_messenger_answer_command_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSENGER (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return TRUECONF_MESSENGER_GET_IFACE (self)->answer_command_finish (self, result, error);
}
