/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-observer-private.h"
#include "bot/trueconf-passage-private.h"
#include "bot/trueconf-waiter-private.h"
#include "trueconf-error.h"

/* How long a request of a bot that was never started waits for the start, in milliseconds. */
#define TIME_TO_START 1000

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

static gboolean
unstarted_cb (gpointer data)
{
  TrueconfBot *self = data;

  g_clear_pointer (&self->unstarted_timer, g_source_unref);
  trueconf_transport_fail_unstarted (self->transport);

  return G_SOURCE_REMOVE;
}

/* A program may make calls before it starts the bot. If it never does, its calls would fail only after offline-timeout. The time is
 * taken in the main loop, so that a program that is busy between the call and the start is waited for. */
void
trueconf_bot_submit (TrueconfBot *self, TrueconfRequest *request)
{
  trueconf_transport_submit (self->transport, request);

  if (self->was_started || self->unstarted_timer != NULL)
    return;

  self->unstarted_timer = g_timeout_source_new (TIME_TO_START);
  g_source_set_static_name (self->unstarted_timer, "trueconf-bot-unstarted");
  g_source_set_callback (self->unstarted_timer, unstarted_cb, self, NULL);
  g_source_attach (self->unstarted_timer, self->context);
}

/* Takes the payload. `method` may be NULL where the row has the name. */
static void
submit (TrueconfBot *self,
        const TrueconfMethodRow *row,
        const char *method,
        char *payload,
        gpointer source_tag,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  g_autofree char *text = payload;
  g_autoptr (TrueconfRequest) keep = NULL;
  TrueconfRequest *request;
  TrueconfWaiter *waiter = NULL;

  if (trueconf_bot_refuses_thread (self, source_tag, cancellable, callback, user_data))
    return;

  if (trueconf_bot_is_disposed (self))
    {
      trueconf_bot_fail (self, source_tag, cancellable, callback, user_data,
                         trueconf_bot_make_disposed_error ());
      return;
    }

  /* or it might leave, and even be answered, before the network thread is told */
  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    {
      GTask *task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);

      /* it has words of its own */
      g_task_set_check_cancellable (task, FALSE);
      trueconf_bot_task_return_error (task,
                                      g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("%s was cancelled"),
                                                   method != NULL ? method : row->name));
      return;
    }

  if (self->request_middlewares != NULL)
    {
      trueconf_passage_begin (self, row, method, g_steal_pointer (&text), source_tag, cancellable, callback,
                              user_data);
      return;
    }

  request = trueconf_request_new (row, method, g_steal_pointer (&text), NULL);
  keep = trueconf_request_ref (request);
  trueconf_bot_observe_submission (self, request);
  /* functions of the user may have run */
  if (trueconf_bot_is_disposed (self))
    {
      trueconf_request_unref (request);
      trueconf_bot_fail (self, source_tag, cancellable, callback, user_data,
                         trueconf_bot_make_disposed_error ());
      return;
    }

  if (callback != NULL || cancellable != NULL)
    {
      waiter = trueconf_waiter_new (self, request, NULL);
      waiter->task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);
      /* What the server has done is reported, even if the task was cancelled in the meantime. */
      g_task_set_check_cancellable (waiter->task, FALSE);
    }

  trueconf_bot_submit (self, request);

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

  submit (self, row, NULL, payload, source_tag, cancellable, callback, user_data);
}

void
trueconf_bot_request_step (GTask *task,
                           TrueconfMethod method,
                           gpointer source_tag,
                           GAsyncReadyCallback callback,
                           ...)
{
  TrueconfBot *self = g_task_get_source_object (task);
  const TrueconfMethodRow *row = trueconf_wire_get_method (method);
  TrueconfEvent *before;
  va_list args;
  char *payload;

  va_start (args, callback);
  payload = trueconf_wire_encode (row, args);
  va_end (args);

  before = trueconf_bot_begin_step (task);
  submit (self, row, NULL, payload, source_tag, g_task_get_cancellable (task), callback, task);
  trueconf_bot_end_answering (self, before);
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

  submit (self, row, method, payload, source_tag, cancellable, callback, user_data);
}

/* Requests that wait for an answer when the bot is disposed of: an answer would not reach them any more. */
void
trueconf_bot_fail_requests (TrueconfBot *self, const GError *error)
{
  TrueconfWaiter *waiter;

  trueconf_passage_fail_all (self, error);
  while ((waiter = g_queue_peek_head (&self->requests)) != NULL)
    {
      g_autoptr (GTask) task = g_steal_pointer (&waiter->task);

      waiter->request->owner = NULL;
      trueconf_waiter_free (self, waiter);
      if (task != NULL)
        g_task_return_error (task, g_error_copy (error));
    }
}

void
trueconf_bot_answered (TrueconfBot *self, TrueconfRequest *request)
{
  TrueconfWaiter *waiter = g_steal_pointer (&request->owner);
  g_autoptr (GTask) task = NULL;
  TrueconfPassage *passage;

  TRUECONF_ASSERT_BOT_CONTEXT (self);

  if (waiter == NULL)
    {
      if (request->error != NULL)
        trueconf_bot_report_error (self, request->error);
      return;
    }

  task = g_steal_pointer (&waiter->task);
  passage = waiter->passage;
  trueconf_waiter_free (self, waiter);

  if (passage != NULL)
    trueconf_passage_answered (passage, request);
  else if (task != NULL)
    trueconf_bot_return (self, task, &request->value, g_steal_pointer (&request->error));
}
