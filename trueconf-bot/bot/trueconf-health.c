/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <json-glib/json-glib.h>

#include "bot/trueconf-health-private.h"
#include "transport/trueconf-settings-private.h"
#include "wire/trueconf-json-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-error.h"

/**
 * TrueconfHealth:
 *
 * The state of a bot at one moment.
 *
 * It is emitted by [signal@Bot::status-changed], and returned by [method@Bot.health_check]. It never changes.
 *
 * Since: 0.1
 */
struct _TrueconfHealth
{
  GObject parent_instance;

  TrueconfStatus status;
  char *user_id;
  char *server;
  guint port;
  gboolean https;
  GDateTime *timestamp;
  GError *error;
};

G_DEFINE_FINAL_TYPE (TrueconfHealth, trueconf_health, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATUS = 1,
  PROP_WEBSOCKET_CONNECTED,
  PROP_AUTHORIZED,
  PROP_USER_ID,
  PROP_SERVER,
  PROP_PORT,
  PROP_PROTOCOL,
  PROP_TIMESTAMP,
  PROP_ERROR,
  PROP_CAUSE,
} TrueconfHealthProperty;

static GParamSpec *properties[PROP_CAUSE + 1];

static void
trueconf_health_finalize (GObject *object)
{
  TrueconfHealth *self = TRUECONF_HEALTH (object);

  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->timestamp, g_date_time_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (trueconf_health_parent_class)->finalize (object);
}

static void
trueconf_health_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfHealth *self = TRUECONF_HEALTH (object);

  switch ((TrueconfHealthProperty) prop_id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, trueconf_health_get_status (self));
      break;

    case PROP_WEBSOCKET_CONNECTED:
      g_value_set_boolean (value, trueconf_health_get_websocket_connected (self));
      break;

    case PROP_AUTHORIZED:
      g_value_set_boolean (value, trueconf_health_get_authorized (self));
      break;

    case PROP_USER_ID:
      g_value_set_string (value, trueconf_health_get_user_id (self));
      break;

    case PROP_SERVER:
      g_value_set_string (value, trueconf_health_get_server (self));
      break;

    case PROP_PORT:
      g_value_set_uint (value, trueconf_health_get_port (self));
      break;

    case PROP_PROTOCOL:
      g_value_set_string (value, trueconf_health_get_protocol (self));
      break;

    case PROP_TIMESTAMP:
      g_value_set_boxed (value, trueconf_health_get_timestamp (self));
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, trueconf_health_get_error (self));
      break;

    case PROP_CAUSE:
      g_value_set_enum (value, trueconf_health_get_cause (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_health_class_init (TrueconfHealthClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_health_finalize;
  object_class->get_property = trueconf_health_get_property;

  /**
   * TrueconfHealth:status: (getter get_status)
   *
   * The state of the connection.
   *
   * Since: 0.1
   */
  properties[PROP_STATUS] =
      g_param_spec_enum ("status", NULL, NULL, TRUECONF_TYPE_STATUS, TRUECONF_STATUS_DISCONNECTED, flags);

  /**
   * TrueconfHealth:websocket-connected: (getter get_websocket_connected)
   *
   * Whether the WebSocket is open.
   *
   * Since: 0.1
   */
  properties[PROP_WEBSOCKET_CONNECTED] =
      g_param_spec_boolean ("websocket-connected", NULL, NULL, FALSE, flags);

  /**
   * TrueconfHealth:authorized: (getter get_authorized)
   *
   * Whether the bot is logged in.
   *
   * Since: 0.1
   */
  properties[PROP_AUTHORIZED] = g_param_spec_boolean ("authorized", NULL, NULL, FALSE, flags);

  /**
   * TrueconfHealth:user-id: (getter get_user_id)
   *
   * The bot's own TrueConf ID, or `NULL` if it is not known.
   *
   * Since: 0.1
   */
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);

  /**
   * TrueconfHealth:server: (getter get_server)
   *
   * The host name or address of the server.
   *
   * Since: 0.1
   */
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, flags);

  /**
   * TrueconfHealth:port: (getter get_port)
   *
   * The port of the server.
   *
   * Since: 0.1
   */
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * TrueconfHealth:protocol: (getter get_protocol)
   *
   * The protocol, `https` or `http`.
   *
   * Since: 0.1
   */
  properties[PROP_PROTOCOL] = g_param_spec_string ("protocol", NULL, NULL, NULL, flags);

  /**
   * TrueconfHealth:timestamp: (getter get_timestamp)
   *
   * The time at which this was the state, in UTC.
   *
   * Since: 0.1
   */
  properties[PROP_TIMESTAMP] = g_param_spec_boxed ("timestamp", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * TrueconfHealth:error: (getter get_error)
   *
   * The error that ended the connection or the last attempt to connect, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  /**
   * TrueconfHealth:cause: (getter get_cause)
   *
   * The cause of [property@Health:error], `TRUECONF_ERROR_CAUSE_UNKNOWN` if there is no error.
   *
   * Since: 0.1
   */
  properties[PROP_CAUSE] =
      g_param_spec_enum ("cause", NULL, NULL, TRUECONF_TYPE_ERROR_CAUSE, TRUECONF_ERROR_CAUSE_UNKNOWN, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_health_init (TrueconfHealth *self)
{
}

TrueconfHealth *
trueconf_health_new (TrueconfStatus status,
                     const char *user_id,
                     const char *server,
                     guint port,
                     gboolean https,
                     GDateTime *timestamp,
                     const GError *error)
{
  TrueconfHealth *self = g_object_new (TRUECONF_TYPE_HEALTH, NULL);

  self->status = status;
  self->user_id = g_strdup (user_id);
  self->server = server != NULL ? g_strdup (trueconf_settings_hide_user (server)) : NULL;
  self->port = port;
  self->https = https;
  self->timestamp = g_date_time_ref (timestamp);
  self->error = error != NULL ? g_error_copy (error) : NULL;

  return self;
}

TrueconfHealth *
trueconf_health_new_again (TrueconfHealth *self, GDateTime *timestamp)
{
  return trueconf_health_new (self->status, self->user_id, self->server, self->port, self->https, timestamp,
                              self->error);
}

/**
 * trueconf_health_get_status: (get-property status)
 * @self: a state
 *
 * Gets the state of the connection.
 *
 * Returns: the state
 *
 * Since: 0.1
 */
TrueconfStatus
trueconf_health_get_status (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), TRUECONF_STATUS_DISCONNECTED);

  return self->status;
}

/**
 * trueconf_health_get_websocket_connected: (get-property websocket-connected)
 * @self: a state
 *
 * Gets whether the WebSocket is open.
 *
 * Returns: `TRUE` if it is open
 *
 * Since: 0.1
 */
gboolean
trueconf_health_get_websocket_connected (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), FALSE);

  return self->status != TRUECONF_STATUS_DISCONNECTED;
}

