/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-context-private.h"
#include "routing/trueconf-router-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfRouter:
 *
 * Routes events to handlers.
 *
 * An event goes to the first handler whose event type and filter match, in the order in which the handlers were added. If
 * none matches, it goes to the routers that this router includes, in the order in which they were included. The events of
 * a bot start at its [class@Dispatcher].
 *
 * A handler may add and remove handlers and routers while it runs, including itself and its own router.
 *
 * Routers are not thread-safe. Use a router, and all that it includes, in the thread of its bots.
 *
 * ```c
 * trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, on_message, NULL, NULL);
 * ```
 *
 * Since: 0.1
 */

typedef struct
{
  guint id;
  char *name; /* for logs; NULL: it has only its id */
  GType event_type;
  TrueconfFilter *filter;
  TrueconfHandlerFunc func; /* or a closure */
  gpointer user_data;
  GDestroyNotify destroy;
  GClosure *closure;
  TrueconfRouter *router; /* not owned; NULL once the handler is removed */
} TrueconfHandler;

/* The arrays are replaced and never changed, because a handler may change the router while an array is iterated. */
typedef struct
{
  char *name;
  gboolean allow_child_on_event;
  GPtrArray *handlers;
  GPtrArray *children;
  gboolean included;
  guint last_id;
} TrueconfRouterPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TrueconfRouter, trueconf_router, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_ALLOW_CHILD_ON_EVENT,
} TrueconfRouterProperty;

static GParamSpec *properties[PROP_ALLOW_CHILD_ON_EVENT + 1];

static void
handler_clear (gpointer data)
{
  TrueconfHandler *handler = data;

  g_clear_pointer (&handler->name, g_free);
  g_clear_object (&handler->filter);
  g_clear_pointer (&handler->closure, g_closure_unref);
  if (handler->destroy != NULL)
    handler->destroy (handler->user_data);
}

static void
handler_unref (gpointer data)
{
  g_rc_box_release_full (data, handler_clear);
}

static gpointer
copy_handler (gconstpointer handler, gpointer user_data)
{
  return g_rc_box_acquire ((gpointer) handler);
}

static gpointer
copy_router (gconstpointer router, gpointer user_data)
{
  return g_object_ref ((gpointer) router);
}

static void
replace (GPtrArray **array, GPtrArray *with)
{
  GPtrArray *old = *array;

  /* last, because functions of the user that run when a handler is freed may come back to the router */
  *array = with;
  g_ptr_array_unref (old);
}

static void closure_invalid_cb (gpointer data, GClosure *closure);

/* The handler may be running. */
static void
mark_removed (TrueconfHandler *handler)
{
  handler->router = NULL;
  if (handler->closure != NULL && !handler->closure->is_invalid)
    {
      g_closure_remove_invalidate_notifier (handler->closure, handler, closure_invalid_cb);
      handler_unref (handler);
    }
}

static void
remove_index (TrueconfRouter *self, guint index)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  GPtrArray *handlers = g_ptr_array_copy (priv->handlers, copy_handler, NULL);

  mark_removed (g_ptr_array_index (handlers, index));
  g_ptr_array_remove_index (handlers, index);
  replace (&priv->handlers, handlers);
}

static void
closure_invalid_cb (gpointer data, GClosure *closure)
{
  TrueconfHandler *handler = data;

  if (handler->router != NULL)
    trueconf_router_remove_handler (handler->router, handler->id);

  handler_unref (handler);
}

static void
trueconf_router_dispose (GObject *object)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (TRUECONF_ROUTER (object));

  g_ptr_array_foreach (priv->handlers, (GFunc) mark_removed, NULL);
  replace (&priv->handlers, g_ptr_array_new_with_free_func (handler_unref));
  for (guint i = 0; i < priv->children->len; i++)
    {
      TrueconfRouterPrivate *child =
          trueconf_router_get_instance_private (g_ptr_array_index (priv->children, i));

      child->included = FALSE;
    }
  replace (&priv->children, g_ptr_array_new_with_free_func (g_object_unref));

  G_OBJECT_CLASS (trueconf_router_parent_class)->dispose (object);
}

static void
trueconf_router_finalize (GObject *object)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (TRUECONF_ROUTER (object));

  g_clear_pointer (&priv->name, g_free);
  g_clear_pointer (&priv->handlers, g_ptr_array_unref);
  g_clear_pointer (&priv->children, g_ptr_array_unref);

  G_OBJECT_CLASS (trueconf_router_parent_class)->finalize (object);
}

