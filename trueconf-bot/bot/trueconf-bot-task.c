/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-private.h"
#include "model/trueconf-log-private.h"
#include "routing/trueconf-dispatcher-private.h"
#include "trueconf-cancel-watch-private.h"

static GQuark
without_callback_quark (void)
{
  static GQuark quark = 0;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("trueconf-bot-task-without-callback");

  return quark;
}

static GQuark
answering_quark (void)
{
  static GQuark quark = 0;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("trueconf-bot-task-answering");

  return quark;
}

static void
report (TrueconfBot *self, TrueconfEvent *event, const GError *error)
{
  const TrueconfLogSubject subject = { .event = event, .user_id = self->user_id };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  trueconf_log_about (G_LOG_LEVEL_WARNING, &subject, G_STRFUNC, "%s", error->message);
  trueconf_dispatcher_report_error (trueconf_bot_get_dispatcher (self), error, NULL);
}

/* Logs the error and emits the signal “error” of the dispatcher. */
void
trueconf_bot_report_error (TrueconfBot *self, const GError *error)
{
  report (self, self->answering, error);
}

TrueconfEvent *
trueconf_bot_begin_answering (TrueconfBot *self, TrueconfEvent *event)
{
  TrueconfEvent *before = self->answering;

  self->answering = event;
  return before;
}

void
trueconf_bot_end_answering (TrueconfBot *self, TrueconfEvent *before)
{
  self->answering = before;
}

TrueconfEvent *
trueconf_bot_begin_step (GTask *task)
{
  return trueconf_bot_begin_answering (g_task_get_source_object (task),
                                       g_object_get_qdata (G_OBJECT (task), answering_quark ()));
}

GTask *
trueconf_bot_task_new (TrueconfBot *self,
                       gpointer source_tag,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  /* GTask has no getter for its callback. */
  if (callback == NULL)
    g_object_set_qdata (G_OBJECT (task), without_callback_quark (), task);
  /* only middlewares ask for it */
  if (self->answering != NULL && self->request_middlewares != NULL)
    g_object_set_qdata_full (G_OBJECT (task), answering_quark (), g_object_ref (self->answering),
                             g_object_unref);

  return task;
}

gboolean
trueconf_bot_task_has_listener (GTask *task)
{
  return g_object_get_qdata (G_OBJECT (task), without_callback_quark ()) == NULL;
}

void
trueconf_bot_task_return_error (GTask *task, GError *error)
{
  if (!trueconf_bot_task_has_listener (task))
    {
      TrueconfBot *self = g_task_get_source_object (task);
      TrueconfEvent *event = g_object_get_qdata (G_OBJECT (task), answering_quark ());

      report (self, event != NULL ? event : self->answering, error);
    }

  g_task_return_error (task, error);
  g_object_unref (task);
}

void
trueconf_bot_fail (TrueconfBot *self,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data,
                   GError *error)
{
  trueconf_bot_task_return_error (trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data),
                                  error);
}

typedef struct
{
  GPtrArray *list;
  TrueconfBotTaskCancelled cancelled;
  TrueconfCancelWatch *watch; /* NULL if the task has no cancellable */
} TrueconfBotWaiting;

static void
waiting_free (gpointer data)
{
  TrueconfBotWaiting *waiting = data;

  g_clear_pointer (&waiting->watch, trueconf_cancel_watch_free);
  g_ptr_array_unref (waiting->list);
  g_free (waiting);
}

static void
cancelled_cb (gpointer user_data)
{
  TrueconfBotWaiting *waiting = g_task_get_task_data (user_data);
  g_autoptr (TrueconfBot) self = g_object_ref (g_task_get_source_object (user_data));
  g_autoptr (GTask) task = NULL;
  guint i;

  if (!g_ptr_array_find (waiting->list, user_data, &i))
    return;

  task = g_ptr_array_steal_index (waiting->list, i);
  if (waiting->cancelled != NULL)
    waiting->cancelled (self, waiting->list);
  /* also when the cancellable has been reset since */
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("The operation was cancelled"));
}

GPtrArray *
trueconf_bot_task_list_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

void
trueconf_bot_task_list_add (GPtrArray *list, GTask *task, TrueconfBotTaskCancelled cancelled)
{
  TrueconfBot *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  TrueconfBotWaiting *waiting = g_new0 (TrueconfBotWaiting, 1);

  /* What the server has done is reported, even if the task was cancelled in the meantime. */
  g_task_set_check_cancellable (task, FALSE);
  waiting->list = g_ptr_array_ref (list);
  waiting->cancelled = cancelled;
  /* in the bot's main context, whatever thread cancels */
  if (cancellable != NULL)
    waiting->watch = trueconf_cancel_watch_new (cancellable, self->context, cancelled_cb, task);
  g_task_set_task_data (task, waiting, waiting_free);
  g_ptr_array_add (list, task);
}

GPtrArray *
trueconf_bot_task_list_take (GPtrArray *list)
{
  GPtrArray *taken = trueconf_bot_task_list_new ();

  g_ptr_array_extend_and_steal (taken, g_ptr_array_ref (list));
  return taken;
}

void
trueconf_bot_task_list_end (GPtrArray *list, const GError *error)
{
  g_autoptr (GPtrArray) tasks = trueconf_bot_task_list_take (list);

  for (guint i = 0; i < tasks->len; i++)
    {
      if (error != NULL)
        g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (error));
      else
        g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
    }
}

gboolean
trueconf_bot_task_list_has_listener (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    if (trueconf_bot_task_has_listener (g_ptr_array_index (list, i)))
      return TRUE;

  return FALSE;
}
