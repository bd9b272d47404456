/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "transport/trueconf-identity-private.h"

/* DNS knows names with a dot at the end, which keeps its search list out, and certificates know none. */
void
trueconf_identity_leave_out_final_dot (GTlsClientConnection *tls)
{
  GSocketConnectable *identity = g_tls_client_connection_get_server_identity (tls);
  const char *name =
      G_IS_NETWORK_ADDRESS (identity) ? g_network_address_get_hostname (G_NETWORK_ADDRESS (identity)) : "";
  gsize length = strlen (name);
  g_autofree char *bare = NULL;
  g_autoptr (GSocketConnectable) other = NULL;

  if (length < 2 || name[length - 1] != '.')
    return;

  bare = g_strndup (name, length - 1);
  other = g_network_address_new (bare, g_network_address_get_port (G_NETWORK_ADDRESS (identity)));
  g_tls_client_connection_set_server_identity (tls, other);
}
