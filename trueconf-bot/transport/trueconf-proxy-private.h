/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The proxies of the system, but none to this machine itself, whatever the environment says. */

#define TRUECONF_TYPE_PROXY (trueconf_proxy_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfProxy, trueconf_proxy, TRUECONF, PROXY, GObject)

GProxyResolver *trueconf_proxy_new (void);

G_END_DECLS
