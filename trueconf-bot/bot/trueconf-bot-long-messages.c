/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "trueconf-enum-types.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-long-messages.h"
#include "bot/trueconf-bot-private.h"
#include "model/trueconf-keyboard-private.h"
#include "model/trueconf-list-private.h"
#include "model/trueconf-sent-message-list-private.h"
#include "model/trueconf-sent-message.h"
#include "text/trueconf-quote-private.h"
#include "text/trueconf-split-text-private.h"
#include "text/trueconf-visible-length-private.h"
#include "trueconf-enum-private.h"

/* in visible characters */
#define MAX_TEXT 4096

typedef struct
{
  /* what all messages have, or the first or the last one; its strings and objects are those below */
  TrueconfSending whole;
  char *chat_id;
  char *reply_message_id;
  char *quote;
  TrueconfKeyboard *keyboard;
  TrueconfInputFile *file;
  TrueconfInputFile *preview;

  char **texts;
  guint n_texts; /* at least 1, even without a text */
  GPtrArray *sent;
} TrueconfSendLong;

static void
send_long_free (gpointer data)
{
  TrueconfSendLong *op = data;

  if (op->whole.progress_destroy != NULL)
    op->whole.progress_destroy (op->whole.progress_data);
  g_free (op->chat_id);
  g_free (op->reply_message_id);
  g_free (op->quote);
  g_clear_object (&op->keyboard);
  g_clear_object (&op->file);
  g_clear_object (&op->preview);
  g_strfreev (op->texts);
  g_ptr_array_unref (op->sent);
  g_free (op);
}

/* Visible characters of the first message with its quotation, of which @text is what it says itself. */
static gsize
measure_quoted (const TrueconfSending *sending, const char *text)
{
  TrueconfParseMode parse_mode = sending->parse_mode;
  g_autofree char *quoted = trueconf_text_quote (sending->quote, text, &parse_mode);

  return trueconf_text_measure (quoted, parse_mode);
}

static char **
split_with_quote (const TrueconfSending *sending)
{
  gsize room = MAX_TEXT;

  /* Plain text becomes longer beside a quotation, which is HTML, so that it is tried. If there is no room at all, the check of
   * the message says so. */
  while (TRUE)
    {
      char **texts = trueconf_split_text_after (sending->text, room, MAX_TEXT, sending->parse_mode);
      gsize length = texts[0] != NULL ? measure_quoted (sending, texts[0]) : 0;
      gsize own;

      if (length <= MAX_TEXT || room == 1)
        return texts;

      own = trueconf_text_measure (texts[0], sending->parse_mode);
      room = length - MAX_TEXT < own ? own - (length - MAX_TEXT) : 1;
      g_strfreev (texts);
    }
}

static char **
split (const TrueconfSending *sending)
{
  const char *text = sending->text;
  char **texts;

  if (text == NULL)
    return g_new0 (char *, 1);

  if (sending->quote != NULL && g_utf8_validate (sending->quote, -1, NULL) &&
      g_utf8_validate (text, -1, NULL))
    texts = split_with_quote (sending);
  else
    texts = trueconf_split_text_after (text, MAX_TEXT, MAX_TEXT, sending->parse_mode);
  if (texts[0] != NULL || sending->kind != TRUECONF_SENDING_MESSAGE)
    return texts;

  /* Nothing is visible, which the check of the message says. */
  g_strfreev (texts);
  texts = g_new0 (char *, 2);
  texts[0] = g_strdup (g_utf8_validate (text, -1, NULL) ? "" : text);

  return texts;
}

static TrueconfSendLong *
send_long_new (const TrueconfSending *sending)
{
  TrueconfSendLong *op = g_new0 (TrueconfSendLong, 1);

  op->whole = *sending;
  op->whole.in_parts = FALSE;
  op->whole.chat_id = op->chat_id = g_strdup (sending->chat_id);
  op->whole.reply_message_id = op->reply_message_id = g_strdup (sending->reply_message_id);
  op->whole.quote = op->quote = g_strdup (sending->quote);
  op->whole.keyboard = op->keyboard =
      sending->keyboard != NULL ? trueconf_keyboard_copy (sending->keyboard) : NULL;
  /* the whole has the same pointers */
  g_set_object (&op->file, sending->file);
  g_set_object (&op->preview, sending->preview);
  op->texts = split (sending);
  op->n_texts = MAX (1, g_strv_length (op->texts));
  op->sent = g_ptr_array_new_with_free_func (g_object_unref);

  return op;
}

/* Reply, quotation and file go with the first message, the buttons with the last one. */
static void
init_message (TrueconfSendLong *op, guint i, TrueconfSending *sending)
{
  *sending = op->whole;
  sending->text = op->texts[i];
  sending->progress = NULL;
  sending->progress_data = NULL;
  sending->progress_destroy = NULL;
  if (i > 0)
    {
      sending->kind = TRUECONF_SENDING_MESSAGE;
      sending->reply_message_id = NULL;
      sending->quote = NULL;
      sending->file = NULL;
      sending->preview = NULL;
    }
  if (i + 1 < op->n_texts)
    sending->keyboard = NULL;
}

/* Nothing is sent if one message could not be. */
static GError *
check (TrueconfSendLong *op)
{
  GError *error = NULL;

  for (guint i = 0; i < op->n_texts && error == NULL; i++)
    {
      TrueconfSending sending;

      init_message (op, i, &sending);
      error = trueconf_bot_check_sending (&sending);
    }

  return error;
}

static void send_next (GTask *task);

