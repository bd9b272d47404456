/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* GIO's own client of HTTP proxies is used under another name. Under its name libsoup would take over, which asks a proxy that
 * refuses a password again and again, and names the server when the proxy fails. */
#define TRUECONF_PROXY_PREFIX "trueconf-"

/* The client of a proxy that has TLS of its own: it shows a certificate for its name. GIO's own client of such proxies asks for
 * one for the IP address, which hardly any has. */

#define TRUECONF_TYPE_HTTPS_PROXY (trueconf_https_proxy_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfHttpsProxy, trueconf_https_proxy, TRUECONF, HTTPS_PROXY, GObject)

G_END_DECLS
