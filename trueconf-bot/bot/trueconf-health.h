/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_HEALTH (trueconf_health_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfHealth, trueconf_health, TRUECONF, HEALTH, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfStatus trueconf_health_get_status (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_health_get_websocket_connected (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_health_get_authorized (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_health_get_user_id (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_health_get_server (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_health_get_port (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_health_get_protocol (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
GDateTime *trueconf_health_get_timestamp (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
const GError *trueconf_health_get_error (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfErrorCause trueconf_health_get_cause (TrueconfHealth *self);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_health_to_json (TrueconfHealth *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
GVariant *trueconf_health_to_variant (TrueconfHealth *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
