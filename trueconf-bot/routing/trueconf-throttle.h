/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_THROTTLE (trueconf_throttle_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfThrottle, trueconf_throttle, TRUECONF, THROTTLE, TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfThrottle *trueconf_throttle_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
double trueconf_throttle_get_rate (TrueconfThrottle *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_throttle_set_rate (TrueconfThrottle *self, double rate);

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_throttle_get_burst (TrueconfThrottle *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_throttle_set_burst (TrueconfThrottle *self, guint burst);

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_throttle_get_per_chat (TrueconfThrottle *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_throttle_set_per_chat (TrueconfThrottle *self, gboolean per_chat);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_throttle_get_notice (TrueconfThrottle *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_throttle_set_notice (TrueconfThrottle *self, const char *notice);

G_END_DECLS
