/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The server overwrites a message as a whole, its buttons included: they are read first, to be sent again. */

#include "config.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-history.h"
#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-private.h"

typedef struct
{
  gboolean listens; /* there is a callback */
  char *message_id;
  char *text;
  TrueconfParseMode parse_mode;
  TrueconfMessage *current; /* the message as it is, once it has been read */
} TrueconfEdit;

static void
edit_free (gpointer data)
{
  TrueconfEdit *op = data;

  g_free (op->message_id);
  g_free (op->text);
  g_clear_object (&op->current);
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

      if (op->current != NULL && is_next (self, op))
        {
          g_queue_delete_link (&self->edits, link);
          trueconf_bot_request (self, TRUECONF_METHOD_EDIT_MESSAGE, send_edits, g_task_get_cancellable (task),
                                edited_cb, task, op->message_id, op->text, op->parse_mode,
                                trueconf_message_get_keyboard (op->current));
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

  op->current = trueconf_bot_get_message_by_id_finish (self, result, &error);
  if (op->current == NULL)
    {
      g_queue_remove (&self->edits, task);
      trueconf_bot_return_error (task, op->listens, error);
    }

  send_edits (self);
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
 * sent again. [method@Bot.edit_draft_async] replaces both, without reading first. Edits of one message are sent in the
 * order of the calls.
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
  TrueconfEdit *op;
  GError *error;
  GTask *task;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_text (text, parse_mode);
  if (error != NULL)
    {
      trueconf_bot_fail (self, trueconf_bot_edit_message_async, cancellable, callback, user_data, error);
      return;
    }

  op = g_new0 (TrueconfEdit, 1);
  op->listens = callback != NULL;
  op->message_id = g_strdup (message_id);
  op->text = g_strdup (text);
  op->parse_mode = parse_mode;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_bot_edit_message_async);
  g_task_set_task_data (task, op, edit_free);

  g_queue_push_tail (&self->edits, task);
  trueconf_bot_get_message_by_id_async (self, message_id, cancellable, read_cb, task);
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
