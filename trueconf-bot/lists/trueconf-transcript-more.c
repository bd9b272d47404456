/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Older messages of a transcript, and those that could not be sent. */

#include "config.h"

#include "bot/trueconf-bot-history.h"
#include "bot/trueconf-bot-private.h"
#include "lists/trueconf-transcript-private.h"
#include "trueconf-error.h"

static void request_more (GTask *task);

static void
add_older (TrueconfTranscript *self, GListModel *page)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = g_list_model_get_n_items (page); i > 0; i--)
    {
      g_autoptr (TrueconfMessage) message = g_list_model_get_item (page, i - 1);
      const char *id = trueconf_message_get_message_id (message);
      TrueconfMessageItem *item;

      if (id == NULL || g_hash_table_contains (self->by_id, id))
        continue;
      item = trueconf_message_item_new (message, trueconf_transcript_get_bot_id (self));
      trueconf_transcript_remember (self, item);
      g_ptr_array_add (items, item);
    }
  trueconf_live_list_insert_many (TRUECONF_LIVE_LIST (self), 0, items);
}

static void
more_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TrueconfTranscript *self = g_task_get_source_object (task);
  const char *from = g_task_get_task_data (task);
  g_autofree char *oldest =
      trueconf_transcript_count_placed (self) > 0
          ? g_strdup (trueconf_message_get_message_id (trueconf_transcript_peek_message (self, 0)))
          : NULL;
  GError *error = NULL;
  g_autoptr (GListModel) page = trueconf_bot_get_chat_history_finish (TRUECONF_BOT (source), result, &error);
  guint n;

  if (trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (self)) == NULL && page != NULL)
    {
      g_task_return_error (task, trueconf_bot_make_disposed_error ());
      return;
    }

  /* in the meantime the oldest message has become another one */
  if (g_strcmp0 (from, oldest) != 0 &&
      (page != NULL || g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_MESSAGE_NOT_FOUND)))
    {
      g_clear_error (&error);
      request_more (g_steal_pointer (&task));
      return;
    }

  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  n = trueconf_live_list_get_length (TRUECONF_LIVE_LIST (self));
  add_older (self, page);
  trueconf_transcript_set_has_more (self, g_list_model_get_n_items (page) > TRUECONF_TRANSCRIPT_PAGE);
  g_task_return_boolean (task, trueconf_live_list_get_length (TRUECONF_LIVE_LIST (self)) > n);
}

/* Takes the task. */
static void
request_more (GTask *task)
{
  TrueconfTranscript *self = g_task_get_source_object (task);
  TrueconfBot *bot = trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (self));
  const char *oldest;

  if (bot == NULL)
    {
      g_task_return_error (task, trueconf_bot_make_disposed_error ());
      g_object_unref (task);
      return;
    }

  if (!self->has_more || trueconf_transcript_count_placed (self) == 0)
    {
      g_task_return_boolean (task, FALSE);
      g_object_unref (task);
      return;
    }

  oldest = trueconf_message_get_message_id (trueconf_transcript_peek_message (self, 0));
  g_task_set_task_data (task, g_strdup (oldest), g_free);
  /* the answer includes the message that it begins with */
  trueconf_bot_get_chat_history_async (bot, self->chat_id, TRUECONF_TRANSCRIPT_PAGE + 1, oldest,
                                       g_task_get_cancellable (task), more_cb, task);
}

/**
 * trueconf_transcript_load_more_async:
 * @self: a transcript
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the messages are in the list
 * @user_data: data for @callback
 *
 * Adds older messages at the beginning of the list, up to 50.
 *
 * If there are none, see [property@Transcript:has-more], it does nothing.
 *
 * Call [method@Transcript.load_more_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_transcript_load_more_async (TrueconfTranscript *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_TRANSCRIPT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_transcript_load_more_async);
  request_more (task);
}

/**
 * trueconf_transcript_load_more_finish:
 * @self: a transcript
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Transcript.load_more_async].
 *
 * Returns: whether messages were added; `FALSE` without an error if there are no older ones
 *
 * Since: 0.1
 */
gboolean
trueconf_transcript_load_more_finish (TrueconfTranscript *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_TRANSCRIPT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_transcript_load_more_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_transcript_discard:
 * @self: a transcript
 * @item: an item of the transcript whose message could not be sent
 *
 * Removes a message that could not be sent from the list.
 *
 * An item in another state is not removed. To remove a message from the chat, use [method@Bot.remove_message_async].
 *
 * Returns: whether the item was removed
 *
 * Since: 0.1
 */
gboolean
trueconf_transcript_discard (TrueconfTranscript *self, TrueconfMessageItem *item)
{
  guint position;

  g_return_val_if_fail (TRUECONF_IS_TRANSCRIPT (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_MESSAGE_ITEM (item), FALSE);

  if (trueconf_message_item_get_state (item) != TRUECONF_DELIVERY_STATE_FAILED ||
      !trueconf_live_list_find (TRUECONF_LIVE_LIST (self), item, &position))
    return FALSE;

  trueconf_live_list_remove (TRUECONF_LIVE_LIST (self), position);
  return TRUE;
}
