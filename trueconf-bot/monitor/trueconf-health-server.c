/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <float.h>

#include "monitor/trueconf-health-server-private.h"
#include "trueconf-string-private.h"

/* seconds */
#define SHORTEST 0.1
#define LONGEST  3600.0

/**
 * TrueconfHealthServer:
 *
 * Tells by HTTP how bots are: for Kubernetes, systemd, Prometheus, a load balancer, or an administrator with `curl`.
 *
 * ```c
 * g_autoptr (TrueconfHealthServer) health = trueconf_health_server_new ();
 *
 * if (!trueconf_health_server_add_bot (health, bot, "echo", &error) ||
 *     !trueconf_health_server_start (health, &error))
 *   g_printerr ("%s\n", error->message);
 * ```
 *
 * | path | answer |
 * | --- | --- |
 * | `/health` | always 200, with the JSON of [method@HealthServer.format_health] |
 * | `/health/NAME` | the same of one bot; 404 if there is none of this name |
 * | `/livez` | 200, as long as the main loop runs |
 * | `/readyz` | 200 if there is a bot and all bots are logged in, otherwise 503; the text says which one is not |
 * | `/metrics` | the numbers of [property@Bot:statistics] and more, in the text format of Prometheus |
 *
 * It listens on the loopback address unless something else is set, on a socket from systemd if there is one, or is attached
 * to a server that the application has, by [method@HealthServer.attach].
 *
 * The server runs in the main context that was the thread-default one when it was created. The bots may belong to other
 * threads: what is told of them is what they have told last, and nothing waits for them. It does not keep its bots alive; one
 * that is disposed of is forgotten. Somebody has to keep the server, as long as it is to listen.
 *
 * See [the guide](monitoring.html).
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfHealthServer, trueconf_health_server, G_TYPE_OBJECT)

typedef enum
{
  PROP_ADDRESS = 1,
  PROP_PORT,
  PROP_UNIX_PATH,
  PROP_UNIX_MODE,
  PROP_SOCKET_NAME,
  PROP_TIMEOUT,
  PROP_MAX_CONNECTIONS,
  PROP_RUNNING,
  PROP_CHOSEN_PORT,
  PROP_URIS,
} TrueconfHealthServerProperty;

static GParamSpec *properties[PROP_URIS + 1];

static void
trueconf_health_server_dispose (GObject *object)
{
  trueconf_health_server_close (TRUECONF_HEALTH_SERVER (object));

  G_OBJECT_CLASS (trueconf_health_server_parent_class)->dispose (object);
}

static void
trueconf_health_server_finalize (GObject *object)
{
  TrueconfHealthServer *self = TRUECONF_HEALTH_SERVER (object);

  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->unix_path, g_free);
  g_clear_pointer (&self->socket_name, g_free);
  g_clear_pointer (&self->uris, g_strfreev);
  trueconf_health_server_drop_closing (self);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->roster, trueconf_roster_unref);

  G_OBJECT_CLASS (trueconf_health_server_parent_class)->finalize (object);
}

static void
trueconf_health_server_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfHealthServer *self = TRUECONF_HEALTH_SERVER (object);

  switch ((TrueconfHealthServerProperty) prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, trueconf_health_server_get_address (self));
      break;

    case PROP_PORT:
      g_value_set_uint (value, trueconf_health_server_get_port (self));
      break;

    case PROP_UNIX_PATH:
      g_value_set_string (value, trueconf_health_server_get_unix_path (self));
      break;

    case PROP_UNIX_MODE:
      g_value_set_uint (value, trueconf_health_server_get_unix_mode (self));
      break;

    case PROP_SOCKET_NAME:
      g_value_set_string (value, trueconf_health_server_get_socket_name (self));
      break;

    case PROP_TIMEOUT:
      g_value_set_double (value, trueconf_health_server_get_timeout (self));
      break;

    case PROP_MAX_CONNECTIONS:
      g_value_set_uint (value, trueconf_health_server_get_max_connections (self));
      break;

    case PROP_RUNNING:
      g_value_set_boolean (value, trueconf_health_server_get_running (self));
      break;

    case PROP_CHOSEN_PORT:
      g_value_set_uint (value, trueconf_health_server_get_chosen_port (self));
      break;

    case PROP_URIS:
      g_value_set_boxed (value, trueconf_health_server_get_uris (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_health_server_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfHealthServer *self = TRUECONF_HEALTH_SERVER (object);

  switch ((TrueconfHealthServerProperty) prop_id)
    {
    case PROP_ADDRESS:
      trueconf_health_server_set_address (self, g_value_get_string (value));
      break;

    case PROP_PORT:
      trueconf_health_server_set_port (self, g_value_get_uint (value));
      break;

    case PROP_UNIX_PATH:
      trueconf_health_server_set_unix_path (self, g_value_get_string (value));
      break;

    case PROP_UNIX_MODE:
      trueconf_health_server_set_unix_mode (self, g_value_get_uint (value));
      break;

    case PROP_SOCKET_NAME:
      trueconf_health_server_set_socket_name (self, g_value_get_string (value));
      break;

    case PROP_TIMEOUT:
      trueconf_health_server_set_timeout (self, g_value_get_double (value));
      break;

    case PROP_MAX_CONNECTIONS:
      trueconf_health_server_set_max_connections (self, g_value_get_uint (value));
      break;

    case PROP_RUNNING:
    case PROP_CHOSEN_PORT:
    case PROP_URIS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_health_server_class_init (TrueconfHealthServerClass *klass)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = read | G_PARAM_WRITABLE;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = trueconf_health_server_dispose;
  object_class->finalize = trueconf_health_server_finalize;
  object_class->get_property = trueconf_health_server_get_property;
  object_class->set_property = trueconf_health_server_set_property;

  /**
   * TrueconfHealthServer:address: (getter get_address) (setter set_address)
   *
   * The IP address to listen on, or `NULL`, the default, for the loopback addresses `127.0.0.1` and `::1`, which
   * only programs on this machine reach.
   *
   * `0.0.0.0` or `::` means all addresses. Whoever reaches the port can read the state of the bots and their
   * numbers, so put a proxy or a firewall before it. It applies from the next start.
   *
   * Since: 0.1
   */
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, write);

  /**
   * TrueconfHealthServer:port: (getter get_port) (setter set_port)
   *
   * The port to listen on, 8080 by default; 0 for one that is free, see [property@HealthServer:chosen-port].
   *
   * It applies from the next start.
   *
   * Since: 0.1
   */
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, 65535, 8080, write);

  /**
   * TrueconfHealthServer:unix-path: (getter get_unix_path) (setter set_unix_path)
   *
   * The path of a Unix socket to listen on, instead of an address and a port, or `NULL`, the default.
   *
   * A socket that a program has left behind is replaced; one that a program listens on is not. It applies from the
   * next start.
   *
   * Since: 0.1
   */
  properties[PROP_UNIX_PATH] = g_param_spec_string ("unix-path", NULL, NULL, NULL, write);

  /**
   * TrueconfHealthServer:unix-mode: (getter get_unix_mode) (setter set_unix_mode)
   *
   * The access mode of the Unix socket, `0600` in octal digits by default: only the same user can connect.
   *
   * It applies from the next start.
   *
   * Since: 0.1
   */
  properties[PROP_UNIX_MODE] = g_param_spec_uint ("unix-mode", NULL, NULL, 0, 0777, 0600, write);

  /**
   * TrueconfHealthServer:socket-name: (getter get_socket_name) (setter set_socket_name)
   *
   * The name of the sockets from systemd to listen on, `health` by default, or `NULL` for none.
   *
   * It is the `FileDescriptorName=` of the socket unit. If systemd has given the process sockets with this name,
   * the server listens on these, and neither on [property@HealthServer:address] nor on
   * [property@HealthServer:unix-path]. It applies from the next start.
   *
   * Since: 0.1
   */
  properties[PROP_SOCKET_NAME] = g_param_spec_string ("socket-name", NULL, NULL, "health", write);

  /**
   * TrueconfHealthServer:timeout: (getter get_timeout) (setter set_timeout)
   *
   * The time in seconds that a connection may last, 10 by default. Then it is closed, whether it was answered or
   * not.
   *
   * It applies from the next start.
   *
   * Since: 0.1
   */
  properties[PROP_TIMEOUT] = g_param_spec_double ("timeout", NULL, NULL, SHORTEST, LONGEST, 10.0, write);

  /**
   * TrueconfHealthServer:max-connections: (getter get_max_connections) (setter set_max_connections)
   *
   * The number of connections at the same time, 64 by default. With one more, the oldest is closed.
   *
   * It applies from the next start.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_CONNECTIONS] = g_param_spec_uint ("max-connections", NULL, NULL, 1, 10000, 64, write);

  /**
   * TrueconfHealthServer:running: (getter get_running)
   *
   * Whether the server listens.
   *
   * Since: 0.1
   */
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, read);

  /**
   * TrueconfHealthServer:chosen-port: (getter get_chosen_port)
   *
   * The port that the server listens on, 0 while it does not listen on a port.
   *
   * Since: 0.1
   */
  properties[PROP_CHOSEN_PORT] = g_param_spec_uint ("chosen-port", NULL, NULL, 0, 65535, 0, read);

  /**
   * TrueconfHealthServer:uris: (getter get_uris)
   *
   * The addresses that the server listens on, or `NULL` while it does not listen.
   *
   * For example `http://127.0.0.1:8080/` or, for a Unix socket, `unix:/run/bot/health.sock`.
   *
   * Since: 0.1
   */
  properties[PROP_URIS] = g_param_spec_boxed ("uris", NULL, NULL, G_TYPE_STRV, read);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_health_server_init (TrueconfHealthServer *self)
{
  self->port = 8080;
  self->unix_mode = 0600;
  self->socket_name = g_strdup ("health");
  self->timeout = 10.0;
  self->max_connections = 64;
  self->context = g_main_context_ref_thread_default ();
  self->roster = trueconf_roster_new ();
}

