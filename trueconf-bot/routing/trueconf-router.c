/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-router-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfRouter:
 *
 * Routes events to handlers.
 *
 * An event goes to the first handler whose event type and filter match, in the order in which the handlers were added. If
 * none matches, it goes to the routers that this router includes, in the order in which they were included. The events of
 * a bot start at its [class@Dispatcher]. An event that no handler has taken goes to the first fallback that matches; see
 * [method@Router.add_fallback].
 *
 * Handlers are found by what their filters ask for: a router with a thousand commands is as fast as one with a single
 * command.
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

/* The arrays of routers, middlewares and error handlers are replaced and never changed, because a handler may change the
 * router while an array is iterated. Handlers are iterated in a plan, which does not change either. */
typedef struct
{
  GRefString *name;
  gboolean allow_child_on_event;
  GPtrArray *handlers;
  GPtrArray *fallbacks;
  GPtrArray *error_handlers;
  GHashTable *
      plans; /* from types of events to TrueconfPlan; NULL: none has been made since the handlers have changed */
  GPtrArray *children;
  TrueconfRouterMiddlewares middlewares;
  TrueconfRouter *parent; /* not owned */
  gboolean is_dispatcher; /* it has no parent */
  guint last_id;
} TrueconfRouterPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TrueconfRouter, trueconf_router, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_ALLOW_CHILD_ON_EVENT,
} TrueconfRouterProperty;

static GParamSpec *properties[PROP_ALLOW_CHILD_ON_EVENT + 1];

void
trueconf_router_replace_array (GPtrArray **array, GPtrArray *with)
{
  GPtrArray *old = *array;

  /* last, because functions of the user that run when a handler is freed may come back to the router */
  *array = with;
  g_ptr_array_unref (old);
}

static void
forget_plans (TrueconfRouterPrivate *priv)
{
  g_clear_pointer (&priv->plans, g_hash_table_unref);
}

static gboolean
remove_from (TrueconfRouterPrivate *priv, GPtrArray **array, guint handler_id)
{
  for (guint i = 0; i < (*array)->len; i++)
    {
      TrueconfHandler *handler = g_ptr_array_index (*array, i);
      GPtrArray *handlers;

      if (handler->id != handler_id)
        continue;

      handlers = g_ptr_array_copy (*array, (GCopyFunc) trueconf_handler_copy, NULL);
      trueconf_handler_mark_removed (handler);
      g_ptr_array_remove_index (handlers, i);
      forget_plans (priv);
      trueconf_router_replace_array (array, handlers);
      return TRUE;
    }

  return FALSE;
}

static void
closure_invalid_cb (gpointer data, GClosure *closure)
{
  TrueconfHandler *handler = data;

  if (handler->router != NULL)
    trueconf_router_remove_handler (handler->router, handler->id);

  trueconf_handler_unref (handler);
}

static GPtrArray *
handlers_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_handler_unref);
}

static GPtrArray *
error_handlers_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_error_handler_unref);
}

static void
trueconf_router_dispose (GObject *object)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (TRUECONF_ROUTER (object));

  g_ptr_array_foreach (priv->handlers, (GFunc) trueconf_handler_mark_removed, NULL);
  g_ptr_array_foreach (priv->fallbacks, (GFunc) trueconf_handler_mark_removed, NULL);
  forget_plans (priv);
  trueconf_router_replace_array (&priv->handlers, handlers_new ());
  trueconf_router_replace_array (&priv->fallbacks, handlers_new ());
  trueconf_router_replace_array (&priv->error_handlers, error_handlers_new ());
  for (guint i = 0; i < priv->children->len; i++)
    {
      TrueconfRouterPrivate *child =
          trueconf_router_get_instance_private (g_ptr_array_index (priv->children, i));

      child->parent = NULL;
    }
  trueconf_router_replace_array (&priv->children, g_ptr_array_new_with_free_func (g_object_unref));
  trueconf_router_replace_array (&priv->middlewares.outer, g_ptr_array_new_with_free_func (g_object_unref));
  trueconf_router_replace_array (&priv->middlewares.inner, g_ptr_array_new_with_free_func (g_object_unref));

  G_OBJECT_CLASS (trueconf_router_parent_class)->dispose (object);
}

