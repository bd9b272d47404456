/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-middleware.h"

/**
 * TrueconfMiddleware:
 *
 * Stands between an event and its handlers.
 *
 * An outer middleware, see [method@Router.add_outer_middleware], gets each event that comes to a router, before the
 * filters. An inner one, see [method@Router.add_inner_middleware], gets the events that a handler was found for, and
 * what it stores with [method@Context.set_data] reaches the handler.
 *
 * It calls [method@Next.run] to let the event go on: at once, or later if it keeps a reference on the [class@Next]. An
 * event that it does not let go on is *blocked*, which counts as handled. [method@Next.run_async] also tells when the
 * handler is done, and its error.
 *
 * The event is done when no middleware has a reference on its [class@Next] any more, so a middleware need not call
 * [method@Context.hold].
 *
 * To write a middleware, use [ctor@Middleware.new_func], or derive a class and implement [vfunc@Middleware.process].
 *
 * ```c
 * static void
 * on_event (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
 * {
 *   g_message ("%s", trueconf_event_get_method (event));
 *   trueconf_next_run (next);
 * }
 * ```
 *
 * Since: 0.1
 */

G_DEFINE_TYPE (TrueconfMiddleware, trueconf_middleware, G_TYPE_OBJECT)

static void
trueconf_middleware_real_process (TrueconfMiddleware *self,
                                  TrueconfEvent *event,
                                  TrueconfContext *context,
                                  TrueconfNext *next)
{
  trueconf_next_run (next);
}

static void
trueconf_middleware_class_init (TrueconfMiddlewareClass *klass)
{
  klass->process = trueconf_middleware_real_process;
}

static void
trueconf_middleware_init (TrueconfMiddleware *self)
{
}

/**
 * trueconf_middleware_process:
 * @self: a middleware
 * @event: an event
 * @context: the context of the event
 * @next: the way on
 *
 * Processes an event.
 *
 * The routers call this.
 *
 * Since: 0.1
 */
void
trueconf_middleware_process (TrueconfMiddleware *self,
                             TrueconfEvent *event,
                             TrueconfContext *context,
                             TrueconfNext *next)
{
  g_return_if_fail (TRUECONF_IS_MIDDLEWARE (self));
  g_return_if_fail (TRUECONF_IS_EVENT (event));
  g_return_if_fail (TRUECONF_IS_CONTEXT (context));
  g_return_if_fail (TRUECONF_IS_NEXT (next));

  TRUECONF_MIDDLEWARE_GET_CLASS (self)->process (self, event, context, next);
}

/* A middleware that is a function of the application. */
#define TRUECONF_TYPE_FUNC_MIDDLEWARE (trueconf_func_middleware_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfFuncMiddleware,
                      trueconf_func_middleware,
                      TRUECONF,
                      FUNC_MIDDLEWARE,
                      TrueconfMiddleware)

struct _TrueconfFuncMiddleware
{
  TrueconfMiddleware parent_instance;

  TrueconfMiddlewareFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (TrueconfFuncMiddleware, trueconf_func_middleware, TRUECONF_TYPE_MIDDLEWARE)

static void
trueconf_func_middleware_finalize (GObject *object)
{
  TrueconfFuncMiddleware *self = TRUECONF_FUNC_MIDDLEWARE (object);

  if (self->destroy != NULL)
    self->destroy (self->user_data);

  G_OBJECT_CLASS (trueconf_func_middleware_parent_class)->finalize (object);
}

static void
trueconf_func_middleware_process (TrueconfMiddleware *middleware,
                                  TrueconfEvent *event,
                                  TrueconfContext *context,
                                  TrueconfNext *next)
{
  TrueconfFuncMiddleware *self = TRUECONF_FUNC_MIDDLEWARE (middleware);

  self->func (event, context, next, self->user_data);
}

static void
trueconf_func_middleware_class_init (TrueconfFuncMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfMiddlewareClass *middleware_class = TRUECONF_MIDDLEWARE_CLASS (klass);

  object_class->finalize = trueconf_func_middleware_finalize;
  middleware_class->process = trueconf_func_middleware_process;
}

static void
trueconf_func_middleware_init (TrueconfFuncMiddleware *self)
{
}

/**
 * trueconf_middleware_new_func: (constructor)
 * @func: (scope notified) (closure user_data) (destroy destroy): a function
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Creates a middleware that is a function.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfMiddleware *
trueconf_middleware_new_func (TrueconfMiddlewareFunc func, gpointer user_data, GDestroyNotify destroy)
{
  TrueconfFuncMiddleware *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_FUNC_MIDDLEWARE, NULL);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;

  return TRUECONF_MIDDLEWARE (self);
}
