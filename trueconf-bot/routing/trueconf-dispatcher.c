/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <math.h>

#include "model/trueconf-log-private.h"
#include "dialogs/trueconf-memory-storage.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-dispatcher-private.h"
#include "routing/trueconf-questions-private.h"
#include "routing/trueconf-router-private.h"
#include "routing/trueconf-walk-private.h"
#include "trueconf-alarm-private.h"
#include "trueconf-enum-types.h"

/* in seconds; in microseconds it is far below G_MAXINT64 */
#define LONGEST 1e12

/* in seconds */
#define DEFAULT_BLOCKING_THRESHOLD 1.0

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

  double handler_timeout;    /* seconds; 0: none */
  double blocking_threshold; /* seconds; 0: none */
  guint max_redeliveries;
  TrueconfFsmStorage *storage; /* made on demand */
  TrueconfFsmStrategy fsm_strategy;
  gboolean route_to_all;
  TrueconfQuestions *questions;
};

G_DEFINE_FINAL_TYPE (TrueconfDispatcher, trueconf_dispatcher, TRUECONF_TYPE_ROUTER)

typedef enum
{
  PROP_HANDLER_TIMEOUT = 1,
  PROP_BLOCKING_THRESHOLD,
  PROP_MAX_REDELIVERIES,
  PROP_ROUTE_TO_ALL,
  PROP_STORAGE,
  PROP_FSM_STRATEGY,
} TrueconfDispatcherProperty;