static void
trueconf_router_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfRouter *self = TRUECONF_ROUTER (object);

  switch ((TrueconfRouterProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, trueconf_router_get_name (self));
      break;

    case PROP_ALLOW_CHILD_ON_EVENT:
      g_value_set_boolean (value, trueconf_router_get_allow_child_on_event (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_router_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfRouter *self = TRUECONF_ROUTER (object);

  switch ((TrueconfRouterProperty) prop_id)
    {
    case PROP_NAME:
      trueconf_router_set_name (self, g_value_get_string (value));
      break;

    case PROP_ALLOW_CHILD_ON_EVENT:
      trueconf_router_set_allow_child_on_event (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_router_class_init (TrueconfRouterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = trueconf_router_dispose;
  object_class->finalize = trueconf_router_finalize;
  object_class->get_property = trueconf_router_get_property;
  object_class->set_property = trueconf_router_set_property;

  /**
   * TrueconfRouter:name: (getter get_name) (setter set_name)
   *
   * A name for logs.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string (
      "name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfRouter:allow-child-on-event: (getter get_allow_child_on_event) (setter set_allow_child_on_event)
   *
   * Whether an event that was handled by one of the router's own handlers is also routed to the routers that it
   * includes.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOW_CHILD_ON_EVENT] =
      g_param_spec_boolean ("allow-child-on-event", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_router_init (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  priv->handlers = g_ptr_array_new_with_free_func (handler_unref);
  priv->children = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * trueconf_router_new:
 * @name: (nullable): a name for logs
 *
 * Creates a router.
 *
 * Returns: (transfer full): a router
 *
 * Since: 0.1
 */
TrueconfRouter *
trueconf_router_new (const char *name)
{
  return g_object_new (TRUECONF_TYPE_ROUTER, "name", name, NULL);
}

/**
 * trueconf_router_get_name: (get-property name)
 * @self: a router
 *
 * Gets the name for logs.
 *
 * Returns: (transfer none) (nullable): the name
 *
 * Since: 0.1
 */
const char *
trueconf_router_get_name (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), NULL);

  return priv->name;
}

/**
 * trueconf_router_set_name: (set-property name)
 * @self: a router
 * @name: (nullable): the name
 *
 * Sets the name for logs.
 *
 * Since: 0.1
 */
void
trueconf_router_set_name (TrueconfRouter *self, const char *name)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  char *copy;

  g_return_if_fail (TRUECONF_IS_ROUTER (self));

  if (g_strcmp0 (priv->name, name) == 0)
    return;

  copy = g_strdup (name);
  g_free (priv->name);
  priv->name = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * trueconf_router_get_allow_child_on_event: (get-property allow-child-on-event)
 * @self: a router
 *
 * Gets whether an event that was handled by one of the router's own handlers is also routed to the routers that it
 * includes.
 *
 * Returns: `TRUE` if it is
 *
 * Since: 0.1
 */
gboolean
trueconf_router_get_allow_child_on_event (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);

  return priv->allow_child_on_event;
}

/**
 * trueconf_router_set_allow_child_on_event: (set-property allow-child-on-event)
 * @self: a router
 * @allow_child_on_event: `TRUE` if it is
 *
 * Sets whether an event that was handled by one of the router's own handlers is also routed to the routers that it
 * includes.
 *
 * Since: 0.1
 */
void
trueconf_router_set_allow_child_on_event (TrueconfRouter *self, gboolean allow_child_on_event)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  g_return_if_fail (TRUECONF_IS_ROUTER (self));

  if (priv->allow_child_on_event == allow_child_on_event)
    return;

  priv->allow_child_on_event = allow_child_on_event;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALLOW_CHILD_ON_EVENT]);
}

/* The caller sets the function or the closure. */
static TrueconfHandler *
add (TrueconfRouter *self, GType event_type, TrueconfFilter *filter)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfHandler *handler = g_rc_box_new0 (TrueconfHandler);
  GPtrArray *handlers = g_ptr_array_copy (priv->handlers, copy_handler, NULL);

  handler->id = ++priv->last_id;
  handler->event_type = event_type;
  g_set_object (&handler->filter, filter);
  handler->router = self;

  g_ptr_array_add (handlers, handler);
  replace (&priv->handlers, handlers);

  return handler;
}

/**
 * trueconf_router_add_handler:
 * @self: a router
 * @event_type: the type of the events to handle, for example `TRUECONF_TYPE_MESSAGE`, or `TRUECONF_TYPE_EVENT` for all
 * @filter: (nullable): a filter for these events, or `NULL` to handle all of them
 * @func: (scope notified) (closure user_data) (destroy destroy): the handler
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Adds a handler, which gets the events that no handler before it has matched.
 *
 * Returns: the id of the handler, for [method@Router.remove_handler]
 *
 * Since: 0.1
 */
