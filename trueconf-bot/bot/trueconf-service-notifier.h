/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "bot/trueconf-bot.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_SERVICE_NOTIFIER (trueconf_service_notifier_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfServiceNotifier, trueconf_service_notifier, TRUECONF, SERVICE_NOTIFIER, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfServiceNotifier *trueconf_service_notifier_get_default (void);
TRUECONF_AVAILABLE_IN_ALL
TrueconfServiceNotifier *trueconf_service_notifier_new (const char *address,
                                                        double watchdog) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_service_notifier_get_address (TrueconfServiceNotifier *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_service_notifier_get_active (TrueconfServiceNotifier *self);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_service_notifier_get_watchdog (TrueconfServiceNotifier *self);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_service_notifier_add_bot (TrueconfServiceNotifier *self, TrueconfBot *bot);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_service_notifier_remove_bot (TrueconfServiceNotifier *self, TrueconfBot *bot);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_service_notifier_stopping (TrueconfServiceNotifier *self);

G_END_DECLS
