/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tool-doctor.h"

#define MAX_ADDRESSES 4

/* ---- which way it goes */

/* As the library does: connections to this machine take no proxy. */
gboolean
tool_doctor_is_local (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (host, "localhost") == 0 || g_ascii_strcasecmp (host, "localhost.") == 0;
}

static void
find_proxy (ToolDoctor *self)
{
  g_autofree char *uri = g_uri_join (G_URI_FLAGS_NONE, self->tls ? "https" : "http", NULL, self->server,
                                     self->port, "/", NULL, NULL);
  GProxyResolver *resolver = g_proxy_resolver_get_default ();
  g_auto (GStrv) proxies = NULL;

  if (tool_doctor_is_local (self->server))
    return;

  g_proxy_resolver_lookup_async (resolver, uri, tool_run_get_cancellable (self->run), tool_run_ready,
                                 self->run);
  proxies = g_proxy_resolver_lookup_finish (resolver, tool_run_wait (self->run), &self->proxy_error);
  if (proxies != NULL && proxies[0] != NULL && !g_str_has_prefix (proxies[0], "direct:"))
    self->proxy = g_uri_parse (proxies[0], G_URI_FLAGS_HAS_PASSWORD, &self->proxy_error);
}

static guint16
get_proxy_port (GUri *proxy)
{
  int port = g_uri_get_port (proxy);
  const char *scheme = g_uri_get_scheme (proxy);

  if (port > 0)
    return (guint16) port;

  return g_str_equal (scheme, "https") ? 443 : g_str_equal (scheme, "http") ? 80 : 1080;
}

/* Without the password that may be in it. */
static char *
describe_proxy (GUri *proxy)
{
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (proxy), NULL, g_uri_get_host (proxy),
                     get_proxy_port (proxy), "", NULL, NULL);
}

/* ---- the name */

static char *
join_addresses (GList *addresses)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (GList *l = addresses; l != NULL; l = l->next, n++)
    {
      g_autofree char *address = g_inet_address_to_string (l->data);

      if (n < MAX_ADDRESSES)
        g_string_append_printf (text, "%s%s", n > 0 ? ", " : "", address);
    }
  if (n > MAX_ADDRESSES)
    g_string_append (text, ", …");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_name_failure (ToolDoctor *self, ToolFinding *finding, const char *name, const GError *error)
{
  g_autofree char *words = tool_doctor_describe (self, error);

  /* Translators: name of a machine, what the system says */
  tool_finding_set (finding, TOOL_VERDICT_BAD,
                    g_strdup_printf (_ ("the name “%s” cannot be resolved (%s)"), name, words));
  if (self->proxy != NULL)
    tool_finding_set_advice (
        finding,
        g_strdup (_ ("Check the proxy's name in the settings of the system or in “https_proxy”, and this "
                     "machine's DNS (/etc/resolv.conf)")));
  else
    tool_finding_set_advice (
        finding, g_strdup (_ ("Check the spelling of --server, and this machine's DNS (/etc/resolv.conf)")));
}

/* With a proxy, only its name has to be known here. */
void
tool_doctor_probe_name (ToolDoctor *self, ToolFinding *finding)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  GList *addresses;
  const char *name;

  find_proxy (self);
  name = self->proxy != NULL ? g_uri_get_host (self->proxy) : self->server;
  if (g_hostname_is_ip_address (name))
    {
      /* Translators: an IP address */
      tool_finding_set (finding, TOOL_VERDICT_GOOD, g_strdup_printf (_ ("%s is an address"), name));
      return;
    }

  g_resolver_lookup_by_name_async (resolver, name, tool_run_get_cancellable (self->run), tool_run_ready,
                                   self->run);
  addresses = g_resolver_lookup_by_name_finish (resolver, tool_run_wait (self->run), &error);
  if (addresses == NULL)
    {
      set_name_failure (self, finding, name, error);
      return;
    }

  list = join_addresses (addresses);
  g_resolver_free_addresses (addresses);
  if (self->proxy != NULL)
    /* Translators: name of a proxy, its addresses, name of a server */
    tool_finding_set (finding, TOOL_VERDICT_GOOD,
                      g_strdup_printf (_ ("the proxy %s is %s; it resolves %s"), name, list, self->server));
  else
    /* Translators: name of a server, its addresses */
    tool_finding_set (finding, TOOL_VERDICT_GOOD, g_strdup_printf (_ ("%s is %s"), name, list));
}

/* ---- connections */

static GSocketConnection *
connect_to (ToolDoctor *self, const char *host, guint16 port, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, host, port, tool_run_get_cancellable (self->run),
                                         tool_run_ready, self->run);

  return g_socket_client_connect_to_host_finish (client, tool_run_wait (self->run), error);
}

/* The way to a proxy that has TLS itself; it shows a certificate for its name. */
static GIOStream *
wrap_proxy (ToolDoctor *self, GIOStream *base, GError **error)
{
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (g_uri_get_host (self->proxy), get_proxy_port (self->proxy));
  g_autoptr (GIOStream) stream = g_tls_client_connection_new (base, identity, error);

  if (stream == NULL)
    return NULL;

  g_tls_connection_handshake_async (G_TLS_CONNECTION (stream), G_PRIORITY_DEFAULT,
                                    tool_run_get_cancellable (self->run), tool_run_ready, self->run);
  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (stream), tool_run_wait (self->run), error))
    return NULL;

  return g_steal_pointer (&stream);
}

