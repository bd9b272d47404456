/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-middleware.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ACTIVITY_MIDDLEWARE (trueconf_activity_middleware_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfActivityMiddleware,
                      trueconf_activity_middleware,
                      TRUECONF,
                      ACTIVITY_MIDDLEWARE,
                      TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfActivityMiddleware *trueconf_activity_middleware_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfChatActivity trueconf_activity_middleware_get_activity (TrueconfActivityMiddleware *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_activity_middleware_set_activity (TrueconfActivityMiddleware *self,
                                                TrueconfChatActivity activity);

TRUECONF_AVAILABLE_IN_ALL
double trueconf_activity_middleware_get_delay (TrueconfActivityMiddleware *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_activity_middleware_set_delay (TrueconfActivityMiddleware *self, double delay);

G_END_DECLS
