/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "dialogs/trueconf-fsm-storage.h"
#include "routing/trueconf-router.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_DISPATCHER (trueconf_dispatcher_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfDispatcher, trueconf_dispatcher, TRUECONF, DISPATCHER, TrueconfRouter)

TRUECONF_AVAILABLE_IN_ALL
TrueconfDispatcher *trueconf_dispatcher_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
double trueconf_dispatcher_get_handler_timeout (TrueconfDispatcher *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_dispatcher_set_handler_timeout (TrueconfDispatcher *self, double handler_timeout);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_dispatcher_get_blocking_threshold (TrueconfDispatcher *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_dispatcher_set_blocking_threshold (TrueconfDispatcher *self, double blocking_threshold);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_dispatcher_get_max_redeliveries (TrueconfDispatcher *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_dispatcher_set_max_redeliveries (TrueconfDispatcher *self, guint max_redeliveries);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_dispatcher_get_route_to_all (TrueconfDispatcher *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_dispatcher_set_route_to_all (TrueconfDispatcher *self, gboolean route_to_all);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmStorage *trueconf_dispatcher_get_storage (TrueconfDispatcher *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_dispatcher_set_storage (TrueconfDispatcher *self, TrueconfFsmStorage *storage);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmStrategy trueconf_dispatcher_get_fsm_strategy (TrueconfDispatcher *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_dispatcher_set_fsm_strategy (TrueconfDispatcher *self, TrueconfFsmStrategy fsm_strategy);

G_END_DECLS
