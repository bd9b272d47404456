/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "routing/trueconf-activity-middleware.h"
#include "trueconf-alarm-private.h"
#include "trueconf-enum-types.h"

/**
 * TrueconfActivityMiddleware:
 *
 * Shows in the chat of an event that the bot is typing, for as long as its handler works.
 *
 * That includes what a handler does asynchronously, until it releases its context ([method@Context.hold]). Handlers that are
 * faster than [property@ActivityMiddleware:delay] show nothing. Events without a chat go on as they are.
 *
 * What is shown, and how often, is described for [class@Activity].
 *
 * Add it with [method@Router.add_inner_middleware]: then nothing is shown for events that no handler was found for.
 *
 * Since: 0.1
 */
struct _TrueconfActivityMiddleware
{
  TrueconfMiddleware parent_instance;

  TrueconfChatActivity activity;
  double delay;
};

G_DEFINE_FINAL_TYPE (TrueconfActivityMiddleware, trueconf_activity_middleware, TRUECONF_TYPE_MIDDLEWARE)

#define DEFAULT_DELAY 0.5

/* In seconds, more than 10,000 years; whatever is longer is never. */
#define LONGEST_DELAY 1e12

typedef enum
{
  PROP_ACTIVITY = 1,
  PROP_DELAY,
} TrueconfActivityMiddlewareProperty;

static GParamSpec *properties[PROP_DELAY + 1];

/* A handler at work. */
typedef struct
{
  TrueconfEvent *event;
  TrueconfChatActivity kind;
  TrueconfAlarm alarm; /* until it is shown */
  GObject *activity;   /* while it is shown */
} Work;

static void
alarm_cb (gpointer data)
{
  Work *work = data;

  work->activity = trueconf_event_begin_activity (work->event, work->kind);
}

static void
back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;

  /* an error of the handler is the walk's */
  trueconf_next_run_finish (TRUECONF_NEXT (source), result, NULL);
  trueconf_alarm_clear (&work->alarm);
  g_clear_object (&work->activity);
  g_object_unref (work->event);
  g_free (work);
}

static void
trueconf_activity_middleware_process (TrueconfMiddleware *middleware,
                                      TrueconfEvent *event,
                                      TrueconfContext *context,
                                      TrueconfNext *next)
{
  TrueconfActivityMiddleware *self = TRUECONF_ACTIVITY_MIDDLEWARE (middleware);
  Work *work;

  if (trueconf_event_get_chat_key (event) == NULL)
    {
      trueconf_next_run (next);
      return;
    }

  work = g_new0 (Work, 1);
  work->event = g_object_ref (event);
  work->kind = self->activity;
  if (!(self->delay > 0))
    work->activity = trueconf_event_begin_activity (event, self->activity);
  else if (self->delay < LONGEST_DELAY)
    trueconf_alarm_set (&work->alarm, g_main_context_get_thread_default (),
                        g_get_monotonic_time () + (gint64) (self->delay * G_USEC_PER_SEC), alarm_cb, work);
  trueconf_next_run_async (next, NULL, back_cb, work);
}

