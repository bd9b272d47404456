/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-server.h"
#include "tc-sanitizer.h"

/* libsoup 3.2 leaks a reference to every socket that it accepts. */
#if TC_WITH_ADDRESS_SANITIZER
#  include <sanitizer/lsan_interface.h>
#endif

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
#if TC_WITH_ADDRESS_SANITIZER
  __lsan_ignore_object (soup_server_message_get_socket (message));
#endif
}

SoupServer *
tc_server_new (void)
{
  SoupServer *server = soup_server_new (NULL, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (server, "request-started", G_CALLBACK (on_request_started), NULL);
  /* soup_server_listen_local() of libsoup 3.2 leaks the address. */
  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_bind (socket, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  soup_server_listen_socket (server, socket, 0, &error);
  g_assert_no_error (error);

  return server;
}

/* soup_server_get_uris() of libsoup 3.2 leaks. */
guint
tc_server_get_port (SoupServer *server)
{
  GSList *sockets = soup_server_get_listeners (server);
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (sockets->data, NULL);

  g_slist_free (sockets);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}
