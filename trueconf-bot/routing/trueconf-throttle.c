/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-throttle.h"
#include "routing/trueconf-recent-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfThrottle:
 *
 * Limits how many events a user, or a chat, may cause.
 *
 * Each user has a bucket with [property@Throttle:burst] tokens, which fills again at [property@Throttle:rate] tokens per second. An
 * event takes a token; without one it is blocked, and its author gets [property@Throttle:notice], once until the bucket is full
 * again. Events whose author the server does not tell, such as pressed buttons, are counted for their chat.
 *
 * At most 10000 users are remembered; the one that has been silent for longest is forgotten first.
 *
 * Add it with [method@Router.add_outer_middleware].
 *
 * Since: 0.1
 */
struct _TrueconfThrottle
{
  TrueconfMiddleware parent_instance;

  double rate;
  guint burst;
  gboolean per_chat;
  char *notice;
  TrueconfRecent *buckets;
};

G_DEFINE_FINAL_TYPE (TrueconfThrottle, trueconf_throttle, TRUECONF_TYPE_MIDDLEWARE)

typedef enum
{
  PROP_RATE = 1,
  PROP_BURST,
  PROP_PER_CHAT,
  PROP_NOTICE,
} TrueconfThrottleProperty;

static GParamSpec *properties[PROP_NOTICE + 1];

static void
trueconf_throttle_finalize (GObject *object)
{
  TrueconfThrottle *self = TRUECONF_THROTTLE (object);

  g_free (self->notice);
  trueconf_recent_free (self->buckets);

  G_OBJECT_CLASS (trueconf_throttle_parent_class)->finalize (object);
}

