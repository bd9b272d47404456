/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-request-middleware.h"

/**
 * TrueconfRequestMiddleware:
 *
 * Stands between a bot and the requests that it sends.
 *
 * [method@Bot.add_request_middleware] adds it to a bot, in whose main context it then gets each request before it is
 * sent. It can look at the request and change it, and calls one of the functions of its [class@RequestNext]:
 *
 * - [method@RequestNext.run] sends it on, at once, or later if it keeps a reference;
 * - [method@RequestNext.run_async] sends it on, and gets the answer, to hand it back or to replace it;
 * - [method@RequestNext.answer] answers in the place of the server;
 * - [method@RequestNext.fail] refuses it.
 *
 * A request that it drops, or keeps for longer than [property@RequestMiddleware:timeout], ends with an error.
 *
 * A request that the library sends again, because the connection was lost or the server has asked for it, is seen once.
 * The log-in and the bytes of files are not seen, see [Middleware](middleware.html).
 *
 * To write one, use [ctor@RequestMiddleware.new_func], or derive a class and implement
 * [vfunc@RequestMiddleware.process].
 *
 * ```c
 * static void
 * refuse_to_delete (TrueconfOutgoingRequest *request, TrueconfRequestNext *next, gpointer user_data)
 * {
 *   g_autoptr (GError) error = NULL;
 *
 *   if (g_str_equal (trueconf_outgoing_request_get_method (request), "removeChat"))
 *     {
 *       error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "This bot deletes no chats");
 *       trueconf_request_next_fail (next, error);
 *     }
 *   else
 *     {
 *       trueconf_request_next_run (next);
 *     }
 * }
 * ```
 *
 * Since: 0.1
 */

#define DEFAULT_TIMEOUT 60.0

typedef struct
{
  double timeout;
} TrueconfRequestMiddlewarePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TrueconfRequestMiddleware, trueconf_request_middleware, G_TYPE_OBJECT)

typedef enum
{
  PROP_TIMEOUT = 1,
} TrueconfRequestMiddlewareProperty;

static GParamSpec *properties[PROP_TIMEOUT + 1];

