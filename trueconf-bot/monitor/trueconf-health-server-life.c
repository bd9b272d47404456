/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "monitor/trueconf-health-answer-private.h"
#include "monitor/trueconf-health-server-private.h"
#include "monitor/trueconf-health-sockets-private.h"
#include "monitor/trueconf-metrics-private.h"
#include "trueconf-error.h"

/* ---- the bots */

/**
 * trueconf_health_server_add_bot:
 * @self: a health server
 * @bot: a bot
 * @name: (nullable): what it is called in the answers: 1 to 64 bytes without `/`; `NULL` for the first number
 *   that is free, from 1 on
 * @error: return location for an error
 *
 * Adds a bot. One that was added already gets the new name.
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if another bot has this name, or if it is no name.
 *
 * Any thread may call this. The server does not keep the bot alive.
 *
 * Returns: whether the bot was added
 *
 * Since: 0.1
 */
gboolean
trueconf_health_server_add_bot (TrueconfHealthServer *self,
                                TrueconfBot *bot,
                                const char *name,
                                GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_BOT (bot), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trueconf_roster_add (self->roster, bot, name, error);
}

/**
 * trueconf_health_server_remove_bot:
 * @self: a health server
 * @bot: a bot
 *
 * Removes a bot. Any thread may call this.
 *
 * Returns: `FALSE` if it was not there
 *
 * Since: 0.1
 */
gboolean
trueconf_health_server_remove_bot (TrueconfHealthServer *self, TrueconfBot *bot)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_BOT (bot), FALSE);

  return trueconf_roster_remove (self->roster, bot);
}

/**
 * trueconf_health_server_format_health:
 * @self: a health server
 * @name: (nullable): the name of one of the bots, or `NULL` for all of them
 *
 * Writes what `/health` answers, for a program that has an HTTP server of its own kind.
 *
 * With one bot it is the JSON of [method@Health.to_json]. With several, it is the JSON of the one that is in the worst state,
 * with a further member `bots`, an object that has the JSON of each by its name.
 *
 * Any thread may call this.
 *
 * Returns: (transfer full) (nullable): the JSON, on one line, or `NULL` if there is no bot of this name
 *
 * Since: 0.1
 */
char *
trueconf_health_server_format_health (TrueconfHealthServer *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), NULL);

  return trueconf_health_format (self->roster, name);
}

/**
 * trueconf_health_server_format_metrics:
 * @self: a health server
 *
 * Writes what `/metrics` answers, in the text format 0.0.4 of Prometheus, whose type is `text/plain; version=0.0.4`.
 *
 * Any thread may call this.
 *
 * Returns: (transfer full): the metrics
 *
 * Since: 0.1
 */
char *
trueconf_health_server_format_metrics (TrueconfHealthServer *self)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), NULL);

  entries = trueconf_roster_copy (self->roster);
  return trueconf_metrics_format (entries);
}

/**
 * trueconf_health_server_is_ready:
 * @self: a health server
 *
 * Gets what `/readyz` answers. Any thread may call this.
 *
 * Returns: `TRUE` if there is a bot, and all bots are logged in
 *
 * Since: 0.1
 */
gboolean
trueconf_health_server_is_ready (TrueconfHealthServer *self)
{
  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), FALSE);

  return trueconf_health_is_ready (self->roster);
}

/* ---- its own server */

