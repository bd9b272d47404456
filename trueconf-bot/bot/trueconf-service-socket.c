/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/un.h>

#include "bot/trueconf-service-socket-private.h"
#include "text/trueconf-log-line-private.h"

struct _TrueconfServiceSocket
{
  GSocketAddress *address;
  GSocket *socket; /* NULL: to be opened */
};

TrueconfServiceSocket *
trueconf_service_socket_new (const char *address)
{
  TrueconfServiceSocket *self;
  gsize length = strlen (address);

  if ((address[0] != '/' && address[0] != '@') || length < 2 ||
      length >= sizeof (((struct sockaddr_un *) NULL)->sun_path))
    return NULL;

  self = g_new0 (TrueconfServiceSocket, 1);
  if (address[0] == '@')
    self->address =
        g_unix_socket_address_new_with_type (address + 1, (int) length - 1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  else
    self->address = g_unix_socket_address_new (address);

  return self;
}

void
trueconf_service_socket_free (TrueconfServiceSocket *self)
{
  g_clear_object (&self->socket);
  g_object_unref (self->address);
  g_free (self);
}

static gboolean
open_socket (TrueconfServiceSocket *self, GError **error)
{
  if (self->socket != NULL)
    return TRUE;

  self->socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (self->socket == NULL)
    return FALSE;

  g_socket_set_blocking (self->socket, FALSE);
  if (g_socket_connect (self->socket, self->address, NULL, error))
    return TRUE;

  g_clear_object (&self->socket);
  return FALSE;
}

TrueconfServiceOutcome
trueconf_service_socket_send (TrueconfServiceSocket *self, const char *message)
{
  /* a manager that has started anew has bound its socket again: what is open leads nowhere */
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      g_autoptr (GError) error = NULL;

      if (open_socket (self, &error) &&
          g_socket_send (self->socket, message, strlen (message), NULL, &error) >= 0)
        return TRUECONF_SERVICE_SENT;
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) && self->socket != NULL)
        return TRUECONF_SERVICE_FULL;

      trueconf_log (G_LOG_LEVEL_DEBUG, "the service manager cannot be told: %s", error->message);
      g_clear_object (&self->socket);
    }

  return TRUECONF_SERVICE_LOST;
}

GSource *
trueconf_service_socket_create_source (TrueconfServiceSocket *self)
{
  return g_socket_create_source (self->socket, G_IO_OUT, NULL);
}
