/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>

#include "bot/trueconf-bot-private.h"
#include "trueconf-error.h"

/* A task that waits for a request. Only `cancelled_cb` runs outside of the bot's main context. */
typedef struct
{
  GList link; /* in the bot's list of requests */
  TrueconfRequest *request;
  GTask *task;
  GCancellable *cancellable;
  gulong cancelled_id;
} TrueconfWaiter;

typedef struct
{
  TrueconfTransport *transport;
  TrueconfRequest *request;
} TrueconfCancel;

static void
cancel_free (gpointer data, GClosure *closure)
{
  TrueconfCancel *cancel = data;

  trueconf_request_unref (cancel->request);
  trueconf_transport_unref (cancel->transport);
  g_free (cancel);
}

/* Runs in the thread that cancels the cancellable. */
static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  TrueconfCancel *cancel = user_data;

  trueconf_transport_cancel (cancel->transport, cancel->request);
}

gboolean
trueconf_bot_is_disposed (TrueconfBot *self)
{
  return self->transport == NULL;
}

GError *
trueconf_bot_make_disposed_error (void)
{
  return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                              _ ("The bot was disposed of, and cannot be used any more. Make another one"));
}

static void
submit (TrueconfBot *self,
        TrueconfRequest *request,
        gpointer source_tag,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  g_autoptr (TrueconfRequest) keep = trueconf_request_ref (request);
  TrueconfWaiter *waiter = NULL;

  if (trueconf_bot_refuses_thread (self, source_tag, cancellable, callback, user_data))
    {
      trueconf_request_unref (request);
      return;
    }

  if (trueconf_bot_is_disposed (self))
    {
      trueconf_request_unref (request);
      trueconf_bot_fail (self, source_tag, cancellable, callback, user_data,
                         trueconf_bot_make_disposed_error ());
      return;
    }

  if (callback != NULL || cancellable != NULL)
    {
      waiter = g_new0 (TrueconfWaiter, 1);
      waiter->link.data = waiter;
      waiter->request = trueconf_request_ref (request);
      waiter->task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);
      g_queue_push_tail_link (&self->requests, &waiter->link);
      /* What the server has done is reported, even if the task was cancelled in the meantime. */
      g_task_set_check_cancellable (waiter->task, FALSE);
      request->owner = waiter;
    }

  trueconf_transport_submit (self->transport, request);

  if (waiter != NULL && cancellable != NULL)
    {
      TrueconfCancel *cancel = g_new0 (TrueconfCancel, 1);

      cancel->transport = trueconf_transport_ref (self->transport);
      cancel->request = trueconf_request_ref (keep);
      waiter->cancellable = g_object_ref (cancellable);
      waiter->cancelled_id =
          g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (cancelled_cb), cancel, cancel_free, 0);
      if (g_cancellable_is_cancelled (cancellable))
        trueconf_transport_cancel (self->transport, keep);
    }
}

void
trueconf_bot_request (TrueconfBot *self,
                      TrueconfMethod method,
                      gpointer source_tag,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data,
                      ...)
{
  const TrueconfMethodRow *row = trueconf_wire_get_method (method);
  va_list args;
  char *payload;

  va_start (args, user_data);
  payload = trueconf_wire_encode (row, args);
  va_end (args);

  submit (self, trueconf_request_new (row, NULL, payload, NULL), source_tag, cancellable, callback,
          user_data);
}

void
trueconf_bot_request_other (TrueconfBot *self,
                            const char *method,
                            char *payload,
                            gpointer source_tag,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  const TrueconfMethodRow *row = trueconf_wire_get_method (TRUECONF_METHOD_OTHER);

  submit (self, trueconf_request_new (row, method, payload, NULL), source_tag, cancellable, callback,
          user_data);
}

static void
waiter_free (TrueconfBot *self, TrueconfWaiter *waiter)
{
  if (waiter->cancelled_id != 0)
    g_signal_handler_disconnect (waiter->cancellable, waiter->cancelled_id);
  g_clear_object (&waiter->cancellable);
  g_queue_unlink (&self->requests, &waiter->link);
  trueconf_request_unref (waiter->request);
  g_object_unref (waiter->task);
  g_free (waiter);
}

/* Requests that wait for an answer when the bot is disposed of: an answer would not reach them any more. */
void
trueconf_bot_fail_requests (TrueconfBot *self, const GError *error)
{
  TrueconfWaiter *waiter;

  while ((waiter = g_queue_peek_head (&self->requests)) != NULL)
    {
      g_autoptr (GTask) task = g_object_ref (waiter->task);

      waiter->request->owner = NULL;
      waiter_free (self, waiter);
      g_task_return_error (task, g_error_copy (error));
    }
}

/* Sets the bot of messages in an answer, so that they can be answered, too. */
static void
adopt (TrueconfBot *self, const GValue *value)
{
  if (G_VALUE_HOLDS_OBJECT (value))
    {
      trueconf_model_adopt (g_value_get_object (value), self->handle);
    }
}

static void
return_value (GTask *task, const GValue *value)
{
  if (G_VALUE_HOLDS_BOOLEAN (value))
    g_task_return_boolean (task, g_value_get_boolean (value));
  else if (G_VALUE_HOLDS_STRING (value))
    g_task_return_pointer (task, g_value_dup_string (value), g_free);
  else if (G_VALUE_HOLDS_OBJECT (value))
    g_task_return_pointer (task, g_value_dup_object (value), g_object_unref);
  else if (G_VALUE_HOLDS_INT (value))
    g_task_return_int (task, g_value_get_int (value));
  else
    g_task_return_pointer (task, g_value_dup_boxed (value), (GDestroyNotify) json_node_unref);
}

void
trueconf_bot_answered (TrueconfBot *self, TrueconfRequest *request)
{
  TrueconfWaiter *waiter = g_steal_pointer (&request->owner);
  g_autoptr (GTask) task = NULL;

  TRUECONF_ASSERT_BOT_CONTEXT (self);

  if (request->error != NULL && (waiter == NULL || !trueconf_bot_task_has_listener (waiter->task)))
    trueconf_bot_report_error (self, request->error);

  if (waiter == NULL)
    return;

  task = g_object_ref (waiter->task);
  waiter_free (self, waiter);

  if (request->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&request->error));
      return;
    }

  adopt (self, &request->value);
  return_value (task, &request->value);
}
