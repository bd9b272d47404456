/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <math.h>

#include "bot/trueconf-bot-private.h"
#include "trueconf-enum-types.h"

#define READ       (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)
#define READ_WRITE (READ | G_PARAM_WRITABLE | G_PARAM_CONSTRUCT)
#define ONCE       (READ | G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY)
#define SECRET     (G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

void
trueconf_bot_install_properties (GObjectClass *object_class)
{
  GParamSpec **properties = trueconf_bot_properties;

  /**
   * TrueconfBot:server: (getter get_server)
   *
   * The host name or address of the server, without a scheme.
   *
   * An IPv6 address may stand in brackets. One that cannot be used is reported when the bot is started.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, ONCE);

  /**
   * TrueconfBot:port: (getter get_port) (setter set_port)
   *
   * The port; 0: 443 with TLS, 4309 without.
   *
   * A change while the bot runs takes effect when the bot is started again.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, 65535, 0, READ_WRITE);

  /**
   * TrueconfBot:https: (getter get_https) (setter set_https)
   *
   * Whether to use TLS, for all that goes over the network.
   *
   * A change while the bot runs takes effect when the bot is started again.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_HTTPS] = g_param_spec_boolean ("https", NULL, NULL, TRUE, READ_WRITE);

  /**
   * TrueconfBot:token: (getter get_token) (setter set_token)
   *
   * The token to log in with.
   *
   * It may be set while the bot runs, and is then used for the next connection.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_TOKEN] = g_param_spec_string ("token", NULL, NULL, NULL, READ_WRITE);

  /**
   * TrueconfBot:username: (getter get_username)
   *
   * The login to get tokens with.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_USERNAME] = g_param_spec_string ("username", NULL, NULL, NULL, ONCE);

  /**
   * TrueconfBot:password:
   *
   * The password to get tokens with. It cannot be read.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_PASSWORD] = g_param_spec_string ("password", NULL, NULL, NULL, SECRET);

  /**
   * TrueconfBot:client-id: (getter get_client_id)
   *
   * The id of the OAuth2 application to get tokens with.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, ONCE);

  /**
   * TrueconfBot:verify-tls: (getter get_verify_tls) (setter set_verify_tls)
   *
   * Whether the server has to show a certificate that can be verified.
   *
   * Without it anybody on the way can read the password and all messages.
   *
   * A change while the bot runs takes effect when the bot is started again.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_VERIFY_TLS] =
      g_param_spec_boolean ("verify-tls", NULL, NULL, TRUE, READ_WRITE);

  /**
   * TrueconfBot:tls-database: (getter get_tls_database) (setter set_tls_database)
   *
   * The authorities whose certificates are accepted; `NULL`: those that the system trusts.
   *
   * A change while the bot runs takes effect when the bot is started again.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_TLS_DATABASE] =
      g_param_spec_object ("tls-database", NULL, NULL, G_TYPE_TLS_DATABASE, READ | G_PARAM_WRITABLE);

  /**
   * TrueconfBot:tls-ca-file: (getter get_tls_ca_file) (setter set_tls_ca_file)
   *
   * The path of a file with the certificates of the authorities that are accepted, in PEM format.
   *
   * It takes the place of [property@Bot:tls-database]. It is read each time the bot is started; a
   * change while the bot runs takes effect when it is started again.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_TLS_CA_FILE] =
      g_param_spec_string ("tls-ca-file", NULL, NULL, NULL, READ_WRITE);

  /**
   * TrueconfBot:dispatcher: (getter get_dispatcher) (setter set_dispatcher)
   *
   * The root router: where the bot's events begin their way to a handler. It is made on demand.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_DISPATCHER] =
      g_param_spec_object ("dispatcher", NULL, NULL, TRUECONF_TYPE_DISPATCHER, READ | G_PARAM_WRITABLE);

  /**
   * TrueconfBot:receive-unread-messages: (getter get_receive_unread_messages) (setter set_receive_unread_messages)
   *
   * Whether to receive the messages that came while the bot was away.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_RECEIVE_UNREAD_MESSAGES] =
      g_param_spec_boolean ("receive-unread-messages", NULL, NULL, FALSE, READ_WRITE);

  /**
   * TrueconfBot:receive-system-messages: (getter get_receive_system_messages) (setter set_receive_system_messages)
   *
   * Whether to receive the messages by which the server notes in a chat what has happened in it (TrueConf Server 5.5.4).
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_RECEIVE_SYSTEM_MESSAGES] =
      g_param_spec_boolean ("receive-system-messages", NULL, NULL, FALSE, READ_WRITE);

  /**
   * TrueconfBot:skip-self-messages: (getter get_skip_self_messages) (setter set_skip_self_messages)
   *
   * Whether to leave out messages that the bot itself has written, perhaps from another place.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_SKIP_SELF_MESSAGES] =
      g_param_spec_boolean ("skip-self-messages", NULL, NULL, TRUE, READ_WRITE);

  /**
   * TrueconfBot:ack-policy: (getter get_ack_policy) (setter set_ack_policy)
   *
   * When an event is acknowledged, which for a message is when its author sees that it was read.
   *
   * `AFTER_HANDLER` together with [property@Bot:receive-unread-messages] makes sure that each message is handled, also one that was being handled when the program ended. A message that was handled is not handled again.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_ACK_POLICY] = g_param_spec_enum (
      "ack-policy", NULL, NULL, TRUECONF_TYPE_ACK_POLICY, TRUECONF_ACK_POLICY_ON_RECEIPT, READ_WRITE);

  /**
   * TrueconfBot:ordering: (getter get_ordering) (setter set_ordering)
   *
   * In which order handlers see events while earlier ones are still being handled.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_ORDERING] = g_param_spec_enum ("ordering", NULL, NULL, TRUECONF_TYPE_ORDERING,
                                                              TRUECONF_ORDERING_PER_CHAT, READ_WRITE);

  /**
   * TrueconfBot:ws-max-retries: (getter get_ws_max_retries) (setter set_ws_max_retries)
   *
   * How many attempts in a row may fail to reach a server that has never answered since the start; then the bot gives up. -1: never.
   *
   * Once it was connected, the bot never gives up a lost connection.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_WS_MAX_RETRIES] =
      g_param_spec_int ("ws-max-retries", NULL, NULL, -1, G_MAXINT, 5, READ_WRITE);

  /**
   * TrueconfBot:ws-max-delay: (getter get_ws_max_delay) (setter set_ws_max_delay)
   *
   * The longest wait between two attempts, in seconds. The first is about one second, each further one doubles it.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_WS_MAX_DELAY] =
      g_param_spec_uint ("ws-max-delay", NULL, NULL, 1, TRUECONF_BOT_LONGEST_PAUSE, 60, READ_WRITE);

  /**
   * TrueconfBot:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How long to wait for the answer to a request, in seconds, from when it is sent; infinity: for ever.
   *
   * It is at least 0.1.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_TIMEOUT] =
      g_param_spec_double ("timeout", NULL, NULL, TRUECONF_BOT_SHORTEST_TIMEOUT, INFINITY, 10.0, READ_WRITE);

  /**
   * TrueconfBot:offline-timeout: (getter get_offline_timeout) (setter set_offline_timeout)
   *
   * How long a request may wait for a connection, in seconds; 0: fail at once, infinity: wait for ever.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_OFFLINE_TIMEOUT] =
      g_param_spec_double ("offline-timeout", NULL, NULL, 0.0, INFINITY, 60.0, READ_WRITE);

  /**
   * TrueconfBot:outbox-limit: (getter get_outbox_limit) (setter set_outbox_limit)
   *
   * How many requests may wait for a connection.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_OUTBOX_LIMIT] =
      g_param_spec_uint ("outbox-limit", NULL, NULL, 0, G_MAXUINT, 1000, READ_WRITE);

  /**
   * TrueconfBot:resend-policy: (getter get_resend_policy) (setter set_resend_policy)
   *
   * What becomes of a request whose answer was lost with the connection.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_RESEND_POLICY] =
      g_param_spec_enum ("resend-policy", NULL, NULL, TRUECONF_TYPE_RESEND_POLICY,
                         TRUECONF_RESEND_POLICY_IDEMPOTENT, READ_WRITE);

  /**
   * TrueconfBot:ping-interval: (getter get_ping_interval) (setter set_ping_interval)
   *
   * How often the connection is tested, in seconds.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_PING_INTERVAL] =
      g_param_spec_uint ("ping-interval", NULL, NULL, 1, TRUECONF_BOT_LONGEST_PAUSE, 30, READ_WRITE);

  /**
   * TrueconfBot:ping-timeout: (getter get_ping_timeout) (setter set_ping_timeout)
   *
   * How long the answer to such a test may take, in seconds; then the connection is taken for dead.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_PING_TIMEOUT] =
      g_param_spec_uint ("ping-timeout", NULL, NULL, 1, TRUECONF_BOT_LONGEST_PAUSE, 10, READ_WRITE);

  /**
   * TrueconfBot:max-message-size: (getter get_max_message_size) (setter set_max_message_size)
   *
   * The largest message that is accepted from the server, in bytes; at least 1024.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_MAX_MESSAGE_SIZE] =
      g_param_spec_uint64 ("max-message-size", NULL, NULL, TRUECONF_BOT_SMALLEST_MESSAGE, G_MAXUINT64,
                           16 * 1024 * 1024, READ_WRITE);

  /**
   * TrueconfBot:status: (getter get_status)
   *
   * How far the connection has come.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_STATUS] =
      g_param_spec_enum ("status", NULL, NULL, TRUECONF_TYPE_STATUS, TRUECONF_STATUS_DISCONNECTED, READ);

  /**
   * TrueconfBot:websocket-connected: (getter get_websocket_connected)
   *
   * Whether there is a connection to the server.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_WEBSOCKET_CONNECTED] =
      g_param_spec_boolean ("websocket-connected", NULL, NULL, FALSE, READ);

  /**
   * TrueconfBot:authorized: (getter get_authorized)
   *
   * Whether the bot is logged in.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_AUTHORIZED] = g_param_spec_boolean ("authorized", NULL, NULL, FALSE, READ);

  /**
   * TrueconfBot:user-id: (getter get_user_id)
   *
   * The bot's own TrueConf ID, or `NULL` before the first log-in.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, READ);

  /**
   * TrueconfBot:server-name: (getter get_server_name)
   *
   * The name that the server gives itself, which is the part of its users' ids behind the `@`; `NULL` as long as nobody has asked the server for it.
   *
   * Ask for it with [method@Bot.fetch_server_name_async].
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_SERVER_NAME] = g_param_spec_string ("server-name", NULL, NULL, NULL, READ);

  /**
   * TrueconfBot:server-version: (getter get_server_version)
   *
   * The version of the server; `NULL` as long as nobody has asked the server for it.
   *
   * Ask for it with [method@Bot.fetch_server_version_async].
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_SERVER_VERSION] =
      g_param_spec_string ("server-version", NULL, NULL, NULL, READ);

  /**
   * TrueconfBot:upload-limits: (getter get_upload_limits)
   *
   * What files the server takes, as it last said (TrueConf Server 5.5.3).
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_UPLOAD_LIMITS] =
      g_param_spec_object ("upload-limits", NULL, NULL, TRUECONF_TYPE_UPLOAD_LIMITS, READ);

  /**
   * TrueconfBot:last-error: (getter get_last_error)
   *
   * Why the bot is not connected, or why the last attempt failed; `NULL` once it is logged in.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BOT_PROP_LAST_ERROR] =
      g_param_spec_boxed ("last-error", NULL, NULL, G_TYPE_ERROR, READ);

  g_object_class_install_properties (object_class, TRUECONF_BOT_PROP_LAST_ERROR + 1, properties);
}
