/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "transport/trueconf-https-proxy-private.h"
#include "transport/trueconf-identity-private.h"

struct _TrueconfHttpsProxy
{
  GObject parent_instance;
};

static void trueconf_https_proxy_iface_init (GProxyInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrueconfHttpsProxy,
                               trueconf_https_proxy,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY, trueconf_https_proxy_iface_init))

/* As whom the proxy has to show itself: as the one whose name or IP address the user has written. */
static GSocketConnectable *
get_identity (GProxyAddress *address)
{
  g_autoptr (GUri) uri = g_uri_parse (g_proxy_address_get_uri (address), G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *bare = host != NULL ? g_strndup (host, strcspn (host, "%")) : NULL;

  if (bare == NULL)
    return G_SOCKET_CONNECTABLE (g_object_ref (address));

  return g_network_address_new (bare, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

static GTlsConnection *
open_tls (GIOStream *connection, GProxyAddress *address, GError **error)
{
  g_autoptr (GSocketConnectable) identity = get_identity (address);
  GIOStream *tls = g_tls_client_connection_new (connection, identity, error);

  if (tls == NULL)
    return NULL;

  trueconf_identity_leave_out_final_dot (G_TLS_CLIENT_CONNECTION (tls));
  return G_TLS_CONNECTION (tls);
}

/* What is said through TLS is what any other proxy is told. */
static GProxy *
get_inner (void)
{
  return g_proxy_get_default_for_protocol (TRUECONF_PROXY_PREFIX "http");
}

static GIOStream *
connect_now (GProxy *proxy,
             GIOStream *connection,
             GProxyAddress *address,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GTlsConnection) tls = open_tls (connection, address, error);
  g_autoptr (GProxy) inner = get_inner ();

  if (tls == NULL || !g_tls_connection_handshake (tls, cancellable, error))
    return NULL;

  return g_proxy_connect (inner, G_IO_STREAM (tls), address, cancellable, error);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GIOStream *stream = g_proxy_connect_finish (G_PROXY (source), result, &error);

  if (stream != NULL)
    g_task_return_pointer (task, stream, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
shaken_hands_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GProxyAddress *address = g_task_get_task_data (task);
  g_autoptr (GProxy) inner = get_inner ();
  GError *error = NULL;

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    g_task_return_error (task, error);
  else
    g_proxy_connect_async (inner, G_IO_STREAM (source), address, cancellable, connected_cb,
                           g_steal_pointer (&task));
}

static void
connect_async (GProxy *proxy,
               GIOStream *connection,
               GProxyAddress *address,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (proxy, cancellable, callback, user_data);
  GError *error = NULL;
  g_autoptr (GTlsConnection) tls = open_tls (connection, address, &error);

  g_task_set_source_tag (task, connect_async);
  g_task_set_task_data (task, g_object_ref (address), g_object_unref);
  if (tls == NULL)
    g_task_return_error (task, error);
  else
    g_tls_connection_handshake_async (tls, G_PRIORITY_DEFAULT, cancellable, shaken_hands_cb,
                                      g_steal_pointer (&task));
}

static GIOStream *
connect_finish (GProxy *proxy, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
supports_hostname (GProxy *proxy)
{
  return TRUE;
}

static void
trueconf_https_proxy_iface_init (GProxyInterface *iface)
{
  iface->connect = connect_now;
  iface->connect_async = connect_async;
  iface->connect_finish = connect_finish;
  iface->supports_hostname = supports_hostname;
}

static void
trueconf_https_proxy_class_init (TrueconfHttpsProxyClass *klass)
{
}

static void
trueconf_https_proxy_init (TrueconfHttpsProxy *self)
{
}