guint
trueconf_router_add_handler (TrueconfRouter *self,
                             GType event_type,
                             TrueconfFilter *filter,
                             TrueconfHandlerFunc func,
                             gpointer user_data,
                             GDestroyNotify destroy)
{
  TrueconfHandler *handler;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (g_type_is_a (event_type, TRUECONF_TYPE_EVENT), 0);
  g_return_val_if_fail (filter == NULL || TRUECONF_IS_FILTER (filter), 0);
  g_return_val_if_fail (func != NULL, 0);

  handler = add (self, event_type, filter);
  handler->func = func;
  handler->user_data = user_data;
  handler->destroy = destroy;

  return handler->id;
}

/**
 * trueconf_router_add_handler_closure:
 * @self: a router
 * @event_type: the type of the events to handle, or `TRUECONF_TYPE_EVENT` for all
 * @filter: (nullable): a filter for these events, or `NULL` to handle all of them
 * @closure: the handler, called with the arguments of [callback@HandlerFunc]
 *
 * Adds a closure as a handler; see [method@Router.add_handler].
 *
 * The handler is removed when the closure is invalidated, which must happen in the thread of the router.
 *
 * Returns: the id of the handler, for [method@Router.remove_handler]
 *
 * Since: 0.1
 */
guint
trueconf_router_add_handler_closure (TrueconfRouter *self,
                                     GType event_type,
                                     TrueconfFilter *filter,
                                     GClosure *closure)
{
  TrueconfHandler *handler;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (g_type_is_a (event_type, TRUECONF_TYPE_EVENT), 0);
  g_return_val_if_fail (filter == NULL || TRUECONF_IS_FILTER (filter), 0);
  g_return_val_if_fail (closure != NULL, 0);
  g_return_val_if_fail (!closure->is_invalid, 0);

  handler = add (self, event_type, filter);
  handler->closure = g_closure_ref (closure);
  g_closure_sink (closure);
  if (G_CLOSURE_NEEDS_MARSHAL (closure))
    g_closure_set_marshal (closure, g_cclosure_marshal_generic);
  g_closure_add_invalidate_notifier (closure, g_rc_box_acquire (handler), closure_invalid_cb);

  return handler->id;
}

/**
 * trueconf_router_add_handler_object: (skip)
 * @self: a router
 * @event_type: the type of the events to handle, or `TRUECONF_TYPE_EVENT` for all
 * @filter: (nullable): a filter for these events, or `NULL` to handle all of them
 * @func: the handler
 * @object: an object, which is passed to @func as its data
 *
 * Adds a handler that is removed when @object is disposed, as [func@GObject.signal_connect_object] does for signals.
 *
 * The router only holds a reference on @object while the handler runs. The object must be disposed in the thread of the
 * router.
 *
 * Returns: the id of the handler, for [method@Router.remove_handler]
 *
 * Since: 0.1
 */
guint
trueconf_router_add_handler_object (TrueconfRouter *self,
                                    GType event_type,
                                    TrueconfFilter *filter,
                                    TrueconfHandlerFunc func,
                                    GObject *object)
{
  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (g_type_is_a (event_type, TRUECONF_TYPE_EVENT), 0);
  g_return_val_if_fail (filter == NULL || TRUECONF_IS_FILTER (filter), 0);
  g_return_val_if_fail (func != NULL, 0);
  g_return_val_if_fail (G_IS_OBJECT (object), 0);

  return trueconf_router_add_handler_closure (self, event_type, filter,
                                              g_cclosure_new_object (G_CALLBACK (func), object));
}

static gboolean
find_handler (TrueconfRouter *self, guint handler_id, guint *index)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  for (guint i = 0; i < priv->handlers->len; i++)
    if (((TrueconfHandler *) g_ptr_array_index (priv->handlers, i))->id == handler_id)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * trueconf_router_remove_handler:
 * @self: a router
 * @handler_id: the id that [method@Router.add_handler] has returned
 *
 * Removes a handler.
 *
 * It is not called again. If it is running, its data is freed when it has returned.
 *
 * Returns: `TRUE` if there was a handler with this id
 *
 * Since: 0.1
 */
gboolean
trueconf_router_remove_handler (TrueconfRouter *self, guint handler_id)
{
  guint index;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);

  if (!find_handler (self, handler_id, &index))
    return FALSE;

  remove_index (self, index);
  return TRUE;
}

/**
 * trueconf_router_set_handler_name:
 * @self: a router
 * @handler_id: the id that [method@Router.add_handler] has returned
 * @name: (nullable): a name for logs, for example that of the function
 *
 * Names a handler for logs.
 *
 * Python and JavaScript set the name of the function by themselves.
 *
 * Returns: `TRUE` if there is a handler with this id
 *
 * Since: 0.1
 */
