/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-observer-private.h"

typedef struct
{
  const TrueconfObserverTable *table;
  gpointer data; /* NULL: removed */
} TrueconfObserver;

TrueconfDeed *
trueconf_deed_ref (TrueconfDeed *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
trueconf_deed_unref (TrueconfDeed *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  trueconf_wire_subject_clear (&self->subject);
  g_clear_object (&self->sent);
  g_free (self->created_id);
  g_clear_error (&self->error);
  g_free (self);
}

void
trueconf_bot_add_observer (TrueconfBot *self, const TrueconfObserverTable *table, gpointer data)
{
  TrueconfObserver *observer = g_new0 (TrueconfObserver, 1);

  observer->table = table;
  observer->data = data;
  if (self->observers == NULL)
    self->observers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->observers, observer);
}

void
trueconf_bot_remove_observer (TrueconfBot *self, gpointer data)
{
  for (guint i = 0; self->observers != NULL && i < self->observers->len; i++)
    {
      TrueconfObserver *observer = g_ptr_array_index (self->observers, i);

      if (observer->data != data)
        continue;
      observer->data = NULL;
      if (self->observing == 0)
        g_ptr_array_remove_index (self->observers, i);
      return;
    }
}

static gboolean
is_observed (TrueconfBot *self)
{
  return self->observers != NULL && self->observers->len > 0;
}

typedef void (*TrueconfObserverCall) (const TrueconfObserver *observer, gpointer argument);

static void
tell (TrueconfBot *self, TrueconfObserverCall call, gpointer argument)
{
  g_autoptr (TrueconfBot) keep = NULL;
  guint n;

  if (!is_observed (self))
    return;

  /* one that comes meanwhile begins with what comes next */
  n = self->observers->len;
  keep = g_object_ref (self);
  self->observing++;
  for (guint i = 0; i < n; i++)
    {
      TrueconfObserver *observer = g_ptr_array_index (self->observers, i);

      if (observer->data != NULL)
        call (observer, argument);
    }
  if (--self->observing > 0)
    return;

  if (trueconf_bot_is_disposed (self))
    {
      g_clear_pointer (&self->observers, g_ptr_array_unref);
      return;
    }

  for (guint i = self->observers->len; i > 0; i--)
    if (((TrueconfObserver *) g_ptr_array_index (self->observers, i - 1))->data == NULL)
      g_ptr_array_remove_index (self->observers, i - 1);
}

static void
call_received (const TrueconfObserver *observer, gpointer event)
{
  observer->table->received (observer->data, event);
}

static void
call_begun (const TrueconfObserver *observer, gpointer deed)
{
  observer->table->begun (observer->data, deed);
}

static void
call_done (const TrueconfObserver *observer, gpointer deed)
{
  observer->table->done (observer->data, deed);
}

static void
call_status_changed (const TrueconfObserver *observer, gpointer unused)
{
  observer->table->status_changed (observer->data);
}

static void
call_gone (const TrueconfObserver *observer, gpointer unused)
{
  observer->table->gone (observer->data);
}

void
trueconf_bot_observe_event (TrueconfBot *self, TrueconfEvent *event)
{
  if (!is_observed (self))
    return;

  /* the event may still wait for its turn in its chat */
  trueconf_model_adopt (G_OBJECT (event), self->handle);
  tell (self, call_received, event);
}

static TrueconfDeed *
deed_new (TrueconfBot *self, TrueconfRequest *request)
{
  TrueconfDeed *deed = g_new0 (TrueconfDeed, 1);

  g_atomic_ref_count_init (&deed->ref_count);
  deed->request = request;
  deed->method = (TrueconfMethod) (request->row - trueconf_wire_get_method ((TrueconfMethod) 0));
  trueconf_wire_read_subject (&deed->subject, request->payload, self->user_id);

  return deed;
}

/* The value is still JSON if a middleware wanted to see it. */
static void
read_outcome (TrueconfDeed *deed, TrueconfRequest *request)
{
  g_auto (GValue) read = G_VALUE_INIT;
  const GValue *value = &request->value;

  if (request->error != NULL)
    {
      deed->error = g_error_copy (request->error);
      return;
    }

  if (request->as_node && G_VALUE_HOLDS (value, JSON_TYPE_NODE))
    {
      if (!trueconf_wire_read_answer (g_value_get_boxed (value), request->row, request->method, &read, NULL))
        return;
      value = &read;
    }

  if (G_VALUE_HOLDS (value, TRUECONF_TYPE_SENT_MESSAGE))
    deed->sent = g_value_dup_object (value);
  else if (G_VALUE_HOLDS_STRING (value))
    deed->created_id = g_value_dup_string (value);
}

void
trueconf_bot_observe_submission (TrueconfBot *self, TrueconfRequest *request)
{
  g_autoptr (TrueconfDeed) deed = NULL;

  if (!is_observed (self) || trueconf_wire_is_read_only (request->method))
    return;

  deed = deed_new (self, request);
  tell (self, call_begun, deed);
}

void
trueconf_bot_observe_answer (TrueconfBot *self, TrueconfRequest *request)
{
  g_autoptr (TrueconfDeed) deed = NULL;

  if (!is_observed (self) || trueconf_wire_is_read_only (request->method))
    return;

  deed = deed_new (self, request);
  read_outcome (deed, request);
  tell (self, call_done, deed);
}

void
trueconf_bot_observe_status (TrueconfBot *self)
{
  tell (self, call_status_changed, NULL);
}

void
trueconf_bot_observe_end (TrueconfBot *self)
{
  tell (self, call_gone, NULL);
  /* an observer has disposed of the bot: those who called it still go through the array */
  for (guint i = 0; self->observers != NULL && i < self->observers->len; i++)
    ((TrueconfObserver *) g_ptr_array_index (self->observers, i))->data = NULL;
}
