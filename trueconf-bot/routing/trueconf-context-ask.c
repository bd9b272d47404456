/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-event-private.h"
#include "routing/trueconf-context-ask.h"
#include "routing/trueconf-context-private.h"
#include "trueconf-error.h"

/* After the callback has returned, which may have gone on asynchronously with a hold of its own. */
static void
asked_cb (GTask *task, GParamSpec *pspec, TrueconfContext *self)
{
  trueconf_context_release (self);
}

/**
 * trueconf_context_ask_async:
 * @self: a context
 * @question: (nullable): what to send to the chat of the event, or `NULL` to only wait
 * @filter: (nullable): which messages, and presses of buttons, are an answer; `NULL`: every message
 * @retry: (nullable): what to send when a message is no answer; `NULL`: it is handled like any other message
 * @timeout: how long to wait for the answer, in seconds; 0 means for ever
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async): called with the answer
 * @user_data: data for @callback
 *
 * Asks something in the chat of the event, and waits for the answer of the same user there.
 *
 * While the question waits, the chat goes on; middlewares of the dispatcher see the answer before it is taken. Messages
 * that come after the answer wait until the next question is asked, or until the handler has ended, so nothing is lost
 * when somebody writes fast.
 *
 * Some users never answer: until the question ends, its handler and its event stay in memory, so a bot that asks many users needs
 * a @timeout.
 *
 * A user is asked one question at a time in a chat: an older one ends with `G_IO_ERROR_CANCELLED`. So do all questions of
 * a bot that stops or gives up, also those that are asked then, and those in a chat which the bot or the user leaves. Questions
 * do not survive the end of the program.
 *
 * Since: 0.1
 */
void
trueconf_context_ask_async (TrueconfContext *self,
                            TrueconfDraft *question,
                            TrueconfFilter *filter,
                            TrueconfDraft *retry,
                            double timeout,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (question == NULL || TRUECONF_IS_DRAFT (question));
  g_return_if_fail (retry == NULL || TRUECONF_IS_DRAFT (retry));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (!trueconf_context_get_done (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_context_ask_async);
  /* the question itself ends with an error in words */
  g_task_set_check_cancellable (task, FALSE);
  trueconf_context_hold (self);
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (asked_cb), self, 0);

  if (trueconf_event_get_chat_key (trueconf_context_get_event (self)) == NULL)
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                               _ ("Nobody can be asked: the event does not belong to a chat"));
      g_object_unref (task);
      return;
    }

  /* it may be what is left until a time that has passed */
  if (!(timeout >= 0.0))
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                               /* Translators: a number */
                               _ ("A question cannot wait for %g seconds; 0 means for ever"), timeout);
      g_object_unref (task);
      return;
    }

  trueconf_context_ask (self, question, filter, retry, timeout, task);
}

/**
 * trueconf_context_ask_finish:
 * @self: a context
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Context.ask_async].
 *
 * The error is `TRUECONF_ERROR_TIMED_OUT` if there was no answer in time, `G_IO_ERROR_CANCELLED` if the question was
 * cancelled or another one was asked, `TRUECONF_ERROR_INVALID_ARGUMENT` if the time to wait is negative, or the error of
 * sending it.
 *
 * Returns: (transfer full): the answer: a [class@Message], or a [class@CallbackQuery] if the filter has taken a press
 *
 * Since: 0.1
 */
TrueconfEvent *
trueconf_context_ask_finish (TrueconfContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_context_ask_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_context_cancel_questions:
 * @self: a context
 *
 * Ends the questions that the user of the event was asked in this chat by [method@Context.ask_async].
 *
 * They fail with `G_IO_ERROR_CANCELLED`. A button that was pressed ends those of all users of the chat, since the server does not say who
 * has pressed it.
 *
 * Returns: whether there were any
 *
 * Since: 0.1
 */
gboolean
trueconf_context_cancel_questions (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), FALSE);

  return trueconf_context_end_questions (self);
}
