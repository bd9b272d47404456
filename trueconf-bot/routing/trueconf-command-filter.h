/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-filter.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_COMMAND_FILTER (trueconf_command_filter_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfCommandFilter,
                      trueconf_command_filter,
                      TRUECONF,
                      COMMAND_FILTER,
                      TrueconfFilter)

TRUECONF_AVAILABLE_IN_ALL
TrueconfCommandFilter *trueconf_command_filter_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_command_filter_get_names (TrueconfCommandFilter *self);
TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_command_filter_get_prefixes (TrueconfCommandFilter *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_command_filter_get_ignore_case (TrueconfCommandFilter *self);

G_END_DECLS
