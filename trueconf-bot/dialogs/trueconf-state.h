/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_STATE (trueconf_state_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfState, trueconf_state, TRUECONF, STATE, GObject)

typedef struct _TrueconfStatesGroup TrueconfStatesGroup;

TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_state_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_state_get_any (void);
TRUECONF_AVAILABLE_IN_ALL
TrueconfState *trueconf_state_get_none (void);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_state_get_name (TrueconfState *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfStatesGroup *trueconf_state_get_group (TrueconfState *self);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_state_get_timeout (TrueconfState *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_state_set_timeout (TrueconfState *self, double timeout);

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_state_matches (TrueconfState *self, const char *name);

G_END_DECLS