static GIOStream *
pass_proxy (ToolDoctor *self, GSocketConnection *connection, GIOStream *stream, GError **error)
{
  const char *scheme = g_uri_get_scheme (self->proxy);
  /* its TLS has been done, and “socks” is any version of it */
  const char *protocol = g_str_equal (scheme, "https")   ? "http"
                         : g_str_equal (scheme, "socks") ? "socks5"
                                                         : scheme;
  g_autoptr (GProxy) proxy = g_proxy_get_default_for_protocol (protocol);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, error);
  g_autoptr (GProxyAddress) address = NULL;

  if (remote == NULL)
    return NULL;
  if (proxy == NULL)
    {
      /* Translators: a kind of proxy */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("proxies of the kind “%s” are not supported"), scheme);
      return NULL;
    }

  address = G_PROXY_ADDRESS (g_proxy_address_new (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)),
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (remote)), protocol, self->server, self->port,
      g_uri_get_user (self->proxy), g_uri_get_password (self->proxy)));
  g_proxy_connect_async (proxy, stream, address, tool_run_get_cancellable (self->run), tool_run_ready,
                         self->run);

  return g_proxy_connect_finish (proxy, tool_run_wait (self->run), error);
}

static char *
advise_on_proxy (ToolDoctor *self, const GError *error, gboolean reached)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH))
    return g_strdup (_ ("Put a user name and a password into its address: http://USER:PASSWORD@HOST:PORT"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED))
    return g_strdup (_ ("Check the user name and the password in its address"));
  if (!reached)
    /* Translators: name of a server */
    return g_strdup_printf (
        _ ("Check its address in “https_proxy” or the settings of the system, and whether it runs. To do without it: "
           "no_proxy=%s"),
        self->server);

  /* Translators: address of a server, its port, its name */
  return g_strdup_printf (
      _ ("Ask who runs the proxy to let CONNECT to %s:%u through. To do without it: no_proxy=%s"),
      self->server, self->port, self->server);
}

static void
set_proxy_failure (ToolDoctor *self,
                   ToolFinding *finding,
                   const char *proxy,
                   gboolean reached,
                   const GError *error)
{
  g_autofree char *words = tool_doctor_describe (self, error);

  if (reached)
    tool_finding_set (finding, TOOL_VERDICT_BAD,
                      /* Translators: address of a proxy, what it says */
                      g_strdup_printf (_ ("%s does not let the connection through (%s)"), proxy, words));
  else
    /* Translators: address of a proxy, what the system says */
    tool_finding_set (finding, TOOL_VERDICT_BAD,
                      g_strdup_printf (_ ("%s cannot be reached (%s)"), proxy, words));
  tool_finding_set_advice (finding, advise_on_proxy (self, error, reached));
}

void
tool_doctor_probe_proxy (ToolDoctor *self, ToolFinding *finding)
{
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GIOStream) stream = NULL;
  g_autofree char *proxy = NULL;
  g_autoptr (GError) error = NULL;

  if (self->proxy_error != NULL)
    {
      /* what cannot be read must not be shown: there may be a password in it */
      tool_finding_set (finding, TOOL_VERDICT_BAD, g_strdup (_ ("the address of the proxy cannot be read")));
      tool_finding_set_advice (
          finding, g_strdup (_ ("Check “https_proxy” and “http_proxy”, or the settings of the system")));
      return;
    }
  if (self->proxy == NULL)
    {
      tool_finding_set (finding, TOOL_VERDICT_GOOD, g_strdup (_ ("none is needed")));
      return;
    }

  proxy = describe_proxy (self->proxy);
  connection = connect_to (self, g_uri_get_host (self->proxy), get_proxy_port (self->proxy), &error);
  if (connection != NULL)
    stream = g_str_equal (g_uri_get_scheme (self->proxy), "https")
                 ? wrap_proxy (self, G_IO_STREAM (connection), &error)
                 : g_object_ref (G_IO_STREAM (connection));
  if (stream == NULL)
    {
      set_proxy_failure (self, finding, proxy, FALSE, error);
      return;
    }

  self->stream = pass_proxy (self, connection, stream, &error);
  if (self->stream == NULL)
    set_proxy_failure (self, finding, proxy, TRUE, error);
  else
    tool_finding_set (finding, TOOL_VERDICT_GOOD, g_steal_pointer (&proxy));
}

static char *
advise_on_connection (ToolDoctor *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strdup (_ ("Nothing listens there. Check --server and --port, and whether the server runs"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return g_strdup (
        _ ("Check the network of this machine: is there a way to the address, and is it the right one?"));

  return g_strdup (_ (
      "Check --server and --port. If they are right, a firewall may keep the connection from coming about"));
}

void
tool_doctor_probe_connection (ToolDoctor *self, ToolFinding *finding)
{
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  if (self->stream != NULL)
    {
      /* Translators: name of a server, its port */
      tool_finding_set (finding, TOOL_VERDICT_GOOD,
                        g_strdup_printf (_ ("%s, port %u, through the proxy"), self->server, self->port));
      return;
    }

  connection = connect_to (self, self->server, self->port, &error);
  if (connection == NULL)
    {
      g_autofree char *words = tool_doctor_describe (self, error);

      /* Translators: name of a server, its port, what the system says */
      tool_finding_set (
          finding, TOOL_VERDICT_BAD,
          g_strdup_printf (_ ("%s cannot be reached at port %u (%s)"), self->server, self->port, words));
      tool_finding_set_advice (finding, advise_on_connection (self, error));
      return;
    }

  remote = g_socket_connection_get_remote_address (connection, NULL);
  address =
      remote != NULL
          ? g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)))
          : g_strdup (self->server);
  /* Translators: IP address, port */
  tool_finding_set (finding, TOOL_VERDICT_GOOD, g_strdup_printf (_ ("%s, port %u"), address, self->port));
  tool_finding_stop_clock (finding);
  self->stream = G_IO_STREAM (g_steal_pointer (&connection));
}
