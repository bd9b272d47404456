/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-waiter-private.h"

TrueconfWaiter *
trueconf_waiter_new (TrueconfBot *bot, TrueconfRequest *request, gpointer passage)
{
  TrueconfWaiter *waiter = g_new0 (TrueconfWaiter, 1);

  waiter->link.data = waiter;
  waiter->request = trueconf_request_ref (request);
  waiter->passage = passage;
  g_queue_push_tail_link (&bot->requests, &waiter->link);
  request->owner = waiter;

  return waiter;
}

void
trueconf_waiter_cancel (TrueconfBot *bot, TrueconfWaiter *waiter)
{
  /* in dispose() the transport is gone, and the requests with it */
  if (bot->transport != NULL)
    trueconf_transport_cancel (bot->transport, waiter->request);
}

void
trueconf_waiter_abandon (TrueconfBot *bot, TrueconfWaiter *waiter)
{
  waiter->passage = NULL;
  trueconf_waiter_cancel (bot, waiter);
}

void
trueconf_waiter_free (TrueconfBot *self, TrueconfWaiter *waiter)
{
  if (waiter->cancelled_id != 0)
    g_signal_handler_disconnect (waiter->cancellable, waiter->cancelled_id);
  g_clear_object (&waiter->cancellable);
  g_queue_unlink (&self->requests, &waiter->link);
  trueconf_request_unref (waiter->request);
  g_clear_object (&waiter->task);
  g_free (waiter);
}

/* Sets the bot of messages in an answer, so that they can be answered, too. */
static void
adopt (TrueconfBot *self, const GValue *value)
{
  /* there is no object if the answer says nothing */
  if (G_VALUE_HOLDS_OBJECT (value) && g_value_get_object (value) != NULL)
    trueconf_model_adopt (g_value_get_object (value), self->handle);
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
trueconf_bot_return (TrueconfBot *bot, GTask *task, const GValue *value, GError *error)
{
  if (error != NULL)
    {
      if (!trueconf_bot_task_has_listener (task))
        trueconf_bot_report_error (bot, error);
      g_task_return_error (task, error);
      return;
    }

  adopt (bot, value);
  return_value (task, value);
}
