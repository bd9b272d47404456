/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* How a connection comes about: through which proxy, so that the right one is blamed, and as whom the server has to show
 * itself. */

typedef struct
{
  GProxyResolver *resolver;
  GUri *uri;
  char *proxy; /* its address without user name and password, NULL: there is none, or it is not known yet */
  gboolean reached; /* the proxy, or the server if there is none */
  gboolean through; /* the proxy has let the connection through */
} TrueconfRoute;

void trueconf_route_begin (TrueconfRoute *self, SoupSession *session, GUri *uri);
void trueconf_route_take_event (TrueconfRoute *self, GSocketClientEvent event, GIOStream *stream);
void trueconf_route_clear (TrueconfRoute *self);

/* NULL: there is none. */
const char *trueconf_route_get_proxy (const TrueconfRoute *self);
gboolean trueconf_route_is_at_proxy (const TrueconfRoute *self);

G_END_DECLS
