/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "bot/trueconf-bot.h"
#include "bot/trueconf-request-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_add_request_middleware (TrueconfBot *self, TrueconfRequestMiddleware *middleware);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_remove_request_middleware (TrueconfBot *self, TrueconfRequestMiddleware *middleware);

G_END_DECLS
