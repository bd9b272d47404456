/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The proxies that the application's resolver names, or those of the system. Of the latter none is used to this machine
 * itself, whatever the environment says. */

#define TRUECONF_TYPE_PROXY (trueconf_proxy_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfProxy, trueconf_proxy, TRUECONF, PROXY, GObject)

GProxyResolver *trueconf_proxy_new (GProxyResolver *resolver);

/* The proxy's address as it can be shown, from its URI. */
char *trueconf_proxy_describe (const char *uri);

/* The address of the first proxy that was named for a host when it was last asked for, NULL: there was none. */
const char *trueconf_proxy_get_last (TrueconfProxy *self, const char *host);

G_END_DECLS
