/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_LOOP_GUARD (trueconf_loop_guard_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfLoopGuard, trueconf_loop_guard, TRUECONF, LOOP_GUARD, TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfLoopGuard *trueconf_loop_guard_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_loop_guard_get_max_messages (TrueconfLoopGuard *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_loop_guard_set_max_messages (TrueconfLoopGuard *self, guint max_messages);

TRUECONF_AVAILABLE_IN_ALL
double trueconf_loop_guard_get_window (TrueconfLoopGuard *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_loop_guard_set_window (TrueconfLoopGuard *self, double window);

G_END_DECLS