static void
trueconf_router_finalize (GObject *object)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (TRUECONF_ROUTER (object));

  g_clear_pointer (&priv->name, g_ref_string_release);
  g_clear_pointer (&priv->handlers, g_ptr_array_unref);
  g_clear_pointer (&priv->fallbacks, g_ptr_array_unref);
  g_clear_pointer (&priv->error_handlers, g_ptr_array_unref);
  g_clear_pointer (&priv->children, g_ptr_array_unref);
  g_clear_pointer (&priv->middlewares.outer, g_ptr_array_unref);
  g_clear_pointer (&priv->middlewares.inner, g_ptr_array_unref);

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

  priv->handlers = handlers_new ();
  priv->fallbacks = handlers_new ();
  priv->error_handlers = error_handlers_new ();
  priv->children = g_ptr_array_new_with_free_func (g_object_unref);
  priv->middlewares.outer = g_ptr_array_new_with_free_func (g_object_unref);
  priv->middlewares.inner = g_ptr_array_new_with_free_func (g_object_unref);
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
  GRefString *copy;

  g_return_if_fail (TRUECONF_IS_ROUTER (self));

  if (g_strcmp0 (priv->name, name) == 0)
    return;

  copy = name != NULL ? g_ref_string_new (name) : NULL;
  g_clear_pointer (&priv->name, g_ref_string_release);
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
add (TrueconfRouter *self, GPtrArray **array, GType event_type, TrueconfFilter *filter)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfHandler *handler = trueconf_handler_new (self, ++priv->last_id, event_type, filter);

  g_ptr_array_add (*array, handler);
  forget_plans (priv);

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
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfHandler *handler;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (g_type_is_a (event_type, TRUECONF_TYPE_EVENT), 0);
  g_return_val_if_fail (filter == NULL || TRUECONF_IS_FILTER (filter), 0);
  g_return_val_if_fail (func != NULL, 0);

  handler = add (self, &priv->handlers, event_type, filter);
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
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfHandler *handler;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (g_type_is_a (event_type, TRUECONF_TYPE_EVENT), 0);
  g_return_val_if_fail (filter == NULL || TRUECONF_IS_FILTER (filter), 0);
  g_return_val_if_fail (closure != NULL, 0);
  g_return_val_if_fail (!closure->is_invalid, 0);

  handler = add (self, &priv->handlers, event_type, filter);
  trueconf_handler_set_closure (handler, closure, closure_invalid_cb);

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

/**
 * trueconf_router_add_fallback:
 * @self: a router
 * @event_type: the type of the events to handle, or `TRUECONF_TYPE_EVENT` for all
 * @filter: (nullable): a filter for these events, or `NULL` to handle all of them
 * @func: (scope notified) (closure user_data) (destroy destroy): the handler
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Adds a handler for the events that no handler has taken, neither of this router nor of any other one of the dispatcher.
 *
 * The first fallback that matches gets the event. Those of included routers are tried before those of the routers that
 * include them. An event that a middleware has blocked is not offered to fallbacks.
 *
 * Returns: the id of the handler, for [method@Router.remove_handler]
 *
 * Since: 0.1
 */
guint
trueconf_router_add_fallback (TrueconfRouter *self,
                              GType event_type,
                              TrueconfFilter *filter,
                              TrueconfHandlerFunc func,
                              gpointer user_data,
                              GDestroyNotify destroy)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfHandler *handler;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (g_type_is_a (event_type, TRUECONF_TYPE_EVENT), 0);
  g_return_val_if_fail (filter == NULL || TRUECONF_IS_FILTER (filter), 0);
  g_return_val_if_fail (func != NULL, 0);

  handler = add (self, &priv->fallbacks, event_type, filter);
  handler->func = func;
  handler->user_data = user_data;
  handler->destroy = destroy;

  return handler->id;
}

/**
 * trueconf_router_add_error_handler:
 * @self: a router
 * @func: (scope notified) (closure user_data) (destroy destroy): the function
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Adds a function that gets the errors of the router's handlers, filters and middlewares, and of the routers that it
 * includes.
 *
 * The error handlers of the nearest router are asked first, in the order in which they were added. One that returns
 * `TRUE` has dealt with the error. If none has, it is logged, and the dispatcher emits [signal@Dispatcher::error].
 *
 * Returns: an id, for [method@Router.remove_handler]
 *
 * Since: 0.1
 */
guint
trueconf_router_add_error_handler (TrueconfRouter *self,
                                   TrueconfErrorHandlerFunc func,
                                   gpointer user_data,
                                   GDestroyNotify destroy)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  GPtrArray *error_handlers;
  guint id;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  id = ++priv->last_id;
  error_handlers = g_ptr_array_copy (priv->error_handlers, (GCopyFunc) trueconf_error_handler_copy, NULL);
  g_ptr_array_add (error_handlers, trueconf_error_handler_new (id, func, user_data, destroy));
  trueconf_router_replace_array (&priv->error_handlers, error_handlers);

  return id;
}

static gboolean
remove_error_handler (TrueconfRouterPrivate *priv, guint id)
{
  for (guint i = 0; i < priv->error_handlers->len; i++)
    {
      GPtrArray *error_handlers;

      if (((TrueconfErrorHandler *) g_ptr_array_index (priv->error_handlers, i))->id != id)
        continue;

      error_handlers = g_ptr_array_copy (priv->error_handlers, (GCopyFunc) trueconf_error_handler_copy, NULL);
      g_ptr_array_remove_index (error_handlers, i);
      trueconf_router_replace_array (&priv->error_handlers, error_handlers);
      return TRUE;
    }

  return FALSE;
}

