/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-activity.h"
#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-participants.h"
#include "bot/trueconf-bot-private.h"
#include "trueconf-error.h"

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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

static void
favorites_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *self = TRUECONF_BOT (source);
  GTask *task = user_data;
  const char *message_id = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *chat_id = trueconf_bot_create_favorites_chat_finish (self, result, &error);

  if (chat_id == NULL)
    trueconf_bot_task_return_error (task, error);
  else
    trueconf_bot_request_step (task, TRUECONF_METHOD_FORWARD_MESSAGE, favorites_cb, saved_cb, chat_id,
                               message_id);
}

static void
save (TrueconfBot *self,
      const char *message_id,
      gpointer source_tag,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  GTask *task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (message_id), g_free);
  trueconf_bot_create_favorites_chat_async (self, cancellable, favorites_cb, task);
}

#define PAGE_SIZE 200

/* Looks for a user in the list of a chat. */
typedef struct
{
  char *user_id;
  char *chat_id;
  guint page;
} TrueconfSearch;

static void
search_free (gpointer data)
{
  TrueconfSearch *search = data;

  g_free (search->user_id);
  g_free (search->chat_id);
  g_free (search);
}

static void search_page (GTask *task);

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfSearch *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GListModel) page =
      trueconf_bot_get_chat_participants_finish (TRUECONF_BOT (source), result, &error);
  guint n = page != NULL ? g_list_model_get_n_items (page) : 0;

  if (page == NULL)
    {
      trueconf_bot_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TrueconfChatParticipant) participant = g_list_model_get_item (page, i);
      const char *user_id = trueconf_chat_participant_get_user_id (participant);

      if (user_id != NULL && g_ascii_strcasecmp (user_id, search->user_id) == 0)
        {
          g_task_return_pointer (task, g_steal_pointer (&participant), g_object_unref);
          g_object_unref (task);
          return;
        }
    }

  if (n >= PAGE_SIZE)
    search_page (task);
  else
    trueconf_bot_task_return_error (
        task, g_error_new_literal (TRUECONF_API_ERROR, TRUECONF_API_ERROR_USER_IS_NOT_CHAT_PARTICIPANT,
                                   _ ("The user is not in the chat")));
}

static void
search_page (GTask *task)
{
  TrueconfSearch *search = g_task_get_task_data (task);

  trueconf_bot_get_chat_participants_async (g_task_get_source_object (task), search->chat_id, PAGE_SIZE,
                                            ++search->page, g_task_get_cancellable (task), page_cb, task);
}

static void
participant_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  TrueconfChatParticipant *participant =
      trueconf_bot_get_chat_participant_finish (TRUECONF_BOT (source), result, &error);

  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD))
    {
      g_clear_error (&error);
      search_page (task);
    }
  else if (participant == NULL)
    {
      trueconf_bot_task_return_error (task, error);
    }
  else
    {
      g_task_return_pointer (task, participant, g_object_unref);
      g_object_unref (task);
    }
}

static void
find_participant (TrueconfBot *self,
                  const char *user_id,
                  const char *chat_id,
                  gpointer source_tag,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);
  TrueconfSearch *search = g_new0 (TrueconfSearch, 1);

  g_task_set_check_cancellable (task, FALSE);
  search->user_id = g_strdup (user_id);
  search->chat_id = g_strdup (chat_id);
  g_task_set_task_data (task, search, search_free);
  trueconf_bot_get_chat_participant_async (self, chat_id, user_id, cancellable, participant_cb, task);
}

static void
make_request (TrueconfBot *self,
              TrueconfBotRequest request,
              const char *message_id,
              const char *chat_id,
              gpointer source_tag,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  switch (request)
    {
    case TRUECONF_BOT_REQUEST_FORWARD:
      trueconf_bot_request (self, TRUECONF_METHOD_FORWARD_MESSAGE, source_tag, cancellable, callback,
                            user_data, chat_id, message_id);
      break;

    case TRUECONF_BOT_REQUEST_SAVE:
      save (self, message_id, source_tag, cancellable, callback, user_data);
      break;

    case TRUECONF_BOT_REQUEST_REMOVE:
    case TRUECONF_BOT_REQUEST_REMOVE_FOR_ALL:
      trueconf_bot_request (self, TRUECONF_METHOD_REMOVE_MESSAGE, source_tag, cancellable, callback,
                            user_data, message_id, request == TRUECONF_BOT_REQUEST_REMOVE_FOR_ALL);
      break;

    case TRUECONF_BOT_REQUEST_CHAT:
      trueconf_bot_request (self, TRUECONF_METHOD_GET_CHAT_BY_ID, source_tag, cancellable, callback,
                            user_data, chat_id);
      break;

    case TRUECONF_BOT_REQUEST_PARTICIPANT:
      find_participant (self, message_id, chat_id, source_tag, cancellable, callback, user_data);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
request (TrueconfBot *self,
         TrueconfEvent *event,
         TrueconfBotRequest request,
         const char *message_id,
         const char *chat_id,
         gpointer source_tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  TrueconfEvent *before = trueconf_bot_begin_answering (self, event);

  make_request (self, request, message_id, chat_id, source_tag, cancellable, callback, user_data);
  trueconf_bot_end_answering (self, before);
}

static void
send (TrueconfBot *self,
      TrueconfEvent *event,
      const TrueconfSending *sending,
      gpointer source_tag,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  TrueconfEvent *before = trueconf_bot_begin_answering (self, event);

  trueconf_bot_send (self, sending, source_tag, cancellable, callback, user_data);
  trueconf_bot_end_answering (self, before);
}

static void
peer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *self = TRUECONF_BOT (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GListModel) participants = trueconf_bot_get_chat_participants_finish (self, result, &error);

  if (participants == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < g_list_model_get_n_items (participants); i++)
    {
      g_autoptr (TrueconfChatParticipant) participant = g_list_model_get_item (participants, i);
      const char *id = trueconf_chat_participant_get_user_id (participant);

      if (id != NULL && g_strcmp0 (id, trueconf_bot_get_user_id (self)) != 0)
        {
          g_task_return_pointer (task, g_strdup (id), g_free);
          return;
        }
    }

  g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
                           _ ("The server names no other participant of the personal chat"));
}

static void
find_peer (TrueconfBot *self,
           const char *chat_id,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, find_peer);
  trueconf_bot_get_chat_participants_async (self, chat_id, 2, 1, cancellable, peer_cb,
                                            g_steal_pointer (&task));
}

static GObject *
begin_activity (TrueconfBot *self, const char *chat_id, TrueconfChatActivity activity)
{
  return G_OBJECT (trueconf_bot_begin_chat_activity (self, chat_id, activity));
}

static const TrueconfBotTable table = {
  .get_user_id = trueconf_bot_get_user_id,
  .request = request,
  .send = send,
  .find_peer = find_peer,
  .begin_activity = begin_activity,
  .report_error = trueconf_bot_report_error,
};

TrueconfBotHandle *
trueconf_bot_make_handle (TrueconfBot *self)
{
  return trueconf_bot_handle_new (self, &table);
}
