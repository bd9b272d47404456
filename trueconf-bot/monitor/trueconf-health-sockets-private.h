/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The listening sockets of a health server. */

/* @address: NULL: loopback, of IPv4 and IPv6; @port: 0: one that is free. Returns GSockets, or NULL with an error */
GPtrArray *trueconf_health_sockets_open_inet (const char *address, guint port, GError **error);

/* Replaces a socket that nothing listens on any more. */
GSocket *trueconf_health_sockets_open_unix (const char *path, guint mode, GError **error);

/* Those that systemd has given to this process by this name, which may be none. */
GPtrArray *trueconf_health_sockets_find_given (const char *name, GError **error);

G_END_DECLS
