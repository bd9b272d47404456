/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-event-private.h"

/**
 * TrueconfEvent:
 *
 * An event that a server sent to a bot.
 *
 * The kinds of events have classes of their own, for example [class@Message]. An event that the library does not
 * know is a [class@Update].
 *
 * Events never change, and can be passed between threads. But [property@Event:bot] and functions that send
 * something are only for the main context of the bot, see [Threads and the main loop](threads.html).
 *
 * Since: 0.1
 */

typedef struct
{
  TrueconfBotHandle *bot;
  char *method;
  char *chat_key;
  TrueconfRaw raw;
  gint serial; /* 0: nobody has asked yet */
} TrueconfEventPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TrueconfEvent, trueconf_event, G_TYPE_OBJECT)

typedef enum
{
  PROP_BOT = 1,
  PROP_METHOD,
  PROP_EVENT_TYPE,
  PROP_RAW,
  PROP_SERIAL,
} TrueconfEventProperty;

static GParamSpec *properties[PROP_SERIAL + 1];

static void
trueconf_event_finalize (GObject *object)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (TRUECONF_EVENT (object));

  g_clear_pointer (&priv->bot, trueconf_bot_handle_unref);
  g_clear_pointer (&priv->method, g_free);
  g_clear_pointer (&priv->chat_key, g_free);
  trueconf_raw_clear (&priv->raw);

  G_OBJECT_CLASS (trueconf_event_parent_class)->finalize (object);
}

static void
trueconf_event_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfEvent *self = TRUECONF_EVENT (object);

  switch ((TrueconfEventProperty) prop_id)
    {
    case PROP_BOT:
      g_value_set_object (value, trueconf_event_get_bot (self));
      break;

    case PROP_METHOD:
      g_value_set_string (value, trueconf_event_get_method (self));
      break;

    case PROP_EVENT_TYPE:
      g_value_set_enum (value, trueconf_event_get_event_type (self));
      break;

    case PROP_RAW:
      g_value_set_boxed (value, trueconf_event_get_raw (self));
      break;

    case PROP_SERIAL:
      g_value_set_uint (value, trueconf_event_get_serial (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_event_class_init (TrueconfEventClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_event_finalize;
  object_class->get_property = trueconf_event_get_property;

  /**
   * TrueconfEvent:bot: (getter get_bot)
   *
   * The bot that received the event, or `NULL` once it is gone. An event does not keep its bot alive.
   *
   * Since: 0.1
   */
  properties[PROP_BOT] =
      g_param_spec_object ("bot", NULL, NULL, trueconf_bot_handle_get_bot_type (),
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfEvent:method: (getter get_method)
   *
   * The name of the event in TrueConf's protocol, for example `sendMessage`.
   *
   * Since: 0.1
   */
  properties[PROP_METHOD] = g_param_spec_string (
      "method", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfEvent:event-type: (getter get_event_type)
   *
   * The kind of event, which corresponds to its class.
   *
   * Since: 0.1
   */
  properties[PROP_EVENT_TYPE] =
      g_param_spec_enum ("event-type", NULL, NULL, TRUECONF_TYPE_EVENT_TYPE, TRUECONF_EVENT_TYPE_UPDATE,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfEvent:raw: (getter get_raw)
   *
   * The event as the server sent it, as immutable JSON. [method@Event.get_raw] says what it costs.
   *
   * Since: 0.1
   */
  properties[PROP_RAW] = g_param_spec_boxed (
      "raw", NULL, NULL, JSON_TYPE_NODE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfEvent:serial: (getter get_serial)
   *
   * A number by which logs can tell what belongs to the event. No other event of the process has it.
   *
   * Since: 0.1
   */
  properties[PROP_SERIAL] =
      g_param_spec_uint ("serial", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_event_init (TrueconfEvent *self)
{
}

void
trueconf_event_set_method (TrueconfEvent *self, const char *method)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  g_free (priv->method);
  priv->method = g_strdup (method);
}

void
trueconf_event_take_chat_key (TrueconfEvent *self, char *chat_key)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  g_free (priv->chat_key);
  priv->chat_key = chat_key;
}

/* Returns the chat that the event belongs to, or NULL. */
const char *
trueconf_event_get_chat_key (TrueconfEvent *self)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  return priv->chat_key;
}

TrueconfRaw *
trueconf_event_get_raw_source (TrueconfEvent *self)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  return &priv->raw;
}

/* Called in the bot's thread, before the event is visible to anybody else. */
void
trueconf_event_set_handle (TrueconfEvent *self, TrueconfBotHandle *bot)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  g_clear_pointer (&priv->bot, trueconf_bot_handle_unref);
  priv->bot = trueconf_bot_handle_ref (bot);
}

/* Returns NULL if the event did not come from a server. */
TrueconfBotHandle *
trueconf_event_get_handle (TrueconfEvent *self)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  return priv->bot;
}

/**
 * trueconf_event_get_bot: (get-property bot)
 * @self: an event
 *
 * Gets the bot that received the event.
 *
 * An event does not keep its bot alive. Once the bot is gone, the functions of the event fail with
 * `TRUECONF_ERROR_NOT_CONNECTED`.
 *
 * Returns: (transfer none) (nullable): the bot, or `NULL` if it is gone or the event did not come from a server
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_event_get_bot (TrueconfEvent *self)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_EVENT (self), NULL);

  return priv->bot != NULL ? trueconf_bot_handle_get_bot (priv->bot) : NULL;
}

/**
 * trueconf_event_get_method: (get-property method)
 * @self: an event
 *
 * Gets the name of the event in TrueConf's protocol, for example `sendMessage`.
 *
 * Returns: (transfer none) (nullable): the name
 *
 * Since: 0.1
 */
const char *
trueconf_event_get_method (TrueconfEvent *self)
{
  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_EVENT (self), NULL);

  return priv->method;
}

/**
 * trueconf_event_get_raw: (get-property raw)
 * @self: an event
 *
 * Gets the event as the server sent it, as immutable JSON.
 *
 * It is parsed when this is called for the first time, and then kept as long as the event. Each value in it takes some 80 bytes: an
 * array of numbers can be fifty times as large as its text. Until then only the text is kept.
 *
 * Returns: (transfer none) (nullable): the JSON
 *
 * Since: 0.1
 */
JsonNode *
trueconf_event_get_raw (TrueconfEvent *self)
{
  g_return_val_if_fail (TRUECONF_IS_EVENT (self), NULL);

  return trueconf_raw_get_node (trueconf_event_get_raw_source (self));
}

/**
 * trueconf_event_get_serial: (get-property serial)
 * @self: an event
 *
 * Gets a number by which logs can tell what belongs to the event.
 *
 * An event gets its number when somebody asks for it. A [class@OutgoingRequest] names the event that it answers.
 *
 * Returns: a number from 1 on, which no other event of the process has
 *
 * Since: 0.1
 */
guint
trueconf_event_get_serial (TrueconfEvent *self)
{
  static gint last = 0;

  TrueconfEventPrivate *priv = trueconf_event_get_instance_private (self);

  g_return_val_if_fail (TRUECONF_IS_EVENT (self), 0);

  /* events are shared by threads */
  if (g_atomic_int_get (&priv->serial) == 0)
    g_atomic_int_compare_and_exchange (&priv->serial, 0, g_atomic_int_add (&last, 1) + 1);

  return (guint) g_atomic_int_get (&priv->serial);
}