static GParamSpec *properties[PROP_FSM_STRATEGY + 1];

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

    case PROP_BLOCKING_THRESHOLD:
      g_value_set_double (value, trueconf_dispatcher_get_blocking_threshold (self));
      break;

    case PROP_MAX_REDELIVERIES:
      g_value_set_uint (value, trueconf_dispatcher_get_max_redeliveries (self));
      break;

    case PROP_ROUTE_TO_ALL:
      g_value_set_boolean (value, trueconf_dispatcher_get_route_to_all (self));
      break;

    case PROP_STORAGE:
      g_value_set_object (value, trueconf_dispatcher_get_storage (self));
      break;

    case PROP_FSM_STRATEGY:
      g_value_set_enum (value, trueconf_dispatcher_get_fsm_strategy (self));
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

    case PROP_BLOCKING_THRESHOLD:
      trueconf_dispatcher_set_blocking_threshold (self, g_value_get_double (value));
      break;

    case PROP_MAX_REDELIVERIES:
      trueconf_dispatcher_set_max_redeliveries (self, g_value_get_uint (value));
      break;

    case PROP_ROUTE_TO_ALL:
      trueconf_dispatcher_set_route_to_all (self, g_value_get_boolean (value));
      break;

    case PROP_STORAGE:
      trueconf_dispatcher_set_storage (self, g_value_get_object (value));
      break;

    case PROP_FSM_STRATEGY:
      trueconf_dispatcher_set_fsm_strategy (self, g_value_get_enum (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_dispatcher_dispose (GObject *object)
{
  trueconf_questions_end (TRUECONF_DISPATCHER (object)->questions, NULL);

  G_OBJECT_CLASS (trueconf_dispatcher_parent_class)->dispose (object);
}

static void
trueconf_dispatcher_finalize (GObject *object)
{
  TrueconfDispatcher *self = TRUECONF_DISPATCHER (object);

  trueconf_questions_free (self->questions);
  g_clear_object (&self->storage);

  G_OBJECT_CLASS (trueconf_dispatcher_parent_class)->finalize (object);
}

static void
trueconf_dispatcher_class_init (TrueconfDispatcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = trueconf_dispatcher_dispose;
  object_class->finalize = trueconf_dispatcher_finalize;
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

  /**
   * TrueconfDispatcher:blocking-threshold: (getter get_blocking_threshold) (setter set_blocking_threshold)
   *
   * How long a handler may block the main loop before that is logged, in seconds; 0 or infinity switches it off.
   *
   * Each handler is named once, also if it never returns. A handler that runs a main loop of its own, such as a modal
   * dialog, does not block.
   *
   * Since: 0.1
   */
  properties[PROP_BLOCKING_THRESHOLD] =
      g_param_spec_double ("blocking-threshold", NULL, NULL, 0.0, INFINITY, DEFAULT_BLOCKING_THRESHOLD,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDispatcher:max-redeliveries: (getter get_max_redeliveries) (setter set_max_redeliveries)
   *
   * How often a message whose handler has failed is handled again; 0 means never.
   *
   * It needs the [enum@AckPolicy] `AFTER_HANDLER` and [property@Bot:receive-unread-messages]. A message whose handler
   * has failed is then not acknowledged, so the server sends it again after the next reconnection. A server that waits
   * for an acknowledgement for too long, 300 seconds, closes the connection itself.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_REDELIVERIES] =
      g_param_spec_uint ("max-redeliveries", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDispatcher:route-to-all: (getter get_route_to_all) (setter set_route_to_all)
   *
   * Whether an event goes to each router that the dispatcher includes, also after one of them has handled it.
   *
   * Within each of these routers, the first handler that matches gets the event all the same. This is how
   * python-trueconf-bot routes events.
   *
   * Since: 0.1
   */
  properties[PROP_ROUTE_TO_ALL] =
      g_param_spec_boolean ("route-to-all", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDispatcher:storage: (getter get_storage) (setter set_storage)
   *
   * Where dialogs are kept.
   *
   * If none is set, it is a [class@MemoryStorage], which forgets all dialogs when the program ends.
   *
   * Since: 0.1
   */
  properties[PROP_STORAGE] =
      g_param_spec_object ("storage", NULL, NULL, TRUECONF_TYPE_FSM_STORAGE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfDispatcher:fsm-strategy: (getter get_fsm_strategy) (setter set_fsm_strategy)
   *
   * Whom a dialog belongs to.
   *
   * Since: 0.1
   */
  properties[PROP_FSM_STRATEGY] = g_param_spec_enum (
      "fsm-strategy", NULL, NULL, TRUECONF_TYPE_FSM_STRATEGY, TRUECONF_FSM_STRATEGY_USER_IN_CHAT,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * TrueconfDispatcher::error:
   * @self: the dispatcher
   * @error: what went wrong
   * @event: (nullable): the event whose handler has failed
   *
   * Emitted when an operation that was started without a callback has failed, for example sending an answer, and when a
   * handler has failed: see [method@Context.fail].
   *
   * The error is logged as well.
   *
   * Since: 0.1
   */
  signals[SIGNAL_ERROR] = g_signal_new ("error", TRUECONF_TYPE_DISPATCHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 2, G_TYPE_ERROR, TRUECONF_TYPE_EVENT);
}

static void
trueconf_dispatcher_init (TrueconfDispatcher *self)
{
  trueconf_router_set_dispatcher (TRUECONF_ROUTER (self));
  self->blocking_threshold = DEFAULT_BLOCKING_THRESHOLD;
  self->questions = trueconf_questions_new (TRUECONF_ROUTER (self));
  self->fsm_strategy = TRUECONF_FSM_STRATEGY_USER_IN_CHAT;
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

/**
 * trueconf_dispatcher_get_blocking_threshold: (get-property blocking-threshold)
 * @self: a dispatcher
 *
 * Gets how long a handler may block the main loop before that is logged, in seconds.
 *
 * Returns: seconds; 0 or infinity if it is not logged
 *
 * Since: 0.1
 */
double
trueconf_dispatcher_get_blocking_threshold (TrueconfDispatcher *self)
{
  g_return_val_if_fail (TRUECONF_IS_DISPATCHER (self), 0);

  return self->blocking_threshold;
}

/**
 * trueconf_dispatcher_set_blocking_threshold: (set-property blocking-threshold)
 * @self: a dispatcher
 * @blocking_threshold: seconds; 0 or infinity switches it off
 *
 * Sets how long a handler may block the main loop before that is logged, in seconds.
 *
 * Since: 0.1
 */
void
trueconf_dispatcher_set_blocking_threshold (TrueconfDispatcher *self, double blocking_threshold)
{
  g_return_if_fail (TRUECONF_IS_DISPATCHER (self));
  /* not a number is refused as well */
  g_return_if_fail (blocking_threshold >= 0.0);

  if (!(self->blocking_threshold < blocking_threshold) && !(self->blocking_threshold > blocking_threshold))
    return;

  self->blocking_threshold = blocking_threshold;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BLOCKING_THRESHOLD]);
}

/**
 * trueconf_dispatcher_get_max_redeliveries: (get-property max-redeliveries)
 * @self: a dispatcher
 *
 * Gets how often a message whose handler has failed is handled again.
 *
 * Returns: how often; 0 means never
 *
 * Since: 0.1
 */
guint
trueconf_dispatcher_get_max_redeliveries (TrueconfDispatcher *self)
{
  g_return_val_if_fail (TRUECONF_IS_DISPATCHER (self), 0);

  return self->max_redeliveries;
}

/**
 * trueconf_dispatcher_set_max_redeliveries: (set-property max-redeliveries)
 * @self: a dispatcher
 * @max_redeliveries: how often; 0 means never
 *
 * Sets how often a message whose handler has failed is handled again.
 *
 * Since: 0.1
 */
void
trueconf_dispatcher_set_max_redeliveries (TrueconfDispatcher *self, guint max_redeliveries)
{
  g_return_if_fail (TRUECONF_IS_DISPATCHER (self));

  if (self->max_redeliveries == max_redeliveries)
    return;

  self->max_redeliveries = max_redeliveries;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_REDELIVERIES]);
}

/**
 * trueconf_dispatcher_get_route_to_all: (get-property route-to-all)
 * @self: a dispatcher
 *
 * Gets whether an event goes to each router that the dispatcher includes, also after one of them has handled it.
 *
 * Returns: `TRUE` if it does
 *
 * Since: 0.1
 */
gboolean
trueconf_dispatcher_get_route_to_all (TrueconfDispatcher *self)
{
  g_return_val_if_fail (TRUECONF_IS_DISPATCHER (self), FALSE);

  return self->route_to_all;
}

/**
 * trueconf_dispatcher_set_route_to_all: (set-property route-to-all)
 * @self: a dispatcher
 * @route_to_all: `TRUE` if it does
 *
 * Sets whether an event goes to each router that the dispatcher includes, also after one of them has handled it.
 *
 * Since: 0.1
 */
void
trueconf_dispatcher_set_route_to_all (TrueconfDispatcher *self, gboolean route_to_all)
{
  g_return_if_fail (TRUECONF_IS_DISPATCHER (self));

  route_to_all = !!route_to_all;
  if (self->route_to_all == route_to_all)
    return;

  self->route_to_all = route_to_all;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROUTE_TO_ALL]);
}

/**
 * trueconf_dispatcher_get_storage: (get-property storage)
 * @self: a dispatcher
 *
 * Gets where dialogs are kept.
 *
 * Returns: (transfer none): a storage
 *
 * Since: 0.1
 */
TrueconfFsmStorage *
trueconf_dispatcher_get_storage (TrueconfDispatcher *self)
{
  g_return_val_if_fail (TRUECONF_IS_DISPATCHER (self), NULL);

  if (self->storage == NULL)
    self->storage = TRUECONF_FSM_STORAGE (trueconf_memory_storage_new ());

  return self->storage;
}

/**
 * trueconf_dispatcher_set_storage: (set-property storage)
 * @self: a dispatcher
 * @storage: (nullable): a storage, or `NULL` for a new [class@MemoryStorage]
 *
 * Sets where dialogs are kept.
 *
 * Dialogs are not moved: those in the former storage are in no state for the events that come from now on.
 *
 * Since: 0.1
 */
void
trueconf_dispatcher_set_storage (TrueconfDispatcher *self, TrueconfFsmStorage *storage)
{
  g_return_if_fail (TRUECONF_IS_DISPATCHER (self));
  g_return_if_fail (storage == NULL || TRUECONF_IS_FSM_STORAGE (storage));

  if (g_set_object (&self->storage, storage))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORAGE]);
}

