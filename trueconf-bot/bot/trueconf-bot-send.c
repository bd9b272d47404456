/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-files-private.h"
#include "bot/trueconf-bot-history.h"
#include "model/trueconf-keyboard-private.h"
#include "text/trueconf-markup-hint-private.h"
#include "text/trueconf-quote-private.h"
#include "trueconf-error.h"

/* in characters */
#define MAX_COMMAND_ANSWER 255

static GError *
refuse (const char *why)
{
  return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, why);
}

static GError *
check_quote (const TrueconfSending *self)
{
  g_autofree char *stripped = self->quote != NULL ? g_strstrip (g_strdup (self->quote)) : NULL;

  if (stripped == NULL)
    return NULL;

  if (stripped[0] == '\0')
    return refuse (_ ("The quotation is empty. Give the passage, or leave the quotation out"));

  if (!g_utf8_validate (stripped, -1, NULL))
    return refuse (_ ("The quotation is not valid UTF-8. Convert it before it is sent"));

  if (self->kind != TRUECONF_SENDING_MESSAGE)
    return refuse (_ ("Only a message of text can quote. Send the quotation as a message of its own"));

  if (self->reply_message_id == NULL)
    return refuse (_ ("A quotation is part of a reply. Say which message it replies to"));

  return NULL;
}

static GError *
check_edit (const TrueconfSending *self)
{
  if (self->kind != TRUECONF_SENDING_MESSAGE)
    return refuse (
        _ ("The server cannot put a file in the place of a message. Send it, and remove the message"));

  if (self->quote != NULL)
    return refuse (_ ("A message cannot be made a reply after it was sent. Leave the quotation out"));

  return NULL;
}

static GError *
check_command_answer (const TrueconfSending *self)
{
  if (self->file != NULL || self->quote != NULL ||
      (self->keyboard != NULL && trueconf_keyboard_get_n_buttons (self->keyboard) > 0))
    return refuse (_ ("The answer to a button can have a text and nothing else. Send the rest as a message"));

  if (self->text == NULL && self->command_answer == TRUECONF_COMMAND_ANSWER_MESSAGE)
    return refuse (_ ("The answer to the button has no text. Give it one of 1 to 255 ASCII characters"));

  if (self->text == NULL)
    return NULL;

  if (self->text[0] == '\0' || !g_str_is_ascii (self->text))
    return refuse (
        _ ("The answer to a button has to be a text of ASCII characters. Send others as a message"));

  if (strlen (self->text) > MAX_COMMAND_ANSWER)
    return g_error_new (
        TRUECONF_ERROR, TRUECONF_ERROR_TEXT_TOO_LONG,
        _ ("The answer to the button has %u characters, and it can have %d. Send the rest as a "
           "message"),
        (guint) strlen (self->text), MAX_COMMAND_ANSWER);

  return NULL;
}

static GError *
check_message (const TrueconfSending *self)
{
  g_autofree char *quoted = NULL;
  TrueconfParseMode parse_mode = self->parse_mode;
  GError *error = NULL;

  error = trueconf_bot_check_text (self->text, parse_mode);
  if (error != NULL)
    return error;

  if (self->quote != NULL)
    {
      quoted = trueconf_text_quote (self->quote, self->text, &parse_mode);
      error = trueconf_bot_check_text (quoted, parse_mode);
      if (error != NULL)
        return error;
    }

  if (self->keyboard != NULL)
    trueconf_keyboard_check (self->keyboard, &error);

  return error;
}

static GError *
check_file (const TrueconfSending *self)
{
  if (self->file == NULL)
    return refuse (_ ("There is no file to send. Give the draft one"));

  if (self->keyboard != NULL && trueconf_keyboard_get_n_buttons (self->keyboard) > 0)
    return refuse (_ ("Only a message of text can have buttons. Send them in a message after the file"));

  if (self->kind == TRUECONF_SENDING_STICKER && self->text != NULL && self->text[0] != '\0')
    return refuse (_ ("A sticker has no caption. Send the text as a message"));

  return trueconf_bot_check_caption (self->text, self->parse_mode);
}

/* Everything that can be told before something is sent. */
GError *
trueconf_bot_check_sending (const TrueconfSending *self)
{
  GError *error;

  if (self->command_id != NULL)
    return check_command_answer (self);

  error = self->message_id != NULL ? check_edit (self) : check_quote (self);
  if (error != NULL)
    return error;

  return self->kind == TRUECONF_SENDING_MESSAGE ? check_message (self) : check_file (self);
}

/* ---- editing: the server replaces the whole message with its buttons. An edit that does not set the buttons gets
 * the message first, and sends its buttons again. */

typedef struct
{
  char *message_id;
  char *text;
  TrueconfParseMode parse_mode;
  TrueconfKeyboard *keyboard; /* of the edit or of the message */
  gboolean ready;             /* `keyboard` is set */
  GSource *cancelled;         /* while it waits for earlier edits, or NULL */
} TrueconfEdit;

static void
stop_watching (TrueconfEdit *op)
{
  if (op->cancelled != NULL)
    g_source_destroy (op->cancelled);
  g_clear_pointer (&op->cancelled, g_source_unref);
}

