/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The server overwrites a message as a whole, its buttons included. Where an edit says nothing of buttons they are read
 * first, to be sent again. */

#include "config.h"

#include "bot/trueconf-bot-history.h"
#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-private.h"

typedef struct
{
  gboolean listens; /* there is a callback */
  char *message_id;
  char *text;
  TrueconfParseMode parse_mode;
  TrueconfKeyboard *keyboard; /* what the edit says, or what the message has */
  gboolean ready;             /* the buttons are known */
} TrueconfEdit;

static void
edit_free (gpointer data)
{
  TrueconfEdit *op = data;

  g_free (op->message_id);
  g_free (op->text);
  g_clear_object (&op->keyboard);
  g_free (op);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfEdit *op = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer sent = g_task_propagate_pointer (G_TASK (result), &error);

  if (sent == NULL)
    {
      trueconf_bot_return_error (task, op->listens, error);
      return;
    }

  g_task_return_pointer (task, sent, g_object_unref);
  g_object_unref (task);
}

static gboolean
is_next (TrueconfBot *self, TrueconfEdit *op)
{
  for (GList *link = self->edits.head; link != NULL; link = link->next)
    {
      TrueconfEdit *other = g_task_get_task_data (link->data);

      if (g_str_equal (other->message_id, op->message_id))
        return other == op;
    }

  return FALSE;
}

/* Answers may come in any order, and the last edit of a message has to win: one waits for those before it. */
static void
send_edits (TrueconfBot *self)
{
  GList *link = self->edits.head;

  while (link != NULL)
    {
      GList *next = link->next;
      GTask *task = link->data;
      TrueconfEdit *op = g_task_get_task_data (task);

      if (op->ready && is_next (self, op))
        {
          g_queue_delete_link (&self->edits, link);
          trueconf_bot_request (self, TRUECONF_METHOD_EDIT_MESSAGE, send_edits, g_task_get_cancellable (task),
                                edited_cb, task, op->message_id, op->text, op->parse_mode, op->keyboard);
        }
      link = next;
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *self = TRUECONF_BOT (source);
  GTask *task = user_data;
  TrueconfEdit *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TrueconfMessage) current = trueconf_bot_get_message_by_id_finish (self, result, &error);

  if (current != NULL)
    {
      g_set_object (&op->keyboard, trueconf_message_get_keyboard (current));
      op->ready = TRUE;
    }
  else
    {
      g_queue_remove (&self->edits, task);
      trueconf_bot_return_error (task, op->listens, error);
    }

  send_edits (self);
}

/* What is sent has been checked. */
void
trueconf_bot_edit (TrueconfBot *self,
                   const TrueconfSending *sending,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  TrueconfEdit *op = g_new0 (TrueconfEdit, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  op->listens = callback != NULL;
  op->message_id = g_strdup (sending->message_id);
  op->text = g_strdup (sending->text);
  op->parse_mode = sending->parse_mode;
  op->ready = g_set_object (&op->keyboard, sending->keyboard);
  g_task_set_task_data (task, op, edit_free);

  g_queue_push_tail (&self->edits, task);
  if (op->ready)
    send_edits (self);
  else
    trueconf_bot_get_message_by_id_async (self, op->message_id, cancellable, read_cb, task);
}

/**
 * trueconf_bot_edit_message_async:
 * @self: a bot
 * @message_id: a message of the bot
 * @text: (nullable): the text, at most 4096 visible characters; `NULL` or nothing is an error
 * @parse_mode: how @text is to be read
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the text of a message that the bot has sent.
 *
 * The caption of a file is such a message, too, see [property@SentMessage:caption-message-id].
 *
 * The buttons that the message has stay: the server forgets them when a message is edited, so they are read before and
 * sent again. [method@Bot.edit_draft_async] with a [property@Draft:keyboard] replaces them, one without rows takes them
 * away. Edits of one message are sent in the order of the calls.
 *
 * Nothing to write is `TRUECONF_ERROR_INVALID_ARGUMENT`, too much `TRUECONF_ERROR_TEXT_TOO_LONG`. A message that is not
 * there is `TRUECONF_API_ERROR_MESSAGE_NOT_FOUND`, one that is no text `TRUECONF_API_ERROR_UNKNOWN_MESSAGE`.
 *
 * Call [method@Bot.edit_message_finish] in @callback to get the result. Without a @callback a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_edit_message_async (TrueconfBot *self,
                                 const char *message_id,
                                 const char *text,
                                 TrueconfParseMode parse_mode,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_MESSAGE,
    .message_id = message_id,
    .text = text,
    .parse_mode = parse_mode,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_edit_message_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_edit_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.edit_message_async].
 *
 * Returns: (transfer full): what the server says about the message
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_edit_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_edit_message_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