/**
 * trueconf_health_get_authorized: (get-property authorized)
 * @self: a state
 *
 * Gets whether the bot is logged in.
 *
 * Returns: `TRUE` if it is logged in
 *
 * Since: 0.1
 */
gboolean
trueconf_health_get_authorized (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), FALSE);

  return self->status == TRUECONF_STATUS_AUTHORIZED;
}

/**
 * trueconf_health_get_user_id: (get-property user-id)
 * @self: a state
 *
 * Gets the bot's own TrueConf ID, or `NULL` if it is not known.
 *
 * Returns: (transfer none) (nullable): the TrueConf ID
 *
 * Since: 0.1
 */
const char *
trueconf_health_get_user_id (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  return self->user_id;
}

/**
 * trueconf_health_get_server: (get-property server)
 * @self: a state
 *
 * Gets the host name or address of the server.
 *
 * Returns: (transfer none) (nullable): the host name or address
 *
 * Since: 0.1
 */
const char *
trueconf_health_get_server (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  return self->server;
}

/**
 * trueconf_health_get_port: (get-property port)
 * @self: a state
 *
 * Gets the port of the server.
 *
 * Returns: the port
 *
 * Since: 0.1
 */
guint
trueconf_health_get_port (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), 0);

  return self->port;
}

/**
 * trueconf_health_get_protocol: (get-property protocol)
 * @self: a state
 *
 * Gets the protocol, `https` or `http`.
 *
 * Returns: (transfer none): the protocol
 *
 * Since: 0.1
 */
const char *
trueconf_health_get_protocol (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  return self->https ? "https" : "http";
}

/**
 * trueconf_health_get_timestamp: (get-property timestamp)
 * @self: a state
 *
 * Gets the time at which this was the state, in UTC.
 *
 * Returns: (transfer none): the time
 *
 * Since: 0.1
 */
GDateTime *
trueconf_health_get_timestamp (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  return self->timestamp;
}

/**
 * trueconf_health_get_error: (get-property error)
 * @self: a state
 *
 * Gets the error that ended the connection or the last attempt to connect, or `NULL`.
 *
 * Returns: (transfer none) (nullable): the error
 *
 * Since: 0.1
 */
const GError *
trueconf_health_get_error (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  return self->error;
}

/**
 * trueconf_health_get_cause: (get-property cause)
 * @self: a state
 *
 * Gets the cause of [property@Health:error].
 *
 * Returns: the cause, `TRUECONF_ERROR_CAUSE_UNKNOWN` if there is no error
 *
 * Since: 0.1
 */
