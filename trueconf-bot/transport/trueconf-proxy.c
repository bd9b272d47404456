/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "transport/trueconf-https-proxy-private.h"
#include "transport/trueconf-proxy-private.h"
#include "trueconf-hash-private.h"

#define MAX_HOSTS 64

struct _TrueconfProxy
{
  GObject parent_instance;
  GProxyResolver *resolver; /* of the application, NULL: the system's */
  GHashTable *last;         /* host → proxy's address, of the I/O thread */
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
    if (g_str_has_prefix (proxies[i], "http://") || g_str_has_prefix (proxies[i], "https://"))
      {
        char *renamed = g_strconcat (TRUECONF_PROXY_PREFIX, proxies[i], NULL);

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

static GProxyResolver *
get_resolver (TrueconfProxy *self)
{
  return self->resolver != NULL ? self->resolver : g_proxy_resolver_get_default ();
}

static gboolean
is_direct (TrueconfProxy *self, const char *uri)
{
  return self->resolver == NULL && is_loopback (uri);
}

static char **
lookup (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GError **error)
{
  TrueconfProxy *self = TRUECONF_PROXY (resolver);

  if (is_direct (self, uri))
    return get_direct ();

  return rename_all (g_proxy_resolver_lookup (get_resolver (self), uri, cancellable, error));
}

static void
keep (TrueconfProxy *self, const char *uri, const char *proxy)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host == NULL)
    return;

  if (g_hash_table_size (self->last) >= MAX_HOSTS)
    g_hash_table_remove_all (self->last);
  if (proxy == NULL || g_str_has_prefix (proxy, "direct:"))
    g_hash_table_remove (self->last, host);
  else
    g_hash_table_insert (self->last, g_strdup (host), trueconf_proxy_describe (proxy));
}

static void
looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  keep (g_task_get_source_object (task), g_task_get_task_data (task), proxies[0]);
  g_task_return_pointer (task, rename_all (proxies), (GDestroyNotify) g_strfreev);
}

static void
lookup_async (GProxyResolver *resolver,
              const char *uri,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  TrueconfProxy *self = TRUECONF_PROXY (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, lookup_async);
  g_task_set_task_data (task, g_strdup (uri), g_free);
  if (is_direct (self, uri))
    g_task_return_pointer (task, get_direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (get_resolver (self), uri, cancellable, looked_up, g_steal_pointer (&task));
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
trueconf_proxy_finalize (GObject *object)
{
  TrueconfProxy *self = TRUECONF_PROXY (object);

  g_clear_object (&self->resolver);
  g_hash_table_unref (self->last);

  G_OBJECT_CLASS (trueconf_proxy_parent_class)->finalize (object);
}

static void
trueconf_proxy_class_init (TrueconfProxyClass *klass)
{
  g_autoptr (GProxy) proxy = g_proxy_get_default_for_protocol ("http");

  GTypeQuery query;
  GType type;

  G_OBJECT_CLASS (klass)->finalize = trueconf_proxy_finalize;

  if (proxy == NULL)
    return;

  /* a type can be registered under one name only */
  g_type_query (G_OBJECT_TYPE (proxy), &query);
  type = g_type_register_static_simple (query.type, "TrueconfHttpProxy", query.class_size, NULL,
                                        query.instance_size, NULL, 0);
  g_io_extension_point_implement (G_PROXY_EXTENSION_POINT_NAME, type, TRUECONF_PROXY_PREFIX "http", 0);
  g_io_extension_point_implement (G_PROXY_EXTENSION_POINT_NAME, TRUECONF_TYPE_HTTPS_PROXY,
                                  TRUECONF_PROXY_PREFIX "https", 0);
}

static void
trueconf_proxy_init (TrueconfProxy *self)
{
  self->last = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, g_free);
}

GProxyResolver *
trueconf_proxy_new (GProxyResolver *resolver)
{
  TrueconfProxy *self = g_object_new (TRUECONF_TYPE_PROXY, NULL);

  g_set_object (&self->resolver, resolver);
  return G_PROXY_RESOLVER (self);
}

char *
trueconf_proxy_describe (const char *uri)
{
  const char *bare =
      g_str_has_prefix (uri, TRUECONF_PROXY_PREFIX) ? uri + strlen (TRUECONF_PROXY_PREFIX) : uri;
  /* nobody has checked it, and what cannot be read must not be shown */
  g_autoptr (GUri) parsed = g_uri_parse (bare, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return g_strdup ("?");

  /* a password with a slash in it ends in the path */
  if (strchr (g_uri_get_path (parsed), '@') != NULL || g_uri_get_query (parsed) != NULL ||
      g_uri_get_fragment (parsed) != NULL)
    return g_strdup ("?");

  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (parsed), NULL, g_uri_get_host (parsed),
                     g_uri_get_port (parsed), "", NULL, NULL);
}

const char *
trueconf_proxy_get_last (TrueconfProxy *self, const char *host)
{
  return g_hash_table_lookup (self->last, host);
}
