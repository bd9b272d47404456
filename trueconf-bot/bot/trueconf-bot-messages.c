/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-private.h"
#include "trueconf-error.h"

/* Visible characters in one message. */
#define MAX_TEXT 4096

static GError *
check_text (const char *text, TrueconfParseMode parse_mode)
{
  glong length;

  if (text == NULL || text[0] == '\0')
    return g_error_new_literal (
        TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
        _ ("There is no text to send; the message that it comes from may not be text"));

  if (!g_utf8_validate (text, -1, NULL))
    return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                _ ("The text is not valid UTF-8. Convert it before it is sent"));

  /* in markup only a part of the characters is visible, and the server knows best which */
  length = g_utf8_strlen (text, -1);
  if (parse_mode == TRUECONF_PARSE_MODE_TEXT && length > MAX_TEXT)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TEXT_TOO_LONG,
                        _ ("The text has %ld characters, and a message can have %d. Send it in parts"),
                        length, MAX_TEXT);

  return NULL;
}

/**
 * trueconf_bot_send_message_async:
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
 * Without a connection it waits for one, see [property@Bot:offline-timeout].
 *
 * Call [method@Bot.send_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_message_async (TrueconfBot *self,
                                 const char *chat_id,
                                 const char *text,
                                 TrueconfParseMode parse_mode,
                                 const char *reply_message_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GError *error;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = check_text (text, parse_mode);
  if (error != NULL)
    trueconf_bot_fail (self, trueconf_bot_send_message_async, cancellable, callback, user_data, error);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_SEND_MESSAGE, trueconf_bot_send_message_async, cancellable,
                          callback, user_data, chat_id, reply_message_id, text, parse_mode);
}

/**
 * trueconf_bot_send_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_message_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_send_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_message_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
