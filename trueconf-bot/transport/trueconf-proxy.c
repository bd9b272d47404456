/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "transport/trueconf-proxy-private.h"

/* GIO's own proxy client under another name. Under its name libsoup would take over, which asks a proxy that refuses a
 * password again and again, and names the server when the proxy fails. */
#define PREFIX "trueconf-"

struct _TrueconfProxy
{
  GObject parent_instance;
};

static void trueconf_proxy_resolver_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrueconfProxy,
                               trueconf_proxy,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, trueconf_proxy_resolver_init))

static gboolean
is_loopback (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;
  g_autofree char *bare = host != NULL ? g_strndup (host, strcspn (host, "%")) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (bare == NULL)
    return FALSE;

  if (g_ascii_strcasecmp (bare, "localhost") == 0 || g_ascii_strcasecmp (bare, "localhost.") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (bare);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* Takes the proxies. */
static char **
rename_all (char **proxies)
{
  for (guint i = 0; proxies != NULL && proxies[i] != NULL; i++)
    if (g_str_has_prefix (proxies[i], "http://"))
      {
        char *renamed = g_strconcat (PREFIX, proxies[i], NULL);

        g_free (proxies[i]);
        proxies[i] = renamed;
      }

  return proxies;
}

static char **
get_direct (void)
{
  static const char *const direct[] = { "direct://", NULL };

  return g_strdupv ((char **) direct);
}

static char **
lookup (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GError **error)
{
  if (is_loopback (uri))
    return get_direct ();

  return rename_all (g_proxy_resolver_lookup (g_proxy_resolver_get_default (), uri, cancellable, error));
}

static void
looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL)
    g_task_return_pointer (task, rename_all (proxies), (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
lookup_async (GProxyResolver *resolver,
              const char *uri,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, lookup_async);
  if (is_loopback (uri))
    g_task_return_pointer (task, get_direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri, cancellable, looked_up,
                                   g_steal_pointer (&task));
}

static char **
lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
trueconf_proxy_resolver_init (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static void
trueconf_proxy_class_init (TrueconfProxyClass *klass)
{
  g_autoptr (GProxy) proxy = g_proxy_get_default_for_protocol ("http");

  GTypeQuery query;
  GType type;

  if (proxy == NULL)
    return;

  /* a type can be registered under one name only */
  g_type_query (G_OBJECT_TYPE (proxy), &query);
  type = g_type_register_static_simple (query.type, "TrueconfHttpProxy", query.class_size, NULL,
                                        query.instance_size, NULL, 0);
  g_io_extension_point_implement (G_PROXY_EXTENSION_POINT_NAME, type, PREFIX "http", 0);
}

static void
trueconf_proxy_init (TrueconfProxy *self)
{
}

GProxyResolver *
trueconf_proxy_new (void)
{
  return g_object_new (TRUECONF_TYPE_PROXY, NULL);
}
