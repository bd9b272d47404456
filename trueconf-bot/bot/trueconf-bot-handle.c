/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-private.h"

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

static const TrueconfBotTable table = {
  .get_user_id = trueconf_bot_get_user_id,
  .request = request,
  .send = send,
  .report_error = trueconf_bot_report_error,
};

TrueconfBotHandle *
trueconf_bot_make_handle (TrueconfBot *self)
{
  return trueconf_bot_handle_new (self, &table);
}