TrueconfErrorCause
trueconf_health_get_cause (TrueconfHealth *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), TRUECONF_ERROR_CAUSE_UNKNOWN);

  return trueconf_error_get_cause (self->error);
}

/* Writes the same members in the same order to JSON and to a variant. */
typedef struct
{
  void (*text) (gpointer out, const char *name, const char *value);
  void (*boolean) (gpointer out, const char *name, gboolean value);
  void (*number) (gpointer out, const char *name, guint value);
} TrueconfHealthWriter;

static void
write_enum (const TrueconfHealthWriter *writer, gpointer out, const char *name, GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  writer->text (out, name, g_enum_get_value (klass, value)->value_nick);
}

static void
write_members (TrueconfHealth *self, const TrueconfHealthWriter *writer, gpointer out)
{
  const GError *error = trueconf_health_get_error (self);
  GDateTime *time = trueconf_health_get_timestamp (self);
  g_autofree char *timestamp = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S+00:00") : NULL;

  write_enum (writer, out, "status", TRUECONF_TYPE_STATUS, (int) trueconf_health_get_status (self));
  writer->boolean (out, "websocket_connected", trueconf_health_get_websocket_connected (self));
  writer->boolean (out, "authorized", trueconf_health_get_authorized (self));
  if (trueconf_health_get_user_id (self) != NULL)
    writer->text (out, "user_id", trueconf_health_get_user_id (self));
  writer->text (out, "server",
                trueconf_health_get_server (self) != NULL ? trueconf_health_get_server (self) : "");
  writer->number (out, "port", trueconf_health_get_port (self));
  writer->text (out, "protocol", trueconf_health_get_protocol (self));
  /* NULL in an object that was created by g_object_new() */
  if (timestamp != NULL)
    writer->text (out, "timestamp", timestamp);
  if (error != NULL)
    {
      writer->text (out, "error", error->message);
      write_enum (writer, out, "cause", TRUECONF_TYPE_ERROR_CAUSE, (int) trueconf_health_get_cause (self));
    }
}

static void
begin_json_member (GString *out, const char *name)
{
  g_string_append_printf (out, "%s\"%s\": ", out->len > 1 ? ", " : "", name);
}

static void
write_json_text (gpointer out, const char *name, const char *value)
{
  begin_json_member (out, name);
  trueconf_json_append_string (out, value);
}

static void
write_json_boolean (gpointer out, const char *name, gboolean value)
{
  begin_json_member (out, name);
  g_string_append (out, value ? "true" : "false");
}

static void
write_json_number (gpointer out, const char *name, guint value)
{
  begin_json_member (out, name);
  g_string_append_printf (out, "%u", value);
}

/**
 * trueconf_health_to_json:
 * @self: a state
 *
 * Writes the state as JSON, for a health probe or a log.
 *
 * ```json
 * {"status": "authorized", "websocket_connected": true, "authorized": true,
 *  "user_id": "echo_bot@video.example.com", "server": "video.example.com", "port": 443,
 *  "protocol": "https", "timestamp": "2026-05-06T12:00:00+00:00"}
 * ```
 *
 * `user_id` is present only if it is known, `error` and `cause` only if there is an error. The cause is the nick of a
 * value of [enum@ErrorCause], for example `tls-expired`.
 *
 * Returns: (transfer full): the JSON, on one line
 *
 * Since: 0.1
 */
char *
trueconf_health_to_json (TrueconfHealth *self)
{
  static const TrueconfHealthWriter writer = { write_json_text, write_json_boolean, write_json_number };
  GString *out;

  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  out = g_string_new ("{");
  write_members (self, &writer, out);
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

static void
write_variant_text (gpointer out, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_variant_builder_add (out, "{sv}", name, g_variant_new_string (valid));
}

static void
write_variant_boolean (gpointer out, const char *name, gboolean value)
{
  g_variant_builder_add (out, "{sv}", name, g_variant_new_boolean (value));
}

static void
write_variant_number (gpointer out, const char *name, guint value)
{
  g_variant_builder_add (out, "{sv}", name, g_variant_new_uint32 (value));
}

/**
 * trueconf_health_to_variant:
 * @self: a state
 *
 * Writes the state as a variant of type `a{sv}`, with the members of [method@Health.to_json].
 *
 * Returns: (transfer none): a floating variant
 *
 * Since: 0.1
 */
GVariant *
trueconf_health_to_variant (TrueconfHealth *self)
{
  static const TrueconfHealthWriter writer = { write_variant_text, write_variant_boolean,
                                               write_variant_number };
  GVariantBuilder builder;

  g_return_val_if_fail (TRUECONF_IS_HEALTH (self), NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  write_members (self, &writer, &builder);

  return g_variant_builder_end (&builder);
}
