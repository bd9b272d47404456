/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-event-private.h"
#include "routing/trueconf-deduplicator.h"
#include "routing/trueconf-recent-private.h"
#include "trueconf-protocol.h"

/**
 * TrueconfDeduplicator:
 *
 * Blocks a text that the same user has just sent to the same chat.
 *
 * Only text messages are looked at. At most 10000 texts are remembered, as check sums.
 *
 * Add it with [method@Router.add_outer_middleware].
 *
 * Since: 0.1
 */
struct _TrueconfDeduplicator
{
  TrueconfMiddleware parent_instance;

  double interval;
  TrueconfRecent *texts;
};

G_DEFINE_FINAL_TYPE (TrueconfDeduplicator, trueconf_deduplicator, TRUECONF_TYPE_MIDDLEWARE)

typedef enum
{
  PROP_INTERVAL = 1,
} TrueconfDeduplicatorProperty;

static GParamSpec *properties[PROP_INTERVAL + 1];

static void
trueconf_deduplicator_finalize (GObject *object)
{
  TrueconfDeduplicator *self = TRUECONF_DEDUPLICATOR (object);

  trueconf_recent_free (self->texts);

  G_OBJECT_CLASS (trueconf_deduplicator_parent_class)->finalize (object);
}

static void
trueconf_deduplicator_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfDeduplicator *self = TRUECONF_DEDUPLICATOR (object);

  switch ((TrueconfDeduplicatorProperty) prop_id)
    {
    case PROP_INTERVAL:
      g_value_set_double (value, trueconf_deduplicator_get_interval (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_deduplicator_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfDeduplicator *self = TRUECONF_DEDUPLICATOR (object);

  switch ((TrueconfDeduplicatorProperty) prop_id)
    {
    case PROP_INTERVAL:
      trueconf_deduplicator_set_interval (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_deduplicator_process (TrueconfMiddleware *middleware,
                               TrueconfEvent *event,
                               TrueconfContext *context,
                               TrueconfNext *next)
{
  TrueconfDeduplicator *self = TRUECONF_DEDUPLICATOR (middleware);
  const char *text =
      TRUECONF_IS_MESSAGE (event) ? trueconf_message_get_text (TRUECONF_MESSAGE (event)) : NULL;
  g_autofree char *author = trueconf_recent_make_key (event, FALSE);
  gint64 now = trueconf_recent_now ();
  g_autoptr (GChecksum) sum = NULL;
  const char *chat;
  gboolean is_new;
  gint64 *time;

  if (text == NULL || author == NULL)
    {
      trueconf_next_run (next);
      return;
    }

  sum = g_checksum_new (G_CHECKSUM_SHA256);
  chat = trueconf_event_get_chat_key (event);
  g_checksum_update (sum, (const guchar *) author, (gssize) strlen (author) + 1);
  if (chat != NULL)
    g_checksum_update (sum, (const guchar *) chat, (gssize) strlen (chat) + 1);
  g_checksum_update (sum, (const guchar *) text, -1);
  time = trueconf_recent_get (self->texts, g_checksum_get_string (sum), &is_new);
  if (is_new || (double) (now - *time) >= self->interval * G_USEC_PER_SEC)
    {
      *time = now;
      trueconf_next_run (next);
    }
}

static void
trueconf_deduplicator_class_init (TrueconfDeduplicatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_deduplicator_finalize;
  object_class->get_property = trueconf_deduplicator_get_property;
  object_class->set_property = trueconf_deduplicator_set_property;
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_deduplicator_process;

  /**
   * TrueconfDeduplicator:interval: (getter get_interval) (setter set_interval)
   *
   * For how many seconds the same text is blocked.
   *
   * Since: 0.1
   */
  properties[PROP_INTERVAL] = g_param_spec_double ("interval", NULL, NULL, 0.0, G_MAXDOUBLE, 5.0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_deduplicator_init (TrueconfDeduplicator *self)
{
  self->interval = 5.0;
  self->texts = trueconf_recent_new (sizeof (gint64));
}

/**
 * trueconf_deduplicator_new:
 *
 * Creates a deduplicator of five seconds.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfDeduplicator *
trueconf_deduplicator_new (void)
{
  return g_object_new (TRUECONF_TYPE_DEDUPLICATOR, NULL);
}

/**
 * trueconf_deduplicator_get_interval: (get-property interval)
 * @self: a middleware
 *
 * Gets [property@Deduplicator:interval].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_deduplicator_get_interval (TrueconfDeduplicator *self)
{
  g_return_val_if_fail (TRUECONF_IS_DEDUPLICATOR (self), 0);

  return self->interval;
}

/**
 * trueconf_deduplicator_set_interval: (set-property interval)
 * @self: a middleware
 * @interval: the value
 *
 * Sets [property@Deduplicator:interval].
 *
 * Since: 0.1
 */
void
trueconf_deduplicator_set_interval (TrueconfDeduplicator *self, double interval)
{
  g_return_if_fail (TRUECONF_IS_DEDUPLICATOR (self));
  g_return_if_fail (interval >= 0.0 && interval <= G_MAXDOUBLE);

  if (!(self->interval < interval || self->interval > interval))
    return;

  self->interval = interval;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERVAL]);
}