static void
on_early_request (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer user_data)
{
  /* what somebody sends is read, but not kept */
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

static void
on_own_request (SoupServer *server,
                SoupServerMessage *message,
                const char *path,
                GHashTable *query,
                gpointer user_data)
{
  TrueconfRoster *roster = user_data;

  trueconf_health_answer (roster, message, path);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
}

static void
roster_unref (gpointer roster)
{
  trueconf_roster_unref (roster);
}

static GPtrArray *
open_sockets (TrueconfHealthServer *self, GError **error)
{
  g_autoptr (GPtrArray) sockets = NULL;
  GSocket *socket;

  if (self->socket_name != NULL)
    {
      sockets = trueconf_health_sockets_find_given (self->socket_name, error);
      if (sockets == NULL)
        return NULL;
      if (sockets->len > 0)
        return g_steal_pointer (&sockets);
    }

  if (self->unix_path == NULL)
    return trueconf_health_sockets_open_inet (self->address, self->port, error);

  socket = trueconf_health_sockets_open_unix (self->unix_path, self->unix_mode, error);
  if (socket == NULL)
    return NULL;

  g_clear_pointer (&sockets, g_ptr_array_unref);
  sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (sockets, socket);
  if (lstat (self->unix_path, &self->own_status) == 0)
    self->own_path = g_strdup (self->unix_path);

  return g_steal_pointer (&sockets);
}

/* Only the one that it has made: another program may have replaced it. */
static void
remove_own_path (TrueconfHealthServer *self)
{
  g_autofree char *path = g_steal_pointer (&self->own_path);
  struct stat status;

  if (path != NULL && lstat (path, &status) == 0 && status.st_dev == self->own_status.st_dev &&
      status.st_ino == self->own_status.st_ino)
    g_unlink (path);
}

static char *
describe (TrueconfHealthServer *self, GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  GInetAddress *inet;
  g_autofree char *host = NULL;
  guint port;
  gboolean is_six;

  if (self->own_path != NULL)
    return g_strdup_printf ("unix:%s", self->own_path);
  if (G_IS_UNIX_SOCKET_ADDRESS (address))
    return g_strdup_printf ("unix:%s", g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (address)));
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("");

  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  host = g_inet_address_to_string (inet);
  is_six = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6;
  if (self->chosen_port == 0)
    self->chosen_port = port;

  return g_strdup_printf (is_six ? "http://[%s]:%u/" : "http://%s:%u/", host, port);
}

static void
describe_all (TrueconfHealthServer *self, GPtrArray *sockets)
{
  GPtrArray *uris = g_ptr_array_new ();

  for (guint i = 0; i < sockets->len; i++)
    g_ptr_array_add (uris, describe (self, g_ptr_array_index (sockets, i)));
  g_ptr_array_add (uris, NULL);
  self->uris = (char **) g_ptr_array_free (uris, FALSE);
}

static gboolean
listen_now (TrueconfHealthServer *self, GError **error)
{
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GPtrArray) sockets = open_sockets (self, error);

  if (sockets == NULL)
    return FALSE;

  server = g_object_new (SOUP_TYPE_SERVER, NULL);
  soup_server_add_early_handler (server, NULL, on_early_request, NULL, NULL);
  soup_server_add_handler (server, NULL, on_own_request, trueconf_roster_ref (self->roster), roster_unref);
  self->connections = trueconf_health_connections_new (server, sockets, self->context,
                                                       (gint64) (self->timeout * G_TIME_SPAN_SECOND),
                                                       self->max_connections, error);
  if (self->connections == NULL)
    {
      remove_own_path (self);
      return FALSE;
    }

  describe_all (self, sockets);
  return TRUE;
}

/**
 * trueconf_health_server_start:
 * @self: a health server
 * @error: return location for an error
 *
 * Listens, and answers as long as the main context runs. Nothing happens if it listens already.
 *
 * It fails with an error of [error@Gio.IOErrorEnum], for example `G_IO_ERROR_ADDRESS_IN_USE`, if it cannot listen, with
 * `TRUECONF_ERROR_INVALID_ARGUMENT` if the address is no IP address, the path of the Unix socket is too long, or the socket from systemd does
 * not listen, and with `TRUECONF_ERROR_FAILED` if another thread runs the main context.
 *
 * Returns: whether it listens
 *
 * Since: 0.1
 */
gboolean
trueconf_health_server_start (TrueconfHealthServer *self, GError **error)
{
  gboolean listens;

  g_return_val_if_fail (TRUECONF_IS_HEALTH_SERVER (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->connections != NULL)
    return TRUE;

  if (!g_main_context_acquire (self->context))
    {
      g_set_error_literal (
          error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED,
          _ ("The health server was started from another thread than the one that runs its main "
             "context"));
      return FALSE;
    }
  /* the port that was stopped in another thread is needed again */
  if (self->closing != NULL)
    trueconf_health_connections_close (self->closing);
  g_clear_pointer (&self->closing, trueconf_health_connections_unref);
  listens = listen_now (self, error);
  g_main_context_release (self->context);
  if (listens)
    trueconf_health_server_notify_running (self);

  return listens;
}

static gboolean
close_cb (gpointer connections)
{
  trueconf_health_connections_close (connections);
  return G_SOURCE_REMOVE;
}

static void
unref_cb (gpointer connections)
{
  trueconf_health_connections_unref (connections);
}

/* libsoup's server ends in its own thread. */
void
trueconf_health_server_drop_closing (TrueconfHealthServer *self)
{
  if (self->closing != NULL)
    g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, close_cb, g_steal_pointer (&self->closing),
                                unref_cb);
}

