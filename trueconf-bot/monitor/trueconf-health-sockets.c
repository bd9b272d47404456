/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "monitor/trueconf-health-sockets-private.h"
#include "trueconf-error.h"

#define BACKLOG 64

/* A free port of IPv4 may be in use for IPv6. */
#define ATTEMPTS 16

/* Where systemd's sockets begin, SD_LISTEN_FDS_START. */
#define FIRST_GIVEN 3

static GSocket *
make_socket (GSocketFamily family, GError **error)
{
  GSocket *socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);

  if (socket != NULL)
    {
      g_socket_set_blocking (socket, FALSE);
      g_socket_set_listen_backlog (socket, BACKLOG);
    }

  return socket;
}

static GSocket *
listen_on (GInetAddress *address, guint port, GError **error)
{
  GSocketFamily family = g_inet_address_get_family (address);
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new (address, (guint16) port);
  g_autoptr (GSocket) socket = make_socket (family, error);

  if (socket == NULL)
    return NULL;

  /* “::” stands for IPv4, too, unlike “::1” */
  if (family == G_SOCKET_FAMILY_IPV6 && !g_inet_address_get_is_any (address))
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, NULL);

  if (!g_socket_bind (socket, place, TRUE, error) || !g_socket_listen (socket, error))
    {
      g_autofree char *text = g_inet_address_to_string (address);

      /* Translators: address, number */
      g_prefix_error (error, _ ("The health server cannot listen on %s, port %u: "), text, port);
      return NULL;
    }

  return g_steal_pointer (&socket);
}

static guint
get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return address != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) : 0;
}

/* A machine may have no IPv6. That the port is in use there, is an error. */
static gboolean
listen_on_loopback (GPtrArray *sockets, guint port, GError **error)
{
  g_autoptr (GInetAddress) four = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GInetAddress) six = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  GSocket *socket = listen_on (four, port, error);
  GError *problem = NULL;

  if (socket == NULL)
    return FALSE;
  g_ptr_array_add (sockets, socket);

  socket = listen_on (six, get_port (socket), &problem);
  if (socket != NULL)
    {
      g_ptr_array_add (sockets, socket);
    }
  else if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }

  g_clear_error (&problem);
  return TRUE;
}

GPtrArray *
trueconf_health_sockets_open_inet (const char *address, guint port, GError **error)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GInetAddress) parsed = NULL;
  GSocket *socket;

  if (address == NULL || g_str_equal (address, "localhost"))
    {
      for (guint i = 1; !listen_on_loopback (sockets, port, i < ATTEMPTS && port == 0 ? NULL : error); i++)
        {
          g_ptr_array_set_size (sockets, 0);
          if (i == ATTEMPTS || port != 0)
            return NULL;
        }
      return g_steal_pointer (&sockets);
    }

  parsed = g_inet_address_new_from_string (address);
  if (parsed == NULL)
    {
      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
          /* Translators: what was given */
          _ ("The health server cannot listen on “%s”: it is not an IP address. Give one of this machine, "
             "“0.0.0.0” or “::” for all of them, or none for this machine alone"),
          address);
      return NULL;
    }

  socket = listen_on (parsed, port, error);
  if (socket == NULL)
    return NULL;
  g_ptr_array_add (sockets, socket);

  return g_steal_pointer (&sockets);
}

/* Nobody listens on a socket that its program has left behind. */
static gboolean
check_place (const char *path, GSocketAddress *place, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) problem = NULL;
  struct stat status;

  if (lstat (path, &status) != 0)
    return TRUE;

  if (!S_ISSOCK (status.st_mode))
    {
      /* Translators: path */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("“%s” is there already, and is not a socket"),
                   path);
      return FALSE;
    }

  socket = make_socket (G_SOCKET_FAMILY_UNIX, error);
  if (socket == NULL)
    return FALSE;
  if (!g_socket_connect (socket, place, NULL, &problem) &&
      g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return TRUE;

  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   /* Translators: path */
                   _ ("This user may not use the socket “%s”, on which somebody may listen. Remove it if no "
                      "program does, or give another path"),
                   path);
      return FALSE;
    }

  /* Translators: path */
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE, _ ("Another program listens on the socket “%s”"),
               path);
  return FALSE;
}

