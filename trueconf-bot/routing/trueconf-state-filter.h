/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "dialogs/trueconf-states-group.h"
#include "routing/trueconf-filter.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_STATE_FILTER (trueconf_state_filter_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfStateFilter, trueconf_state_filter, TRUECONF, STATE_FILTER, TrueconfFilter)

TRUECONF_AVAILABLE_IN_ALL
TrueconfStateFilter *trueconf_state_filter_new (TrueconfState *state) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfStateFilter *trueconf_state_filter_new_group (TrueconfStatesGroup *group) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfStateFilter *trueconf_state_filter_new_some (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