/**
 * trueconf_dispatcher_get_fsm_strategy: (get-property fsm-strategy)
 * @self: a dispatcher
 *
 * Gets whom a dialog belongs to.
 *
 * Returns: the strategy
 *
 * Since: 0.1
 */
TrueconfFsmStrategy
trueconf_dispatcher_get_fsm_strategy (TrueconfDispatcher *self)
{
  g_return_val_if_fail (TRUECONF_IS_DISPATCHER (self), TRUECONF_FSM_STRATEGY_UNKNOWN);

  return self->fsm_strategy;
}

/**
 * trueconf_dispatcher_set_fsm_strategy: (set-property fsm-strategy)
 * @self: a dispatcher
 * @fsm_strategy: the strategy
 *
 * Sets whom a dialog belongs to.
 *
 * Since: 0.1
 */
void
trueconf_dispatcher_set_fsm_strategy (TrueconfDispatcher *self, TrueconfFsmStrategy fsm_strategy)
{
  g_return_if_fail (TRUECONF_IS_DISPATCHER (self));
  g_return_if_fail (fsm_strategy >= TRUECONF_FSM_STRATEGY_USER_IN_CHAT &&
                    fsm_strategy <= TRUECONF_FSM_STRATEGY_GLOBAL_USER);

  if (self->fsm_strategy == fsm_strategy)
    return;

  self->fsm_strategy = fsm_strategy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FSM_STRATEGY]);
}