/**
 * trueconf_health_server_new:
 *
 * Creates a server, which listens once [method@HealthServer.start] is called.
 *
 * Returns: (transfer full): a server
 *
 * Since: 0.1
 */
TrueconfHealthServer *
trueconf_health_server_new (void)
{
  return g_object_new (TRUECONF_TYPE_HEALTH_SERVER, NULL);
}

void
trueconf_health_server_notify_running (TrueconfHealthServer *self)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  g_object_notify_by_pspec (object, properties[PROP_RUNNING]);
  g_object_notify_by_pspec (object, properties[PROP_CHOSEN_PORT]);
  g_object_notify_by_pspec (object, properties[PROP_URIS]);
  g_object_thaw_notify (object);
}

/**
 * trueconf_health_server_get_address: (get-property address)
 * @self: a health server
 *
 * Gets [property@HealthServer:address].
 *
 * Returns: (transfer none) (nullable): the address
 *
 * Since: 0.1
 */
const char *
trueconf_health_server_get_address (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), NULL);

  return self->address;
}

/**
 * trueconf_health_server_set_address: (set-property address)
 * @self: a health server
 * @address: (nullable): the address
 *
 * Sets [property@HealthServer:address].
 *
 * Since: 0.1
 */
void
trueconf_health_server_set_address (TrueconfHealthServer *self, const char *address)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));

  if (trueconf_set_string (&self->address, address))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESS]);
}

