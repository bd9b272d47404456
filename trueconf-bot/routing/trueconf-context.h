/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "dialogs/trueconf-fsm-context.h"
#include "model/trueconf-event.h"
#include "routing/trueconf-command.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CONTEXT (trueconf_context_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfContext, trueconf_context, TRUECONF, CONTEXT, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfBot *trueconf_context_get_bot (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfEvent *trueconf_context_get_event (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFsmContext *trueconf_context_get_state (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_context_get_n_holds (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_context_get_done (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_context_get_router_name (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_context_get_handler_name (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_skip (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_hold (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_release (TrueconfContext *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_context_fail (TrueconfContext *self, const GError *error);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_context_get_data (TrueconfContext *self, const char *key, GValue *value);
TRUECONF_AVAILABLE_IN_ALL
const GValue *trueconf_context_peek_data (TrueconfContext *self, const char *key);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_set_data (TrueconfContext *self, const char *key, const GValue *value);
TRUECONF_AVAILABLE_IN_ALL
TrueconfCommand *trueconf_context_get_command (TrueconfContext *self);

G_END_DECLS