typedef struct
{
  TrueconfDispatcher *dispatcher;
  TrueconfContext *context; /* with a reference once the alarm was set */
  const TrueconfDispatchReports *reports;
  gpointer data;
  gboolean asked;
  TrueconfAlarm alarm;
  double timeout;
  gint64 threshold;
} TrueconfDispatch;

static void
handler_begin (TrueconfContext *context, gpointer data)
{
  TrueconfDispatch *dispatch = data;

  dispatch->reports->begin (context, dispatch->threshold, dispatch->data);
}

static void
handler_end (TrueconfContext *context, gpointer data)
{
  TrueconfDispatch *dispatch = data;

  dispatch->reports->end (context, dispatch->data);
}

static void
handler_failed (TrueconfContext *context, const GError *error, gpointer data)
{
  TrueconfDispatch *dispatch = data;
  g_autofree char *handler = trueconf_context_describe_handler (context);

  trueconf_log_event (G_LOG_LEVEL_WARNING, trueconf_context_get_event (context), "%s has failed: %s", handler,
                      error->message);
  trueconf_dispatcher_report_error (dispatch->dispatcher, error, trueconf_context_get_event (context));
}

static void
context_done (TrueconfContext *context, gpointer data)
{
  TrueconfDispatch *dispatch = data;

  trueconf_alarm_clear (&dispatch->alarm);
  dispatch->reports->done (trueconf_context_get_event (context), trueconf_context_has_failed (context),
                           dispatch->data);
  g_clear_object (&dispatch->context);
  g_object_unref (dispatch->dispatcher);
  g_free (dispatch);
}

static GPtrArray *
find_first (TrueconfEvent *event, gpointer data)
{
  TrueconfDispatch *dispatch = data;

  return trueconf_questions_find (dispatch->dispatcher->questions, event);
}