/* GUnixSocketAddress cuts what is too long, and would lead to another place. */
static gboolean
check_length (const char *path, const char *early, GError **error)
{
  if (strlen (early) < sizeof (((struct sockaddr_un *) NULL)->sun_path))
    return TRUE;

  /* Translators: path */
  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is too long for the path of a socket. Give a shorter one"), path);
  return FALSE;
}

/* Takes its place at once and with its mode: before, nobody can connect to it. */
GSocket *
trueconf_health_sockets_open_unix (const char *path, guint mode, GError **error)
{
  g_autofree char *early = g_strdup_printf ("%s.%d", path, (int) getpid ());
  g_autoptr (GSocketAddress) place = g_unix_socket_address_new (path);
  g_autoptr (GSocketAddress) early_place = g_unix_socket_address_new (early);
  g_autoptr (GSocket) socket = NULL;

  if (!check_length (path, early, error) || !check_place (path, place, error))
    return NULL;
  socket = make_socket (G_SOCKET_FAMILY_UNIX, error);
  if (socket == NULL)
    return NULL;

  g_unlink (early);
  if (!g_socket_bind (socket, early_place, FALSE, error))
    {
      /* Translators: path */
      g_prefix_error (error, _ ("The health server cannot listen on “%s”: "), path);
      return NULL;
    }

  if (g_chmod (early, (int) mode) != 0 || !g_socket_listen (socket, error) || g_rename (early, path) != 0)
    {
      int code = errno;

      if (error != NULL && *error == NULL)
        g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      g_prefix_error (error, _ ("The health server cannot listen on “%s”: "), path);
      g_unlink (early);
      return NULL;
    }

  return g_steal_pointer (&socket);
}

static guint
read_number (const char *name)
{
  guint64 number = 0;
  const char *text = g_getenv (name);

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL) ? (guint) number
                                                                                           : 0;
}

/* A copy, since the one of systemd has to stay open for the next start. */
static GSocket *
take_given (int given, const char *name, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  int listens = 0;
  int fd = fcntl (given, F_DUPFD_CLOEXEC, FIRST_GIVEN);

  fcntl (given, F_SETFD, FD_CLOEXEC);
  if (fd >= 0)
    socket = g_socket_new_from_fd (fd, NULL);
  if (socket == NULL && fd >= 0)
    close (fd);
  if (socket == NULL || g_socket_get_socket_type (socket) != G_SOCKET_TYPE_STREAM ||
      !g_socket_get_option (socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, NULL) || listens == 0)
    {
      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
          /* Translators: name */
          _ ("The socket “%s” from systemd does not listen for connections. Use ListenStream= and Accept=no"),
          name);
      return NULL;
    }

  g_socket_set_blocking (socket, FALSE);
  return g_steal_pointer (&socket);
}

GPtrArray *
trueconf_health_sockets_find_given (const char *name, GError **error)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) names = NULL;

  if (read_number ("LISTEN_PID") != (guint) getpid () || g_getenv ("LISTEN_FDNAMES") == NULL)
    return g_steal_pointer (&sockets);

  names = g_strsplit (g_getenv ("LISTEN_FDNAMES"), ":", -1);
  for (guint i = 0; i < MIN (read_number ("LISTEN_FDS"), g_strv_length (names)); i++)
    {
      GSocket *socket;

      if (!g_str_equal (names[i], name))
        continue;
      socket = take_given (FIRST_GIVEN + (int) i, name, error);
      if (socket == NULL)
        return NULL;
      g_ptr_array_add (sockets, socket);
    }

  return g_steal_pointer (&sockets);
}
