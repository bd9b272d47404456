/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-event-private.h"
#include "model/trueconf-log-private.h"
#include "model/trueconf-sent-message-list-private.h"
#include "trueconf-error.h"

/* Fails before the bot is called. Takes `error`. */
void
trueconf_event_fail (TrueconfEvent *self,
                     GError *error,
                     gpointer source_tag,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  TrueconfBot *bot = trueconf_event_get_bot (self);

  if (callback != NULL)
    {
      g_task_report_error (self, callback, user_data, source_tag, error);
      return;
    }

  if (bot != NULL)
    trueconf_bot_handle_get_table (trueconf_event_get_handle (self))->report_error (bot, error);
  else
    trueconf_log_event (G_LOG_LEVEL_WARNING, self, "%s", error->message);
  g_error_free (error);
}

/* Returns NULL if the bot is gone; the call has failed then. */
static const TrueconfBotTable *
begin_call (TrueconfEvent *self, gpointer source_tag, GAsyncReadyCallback callback, gpointer user_data)
{
  TrueconfBotHandle *handle = trueconf_event_get_handle (self);

  if (handle != NULL && trueconf_bot_handle_get_bot (handle) != NULL)
    return trueconf_bot_handle_get_table (handle);

  trueconf_event_fail (
      self,
      handle != NULL
          ? g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                                 _ ("The bot is gone. Keep it for as long as its messages are answered"))
          : g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                 _ ("The message did not come from a bot's server")),
      source_tag, callback, user_data);

  return NULL;
}

/* Returns a task to pass to one of the callbacks below, or NULL if there is no callback: then the bot reports
 * failures. */
static GTask *
make_task (TrueconfEvent *self,
           gpointer source_tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task;

  if (callback == NULL)
    return NULL;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, source_tag);
  /* What the server has done is reported, even if the task was cancelled in the meantime. */
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

/* For operations that end with an object. */
static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  gpointer sent = g_task_propagate_pointer (G_TASK (result), &error);

  trueconf_sent_message_list_hand_on (result, task);

  if (sent != NULL)
    g_task_return_pointer (task, sent, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* For operations that end with a boolean. */
static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
trueconf_event_send (TrueconfEvent *self,
                     const TrueconfSending *sending,
                     gpointer source_tag,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  const TrueconfBotTable *table = begin_call (self, source_tag, callback, user_data);
  GAsyncReadyCallback ended = sending->command_id != NULL ? done_cb : sent_cb;

  if (table != NULL)
    table->send (trueconf_event_get_bot (self), self, sending, source_tag, cancellable,
                 callback != NULL ? ended : NULL,
                 make_task (self, source_tag, cancellable, callback, user_data));
  else if (sending->progress_destroy != NULL)
    sending->progress_destroy (sending->progress_data);
}

void
trueconf_event_request (TrueconfEvent *self,
                        TrueconfBotRequest request,
                        const char *message_id,
                        const char *chat_id,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  const TrueconfBotTable *table = begin_call (self, source_tag, callback, user_data);
  gboolean removes = request == TRUECONF_BOT_REQUEST_REMOVE || request == TRUECONF_BOT_REQUEST_REMOVE_FOR_ALL;
  GAsyncReadyCallback ended = removes ? done_cb : sent_cb;

  if (table != NULL)
    table->request (trueconf_event_get_bot (self), self, request, message_id, chat_id, source_tag,
                    cancellable, callback != NULL ? ended : NULL,
                    make_task (self, source_tag, cancellable, callback, user_data));
}

/* In the chat of the event, which must have one. Returns NULL if the bot is gone; otherwise what shows the activity until its
 * last reference is dropped. */
GObject *
trueconf_event_begin_activity (TrueconfEvent *self, TrueconfChatActivity activity)
{
  TrueconfBot *bot = trueconf_event_get_bot (self);

  if (bot == NULL)
    return NULL;

  return trueconf_bot_handle_get_table (trueconf_event_get_handle (self))
      ->begin_activity (bot, trueconf_event_get_chat_key (self), activity);
}