/* While the question waits, the chat goes on, and the handler is not overdue. */
static void
ask (TrueconfContext *context,
     TrueconfDraft *question,
     TrueconfFilter *filter,
     TrueconfDraft *retry,
     double timeout,
     GTask *task,
     gpointer data)
{
  TrueconfDispatch *dispatch = data;

  if (!dispatch->reports->asks (trueconf_context_get_event (context), dispatch->data))
    {
      trueconf_questions_refuse (task);
      return;
    }

  dispatch->asked = TRUE;
  trueconf_alarm_clear (&dispatch->alarm);
  trueconf_questions_ask (dispatch->dispatcher->questions, context, question, filter, retry, timeout, task);
}

static gboolean
cancel_questions (TrueconfEvent *event, gpointer data)
{
  TrueconfDispatch *dispatch = data;

  return trueconf_questions_cancel (dispatch->dispatcher->questions, event);
}

static TrueconfFsmStorage *
walk_get_storage (TrueconfFsmStrategy *strategy, gpointer data)
{
  TrueconfDispatch *dispatch = data;

  *strategy = dispatch->dispatcher->fsm_strategy;
  return trueconf_dispatcher_get_storage (dispatch->dispatcher);
}

static const TrueconfWalkReports walk_reports = {
  walk_get_storage, handler_begin,  handler_end,  find_first, ask,
  cancel_questions, handler_failed, context_done,
};

static void
overdue_cb (gpointer data)
{
  TrueconfDispatch *dispatch = data;
  g_autoptr (TrueconfContext) context = g_object_ref (dispatch->context);
  g_autofree char *handler = trueconf_context_describe_handler (context);
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (seconds, sizeof seconds, "%g", dispatch->timeout);
  trueconf_log_event (G_LOG_LEVEL_WARNING, trueconf_context_get_event (context),
                      "%s has held its event for more than %s s; the chat goes on without it", handler,
                      seconds);
  trueconf_context_cancel (context);
  /* what is cancelled may have ended the event at once */
  if (!trueconf_context_get_done (context))
    dispatch->reports->overdue (trueconf_context_get_event (context), dispatch->data);
}

/* Routes an event to its handler. `reports->done` may be called before this returns. */
void
trueconf_dispatcher_dispatch (TrueconfDispatcher *self,
                              TrueconfEvent *event,
                              const TrueconfDispatchReports *reports,
                              gpointer data)
{
  TrueconfDispatch *dispatch = g_new0 (TrueconfDispatch, 1);
  double timeout = self->handler_timeout;
  g_autoptr (TrueconfContext) context = NULL;

  dispatch->reports = reports;
  dispatch->data = data;
  dispatch->timeout = timeout;
  if (self->blocking_threshold < LONGEST)
    dispatch->threshold = (gint64) (self->blocking_threshold * G_USEC_PER_SEC);
  dispatch->dispatcher = g_object_ref (self);
  trueconf_questions_notice (self->questions, event);

  context = trueconf_walk_start (TRUECONF_ROUTER (self), event, self->route_to_all, &walk_reports, dispatch);
  if (!trueconf_context_get_done (context) && !dispatch->asked && timeout > 0.0 && timeout < LONGEST)
    {
      dispatch->context = g_object_ref (context);
      trueconf_alarm_set (&dispatch->alarm, g_main_context_get_thread_default (),
                          g_get_monotonic_time () + (gint64) (timeout * G_USEC_PER_SEC), overdue_cb,
                          dispatch);
    }
}

/* The bot stops: nobody will answer. */
void
trueconf_dispatcher_end_questions (TrueconfDispatcher *self, TrueconfBot *bot)
{
  trueconf_questions_end (self->questions, bot);
}

/* `event` is NULL for an error that has no event. */
void
trueconf_dispatcher_report_error (TrueconfDispatcher *self, const GError *error, TrueconfEvent *event)
{
  g_signal_emit (self, signals[SIGNAL_ERROR], 0, error, event);
}
