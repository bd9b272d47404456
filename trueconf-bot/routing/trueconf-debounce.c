/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-callback-query-actions.h"
#include "model/trueconf-event-private.h"
#include "routing/trueconf-debounce.h"
#include "routing/trueconf-recent-private.h"

/**
 * TrueconfDebounce:
 *
 * Blocks repeated presses of one button.
 *
 * A press of the same button of the same message within [property@Debounce:interval] seconds is blocked, and answered as
 * complete if the server says how (see [property@CallbackQuery:command-id]). The server does not tell who has pressed a button,
 * so two users of a group who press it at the same time count as one.
 *
 * Add it with [method@Router.add_outer_middleware].
 *
 * Since: 0.1
 */
struct _TrueconfDebounce
{
  TrueconfMiddleware parent_instance;

  double interval;
  TrueconfRecent *presses;
};

G_DEFINE_FINAL_TYPE (TrueconfDebounce, trueconf_debounce, TRUECONF_TYPE_MIDDLEWARE)

typedef enum
{
  PROP_INTERVAL = 1,
} TrueconfDebounceProperty;

static GParamSpec *properties[PROP_INTERVAL + 1];

static void
trueconf_debounce_finalize (GObject *object)
{
  TrueconfDebounce *self = TRUECONF_DEBOUNCE (object);

  trueconf_recent_free (self->presses);

  G_OBJECT_CLASS (trueconf_debounce_parent_class)->finalize (object);
}

static void
trueconf_debounce_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfDebounce *self = TRUECONF_DEBOUNCE (object);

  switch ((TrueconfDebounceProperty) prop_id)
    {
    case PROP_INTERVAL:
      g_value_set_double (value, trueconf_debounce_get_interval (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_debounce_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfDebounce *self = TRUECONF_DEBOUNCE (object);

  switch ((TrueconfDebounceProperty) prop_id)
    {
    case PROP_INTERVAL:
      trueconf_debounce_set_interval (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static const char *
to_text (const char *text)
{
  return text != NULL ? text : "";
}

static char *
make_key (TrueconfCallbackQuery *query)
{
  TrueconfMessage *message = trueconf_callback_query_get_message (query);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *parts[] = {
    trueconf_event_get_chat_key (TRUECONF_EVENT (query)),
    message != NULL ? trueconf_message_get_message_id (message) : NULL,
    trueconf_callback_query_get_command (query),
    trueconf_callback_query_get_button_id (query),
    trueconf_callback_query_get_custom_data (query),
  };

  /* with the zero at the end, so that two parts cannot be read as others */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (sum, (const guchar *) to_text (parts[i]), (gssize) strlen (to_text (parts[i])) + 1);

  return g_strdup (g_checksum_get_string (sum));
}

static void
trueconf_debounce_process (TrueconfMiddleware *middleware,
                           TrueconfEvent *event,
                           TrueconfContext *context,
                           TrueconfNext *next)
{
  TrueconfDebounce *self = TRUECONF_DEBOUNCE (middleware);
  gint64 now = trueconf_recent_now ();
  TrueconfCallbackQuery *query;
  g_autofree char *key = NULL;
  gboolean is_new;
  gint64 *time;

  if (!TRUECONF_IS_CALLBACK_QUERY (event))
    {
      trueconf_next_run (next);
      return;
    }

  query = TRUECONF_CALLBACK_QUERY (event);
  key = make_key (query);
  time = trueconf_recent_get (self->presses, key, &is_new);
  if (is_new || (double) (now - *time) >= self->interval * G_USEC_PER_SEC)
    {
      *time = now;
      trueconf_next_run (next);
      return;
    }

  if (trueconf_callback_query_get_command_id (query) != NULL)
    {
      g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (NULL, TRUECONF_PARSE_MODE_TEXT);

      trueconf_draft_set_command_answer (draft, TRUECONF_COMMAND_ANSWER_COMPLETE);
      trueconf_callback_query_answer_async (query, draft, NULL, NULL, NULL);
    }
}

static void
trueconf_debounce_class_init (TrueconfDebounceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_debounce_finalize;
  object_class->get_property = trueconf_debounce_get_property;
  object_class->set_property = trueconf_debounce_set_property;
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_debounce_process;

  /**
   * TrueconfDebounce:interval: (getter get_interval) (setter set_interval)
   *
   * For how many seconds presses after one that was let through are blocked.
   *
   * Since: 0.1
   */
  properties[PROP_INTERVAL] = g_param_spec_double ("interval", NULL, NULL, 0.0, G_MAXDOUBLE, 1.0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_debounce_init (TrueconfDebounce *self)
{
  self->interval = 1.0;
  self->presses = trueconf_recent_new (sizeof (gint64));
}

/**
 * trueconf_debounce_new:
 *
 * Creates a debounce of one second.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfDebounce *
trueconf_debounce_new (void)
{
  return g_object_new (TRUECONF_TYPE_DEBOUNCE, NULL);
}

/**
 * trueconf_debounce_get_interval: (get-property interval)
 * @self: a middleware
 *
 * Gets [property@Debounce:interval].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_debounce_get_interval (TrueconfDebounce *self)
{
  g_return_val_if_fail (TRUECONF_IS_DEBOUNCE (self), 0);

  return self->interval;
}

/**
 * trueconf_debounce_set_interval: (set-property interval)
 * @self: a middleware
 * @interval: the value
 *
 * Sets [property@Debounce:interval].
 *
 * Since: 0.1
 */
void
trueconf_debounce_set_interval (TrueconfDebounce *self, double interval)
{
  g_return_if_fail (TRUECONF_IS_DEBOUNCE (self));
  g_return_if_fail (interval >= 0.0 && interval <= G_MAXDOUBLE);

  if (!(self->interval < interval || self->interval > interval))
    return;

  self->interval = interval;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERVAL]);
}
