/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-bot-server.h"
#include "trueconf-enum-types.h"

GParamSpec *trueconf_bot_properties[TRUECONF_BOT_PROP_LAST_ERROR + 1];

/* Whether a property can be set to it: the value of an enumeration that stands for what is not known cannot be wanted. */
gboolean
trueconf_bot_has_enum_value (GType type, int value)
{
  GEnumClass *klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);
  gboolean has = found != NULL && !g_str_equal (found->value_nick, "unknown");

  g_type_class_unref (klass);
  return has;
}

void
trueconf_bot_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfBot *self = TRUECONF_BOT (object);

  switch ((TrueconfBotProperty) prop_id)
    {
    case TRUECONF_BOT_PROP_SERVER:
      g_value_set_string (value, trueconf_bot_get_server (self));
      break;

    case TRUECONF_BOT_PROP_PORT:
      g_value_set_uint (value, trueconf_bot_get_port (self));
      break;

    case TRUECONF_BOT_PROP_HTTPS:
      g_value_set_boolean (value, trueconf_bot_get_https (self));
      break;

    case TRUECONF_BOT_PROP_TOKEN:
      g_value_set_string (value, trueconf_bot_get_token (self));
      break;

    case TRUECONF_BOT_PROP_USERNAME:
      g_value_set_string (value, trueconf_bot_get_username (self));
      break;

    case TRUECONF_BOT_PROP_CLIENT_ID:
      g_value_set_string (value, trueconf_bot_get_client_id (self));
      break;

    case TRUECONF_BOT_PROP_VERIFY_TLS:
      g_value_set_boolean (value, trueconf_bot_get_verify_tls (self));
      break;

    case TRUECONF_BOT_PROP_TLS_DATABASE:
      g_value_set_object (value, trueconf_bot_get_tls_database (self));
      break;

    case TRUECONF_BOT_PROP_TLS_CA_FILE:
      g_value_set_string (value, trueconf_bot_get_tls_ca_file (self));
      break;

    case TRUECONF_BOT_PROP_DISPATCHER:
      g_value_set_object (value, trueconf_bot_get_dispatcher (self));
      break;

    case TRUECONF_BOT_PROP_RECEIVE_UNREAD_MESSAGES:
      g_value_set_boolean (value, trueconf_bot_get_receive_unread_messages (self));
      break;

    case TRUECONF_BOT_PROP_RECEIVE_SYSTEM_MESSAGES:
      g_value_set_boolean (value, trueconf_bot_get_receive_system_messages (self));
      break;

    case TRUECONF_BOT_PROP_SKIP_SELF_MESSAGES:
      g_value_set_boolean (value, trueconf_bot_get_skip_self_messages (self));
      break;

    case TRUECONF_BOT_PROP_ACK_POLICY:
      g_value_set_enum (value, trueconf_bot_get_ack_policy (self));
      break;

    case TRUECONF_BOT_PROP_ORDERING:
      g_value_set_enum (value, trueconf_bot_get_ordering (self));
      break;

    case TRUECONF_BOT_PROP_WS_MAX_RETRIES:
      g_value_set_int (value, trueconf_bot_get_ws_max_retries (self));
      break;

    case TRUECONF_BOT_PROP_WS_MAX_DELAY:
      g_value_set_uint (value, trueconf_bot_get_ws_max_delay (self));
      break;

    case TRUECONF_BOT_PROP_TIMEOUT:
      g_value_set_double (value, trueconf_bot_get_timeout (self));
      break;

    case TRUECONF_BOT_PROP_OFFLINE_TIMEOUT:
      g_value_set_double (value, trueconf_bot_get_offline_timeout (self));
      break;

    case TRUECONF_BOT_PROP_OUTBOX_LIMIT:
      g_value_set_uint (value, trueconf_bot_get_outbox_limit (self));
      break;

    case TRUECONF_BOT_PROP_RESEND_POLICY:
      g_value_set_enum (value, trueconf_bot_get_resend_policy (self));
      break;

    case TRUECONF_BOT_PROP_PING_INTERVAL:
      g_value_set_uint (value, trueconf_bot_get_ping_interval (self));
      break;

    case TRUECONF_BOT_PROP_PING_TIMEOUT:
      g_value_set_uint (value, trueconf_bot_get_ping_timeout (self));
      break;

    case TRUECONF_BOT_PROP_MAX_MESSAGE_SIZE:
      g_value_set_uint64 (value, trueconf_bot_get_max_message_size (self));
      break;

    case TRUECONF_BOT_PROP_STATUS:
      g_value_set_enum (value, trueconf_bot_get_status (self));
      break;

    case TRUECONF_BOT_PROP_WEBSOCKET_CONNECTED:
      g_value_set_boolean (value, trueconf_bot_get_websocket_connected (self));
      break;

    case TRUECONF_BOT_PROP_AUTHORIZED:
      g_value_set_boolean (value, trueconf_bot_get_authorized (self));
      break;

    case TRUECONF_BOT_PROP_USER_ID:
      g_value_set_string (value, trueconf_bot_get_user_id (self));
      break;

    case TRUECONF_BOT_PROP_SERVER_NAME:
      g_value_set_string (value, trueconf_bot_get_server_name (self));
      break;

    case TRUECONF_BOT_PROP_SERVER_VERSION:
      g_value_set_string (value, trueconf_bot_get_server_version (self));
      break;

    case TRUECONF_BOT_PROP_UPLOAD_LIMITS:
      g_value_set_object (value, trueconf_bot_get_upload_limits (self));
      break;

    case TRUECONF_BOT_PROP_LAST_ERROR:
      g_value_set_boxed (value, trueconf_bot_get_last_error (self));
      break;

    case TRUECONF_BOT_PROP_PASSWORD:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

void
trueconf_bot_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfBot *self = TRUECONF_BOT (object);

  switch ((TrueconfBotProperty) prop_id)
    {
    case TRUECONF_BOT_PROP_SERVER:
      self->server = g_value_dup_string (value);
      break;

    case TRUECONF_BOT_PROP_PORT:
      trueconf_bot_set_port (self, g_value_get_uint (value));
      break;

    case TRUECONF_BOT_PROP_HTTPS:
      trueconf_bot_set_https (self, g_value_get_boolean (value));
      break;

    case TRUECONF_BOT_PROP_TOKEN:
      trueconf_bot_set_token (self, g_value_get_string (value));
      break;

    case TRUECONF_BOT_PROP_USERNAME:
      self->username = g_value_dup_string (value);
      break;

    case TRUECONF_BOT_PROP_PASSWORD:
      self->password = g_value_dup_string (value);
      break;

    case TRUECONF_BOT_PROP_CLIENT_ID:
      self->client_id = g_value_dup_string (value);
      break;

    case TRUECONF_BOT_PROP_VERIFY_TLS:
      trueconf_bot_set_verify_tls (self, g_value_get_boolean (value));
      break;

    case TRUECONF_BOT_PROP_TLS_DATABASE:
      trueconf_bot_set_tls_database (self, g_value_get_object (value));
      break;

    case TRUECONF_BOT_PROP_TLS_CA_FILE:
      trueconf_bot_set_tls_ca_file (self, g_value_get_string (value));
      break;

    case TRUECONF_BOT_PROP_DISPATCHER:
      trueconf_bot_set_dispatcher (self, g_value_get_object (value));
      break;

    case TRUECONF_BOT_PROP_RECEIVE_UNREAD_MESSAGES:
      trueconf_bot_set_receive_unread_messages (self, g_value_get_boolean (value));
      break;

    case TRUECONF_BOT_PROP_RECEIVE_SYSTEM_MESSAGES:
      trueconf_bot_set_receive_system_messages (self, g_value_get_boolean (value));
      break;

    case TRUECONF_BOT_PROP_SKIP_SELF_MESSAGES:
      trueconf_bot_set_skip_self_messages (self, g_value_get_boolean (value));
      break;

    case TRUECONF_BOT_PROP_ACK_POLICY:
      trueconf_bot_set_ack_policy (self, g_value_get_enum (value));
      break;

    case TRUECONF_BOT_PROP_ORDERING:
      trueconf_bot_set_ordering (self, g_value_get_enum (value));
      break;

    case TRUECONF_BOT_PROP_WS_MAX_RETRIES:
      trueconf_bot_set_ws_max_retries (self, g_value_get_int (value));
      break;

    case TRUECONF_BOT_PROP_WS_MAX_DELAY:
      trueconf_bot_set_ws_max_delay (self, g_value_get_uint (value));
      break;

    case TRUECONF_BOT_PROP_TIMEOUT:
      trueconf_bot_set_timeout (self, g_value_get_double (value));
      break;

    case TRUECONF_BOT_PROP_OFFLINE_TIMEOUT:
      trueconf_bot_set_offline_timeout (self, g_value_get_double (value));
      break;

    case TRUECONF_BOT_PROP_OUTBOX_LIMIT:
      trueconf_bot_set_outbox_limit (self, g_value_get_uint (value));
      break;

    case TRUECONF_BOT_PROP_RESEND_POLICY:
      trueconf_bot_set_resend_policy (self, g_value_get_enum (value));
      break;

    case TRUECONF_BOT_PROP_PING_INTERVAL:
      trueconf_bot_set_ping_interval (self, g_value_get_uint (value));
      break;

    case TRUECONF_BOT_PROP_PING_TIMEOUT:
      trueconf_bot_set_ping_timeout (self, g_value_get_uint (value));
      break;

    case TRUECONF_BOT_PROP_MAX_MESSAGE_SIZE:
      trueconf_bot_set_max_message_size (self, g_value_get_uint64 (value));
      break;

    case TRUECONF_BOT_PROP_STATUS:
    case TRUECONF_BOT_PROP_WEBSOCKET_CONNECTED:
    case TRUECONF_BOT_PROP_AUTHORIZED:
    case TRUECONF_BOT_PROP_USER_ID:
    case TRUECONF_BOT_PROP_SERVER_NAME:
    case TRUECONF_BOT_PROP_SERVER_VERSION:
    case TRUECONF_BOT_PROP_UPLOAD_LIMITS:
    case TRUECONF_BOT_PROP_LAST_ERROR:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}