static void
trueconf_activity_middleware_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfActivityMiddleware *self = TRUECONF_ACTIVITY_MIDDLEWARE (object);

  switch ((TrueconfActivityMiddlewareProperty) prop_id)
    {
    case PROP_ACTIVITY:
      g_value_set_enum (value, (int) trueconf_activity_middleware_get_activity (self));
      break;

    case PROP_DELAY:
      g_value_set_double (value, trueconf_activity_middleware_get_delay (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_activity_middleware_set_property (GObject *object,
                                           guint prop_id,
                                           const GValue *value,
                                           GParamSpec *pspec)
{
  TrueconfActivityMiddleware *self = TRUECONF_ACTIVITY_MIDDLEWARE (object);

  switch ((TrueconfActivityMiddlewareProperty) prop_id)
    {
    case PROP_ACTIVITY:
      trueconf_activity_middleware_set_activity (self, (TrueconfChatActivity) g_value_get_enum (value));
      break;

    case PROP_DELAY:
      trueconf_activity_middleware_set_delay (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_activity_middleware_class_init (TrueconfActivityMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = trueconf_activity_middleware_get_property;
  object_class->set_property = trueconf_activity_middleware_set_property;
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_activity_middleware_process;

  /**
   * TrueconfActivityMiddleware:activity: (getter get_activity) (setter set_activity)
   *
   * What is shown.
   *
   * Since: 0.1
   */
  properties[PROP_ACTIVITY] = g_param_spec_enum ("activity", NULL, NULL, TRUECONF_TYPE_CHAT_ACTIVITY,
                                                 TRUECONF_CHAT_ACTIVITY_TYPING, flags);

  /**
   * TrueconfActivityMiddleware:delay: (getter get_delay) (setter set_delay)
   *
   * How long a handler works before anything is shown, in seconds.
   *
   * Since: 0.1
   */
  properties[PROP_DELAY] = g_param_spec_double ("delay", NULL, NULL, 0, G_MAXDOUBLE, DEFAULT_DELAY, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_activity_middleware_init (TrueconfActivityMiddleware *self)
{
  self->activity = TRUECONF_CHAT_ACTIVITY_TYPING;
  self->delay = DEFAULT_DELAY;
}

/**
 * trueconf_activity_middleware_new:
 *
 * Creates a middleware that shows that the bot is typing.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfActivityMiddleware *
trueconf_activity_middleware_new (void)
{
  return g_object_new (TRUECONF_TYPE_ACTIVITY_MIDDLEWARE, NULL);
}

/**
 * trueconf_activity_middleware_get_activity: (get-property activity)
 * @self: a middleware
 *
 * Gets [property@ActivityMiddleware:activity].
 *
 * Returns: the kind of activity
 *
 * Since: 0.1
 */
TrueconfChatActivity
trueconf_activity_middleware_get_activity (TrueconfActivityMiddleware *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACTIVITY_MIDDLEWARE (self), TRUECONF_CHAT_ACTIVITY_UNKNOWN);

  return self->activity;
}

/**
 * trueconf_activity_middleware_set_activity: (set-property activity)
 * @self: a middleware
 * @activity: the kind of activity, but not `TRUECONF_CHAT_ACTIVITY_UNKNOWN`
 *
 * Sets [property@ActivityMiddleware:activity].
 *
 * Since: 0.1
 */
void
trueconf_activity_middleware_set_activity (TrueconfActivityMiddleware *self, TrueconfChatActivity activity)
{
  g_return_if_fail (TRUECONF_IS_ACTIVITY_MIDDLEWARE (self));
  g_return_if_fail (activity > TRUECONF_CHAT_ACTIVITY_UNKNOWN &&
                    activity <= TRUECONF_CHAT_ACTIVITY_UPLOADING_FILE);

  if (self->activity == activity)
    return;

  self->activity = activity;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVITY]);
}

/**
 * trueconf_activity_middleware_get_delay: (get-property delay)
 * @self: a middleware
 *
 * Gets [property@ActivityMiddleware:delay].
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
trueconf_activity_middleware_get_delay (TrueconfActivityMiddleware *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACTIVITY_MIDDLEWARE (self), 0);

  return self->delay;
}

/**
 * trueconf_activity_middleware_set_delay: (set-property delay)
 * @self: a middleware
 * @delay: seconds
 *
 * Sets [property@ActivityMiddleware:delay].
 *
 * Since: 0.1
 */
void
trueconf_activity_middleware_set_delay (TrueconfActivityMiddleware *self, double delay)
{
  g_return_if_fail (TRUECONF_IS_ACTIVITY_MIDDLEWARE (self));
  g_return_if_fail (delay >= 0 && delay <= G_MAXDOUBLE);

  if (!(self->delay < delay || self->delay > delay))
    return;

  self->delay = delay;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DELAY]);
}
