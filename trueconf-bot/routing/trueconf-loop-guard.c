/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-log-private.h"
#include "model/trueconf-event-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-loop-guard.h"
#include "routing/trueconf-recent-private.h"
#include "trueconf-protocol.h"

/**
 * TrueconfLoopGuard:
 *
 * Ends conversations between two bots that answer each other.
 *
 * The messages of each author to a chat are counted. More than [property@LoopGuard:max-messages] within
 * [property@LoopGuard:window] seconds are more than a person writes: they are blocked, and a warning is logged once until the
 * author has been silent for a window.
 *
 * Two bots of which one takes a second for each answer stay below the defaults. Where there may be such bots, set a longer window, for
 * example 100 messages within 600 seconds.
 *
 * Add it with [method@Router.add_outer_middleware].
 *
 * Since: 0.1
 */
struct _TrueconfLoopGuard
{
  TrueconfMiddleware parent_instance;

  guint max_messages;
  double window;
  TrueconfRecent *authors;
};

G_DEFINE_FINAL_TYPE (TrueconfLoopGuard, trueconf_loop_guard, TRUECONF_TYPE_MIDDLEWARE)

typedef enum
{
  PROP_MAX_MESSAGES = 1,
  PROP_WINDOW,
} TrueconfLoopGuardProperty;

static GParamSpec *properties[PROP_WINDOW + 1];

static void
trueconf_loop_guard_finalize (GObject *object)
{
  TrueconfLoopGuard *self = TRUECONF_LOOP_GUARD (object);

  trueconf_recent_free (self->authors);

  G_OBJECT_CLASS (trueconf_loop_guard_parent_class)->finalize (object);
}

static void
trueconf_loop_guard_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfLoopGuard *self = TRUECONF_LOOP_GUARD (object);

  switch ((TrueconfLoopGuardProperty) prop_id)
    {
    case PROP_MAX_MESSAGES:
      g_value_set_uint (value, trueconf_loop_guard_get_max_messages (self));
      break;

    case PROP_WINDOW:
      g_value_set_double (value, trueconf_loop_guard_get_window (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_loop_guard_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfLoopGuard *self = TRUECONF_LOOP_GUARD (object);

  switch ((TrueconfLoopGuardProperty) prop_id)
    {
    case PROP_MAX_MESSAGES:
      trueconf_loop_guard_set_max_messages (self, g_value_get_uint (value));
      break;

    case PROP_WINDOW:
      trueconf_loop_guard_set_window (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

typedef struct
{
  gint64 begin;
  gint64 last;
  guint n_messages;
  gboolean blocked;
} Count;

static void
trueconf_loop_guard_process (TrueconfMiddleware *middleware,
                             TrueconfEvent *event,
                             TrueconfContext *context,
                             TrueconfNext *next)
{
  TrueconfLoopGuard *self = TRUECONF_LOOP_GUARD (middleware);
  g_autofree char *author = trueconf_recent_make_key (event, FALSE);
  const char *chat = trueconf_event_get_chat_key (event);
  gint64 now = trueconf_recent_now ();
  double window = self->window * G_USEC_PER_SEC;
  g_autofree char *key = NULL;
  gboolean is_new;
  Count *count;

  if (!TRUECONF_IS_MESSAGE (event) || author == NULL)
    {
      trueconf_next_run (next);
      return;
    }

  key = g_strconcat (author, "\n", chat, NULL);
  count = trueconf_recent_get (self->authors, key, &is_new);
  if (is_new || (double) (now - (count->blocked ? count->last : count->begin)) >= window)
    {
      count->begin = now;
      count->n_messages = 0;
      count->blocked = FALSE;
    }

  count->last = now;
  if (count->n_messages < self->max_messages)
    {
      count->n_messages++;
      trueconf_next_run (next);
      return;
    }

  if (!count->blocked)
    {
      char seconds[G_ASCII_DTOSTR_BUF_SIZE];

      count->blocked = TRUE;
      g_ascii_formatd (seconds, sizeof seconds, "%g", self->window);
      trueconf_log_event (
          G_LOG_LEVEL_WARNING, event,
          "More than %u messages of %s within %s seconds look like two bots that answer each other; "
          "they are blocked until it has been silent for as long",
          self->max_messages, trueconf_event_get_actor_id (event), seconds);
    }
}

static void
trueconf_loop_guard_class_init (TrueconfLoopGuardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_loop_guard_finalize;
  object_class->get_property = trueconf_loop_guard_get_property;
  object_class->set_property = trueconf_loop_guard_set_property;
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_loop_guard_process;

  /**
   * TrueconfLoopGuard:max-messages: (getter get_max_messages) (setter set_max_messages)
   *
   * How many messages of an author are let through in a window.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_MESSAGES] = g_param_spec_uint ("max-messages", NULL, NULL, 1, G_MAXUINT, 20, flags);

  /**
   * TrueconfLoopGuard:window: (getter get_window) (setter set_window)
   *
   * The length of the window, in seconds.
   *
   * Since: 0.1
   */
  properties[PROP_WINDOW] = g_param_spec_double ("window", NULL, NULL, 0.0, G_MAXDOUBLE, 10.0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_loop_guard_init (TrueconfLoopGuard *self)
{
  self->max_messages = 20;
  self->window = 10.0;
  self->authors = trueconf_recent_new (sizeof (Count));
}

/**
 * trueconf_loop_guard_new:
 *
 * Creates a guard that lets twenty messages through in ten seconds.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfLoopGuard *
trueconf_loop_guard_new (void)
{
  return g_object_new (TRUECONF_TYPE_LOOP_GUARD, NULL);
}

/**
 * trueconf_loop_guard_get_max_messages: (get-property max-messages)
 * @self: a middleware
 *
 * Gets [property@LoopGuard:max-messages].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_loop_guard_get_max_messages (TrueconfLoopGuard *self)
{
  g_return_val_if_fail (TRUECONF_IS_LOOP_GUARD (self), 0);

  return self->max_messages;
}

/**
 * trueconf_loop_guard_set_max_messages: (set-property max-messages)
 * @self: a middleware
 * @max_messages: the value
 *
 * Sets [property@LoopGuard:max-messages].
 *
 * Since: 0.1
 */
void
trueconf_loop_guard_set_max_messages (TrueconfLoopGuard *self, guint max_messages)
{
  g_return_if_fail (TRUECONF_IS_LOOP_GUARD (self));
  g_return_if_fail (max_messages >= 1);

  if (self->max_messages == max_messages)
    return;

  self->max_messages = max_messages;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_MESSAGES]);
}

/**
 * trueconf_loop_guard_get_window: (get-property window)
 * @self: a middleware
 *
 * Gets [property@LoopGuard:window].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_loop_guard_get_window (TrueconfLoopGuard *self)
{
  g_return_val_if_fail (TRUECONF_IS_LOOP_GUARD (self), 0);

  return self->window;
}

/**
 * trueconf_loop_guard_set_window: (set-property window)
 * @self: a middleware
 * @window: the value
 *
 * Sets [property@LoopGuard:window].
 *
 * Since: 0.1
 */
void
trueconf_loop_guard_set_window (TrueconfLoopGuard *self, double window)
{
  g_return_if_fail (TRUECONF_IS_LOOP_GUARD (self));
  g_return_if_fail (window >= 0.0 && window <= G_MAXDOUBLE);

  if (!(self->window < window || self->window > window))
    return;

  self->window = window;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WINDOW]);
}
