/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_LOGGING_MIDDLEWARE (trueconf_logging_middleware_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfLoggingMiddleware,
                      trueconf_logging_middleware,
                      TRUECONF,
                      LOGGING_MIDDLEWARE,
                      TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfLoggingMiddleware *trueconf_logging_middleware_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
