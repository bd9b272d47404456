/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Accepts the connections of a health server. Somebody who opens many, or one and says nothing, does not keep others out:
 * each ends in time, and when there are too many, the oldest one ends. */

typedef struct _TrueconfHealthConnections TrueconfHealthConnections;

/* @sockets: (element-type GSocket): those to listen on; @context: where to serve; @limit: microseconds */
TrueconfHealthConnections *trueconf_health_connections_new (SoupServer *server,
                                                            GPtrArray *sockets,
                                                            GMainContext *context,
                                                            gint64 limit,
                                                            guint max_connections,
                                                            GError **error);

TrueconfHealthConnections *trueconf_health_connections_ref (TrueconfHealthConnections *self);
void trueconf_health_connections_unref (TrueconfHealthConnections *self);
/* In the context. Closes all of them, and the sockets. Nothing happens the second time. */
void trueconf_health_connections_close (TrueconfHealthConnections *self);

G_END_DECLS