static void
trueconf_throttle_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfThrottle *self = TRUECONF_THROTTLE (object);

  switch ((TrueconfThrottleProperty) prop_id)
    {
    case PROP_RATE:
      g_value_set_double (value, trueconf_throttle_get_rate (self));
      break;

    case PROP_BURST:
      g_value_set_uint (value, trueconf_throttle_get_burst (self));
      break;

    case PROP_PER_CHAT:
      g_value_set_boolean (value, trueconf_throttle_get_per_chat (self));
      break;

    case PROP_NOTICE:
      g_value_set_string (value, trueconf_throttle_get_notice (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_throttle_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfThrottle *self = TRUECONF_THROTTLE (object);

  switch ((TrueconfThrottleProperty) prop_id)
    {
    case PROP_RATE:
      trueconf_throttle_set_rate (self, g_value_get_double (value));
      break;

    case PROP_BURST:
      trueconf_throttle_set_burst (self, g_value_get_uint (value));
      break;

    case PROP_PER_CHAT:
      trueconf_throttle_set_per_chat (self, g_value_get_boolean (value));
      break;

    case PROP_NOTICE:
      trueconf_throttle_set_notice (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

typedef struct
{
  double tokens;
  gint64 time;
  gboolean told;
} Bucket;

static void
trueconf_throttle_process (TrueconfMiddleware *middleware,
                           TrueconfEvent *event,
                           TrueconfContext *context,
                           TrueconfNext *next)
{
  TrueconfThrottle *self = TRUECONF_THROTTLE (middleware);
  g_autofree char *key = trueconf_recent_make_key (event, self->per_chat);
  gint64 now = trueconf_recent_now ();
  gboolean is_new;
  Bucket *bucket;

  if (key == NULL)
    {
      trueconf_next_run (next);
      return;
    }

  bucket = trueconf_recent_get (self->buckets, key, &is_new);
  if (is_new)
    bucket->tokens = self->burst;
  else
    bucket->tokens += (double) (now - bucket->time) / G_USEC_PER_SEC * self->rate;
  bucket->time = now;
  if (bucket->tokens >= self->burst)
    {
      bucket->tokens = self->burst;
      bucket->told = FALSE;
    }

  if (bucket->tokens >= 1)
    {
      bucket->tokens -= 1;
      trueconf_next_run (next);
      return;
    }

  if (!bucket->told)
    {
      bucket->told = TRUE;
      trueconf_recent_send_notice (event, self->notice);
    }
}

static void
trueconf_throttle_class_init (TrueconfThrottleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_throttle_finalize;
  object_class->get_property = trueconf_throttle_get_property;
  object_class->set_property = trueconf_throttle_set_property;
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_throttle_process;

  /**
   * TrueconfThrottle:rate: (getter get_rate) (setter set_rate)
   *
   * How many events are let through per second in the long run; 0: none after the burst.
   *
   * Since: 0.1
   */
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 0.0, G_MAXDOUBLE, 1.0, flags);

  /**
   * TrueconfThrottle:burst: (getter get_burst) (setter set_burst)
   *
   * How many events may come at once.
   *
   * Since: 0.1
   */
  properties[PROP_BURST] = g_param_spec_uint ("burst", NULL, NULL, 1, G_MAXUINT, 5, flags);

  /**
   * TrueconfThrottle:per-chat: (getter get_per_chat) (setter set_per_chat)
   *
   * Whether the events of a chat are counted together, whoever has caused them.
   *
   * Since: 0.1
   */
  properties[PROP_PER_CHAT] = g_param_spec_boolean ("per-chat", NULL, NULL, FALSE, flags);

  /**
   * TrueconfThrottle:notice: (getter get_notice) (setter set_notice)
   *
   * What the first message that is blocked is answered, or `NULL` for nothing.
   *
   * Since: 0.1
   */
  properties[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_throttle_init (TrueconfThrottle *self)
{
  self->rate = 1.0;
  self->burst = 5;
  self->buckets = trueconf_recent_new (sizeof (Bucket));
}

/**
 * trueconf_throttle_new:
 *
 * Creates a throttle of one event per second and five at once.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfThrottle *
trueconf_throttle_new (void)
{
  return g_object_new (TRUECONF_TYPE_THROTTLE, NULL);
}

/**
 * trueconf_throttle_get_rate: (get-property rate)
 * @self: a middleware
 *
 * Gets [property@Throttle:rate].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_throttle_get_rate (TrueconfThrottle *self)
{
  g_return_val_if_fail (TRUECONF_IS_THROTTLE (self), 0);

  return self->rate;
}

/**
 * trueconf_throttle_set_rate: (set-property rate)
 * @self: a middleware
 * @rate: the value
 *
 * Sets [property@Throttle:rate].
 *
 * Since: 0.1
 */
void
trueconf_throttle_set_rate (TrueconfThrottle *self, double rate)
{
  g_return_if_fail (TRUECONF_IS_THROTTLE (self));
  g_return_if_fail (rate >= 0.0 && rate <= G_MAXDOUBLE);

  if (!(self->rate < rate || self->rate > rate))
    return;

  self->rate = rate;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
}

/**
 * trueconf_throttle_get_burst: (get-property burst)
 * @self: a middleware
 *
 * Gets [property@Throttle:burst].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_throttle_get_burst (TrueconfThrottle *self)
{
  g_return_val_if_fail (TRUECONF_IS_THROTTLE (self), 0);

  return self->burst;
}

/**
 * trueconf_throttle_set_burst: (set-property burst)
 * @self: a middleware
 * @burst: the value
 *
 * Sets [property@Throttle:burst].
 *
 * Since: 0.1
 */
void
trueconf_throttle_set_burst (TrueconfThrottle *self, guint burst)
{
  g_return_if_fail (TRUECONF_IS_THROTTLE (self));
  g_return_if_fail (burst >= 1);

  if (self->burst == burst)
    return;

  self->burst = burst;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BURST]);
}

/**
 * trueconf_throttle_get_per_chat: (get-property per-chat)
 * @self: a middleware
 *
 * Gets [property@Throttle:per-chat].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_throttle_get_per_chat (TrueconfThrottle *self)
{
  g_return_val_if_fail (TRUECONF_IS_THROTTLE (self), FALSE);

  return self->per_chat;
}

/**
 * trueconf_throttle_set_per_chat: (set-property per-chat)
 * @self: a middleware
 * @per_chat: the value
 *
 * Sets [property@Throttle:per-chat].
 *
 * Since: 0.1
 */
void
trueconf_throttle_set_per_chat (TrueconfThrottle *self, gboolean per_chat)
{
  g_return_if_fail (TRUECONF_IS_THROTTLE (self));

  per_chat = per_chat != FALSE;
  if (self->per_chat == per_chat)
    return;

  self->per_chat = per_chat;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PER_CHAT]);
}

/**
 * trueconf_throttle_get_notice: (get-property notice)
 * @self: a middleware
 *
 * Gets [property@Throttle:notice].
 *
 * Returns: (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_throttle_get_notice (TrueconfThrottle *self)
{
  g_return_val_if_fail (TRUECONF_IS_THROTTLE (self), NULL);

  return self->notice;
}

/**
 * trueconf_throttle_set_notice: (set-property notice)
 * @self: a middleware
 * @notice: (nullable): the value
 *
 * Sets [property@Throttle:notice].
 *
 * Since: 0.1
 */
void
trueconf_throttle_set_notice (TrueconfThrottle *self, const char *notice)
{
  g_return_if_fail (TRUECONF_IS_THROTTLE (self));

  if (trueconf_set_string (&self->notice, notice))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}
