/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-system-message-private.h"
#include "routing/trueconf-handler-private.h"

TrueconfHandler *
trueconf_handler_new (TrueconfRouter *router, guint id, GType event_type, TrueconfFilter *filter)
{
  TrueconfHandler *self = g_rc_box_new0 (TrueconfHandler);

  self->id = id;
  self->event_type = event_type;
  g_set_object (&self->filter, filter);
  self->asynchronous = filter != NULL && trueconf_filter_is_asynchronous (filter);
  self->router = router;

  return self;
}

/* `invalidated` gets a reference on the handler. */
void
trueconf_handler_set_closure (TrueconfHandler *self, GClosure *closure, GClosureNotify invalidated)
{
  self->closure = g_closure_ref (closure);
  g_closure_sink (closure);
  if (G_CLOSURE_NEEDS_MARSHAL (closure))
    g_closure_set_marshal (closure, g_cclosure_marshal_generic);
  self->invalidated = invalidated;
  g_closure_add_invalidate_notifier (closure, trueconf_handler_ref (self), invalidated);
}

TrueconfHandler *
trueconf_handler_ref (TrueconfHandler *self)
{
  return g_rc_box_acquire (self);
}

/* a GCopyFunc */
TrueconfHandler *
trueconf_handler_copy (const TrueconfHandler *self, gpointer unused)
{
  return trueconf_handler_ref ((TrueconfHandler *) self);
}

static void
handler_clear (gpointer data)
{
  TrueconfHandler *self = data;

  g_clear_pointer (&self->name, g_ref_string_release);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->closure, g_closure_unref);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
}

void
trueconf_handler_unref (TrueconfHandler *self)
{
  g_rc_box_release_full (self, handler_clear);
}

/* The handler may be running. */
void
trueconf_handler_mark_removed (TrueconfHandler *self)
{
  self->router = NULL;
  if (self->closure != NULL && !self->closure->is_invalid)
    {
      g_closure_remove_invalidate_notifier (self->closure, self, self->invalidated);
      trueconf_handler_unref (self);
    }
}

gboolean
trueconf_handler_takes (TrueconfHandler *self, GType event_type)
{
  return trueconf_event_type_is_a (event_type, self->event_type);
}

void
trueconf_handler_call (TrueconfHandler *self, TrueconfEvent *event, TrueconfContext *context)
{
  GValue arguments[2] = { G_VALUE_INIT, G_VALUE_INIT };

  if (self->func != NULL)
    {
      self->func (event, context, self->user_data);
      return;
    }

  g_value_init (&arguments[0], TRUECONF_TYPE_EVENT);
  g_value_set_object (&arguments[0], event);
  g_value_init (&arguments[1], TRUECONF_TYPE_CONTEXT);
  g_value_set_object (&arguments[1], context);
  g_closure_invoke (self->closure, NULL, G_N_ELEMENTS (arguments), arguments, NULL);
  g_value_unset (&arguments[0]);
  g_value_unset (&arguments[1]);
}

TrueconfErrorHandler *
trueconf_error_handler_new (guint id,
                            TrueconfErrorHandlerFunc func,
                            gpointer user_data,
                            GDestroyNotify destroy)
{
  TrueconfErrorHandler *self = g_rc_box_new0 (TrueconfErrorHandler);

  self->id = id;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;

  return self;
}

/* a GCopyFunc */
TrueconfErrorHandler *
trueconf_error_handler_copy (const TrueconfErrorHandler *self, gpointer unused)
{
  return g_rc_box_acquire ((gpointer) self);
}

static void
error_handler_clear (gpointer data)
{
  TrueconfErrorHandler *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
}

void
trueconf_error_handler_unref (TrueconfErrorHandler *self)
{
  g_rc_box_release_full (self, error_handler_clear);
}