static void
trueconf_request_middleware_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfRequestMiddleware *self = TRUECONF_REQUEST_MIDDLEWARE (object);

  switch ((TrueconfRequestMiddlewareProperty) prop_id)
    {
    case PROP_TIMEOUT:
      g_value_set_double (value, trueconf_request_middleware_get_timeout (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_request_middleware_set_property (GObject *object,
                                          guint prop_id,
                                          const GValue *value,
                                          GParamSpec *pspec)
{
  TrueconfRequestMiddleware *self = TRUECONF_REQUEST_MIDDLEWARE (object);

  switch ((TrueconfRequestMiddlewareProperty) prop_id)
    {
    case PROP_TIMEOUT:
      trueconf_request_middleware_set_timeout (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_request_middleware_real_process (TrueconfRequestMiddleware *self,
                                          TrueconfOutgoingRequest *request,
                                          TrueconfRequestNext *next)
{
  trueconf_request_next_run (next);
}

static void
trueconf_request_middleware_class_init (TrueconfRequestMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trueconf_request_middleware_get_property;
  object_class->set_property = trueconf_request_middleware_set_property;
  klass->process = trueconf_request_middleware_real_process;

  /**
   * TrueconfRequestMiddleware:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How long it may keep a request, and then its answer, in seconds; 0 is for ever.
   *
   * Then the request fails with `TRUECONF_ERROR_TIMED_OUT`. The time that other middlewares and the server take does not
   * count.
   *
   * Since: 0.1
   */
  properties[PROP_TIMEOUT] =
      g_param_spec_double ("timeout", NULL, NULL, 0, G_MAXDOUBLE, DEFAULT_TIMEOUT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_request_middleware_init (TrueconfRequestMiddleware *self)
{
  TrueconfRequestMiddlewarePrivate *priv = trueconf_request_middleware_get_instance_private (self);

  priv->timeout = DEFAULT_TIMEOUT;
}

/**
 * trueconf_request_middleware_process:
 * @self: a middleware
 * @request: a request
 * @next: the way on
 *
 * Processes a request.
 *
 * The bot calls this.
 *
 * Since: 0.1
 */
void
trueconf_request_middleware_process (TrueconfRequestMiddleware *self,
                                     TrueconfOutgoingRequest *request,
                                     TrueconfRequestNext *next)
{
  g_return_if_fail (TRUECONF_IS_REQUEST_MIDDLEWARE (self));
  g_return_if_fail (TRUECONF_IS_OUTGOING_REQUEST (request));
  g_return_if_fail (TRUECONF_IS_REQUEST_NEXT (next));

  TRUECONF_REQUEST_MIDDLEWARE_GET_CLASS (self)->process (self, request, next);
}

/**
 * trueconf_request_middleware_get_timeout: (get-property timeout)
 * @self: a middleware
 *
 * Gets [property@RequestMiddleware:timeout].
 *
 * Returns: seconds, or 0 for ever
 *
 * Since: 0.1
 */
double
trueconf_request_middleware_get_timeout (TrueconfRequestMiddleware *self)
{
  TrueconfRequestMiddlewarePrivate *priv = trueconf_request_middleware_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_REQUEST_MIDDLEWARE (self), 0);

  return priv->timeout;
}

/**
 * trueconf_request_middleware_set_timeout: (set-property timeout)
 * @self: a middleware
 * @timeout: seconds, or 0 for ever
 *
 * Sets [property@RequestMiddleware:timeout]. It applies to requests that come from then on.
 *
 * Since: 0.1
 */
void
trueconf_request_middleware_set_timeout (TrueconfRequestMiddleware *self, double timeout)
{
  TrueconfRequestMiddlewarePrivate *priv = trueconf_request_middleware_get_instance_private (self);

  g_return_if_fail (TRUECONF_IS_REQUEST_MIDDLEWARE (self));
  g_return_if_fail (timeout >= 0 && timeout <= G_MAXDOUBLE);

  if (!(timeout < priv->timeout) && !(timeout > priv->timeout))
    return;

  priv->timeout = timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

/* A middleware that is a function of the application. */
#define TRUECONF_TYPE_FUNC_REQUEST_MIDDLEWARE (trueconf_func_request_middleware_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfFuncRequestMiddleware,
                      trueconf_func_request_middleware,
                      TRUECONF,
                      FUNC_REQUEST_MIDDLEWARE,
                      TrueconfRequestMiddleware)

struct _TrueconfFuncRequestMiddleware
{
  TrueconfRequestMiddleware parent_instance;

  TrueconfRequestMiddlewareFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (TrueconfFuncRequestMiddleware,
                     trueconf_func_request_middleware,
                     TRUECONF_TYPE_REQUEST_MIDDLEWARE)

static void
trueconf_func_request_middleware_finalize (GObject *object)
{
  TrueconfFuncRequestMiddleware *self = TRUECONF_FUNC_REQUEST_MIDDLEWARE (object);

  if (self->destroy != NULL)
    self->destroy (self->user_data);

  G_OBJECT_CLASS (trueconf_func_request_middleware_parent_class)->finalize (object);
}

static void
trueconf_func_request_middleware_process (TrueconfRequestMiddleware *middleware,
                                          TrueconfOutgoingRequest *request,
                                          TrueconfRequestNext *next)
{
  TrueconfFuncRequestMiddleware *self = TRUECONF_FUNC_REQUEST_MIDDLEWARE (middleware);

  self->func (request, next, self->user_data);
}

static void
trueconf_func_request_middleware_class_init (TrueconfFuncRequestMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfRequestMiddlewareClass *middleware_class = TRUECONF_REQUEST_MIDDLEWARE_CLASS (klass);

  object_class->finalize = trueconf_func_request_middleware_finalize;
  middleware_class->process = trueconf_func_request_middleware_process;
}

static void
trueconf_func_request_middleware_init (TrueconfFuncRequestMiddleware *self)
{
}

/**
 * trueconf_request_middleware_new_func: (constructor)
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
TrueconfRequestMiddleware *
trueconf_request_middleware_new_func (TrueconfRequestMiddlewareFunc func,
                                      gpointer user_data,
                                      GDestroyNotify destroy)
{
  TrueconfFuncRequestMiddleware *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_FUNC_REQUEST_MIDDLEWARE, NULL);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;

  return TRUECONF_REQUEST_MIDDLEWARE (self);
}
