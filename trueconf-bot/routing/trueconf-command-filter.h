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
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_command_filter_get_argument_filter (TrueconfCommandFilter *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_command_filter_get_description (TrueconfCommandFilter *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_command_filter_set_description (TrueconfCommandFilter *self, const char *description);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_command_filter_get_hidden (TrueconfCommandFilter *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_command_filter_set_hidden (TrueconfCommandFilter *self, gboolean hidden);

TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_command_filter_add_pattern (TrueconfCommandFilter *self, const char *pattern, GError **error);

TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_command_filter_set_parameters (TrueconfCommandFilter *self, const char *parameters, GError **error);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_command_filter_get_parameters (TrueconfCommandFilter *self);
TRUECONF_AVAILABLE_IN_ALL
char **trueconf_command_filter_list_parameters (TrueconfCommandFilter *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_command_filter_get_usage (TrueconfCommandFilter *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