gboolean
trueconf_router_set_handler_name (TrueconfRouter *self, guint handler_id, const char *name)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  guint index;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);

  if (!find_handler (self, handler_id, &index))
    return FALSE;

  trueconf_set_string (&((TrueconfHandler *) g_ptr_array_index (priv->handlers, index))->name, name);
  return TRUE;
}

static gboolean
includes (TrueconfRouter *self, TrueconfRouter *router)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  if (self == router)
    return TRUE;

  for (guint i = 0; i < priv->children->len; i++)
    if (includes (g_ptr_array_index (priv->children, i), router))
      return TRUE;

  return FALSE;
}

/**
 * trueconf_router_include_router:
 * @self: a router
 * @router: another router, which no router includes yet
 *
 * Includes a router, which gets the events that neither this router nor a router before it has handled.
 *
 * Since: 0.1
 */
void
trueconf_router_include_router (TrueconfRouter *self, TrueconfRouter *router)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfRouterPrivate *child;
  GPtrArray *children;

  g_return_if_fail (TRUECONF_IS_ROUTER (self));
  g_return_if_fail (TRUECONF_IS_ROUTER (router));
  g_return_if_fail (!includes (router, self));

  child = trueconf_router_get_instance_private (router);
  g_return_if_fail (!child->included);

  child->included = TRUE;
  children = g_ptr_array_copy (priv->children, copy_router, NULL);
  g_ptr_array_add (children, g_object_ref (router));
  replace (&priv->children, children);
}

/**
 * trueconf_router_exclude_router:
 * @self: a router
 * @router: another router
 *
 * Reverts [method@Router.include_router].
 *
 * Returns: `TRUE` if @router was included
 *
 * Since: 0.1
 */
gboolean
trueconf_router_exclude_router (TrueconfRouter *self, TrueconfRouter *router)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfRouterPrivate *child;
  GPtrArray *children;
  guint index;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_ROUTER (router), FALSE);

  if (!g_ptr_array_find (priv->children, router, &index))
    return FALSE;

  child = trueconf_router_get_instance_private (router);
  child->included = FALSE;
  children = g_ptr_array_copy (priv->children, copy_router, NULL);
  g_ptr_array_remove_index (children, index);
  replace (&priv->children, children);

  return TRUE;
}

static void
call (TrueconfHandler *handler, TrueconfEvent *event, TrueconfContext *context)
{
  GValue arguments[2] = { G_VALUE_INIT, G_VALUE_INIT };

  if (handler->func != NULL)
    {
      handler->func (event, context, handler->user_data);
      return;
    }

  g_value_init (&arguments[0], TRUECONF_TYPE_EVENT);
  g_value_set_object (&arguments[0], event);
  g_value_init (&arguments[1], TRUECONF_TYPE_CONTEXT);
  g_value_set_object (&arguments[1], context);
  g_closure_invoke (handler->closure, NULL, G_N_ELEMENTS (arguments), arguments, NULL);
  g_value_unset (&arguments[0]);
  g_value_unset (&arguments[1]);
}

static gboolean
run_handlers (TrueconfRouter *self, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  g_autoptr (GPtrArray) handlers = g_ptr_array_ref (priv->handlers);

  for (guint i = 0; i < handlers->len; i++)
    {
      TrueconfHandler *handler = g_ptr_array_index (handlers, i);

      if (handler->router == NULL || !g_type_is_a (G_OBJECT_TYPE (event), handler->event_type) ||
          (handler->filter != NULL && !trueconf_filter_match (handler->filter, event, context)))
        continue;

      trueconf_context_begin_handler (context, priv->name, handler->name, handler->id);
      call (handler, event, context);
      trueconf_context_end_handler (context);
      return TRUE;
    }

  return FALSE;
}

/* Routes an event to the first handler that matches. Returns whether there was one. */
gboolean
trueconf_router_route (TrueconfRouter *self, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  g_autoptr (GPtrArray) children = NULL;
  gboolean handled;

  /* a handler may release the last reference on its router */
  g_object_ref (self);

  handled = run_handlers (self, event, context);
  if (!handled || priv->allow_child_on_event)
    {
      gboolean passed_on = FALSE;

      children = g_ptr_array_ref (priv->children);
      for (guint i = 0; i < children->len && !passed_on; i++)
        passed_on = trueconf_router_route (g_ptr_array_index (children, i), event, context);
      handled = handled || passed_on;
    }

  g_object_unref (self);
  return handled;
}