/**
 * trueconf_health_server_get_port: (get-property port)
 * @self: a health server
 *
 * Gets [property@HealthServer:port].
 *
 * Returns: the port
 *
 * Since: 0.1
 */
guint
trueconf_health_server_get_port (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), 0);

  return self->port;
}

/**
 * trueconf_health_server_set_port: (set-property port)
 * @self: a health server
 * @port: the port
 *
 * Sets [property@HealthServer:port].
 *
 * Since: 0.1
 */
void
trueconf_health_server_set_port (TrueconfHealthServer *self, guint port)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));
  g_return_if_fail (port <= G_MAXUINT16);

  if (self->port == port)
    return;

  self->port = port;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORT]);
}

/**
 * trueconf_health_server_get_unix_path: (get-property unix-path)
 * @self: a health server
 *
 * Gets [property@HealthServer:unix-path].
 *
 * Returns: (transfer none) (nullable): the path
 *
 * Since: 0.1
 */
const char *
trueconf_health_server_get_unix_path (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), NULL);

  return self->unix_path;
}

/**
 * trueconf_health_server_set_unix_path: (set-property unix-path)
 * @self: a health server
 * @unix_path: (nullable): the path
 *
 * Sets [property@HealthServer:unix-path].
 *
 * Since: 0.1
 */
void
trueconf_health_server_set_unix_path (TrueconfHealthServer *self, const char *unix_path)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));

  if (trueconf_set_string (&self->unix_path, unix_path))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNIX_PATH]);
}

