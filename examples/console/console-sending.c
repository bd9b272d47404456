/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-sending.h"

static GQuark
draft_quark (void)
{
  return g_quark_from_static_string ("console-draft");
}

static gboolean
keep_draft (TrueconfTranscript *transcript, TrueconfDraft *draft)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (transcript)); i++)
    {
      g_autoptr (TrueconfMessageItem) item = g_list_model_get_item (G_LIST_MODEL (transcript), i);

      if (trueconf_message_item_get_state (item) == TRUECONF_DELIVERY_STATE_FAILED &&
          !console_can_send_again (item) &&
          g_strcmp0 (trueconf_message_item_get_text (item), trueconf_draft_get_text (draft)) == 0)
        {
          g_object_set_qdata_full (G_OBJECT (item), draft_quark (), g_object_ref (draft), g_object_unref);
          /* its row has another button now */
          g_object_notify (G_OBJECT (item), "state");
          return TRUE;
        }
    }

  return FALSE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_draft_finish (TRUECONF_BOT (source), result, &error);
  TrueconfDraft *draft = g_task_get_task_data (task);

  if (sent != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      keep_draft (g_task_get_source_object (task), draft))
    g_task_set_task_data (task, NULL, NULL);
  g_task_return_error (task, g_steal_pointer (&error));
}

void
console_send_async (TrueconfTranscript *transcript,
                    TrueconfDraft *draft,
                    GFileProgressCallback progress,
                    gpointer progress_data,
                    GDestroyNotify progress_destroy,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (transcript, cancellable, callback, user_data);
  TrueconfBot *bot = trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (transcript));

  g_task_set_source_tag (task, console_send_async);
  g_task_set_task_data (task, g_object_ref (draft), g_object_unref);
  trueconf_bot_send_draft_async (bot, trueconf_transcript_get_chat_id (transcript), draft, progress,
                                 progress_data, progress_destroy, cancellable, sent_cb,
                                 g_steal_pointer (&task));
}

gboolean
console_send_finish (GAsyncResult *result, char **refused, GError **error)
{
  TrueconfDraft *draft = g_task_get_task_data (G_TASK (result));
  gboolean sent = g_task_propagate_boolean (G_TASK (result), error);

  *refused = sent || draft == NULL ? NULL : g_strdup (trueconf_draft_get_text (draft));

  return sent;
}

gboolean
console_can_send_again (TrueconfMessageItem *item)
{
  return g_object_get_qdata (G_OBJECT (item), draft_quark ()) != NULL;
}

TrueconfDraft *
console_take_draft (TrueconfTranscript *transcript, TrueconfMessageItem *item)
{
  TrueconfDraft *draft = g_object_steal_qdata (G_OBJECT (item), draft_quark ());

  trueconf_transcript_discard (transcript, item);

  return draft;
}
