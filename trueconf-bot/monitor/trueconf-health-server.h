/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "bot/trueconf-bot.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

/* This is SoupServer. <libsoup/soup.h> is not included, since with libsoup 3.2 it is not valid C99, and most programs do not
 * need it. */
struct _SoupServer;

#define TRUECONF_TYPE_HEALTH_SERVER (trueconf_health_server_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfHealthServer, trueconf_health_server, TRUECONF, HEALTH_SERVER, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfHealthServer *trueconf_health_server_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_health_server_add_bot (TrueconfHealthServer *self,
                                         TrueconfBot *bot,
                                         const char *name,
                                         GError **error);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_health_server_remove_bot (TrueconfHealthServer *self, TrueconfBot *bot);

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_health_server_start (TrueconfHealthServer *self, GError **error);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_stop (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_attach (TrueconfHealthServer *self,
                                    struct _SoupServer *soup_server,
                                    const char *prefix);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_detach (TrueconfHealthServer *self,
                                    struct _SoupServer *soup_server,
                                    const char *prefix);

TRUECONF_AVAILABLE_IN_ALL
char *trueconf_health_server_format_health (TrueconfHealthServer *self,
                                            const char *name) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_health_server_format_metrics (TrueconfHealthServer *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_health_server_is_ready (TrueconfHealthServer *self);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_health_server_get_address (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_set_address (TrueconfHealthServer *self, const char *address);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_health_server_get_port (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_set_port (TrueconfHealthServer *self, guint port);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_health_server_get_unix_path (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_set_unix_path (TrueconfHealthServer *self, const char *unix_path);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_health_server_get_unix_mode (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_set_unix_mode (TrueconfHealthServer *self, guint unix_mode);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_health_server_get_socket_name (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_set_socket_name (TrueconfHealthServer *self, const char *socket_name);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_health_server_get_timeout (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_set_timeout (TrueconfHealthServer *self, double timeout);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_health_server_get_max_connections (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_health_server_set_max_connections (TrueconfHealthServer *self, guint max_connections);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_health_server_get_running (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_health_server_get_chosen_port (TrueconfHealthServer *self);
TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_health_server_get_uris (TrueconfHealthServer *self);

G_END_DECLS
