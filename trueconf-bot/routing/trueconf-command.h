/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_COMMAND (trueconf_command_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfCommand, trueconf_command, TRUECONF, COMMAND, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_command_get_prefix (TrueconfCommand *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_command_get_name (TrueconfCommand *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_command_get_mention (TrueconfCommand *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_command_get_arguments (TrueconfCommand *self);
TRUECONF_AVAILABLE_IN_ALL
char **trueconf_command_split_arguments (TrueconfCommand *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char **trueconf_command_list_parameters (TrueconfCommand *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
const GValue *trueconf_command_get_value (TrueconfCommand *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_command_get_string (TrueconfCommand *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_command_get_int64 (TrueconfCommand *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_command_get_double (TrueconfCommand *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_command_get_boolean (TrueconfCommand *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
GDateTime *trueconf_command_get_date_time (TrueconfCommand *self, const char *name);

G_END_DECLS
