/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-middleware.h"
#include "bot/trueconf-bot-private.h"

/* Requests that are under way keep the list that they began with. */
static GPtrArray *
copy_list (GPtrArray *list)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; list != NULL && i < list->len; i++)
    g_ptr_array_add (copy, g_object_ref (g_ptr_array_index (list, i)));

  return copy;
}

static void
replace_list (TrueconfBot *self, GPtrArray *list)
{
  G_GNUC_UNUSED g_autoptr (GPtrArray) old = g_steal_pointer (&self->request_middlewares);

  if (list->len > 0)
    self->request_middlewares = list;
  else
    g_ptr_array_unref (list);
}

/**
 * trueconf_bot_add_request_middleware:
 * @self: a bot
 * @middleware: a middleware
 *
 * Lets a middleware see each request of the bot before it is sent.
 *
 * Middlewares see a request in the order in which they were added, and its answer in the opposite order. Requests that are
 * under way are not affected. A middleware that is added twice sees everything twice.
 *
 * Since: 0.1
 */
void
trueconf_bot_add_request_middleware (TrueconfBot *self, TrueconfRequestMiddleware *middleware)
{
  GPtrArray *list;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (TRUECONF_IS_REQUEST_MIDDLEWARE (middleware));

  list = copy_list (self->request_middlewares);
  g_ptr_array_add (list, g_object_ref (middleware));
  replace_list (self, list);
}

/**
 * trueconf_bot_remove_request_middleware:
 * @self: a bot
 * @middleware: a middleware
 *
 * Reverts one [method@Bot.add_request_middleware].
 *
 * Requests that are under way still go through the middleware.
 *
 * Returns: whether the bot had it
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_remove_request_middleware (TrueconfBot *self, TrueconfRequestMiddleware *middleware)
{
  GPtrArray *list;
  guint i;

  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_REQUEST_MIDDLEWARE (middleware), FALSE);

  if (self->request_middlewares == NULL || !g_ptr_array_find (self->request_middlewares, middleware, &i))
    return FALSE;

  list = copy_list (self->request_middlewares);
  g_ptr_array_remove_index (list, i);
  replace_list (self, list);

  return TRUE;
}
