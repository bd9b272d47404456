/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_DEBOUNCE (trueconf_debounce_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfDebounce, trueconf_debounce, TRUECONF, DEBOUNCE, TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfDebounce *trueconf_debounce_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
double trueconf_debounce_get_interval (TrueconfDebounce *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_debounce_set_interval (TrueconfDebounce *self, double interval);

G_END_DECLS