static GListModel *
keep_sent (GTask *task)
{
  TrueconfSendLong *op = g_task_get_task_data (task);
  GListModel *list = trueconf_list_new (TRUECONF_TYPE_SENT_MESSAGE, g_ptr_array_ref (op->sent));

  trueconf_sent_message_list_keep (task, list);

  return list;
}

static void
fail (GTask *task, GError *error)
{
  TrueconfSendLong *op = g_task_get_task_data (task);
  g_autoptr (GListModel) list G_GNUC_UNUSED = keep_sent (task);

  if (op->n_texts > 1)
    /* Translators: numbers; what has happened follows */
    g_prefix_error (&error, _ ("Sent %u of %u messages: "), op->sent->len, op->n_texts);
  trueconf_bot_task_return_error (task, error);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfSendLong *op = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer sent = g_task_propagate_pointer (G_TASK (result), &error);

  if (sent == NULL)
    {
      fail (task, error);
      return;
    }

  g_ptr_array_add (op->sent, sent);
  if (op->sent->len < op->n_texts)
    {
      send_next (task);
      return;
    }

  g_task_return_pointer (task, keep_sent (task), g_object_unref);
  g_object_unref (task);
}

static void
send_next (GTask *task)
{
  TrueconfBot *self = g_task_get_source_object (task);
  TrueconfSendLong *op = g_task_get_task_data (task);
  TrueconfSending sending;
  TrueconfEvent *before;
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      fail (task, error);
      return;
    }

  init_message (op, op->sent->len, &sending);
  if (op->sent->len == 0)
    {
      sending.progress = op->whole.progress;
      sending.progress_data = op->whole.progress_data;
      sending.progress_destroy = g_steal_pointer (&op->whole.progress_destroy);
    }

  before = trueconf_bot_begin_step (task);
  trueconf_bot_send (self, &sending, send_next, g_task_get_cancellable (task), sent_cb, task);
  trueconf_bot_end_answering (self, before);
}

/* The caller has checked the thread. */
void
trueconf_bot_send_long (TrueconfBot *self,
                        const TrueconfSending *sending,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);
  TrueconfSendLong *op = send_long_new (sending);
  GError *error;

  g_task_set_task_data (task, op, send_long_free);
  /* What the server has done is reported, even if the task was cancelled in the meantime. */
  g_task_set_check_cancellable (task, FALSE);

  error = check (op);
  if (error != NULL)
    fail (task, error);
  else
    send_next (task);
}

/**
 * trueconf_bot_send_long_message_async:
 * @self: a bot
 * @chat_id: the id of the chat to send to
 * @text: (nullable): the text, of any length; `NULL` and a text in which nothing is visible are errors
 * @parse_mode: the markup of @text
 * @reply_message_id: (nullable): the id of the message that the first one replies to
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a text, in several messages if it is too long for one.
 *
 * The text is split as [func@split_text_full] does, with the limit of 4096 visible characters. All messages are checked
 * before the first is sent. Each one is sent when the server has answered the one before, so that they cannot change
 * their order. Messages that others write meanwhile come in between.
 *
 * If one of the messages fails, or the operation is cancelled, no more are sent, and the error tells how many were. Those
 * that were are in the list of [func@SentMessage.list_from_result]. The message that was on its way when the operation was
 * cancelled may arrive.
 *
 * Call [method@Bot.send_long_message_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_long_message_async (TrueconfBot *self,
                                      const char *chat_id,
                                      const char *text,
                                      TrueconfParseMode parse_mode,
                                      const char *reply_message_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_MESSAGE,
    .in_parts = TRUE,
    .chat_id = chat_id,
    .text = text,
    .parse_mode = parse_mode,
    .reply_message_id = reply_message_id,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_send_long_message_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_send_long_message_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_long_message_async].
 *
 * If it failed, [func@SentMessage.list_from_result] tells which messages were sent before.
 *
 * Returns: (transfer full): a list of [class@SentMessage], in the order they were sent in
 *
 * Since: 0.1
 */
GListModel *
trueconf_bot_send_long_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_long_message_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_send_long_draft_async:
 * @self: a bot
 * @chat_id: the id of the chat to send to
 * @draft: the message to send, with a text of any length
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all, if the draft has a file
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a draft, in several messages if its text is too long for one.
 *
 * Reply, quotation and file go with the first message, the buttons with the last one. The quotation leaves less room for
 * the text of the first message. The text beyond the caption of a file is sent in messages after it. The draft does not
 * change.
 *
 * See [method@Bot.send_long_message_async] for what happens if one of the messages fails, and
 * [method@Bot.send_draft_async] for what can be sent.
 *
 * Call [method@Bot.send_long_draft_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_long_draft_async (TrueconfBot *self,
                                    const char *chat_id,
                                    TrueconfDraft *draft,
                                    GFileProgressCallback progress,
                                    gpointer progress_data,
                                    GDestroyNotify progress_destroy,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  TrueconfSending sending;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_DRAFT (draft));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_sending_init_from_draft (&sending, draft);
  sending.in_parts = TRUE;
  sending.chat_id = chat_id;
  sending.progress = progress;
  sending.progress_data = progress_data;
  sending.progress_destroy = progress_destroy;

  trueconf_bot_send (self, &sending, trueconf_bot_send_long_draft_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_send_long_draft_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_long_draft_async].
 *
 * If it failed, [func@SentMessage.list_from_result] tells which messages were sent before.
 *
 * Returns: (transfer full): a list of [class@SentMessage], in the order they were sent in
 *
 * Since: 0.1
 */
GListModel *
trueconf_bot_send_long_draft_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_long_draft_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
