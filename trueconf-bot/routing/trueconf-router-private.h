/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-middleware.h"
#include "routing/trueconf-plan-private.h"
#include "routing/trueconf-router.h"

G_BEGIN_DECLS

/* Arrays that are replaced and never changed. */
typedef struct
{
  GPtrArray *outer;
  GPtrArray *inner;
} TrueconfRouterMiddlewares;

/* Takes `with`. */
void trueconf_router_replace_array (GPtrArray **array, GPtrArray *with);

/* No router can include it. */
void trueconf_router_set_dispatcher (TrueconfRouter *self);

TrueconfRouterMiddlewares *trueconf_router_get_middlewares (TrueconfRouter *self);
TrueconfPlan *trueconf_router_get_plan (TrueconfRouter *self, GType event_type);
GPtrArray *trueconf_router_get_handlers (TrueconfRouter *self);
GPtrArray *trueconf_router_get_fallbacks (TrueconfRouter *self);
GPtrArray *trueconf_router_get_children (TrueconfRouter *self);
GPtrArray *trueconf_router_get_outer_middlewares (TrueconfRouter *self);
GPtrArray *trueconf_router_collect_inner_middlewares (TrueconfRouter *self);
GRefString *trueconf_router_get_shared_name (TrueconfRouter *self);
gboolean trueconf_router_handle_error (TrueconfRouter *self, const GError *error, TrueconfContext *context);

G_END_DECLS