void
trueconf_health_server_close (TrueconfHealthServer *self)
{
  if (self->connections == NULL)
    return;

  /* a garbage collector may drop the server in any thread; a later start does not wait for the main loop */
  trueconf_health_server_drop_closing (self);
  self->closing = g_steal_pointer (&self->connections);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, close_cb,
                              trueconf_health_connections_ref (self->closing), unref_cb);
  remove_own_path (self);
  g_clear_pointer (&self->uris, g_strfreev);
  self->chosen_port = 0;
}

/**
 * trueconf_health_server_stop:
 * @self: a health server
 *
 * Does not listen any more, and closes the connections. It can be started again.
 *
 * It may be called in any thread, while no other one uses the server: the properties notify there, and the thread of the main context closes
 * the connections. A Unix socket that it has made is removed.
 *
 * Since: 0.1
 */
void
trueconf_health_server_stop (TrueconfHealthServer *self)
{
  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));

  if (self->connections == NULL)
    return;

  trueconf_health_server_close (self);
  trueconf_health_server_notify_running (self);
}

/* ---- a server of the application */

typedef struct
{
  TrueconfHealthServer *server;
  gsize prefix;
} TrueconfHealthAttachment;

static void
attachment_free (gpointer data)
{
  TrueconfHealthAttachment *attachment = data;

  g_object_unref (attachment->server);
  g_free (attachment);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TrueconfHealthAttachment *attachment = user_data;

  trueconf_health_answer (attachment->server->roster, message, path + attachment->prefix);
}

/* Without a slash at the end. */
static char *
clean_prefix (const char *prefix)
{
  char *clean = g_strdup (prefix != NULL ? prefix : "");
  gsize length = strlen (clean);

  while (length > 0 && clean[length - 1] == '/')
    clean[--length] = '\0';

  return clean;
}

/**
 * trueconf_health_server_attach:
 * @self: a health server
 * @soup_server: (type Soup.Server): a server of the application
 * @prefix: (nullable): a path that begins with `/`, for example `/bots` for `/bots/health` and the others, or `NULL`
 *   for none
 *
 * Adds the paths to a server that the application has, which then keeps the health server.
 *
 * Only what begins with the four paths is taken. In C, include `<libsoup/soup.h>`. The answers come from the thread that runs the application's server. This has nothing to do
 * with [method@HealthServer.start].
 *
 * Since: 0.1
 */
void
trueconf_health_server_attach (TrueconfHealthServer *self, SoupServer *soup_server, const char *prefix)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));
  g_return_if_fail (SOUP_IS_SERVER (soup_server));
  g_return_if_fail (prefix == NULL || prefix[0] == '/');

  clean = clean_prefix (prefix);
  for (guint i = 0; i < TRUECONF_N_HEALTH_PATHS; i++)
    {
      g_autofree char *path = g_strconcat (clean, trueconf_health_paths[i], NULL);
      TrueconfHealthAttachment *attachment = g_new0 (TrueconfHealthAttachment, 1);

      attachment->server = g_object_ref (self);
      attachment->prefix = strlen (clean);
      soup_server_add_early_handler (soup_server, path, on_early_request, NULL, NULL);
      soup_server_add_handler (soup_server, path, on_request, attachment, attachment_free);
    }
}

/**
 * trueconf_health_server_detach:
 * @self: a health server
 * @soup_server: (type Soup.Server): a server of the application
 * @prefix: (nullable): the path that was given to [method@HealthServer.attach]
 *
 * Removes the paths from a server that the application has.
 *
 * Since: 0.1
 */
void
trueconf_health_server_detach (TrueconfHealthServer *self, SoupServer *soup_server, const char *prefix)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (TRUECONF_IS_HEALTH_SERVER (self));
  g_return_if_fail (SOUP_IS_SERVER (soup_server));
  g_return_if_fail (prefix == NULL || prefix[0] == '/');

  clean = clean_prefix (prefix);
  for (guint i = 0; i < TRUECONF_N_HEALTH_PATHS; i++)
    {
      g_autofree char *path = g_strconcat (clean, trueconf_health_paths[i], NULL);

      soup_server_remove_handler (soup_server, path);
    }
}