/**
 * trueconf_health_server_get_unix_mode: (get-property unix-mode)
 * @self: a health server
 *
 * Gets [property@HealthServer:unix-mode].
 *
 * Returns: the mode
 *
 * Since: 0.1
 */
guint
trueconf_health_server_get_unix_mode (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), 0);

  return self->unix_mode;
}

/**
 * trueconf_health_server_set_unix_mode: (set-property unix-mode)
 * @self: a health server
 * @unix_mode: the mode
 *
 * Sets [property@HealthServer:unix-mode].
 *
 * Since: 0.1
 */
void
trueconf_health_server_set_unix_mode (TrueconfHealthServer *self, guint unix_mode)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));
  g_return_if_fail (unix_mode <= 0777);

  if (self->unix_mode == unix_mode)
    return;

  self->unix_mode = unix_mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNIX_MODE]);
}

/**
 * trueconf_health_server_get_socket_name: (get-property socket-name)
 * @self: a health server
 *
 * Gets [property@HealthServer:socket-name].
 *
 * Returns: (transfer none) (nullable): the name
 *
 * Since: 0.1
 */
const char *
trueconf_health_server_get_socket_name (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), NULL);

  return self->socket_name;
}

/**
 * trueconf_health_server_set_socket_name: (set-property socket-name)
 * @self: a health server
 * @socket_name: (nullable): the name
 *
 * Sets [property@HealthServer:socket-name].
 *
 * Since: 0.1
 */
void
trueconf_health_server_set_socket_name (TrueconfHealthServer *self, const char *socket_name)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));

  if (trueconf_set_string (&self->socket_name, socket_name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOCKET_NAME]);
}

/**
 * trueconf_health_server_get_timeout: (get-property timeout)
 * @self: a health server
 *
 * Gets [property@HealthServer:timeout].
 *
 * Returns: the time in seconds
 *
 * Since: 0.1
 */
double
trueconf_health_server_get_timeout (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), 0);

  return self->timeout;
}

/**
 * trueconf_health_server_set_timeout: (set-property timeout)
 * @self: a health server
 * @timeout: the time in seconds
 *
 * Sets [property@HealthServer:timeout].
 *
 * Since: 0.1
 */
void
trueconf_health_server_set_timeout (TrueconfHealthServer *self, double timeout)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));
  g_return_if_fail (timeout >= SHORTEST && timeout <= LONGEST);

  if (G_APPROX_VALUE (self->timeout, timeout, DBL_EPSILON))
    return;

  self->timeout = timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

/**
 * trueconf_health_server_get_max_connections: (get-property max-connections)
 * @self: a health server
 *
 * Gets [property@HealthServer:max-connections].
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
trueconf_health_server_get_max_connections (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), 0);

  return self->max_connections;
}

/**
 * trueconf_health_server_set_max_connections: (set-property max-connections)
 * @self: a health server
 * @max_connections: the number
 *
 * Sets [property@HealthServer:max-connections].
 *
 * Since: 0.1
 */
void
trueconf_health_server_set_max_connections (TrueconfHealthServer *self, guint max_connections)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));
  g_return_if_fail (max_connections >= 1 && max_connections <= 10000);

  if (self->max_connections == max_connections)
    return;

  self->max_connections = max_connections;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_CONNECTIONS]);
}

/**
 * trueconf_health_server_get_running: (get-property running)
 * @self: a health server
 *
 * Gets [property@HealthServer:running].
 *
 * Returns: `TRUE` if it listens
 *
 * Since: 0.1
 */
gboolean
trueconf_health_server_get_running (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), FALSE);

  return self->connections != NULL;
}

/**
 * trueconf_health_server_get_chosen_port: (get-property chosen-port)
 * @self: a health server
 *
 * Gets [property@HealthServer:chosen-port].
 *
 * Returns: the port
 *
 * Since: 0.1
 */
guint
trueconf_health_server_get_chosen_port (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), 0);

  return self->chosen_port;
}

/**
 * trueconf_health_server_get_uris: (get-property uris)
 * @self: a health server
 *
 * Gets [property@HealthServer:uris].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the addresses
 *
 * Since: 0.1
 */
const char *const *
trueconf_health_server_get_uris (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), NULL);

  return (const char *const *) self->uris;
}