static void
edit_free (gpointer data)
{
  TrueconfEdit *op = data;

  stop_watching (op);
  g_free (op->message_id);
  g_free (op->text);
  g_clear_object (&op->keyboard);
  g_free (op);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  gpointer sent = g_task_propagate_pointer (G_TASK (result), &error);

  if (sent == NULL)
    {
      trueconf_bot_task_return_error (task, error);
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

/* Edits wait for earlier edits of the same message, since the last one has to win. */
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
          stop_watching (op);
          trueconf_bot_request_step (task, TRUECONF_METHOD_EDIT_MESSAGE, send_edits, edited_cb,
                                     op->message_id, op->text, op->parse_mode, op->keyboard);
        }
      link = next;
    }
}

/* Cancels an edit that waits for earlier ones. */
static gboolean
cancelled_in_line_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (TrueconfBot) self = g_object_ref (g_task_get_source_object (task));
  GError *error = NULL;

  g_queue_remove (&self->edits, task);
  g_cancellable_set_error_if_cancelled (cancellable, &error);
  trueconf_bot_task_return_error (task, error);
  send_edits (self);

  return G_SOURCE_REMOVE;
}

static void
watch_in_line (TrueconfBot *self, GTask *task)
{
  TrueconfEdit *op = g_task_get_task_data (task);

  if (g_task_get_cancellable (task) == NULL)
    return;

  op->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_static_name (op->cancelled, "trueconf-edit");
  g_source_set_callback (op->cancelled, G_SOURCE_FUNC (cancelled_in_line_cb), task, NULL);
  g_source_attach (op->cancelled, self->context);
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
      watch_in_line (self, task);
    }
  else
    {
      g_queue_remove (&self->edits, task);
      trueconf_bot_task_return_error (task, error);
    }

  send_edits (self);
}

static void
edit (TrueconfBot *self,
      const TrueconfSending *sending,
      gpointer source_tag,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  TrueconfEdit *op = g_new0 (TrueconfEdit, 1);
  GTask *task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);

  op->message_id = g_strdup (sending->message_id);
  op->text = g_strdup (sending->text);
  op->parse_mode = sending->parse_mode;
  op->keyboard = sending->keyboard != NULL ? trueconf_keyboard_copy (sending->keyboard) : NULL;
  op->ready = op->keyboard != NULL;
  g_task_set_task_data (task, op, edit_free);
  /* What the server has done is reported, even if the task was cancelled in the meantime. */
  g_task_set_check_cancellable (task, FALSE);

  g_queue_push_tail (&self->edits, task);
  if (op->ready)
    {
      watch_in_line (self, task);
      send_edits (self);
    }
  else
    trueconf_bot_get_message_by_id_async (self, op->message_id, cancellable, read_cb, task);
}

/* ---- sending */

static void
answer_command (TrueconfBot *self,
                const TrueconfSending *sending,
                gpointer source_tag,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  if (sending->text != NULL)
    trueconf_bot_request (self, TRUECONF_METHOD_ANSWER_COMMAND, source_tag, cancellable, callback, user_data,
                          sending->command_id, TRUECONF_COMMAND_ANSWER_MESSAGE, sending->text,
                          sending->command_status, sending->command_visibility, sending->command_level);
  else
    trueconf_bot_request (self, TRUECONF_METHOD_ANSWER_COMMAND, source_tag, cancellable, callback, user_data,
                          sending->command_id, sending->command_answer, NULL, TRUECONF_ARG_NO_WORD,
                          TRUECONF_ARG_NO_WORD, TRUECONF_ARG_NO_WORD);
}

void
trueconf_bot_send (TrueconfBot *self,
                   const TrueconfSending *sending,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GError *error = NULL;
  TrueconfParseMode parse_mode = sending->parse_mode;
  g_autofree char *quoted = NULL;

  if (trueconf_bot_refuses_thread (self, source_tag, cancellable, callback, user_data))
    {
      if (sending->progress_destroy != NULL)
        sending->progress_destroy (sending->progress_data);
      return;
    }

  if (sending->text != NULL && sending->command_id == NULL)
    trueconf_text_hint_at_markup (sending->text, parse_mode);

  if (sending->in_parts)
    {
      trueconf_bot_send_long (self, sending, source_tag, cancellable, callback, user_data);
      return;
    }

  error = trueconf_bot_check_sending (sending);
  if (error == NULL && sending->command_id != NULL)
    {
      answer_command (self, sending, source_tag, cancellable, callback, user_data);
      return;
    }

  if (error == NULL && sending->message_id != NULL)
    {
      edit (self, sending, source_tag, cancellable, callback, user_data);
      return;
    }

  if (error == NULL && sending->kind != TRUECONF_SENDING_MESSAGE)
    {
      trueconf_bot_send_file (self, sending, source_tag, cancellable, callback, user_data);
      return;
    }

  if (error != NULL)
    {
      trueconf_bot_fail (self, source_tag, cancellable, callback, user_data, error);
    }
  else
    {
      if (sending->quote != NULL)
        quoted = trueconf_text_quote (sending->quote, sending->text, &parse_mode);
      trueconf_bot_request (self, TRUECONF_METHOD_SEND_MESSAGE, source_tag, cancellable, callback, user_data,
                            sending->chat_id, sending->reply_message_id,
                            quoted != NULL ? quoted : sending->text, parse_mode, sending->keyboard);
    }

  /* A text has no progress. */
  if (sending->progress_destroy != NULL)
    sending->progress_destroy (sending->progress_data);
}
