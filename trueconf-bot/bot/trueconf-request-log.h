/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "bot/trueconf-request-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_REQUEST_LOG (trueconf_request_log_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRequestLog,
                      trueconf_request_log,
                      TRUECONF,
                      REQUEST_LOG,
                      TrueconfRequestMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfRequestLog *trueconf_request_log_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
