/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_DEDUPLICATOR (trueconf_deduplicator_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfDeduplicator, trueconf_deduplicator, TRUECONF, DEDUPLICATOR, TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfDeduplicator *trueconf_deduplicator_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
double trueconf_deduplicator_get_interval (TrueconfDeduplicator *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_deduplicator_set_interval (TrueconfDeduplicator *self, double interval);

G_END_DECLS