/**
 * trueconf_router_remove_handler:
 * @self: a router
 * @handler_id: the id that [method@Router.add_handler], [method@Router.add_fallback] or
 *   [method@Router.add_error_handler] has returned
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
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);

  return remove_from (priv, &priv->handlers, handler_id) ||
         remove_from (priv, &priv->fallbacks, handler_id) || remove_error_handler (priv, handler_id);
}

static TrueconfHandler *
find_handler (GPtrArray *handlers, guint handler_id)
{
  for (guint i = 0; i < handlers->len; i++)
    if (((TrueconfHandler *) g_ptr_array_index (handlers, i))->id == handler_id)
      return g_ptr_array_index (handlers, i);

  return NULL;
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
  TrueconfHandler *handler;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);

  handler = find_handler (priv->handlers, handler_id);
  if (handler == NULL)
    handler = find_handler (priv->fallbacks, handler_id);
  if (handler == NULL)
    return FALSE;

  g_clear_pointer (&handler->name, g_ref_string_release);
  handler->name = name != NULL ? g_ref_string_new (name) : NULL;
  return TRUE;
}

static gboolean
is_inside (TrueconfRouter *self, TrueconfRouter *router)
{
  for (; self != NULL; self = trueconf_router_get_parent (self))
    if (self == router)
      return TRUE;

  return FALSE;
}

static gpointer
copy_object (gconstpointer router, gpointer user_data)
{
  return g_object_ref ((gpointer) router);
}

/**
 * trueconf_router_get_parent:
 * @self: a router
 *
 * Gets the router that includes this one.
 *
 * Returns: (transfer none) (nullable): the other router, or `NULL` if none includes this one
 *
 * Since: 0.1
 */
TrueconfRouter *
trueconf_router_get_parent (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), NULL);

  return priv->parent;
}

/**
 * trueconf_router_include_router:
 * @self: a router
 * @router: another router, which no router includes yet
 *
 * Includes a router, which gets the events that neither this router nor a router before it has handled.
 *
 * It is a programming error to include a router in two routers, or in itself, see [method@Router.get_parent], or to include a
 * dispatcher, which has no parent. Python and JavaScript throw an exception.
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
  g_return_if_fail (!is_inside (self, router));
  g_return_if_fail (trueconf_router_get_parent (router) == NULL);

  child = trueconf_router_get_instance_private (router);
  g_return_if_fail (!child->is_dispatcher);

  child->parent = self;
  children = g_ptr_array_copy (priv->children, copy_object, NULL);
  g_ptr_array_add (children, g_object_ref (router));
  trueconf_router_replace_array (&priv->children, children);
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
  child->parent = NULL;
  children = g_ptr_array_copy (priv->children, copy_object, NULL);
  g_ptr_array_remove_index (children, index);
  trueconf_router_replace_array (&priv->children, children);

  return TRUE;
}

void
trueconf_router_set_dispatcher (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  priv->is_dispatcher = TRUE;
}

TrueconfPlan *
trueconf_router_get_plan (TrueconfRouter *self, GType event_type)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);
  TrueconfPlan *plan;

  if (priv->plans == NULL)
    priv->plans = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) trueconf_plan_unref);

  plan = g_hash_table_lookup (priv->plans, GSIZE_TO_POINTER (event_type));
  if (plan == NULL)
    {
      plan = trueconf_plan_new (priv->handlers, event_type);
      g_hash_table_insert (priv->plans, GSIZE_TO_POINTER (event_type), plan);
    }

  return plan;
}

GPtrArray *
trueconf_router_get_handlers (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  return priv->handlers;
}

GPtrArray *
trueconf_router_get_fallbacks (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  return priv->fallbacks;
}

GPtrArray *
trueconf_router_get_children (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  return priv->children;
}

TrueconfRouterMiddlewares *
trueconf_router_get_middlewares (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  return &priv->middlewares;
}

GRefString *
trueconf_router_get_shared_name (TrueconfRouter *self)
{
  TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (self);

  return priv->name;
}

/* Offers an error to the error handlers, from this router outwards. Returns whether one has dealt with it. */
gboolean
trueconf_router_handle_error (TrueconfRouter *self, const GError *error, TrueconfContext *context)
{
  TrueconfEvent *event = trueconf_context_get_event (context);
  g_autoptr (TrueconfRouter) router = g_object_ref (self);

  while (router != NULL)
    {
      TrueconfRouterPrivate *priv = trueconf_router_get_instance_private (router);
      g_autoptr (GPtrArray) error_handlers = g_ptr_array_ref (priv->error_handlers);
      TrueconfRouter *parent;

      for (guint i = 0; i < error_handlers->len; i++)
        {
          TrueconfErrorHandler *handler = g_ptr_array_index (error_handlers, i);

          if (handler->func (error, event, context, handler->user_data))
            return TRUE;
        }

      parent = priv->parent != NULL ? g_object_ref (priv->parent) : NULL;
      g_object_unref (router);
      router = parent;
    }

  return FALSE;
}
