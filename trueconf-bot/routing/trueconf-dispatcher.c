/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <math.h>

#include "routing/trueconf-context-private.h"
#include "routing/trueconf-dispatcher-private.h"
#include "routing/trueconf-router-private.h"

/* in seconds; in microseconds it is far below G_MAXINT64 */
#define LONGEST 1e12

/**
 * TrueconfDispatcher:
 *
 * The root router of a bot: its events are routed from here.
 *
 * Several bots can share a dispatcher if they belong to the same thread.
 *
 * Since: 0.1
 */
struct _TrueconfDispatcher
{
  TrueconfRouter parent_instance;

  double handler_timeout; /* seconds; 0: none */
};

G_DEFINE_FINAL_TYPE (TrueconfDispatcher, trueconf_dispatcher, TRUECONF_TYPE_ROUTER)

typedef enum
{
  PROP_HANDLER_TIMEOUT = 1,
} TrueconfDispatcherProperty;

static GParamSpec *properties[PROP_HANDLER_TIMEOUT + 1];

typedef enum
{
  SIGNAL_ERROR,
} TrueconfDispatcherSignal;

static guint signals[SIGNAL_ERROR + 1];

static void
trueconf_dispatcher_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfDispatcher *self = TRUECONF_DISPATCHER (object);

  switch ((TrueconfDispatcherProperty) prop_id)
    {
    case PROP_HANDLER_TIMEOUT:
      g_value_set_double (value, trueconf_dispatcher_get_handler_timeout (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_dispatcher_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfDispatcher *self = TRUECONF_DISPATCHER (object);

  switch ((TrueconfDispatcherProperty) prop_id)
    {
    case PROP_HANDLER_TIMEOUT:
      trueconf_dispatcher_set_handler_timeout (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_dispatcher_class_init (TrueconfDispatcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trueconf_dispatcher_get_property;
  object_class->set_property = trueconf_dispatcher_set_property;

  /**
   * TrueconfDispatcher:handler-timeout: (getter get_handler_timeout) (setter set_handler_timeout)
   *
   * How long a handler may hold its event, in seconds; 0 or infinity means for ever.
   *
   * If a handler holds it for longer, that is logged, and the next event of the chat does not wait for it any more.
   *
   * Since: 0.1
   */
  properties[PROP_HANDLER_TIMEOUT] =
      g_param_spec_double ("handler-timeout", NULL, NULL, 0.0, INFINITY, 0.0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * TrueconfDispatcher::error:
   * @self: the dispatcher
   * @error: what went wrong
   *
   * Emitted when an operation that was started without a callback has failed, for example sending an answer.
   *
   * The error is logged as well.
   *
   * Since: 0.1
   */
  signals[SIGNAL_ERROR] = g_signal_new ("error", TRUECONF_TYPE_DISPATCHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
trueconf_dispatcher_init (TrueconfDispatcher *self)
{
}

/**
 * trueconf_dispatcher_new:
 *
 * Creates a dispatcher.
 *
 * Returns: (transfer full): a dispatcher
 *
 * Since: 0.1
 */
TrueconfDispatcher *
trueconf_dispatcher_new (void)
{
  return g_object_new (TRUECONF_TYPE_DISPATCHER, NULL);
}

/**
 * trueconf_dispatcher_get_handler_timeout: (get-property handler-timeout)
 * @self: a dispatcher
 *
 * Gets how long a handler may hold its event, in seconds.
 *
 * Returns: seconds; 0 or infinity means for ever
 *
 * Since: 0.1
 */
double
trueconf_dispatcher_get_handler_timeout (TrueconfDispatcher *self)
{
  g_return_val_if_fail (TRUECONF_IS_DISPATCHER (self), 0);

  return self->handler_timeout;
}

/**
 * trueconf_dispatcher_set_handler_timeout: (set-property handler-timeout)
 * @self: a dispatcher
 * @handler_timeout: seconds; 0 or infinity means for ever
 *
 * Sets how long a handler may hold its event, in seconds.
 *
 * Since: 0.1
 */
void
trueconf_dispatcher_set_handler_timeout (TrueconfDispatcher *self, double handler_timeout)
{
  g_return_if_fail (TRUECONF_IS_DISPATCHER (self));
  /* not a number is refused as well */
  g_return_if_fail (handler_timeout >= 0.0);

  if (!(self->handler_timeout < handler_timeout) && !(self->handler_timeout > handler_timeout))
    return;

  self->handler_timeout = handler_timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HANDLER_TIMEOUT]);
}

typedef struct
{
  TrueconfContext *context;
  const TrueconfDispatchReports *reports;
  gpointer data;
  GSource *timer;
  double timeout;
} TrueconfDispatch;

static void
context_done (TrueconfContext *context, gpointer data)
{
  TrueconfDispatch *dispatch = data;

  if (dispatch->timer != NULL)
    {
      g_source_destroy (dispatch->timer);
      g_source_unref (dispatch->timer);
    }

  dispatch->reports->done (trueconf_context_get_event (context), dispatch->data);
  g_object_unref (dispatch->context);
  g_free (dispatch);
}

static gboolean
overdue_cb (gpointer data)
{
  TrueconfDispatch *dispatch = data;
  g_autofree char *handler = trueconf_context_describe_handler (dispatch->context);

  g_warning ("%s has held its event for more than %g s; the chat goes on without it", handler,
             dispatch->timeout);
  dispatch->reports->overdue (trueconf_context_get_event (dispatch->context), dispatch->data);

  return G_SOURCE_REMOVE;
}

static void
watch (TrueconfDispatch *dispatch)
{
  /* g_timeout_source_new () takes 49 days at most */
  dispatch->timer = g_timeout_source_new (0);
  g_source_set_ready_time (dispatch->timer,
                           g_get_monotonic_time () + (gint64) (dispatch->timeout * G_USEC_PER_SEC));
  g_source_set_callback (dispatch->timer, overdue_cb, dispatch, NULL);
  g_source_attach (dispatch->timer, g_main_context_get_thread_default ());
}

/* Routes an event to its handler. `reports->done` may be called before this returns. */
void
trueconf_dispatcher_dispatch (TrueconfDispatcher *self,
                              TrueconfEvent *event,
                              const TrueconfDispatchReports *reports,
                              gpointer data)
{
  TrueconfDispatch *dispatch = g_new0 (TrueconfDispatch, 1);
  TrueconfContext *context = trueconf_context_new (event, context_done, dispatch);

  dispatch->context = context;
  dispatch->reports = reports;
  dispatch->data = data;
  dispatch->timeout = self->handler_timeout;

  if (trueconf_router_route (TRUECONF_ROUTER (self), event, context) && dispatch->timeout > 0.0 &&
      dispatch->timeout < LONGEST)
    watch (dispatch);

  trueconf_context_finish_routing (context);
}

void
trueconf_dispatcher_report_error (TrueconfDispatcher *self, const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_ERROR], 0, error);
}
