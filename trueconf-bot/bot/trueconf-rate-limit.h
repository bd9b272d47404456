/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "bot/trueconf-request-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_RATE_LIMIT (trueconf_rate_limit_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRateLimit, trueconf_rate_limit, TRUECONF, RATE_LIMIT, TrueconfRequestMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfRateLimit *trueconf_rate_limit_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
double trueconf_rate_limit_get_chat_rate (TrueconfRateLimit *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_rate_limit_set_chat_rate (TrueconfRateLimit *self, double chat_rate);

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_rate_limit_get_chat_burst (TrueconfRateLimit *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_rate_limit_set_chat_burst (TrueconfRateLimit *self, guint chat_burst);

TRUECONF_AVAILABLE_IN_ALL
double trueconf_rate_limit_get_total_rate (TrueconfRateLimit *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_rate_limit_set_total_rate (TrueconfRateLimit *self, double total_rate);

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_rate_limit_get_total_burst (TrueconfRateLimit *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_rate_limit_set_total_burst (TrueconfRateLimit *self, guint total_burst);

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_rate_limit_get_max_waiting (TrueconfRateLimit *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_rate_limit_set_max_waiting (TrueconfRateLimit *self, guint max_waiting);

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_rate_limit_get_n_waiting (TrueconfRateLimit *self);

G_END_DECLS
