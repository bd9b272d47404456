/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "model/trueconf-event.h"
#include "routing/trueconf-context.h"
#include "routing/trueconf-filter.h"
#include "routing/trueconf-handler.h"
#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ROUTER (trueconf_router_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfRouter, trueconf_router, TRUECONF, ROUTER, GObject)

struct _TrueconfRouterClass
{
  GObjectClass parent_class;

  /*< private >*/
  gpointer padding[8];
};

TRUECONF_AVAILABLE_IN_ALL
TrueconfRouter *trueconf_router_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_router_get_name (TrueconfRouter *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_router_set_name (TrueconfRouter *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_router_get_allow_child_on_event (TrueconfRouter *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_router_set_allow_child_on_event (TrueconfRouter *self, gboolean allow_child_on_event);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_router_add_handler (TrueconfRouter *self,
                                   GType event_type,
                                   TrueconfFilter *filter,
                                   TrueconfHandlerFunc func,
                                   gpointer user_data,
                                   GDestroyNotify destroy);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_router_add_handler_closure (TrueconfRouter *self,
                                           GType event_type,
                                           TrueconfFilter *filter,
                                           GClosure *closure);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_router_add_handler_object (TrueconfRouter *self,
                                          GType event_type,
                                          TrueconfFilter *filter,
                                          TrueconfHandlerFunc func,
                                          GObject *object);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_router_add_fallback (TrueconfRouter *self,
                                    GType event_type,
                                    TrueconfFilter *filter,
                                    TrueconfHandlerFunc func,
                                    gpointer user_data,
                                    GDestroyNotify destroy);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_router_add_error_handler (TrueconfRouter *self,
                                         TrueconfErrorHandlerFunc func,
                                         gpointer user_data,
                                         GDestroyNotify destroy);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_router_set_handler_name (TrueconfRouter *self, guint handler_id, const char *name);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_router_remove_handler (TrueconfRouter *self, guint handler_id);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_router_include_router (TrueconfRouter *self, TrueconfRouter *router);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_router_exclude_router (TrueconfRouter *self, TrueconfRouter *router);
TRUECONF_AVAILABLE_IN_ALL
TrueconfRouter *trueconf_router_get_parent (TrueconfRouter *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_router_add_outer_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_router_remove_outer_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_router_add_inner_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_router_remove_inner_middleware (TrueconfRouter *self, TrueconfMiddleware *middleware);

G_END_DECLS
