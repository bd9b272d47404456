/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-identity-private.h"
#include "transport/trueconf-proxy-private.h"
#include "transport/trueconf-route-private.h"

void
trueconf_route_clear (TrueconfRoute *self)
{
  g_clear_object (&self->resolver);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->proxy, g_free);
  self->reached = FALSE;
  self->through = FALSE;
}

void
trueconf_route_begin (TrueconfRoute *self, SoupSession *session, GUri *uri)
{
  trueconf_route_clear (self);
  g_set_object (&self->resolver, soup_session_get_proxy_resolver (session));
  self->uri = g_uri_ref (uri);
}

/* The address that is being tried, which may be the next one after others. */
static void
take_address (TrueconfRoute *self, GIOStream *stream)
{
  g_autoptr (GSocketAddress) address = NULL;

  g_clear_pointer (&self->proxy, g_free);
  self->reached = FALSE;
  self->through = TRUE;
  if (G_IS_SOCKET_CONNECTION (stream))
    address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (stream), NULL);
  if (address == NULL || !G_IS_PROXY_ADDRESS (address))
    return;

  self->proxy = trueconf_proxy_describe (g_proxy_address_get_uri (G_PROXY_ADDRESS (address)));
  self->through = FALSE;
}

void
trueconf_route_take_event (TrueconfRoute *self, GSocketClientEvent event, GIOStream *stream)
{
  if (event == G_SOCKET_CLIENT_CONNECTING)
    take_address (self, stream);
  else if (event == G_SOCKET_CLIENT_CONNECTED)
    self->reached = TRUE;
  else if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATED)
    self->through = TRUE;
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CLIENT_CONNECTION (stream))
    trueconf_identity_leave_out_final_dot (G_TLS_CLIENT_CONNECTION (stream));
}

/* Before there is an address, what the resolver has said: the proxy's name may not be found. */
const char *
trueconf_route_get_proxy (const TrueconfRoute *self)
{
  if (self->proxy != NULL || self->through || self->uri == NULL || !TRUECONF_IS_PROXY (self->resolver))
    return self->proxy;

  return trueconf_proxy_get_last (TRUECONF_PROXY (self->resolver), g_uri_get_host (self->uri));
}

/* Whether it is the proxy that has not let the connection through so far. */
gboolean
trueconf_route_is_at_proxy (const TrueconfRoute *self)
{
  return !self->through && trueconf_route_get_proxy (self) != NULL;
}
