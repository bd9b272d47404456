/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The middlewares around a router, and around its handlers. */

#include "config.h"

#include "routing/trueconf-router-private.h"

static gpointer
copy_object (gconstpointer middleware, gpointer user_data)
{
  return g_object_ref ((gpointer) middleware);
}

static void
add_middleware (GPtrArray **array, TrueconfMiddleware *middleware)
{
  GPtrArray *middlewares = g_ptr_array_copy (*array, copy_object, NULL);

  g_ptr_array_add (middlewares, g_object_ref (middleware));
  trueconf_router_replace_array (array, middlewares);
}

static gboolean
remove_middleware (GPtrArray **array, TrueconfMiddleware *middleware)
{
  GPtrArray *middlewares;
  guint index;

  if (!g_ptr_array_find (*array, middleware, &index))
    return FALSE;

  middlewares = g_ptr_array_copy (*array, copy_object, NULL);
  g_ptr_array_remove_index (middlewares, index);
  trueconf_router_replace_array (array, middlewares);

  return TRUE;
}

/**
 * trueconf_router_add_outer_middleware:
 * @self: a router
 * @middleware: a middleware
 *
 * Adds a middleware that gets each event that comes to the router, before the filters.
 *
 * The first that was added gets the event first. An event comes to a router only once.
 *
 * Since: 0.1
 */
void
trueconf_router_add_outer_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware)
{
  g_return_if_fail (TRUECONF_IS_ROUTER (self));
  g_return_if_fail (TRUECONF_IS_MIDDLEWARE (middleware));

  add_middleware (&trueconf_router_get_middlewares (self)->outer, middleware);
}

/**
 * trueconf_router_remove_outer_middleware:
 * @self: a router
 * @middleware: a middleware
 *
 * Reverts [method@Router.add_outer_middleware].
 *
 * Returns: `TRUE` if there was such a middleware
 *
 * Since: 0.1
 */
gboolean
trueconf_router_remove_outer_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware)
{
  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_MIDDLEWARE (middleware), FALSE);

  return remove_middleware (&trueconf_router_get_middlewares (self)->outer, middleware);
}

/**
 * trueconf_router_add_inner_middleware:
 * @self: a router
 * @middleware: a middleware
 *
 * Adds a middleware that gets the events that a handler was found for, in this router or in one that it includes.
 *
 * The middlewares of the outermost router get the event first, and within a router the first that was added.
 *
 * Since: 0.1
 */
void
trueconf_router_add_inner_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware)
{
  g_return_if_fail (TRUECONF_IS_ROUTER (self));
  g_return_if_fail (TRUECONF_IS_MIDDLEWARE (middleware));

  add_middleware (&trueconf_router_get_middlewares (self)->inner, middleware);
}

/**
 * trueconf_router_remove_inner_middleware:
 * @self: a router
 * @middleware: a middleware
 *
 * Reverts [method@Router.add_inner_middleware].
 *
 * Returns: `TRUE` if there was such a middleware
 *
 * Since: 0.1
 */
gboolean
trueconf_router_remove_inner_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware)
{
  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_MIDDLEWARE (middleware), FALSE);

  return remove_middleware (&trueconf_router_get_middlewares (self)->inner, middleware);
}

GPtrArray *
trueconf_router_get_outer_middlewares (TrueconfRouter *self)
{
  return trueconf_router_get_middlewares (self)->outer;
}

/* The inner middlewares of the router and of those around it, the outermost first. NULL: there are none */
GPtrArray *
trueconf_router_collect_inner_middlewares (TrueconfRouter *self)
{
  TrueconfRouter *parent = trueconf_router_get_parent (self);
  GPtrArray *inner = trueconf_router_get_middlewares (self)->inner;
  g_autoptr (GPtrArray) around = parent != NULL ? trueconf_router_collect_inner_middlewares (parent) : NULL;
  GPtrArray *all;

  if (inner->len == 0)
    return g_steal_pointer (&around);

  if (around == NULL)
    return g_ptr_array_ref (inner);

  all = g_ptr_array_copy (around, copy_object, NULL);
  g_ptr_array_extend (all, inner, copy_object, NULL);

  return all;
}
