/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <sys/socket.h>

#include "serve/sandbox-server.h"

#define STOP_TICK_MS 50
#define STOP_WAIT_MS 1000

/* Writes to standard error, with the time, unless the sandbox is quiet. */
void
sandbox_server_say (SandboxServer *self, const char *format, ...)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *text = NULL;
  va_list args;

  if (self->options->quiet)
    return;
  now = g_date_time_new_now_local ();
  clock = g_date_time_format (now, "%H:%M:%S");
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s %s\n", clock, text);
}

static void
add_users (SandboxServer *self)
{
  static const char *const usual[] = { "echo_bot:secret:Echo Bot", "nora:secret:Nora Berg",
                                       "omar:secret:Omar Haddad", NULL };
  const char *const *users =
      self->options->users != NULL ? (const char *const *) self->options->users : usual;

  for (guint i = 0; users[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (users[i], ":", 3);
      SandboxUser *user = sandbox_world_add_user (self->hub->world, parts[0]);

      sandbox_user_set_password (user, parts[1]);
      if (parts[2] != NULL && *parts[2] != '\0')
        sandbox_user_set_display_name (user, parts[2]);
    }
}

SandboxServer *
sandbox_server_new (const SandboxOptions *options, GMainLoop *loop)
{
  SandboxServer *self = g_new0 (SandboxServer, 1);

  self->options = options;
  self->loop = g_main_loop_ref (loop);
  self->hub = sandbox_hub_new (options->server_name, options->server_version);
  self->hub->ack_timeout = options->ack_timeout;
  self->hub->ping_interval = options->ping_interval;
  self->hub->ping_timeout = options->ping_timeout;
  self->hub->secret = g_strdup (options->secret);
  self->stalled = g_ptr_array_new_with_free_func (g_object_unref);
  self->grants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->waiters);
  add_users (self);
  self->soup = soup_server_new ("server-header", "trueconf-sandbox ", NULL);
  return self;
}

void
sandbox_server_free (SandboxServer *self)
{
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  for (guint i = 0; i < self->hanging->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->hanging, i), self);
  g_ptr_array_unref (self->hanging);
  g_ptr_array_set_size (self->hub->connections, 0);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  sandbox_hub_free (self->hub);
  g_ptr_array_unref (self->stalled);
  g_hash_table_unref (self->grants);
  g_main_loop_unref (self->loop);
  g_free (self);
}

/* The beginning of download addresses. */
static char *
make_address (const SandboxOptions *options, guint port)
{
  gboolean bracket = strchr (options->host, ':') != NULL;
  const char *host = g_str_equal (options->host, "0.0.0.0") ? "127.0.0.1" : options->host;

  return g_strdup_printf ("%s://%s%s%s:%u", options->tls_cert != NULL ? "https" : "http", bracket ? "[" : "",
                          host, bracket ? "]" : "", port);
}

/* With libsoup's own socket, ten clients that connect at once are too many: others are reset. */
static GSocket *
make_socket (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, SOMAXCONN);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

gboolean
sandbox_server_listen (SandboxServer *self, GError **error)
{
  const SandboxOptions *options = self->options;
  const char *host = g_str_equal (options->host, "localhost") ? "127.0.0.1" : options->host;
  SoupServerListenOptions flags = 0;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (options->tls_cert != NULL)
    {
      g_autoptr (GTlsCertificate) certificate = NULL;

      certificate = g_tls_certificate_new_from_files (options->tls_cert, options->tls_key, error);
      if (certificate == NULL)
        return FALSE;
      soup_server_set_tls_certificate (self->soup, certificate);
      flags |= SOUP_SERVER_LISTEN_HTTPS;
    }
  address = g_inet_socket_address_new_from_string (host, (guint) options->port);
  if (address == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is not an IP address", host);
      return FALSE;
    }
  socket = make_socket (address, error);
  if (socket == NULL || !soup_server_listen_socket (self->soup, socket, flags, error))
    return FALSE;
  effective = g_socket_get_local_address (socket, error);
  if (effective == NULL)
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  self->hub->address = make_address (options, self->port);
  return TRUE;
}

static gboolean
on_stop_timeout (gpointer user_data)
{
  SandboxServer *self = user_data;
  static guint waited = 0;

  waited += STOP_TICK_MS;
  if (self->hub->connections->len > 0 && waited < STOP_WAIT_MS)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

/* Closes all connections, then quits the main loop when they are closed or after a second. */
void
sandbox_server_stop (SandboxServer *self)
{
  if (self->stopping)
    return;
  self->stopping = TRUE;
  sandbox_hub_close (self->hub, 1000, "the sandbox is shutting down");
  g_timeout_add (STOP_TICK_MS, on_stop_timeout, self);
}
