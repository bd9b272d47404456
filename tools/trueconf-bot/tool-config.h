/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "tool-option.h"
#include "tool-setting.h"

G_BEGIN_DECLS

/* The settings: of the configuration, the environment, systemd's credentials and the options, of which the last wins. */
typedef struct _ToolConfig ToolConfig;

/* Reads standard input to its end. `what` says what for. */
typedef GBytes *(*ToolConfigStdin) (gpointer data, const char *what, gsize limit, GError **error);

/* Reads everything. `given` are the options, of ToolGiven. Files with secrets that others may read are told of. */
ToolConfig *tool_config_load (GPtrArray *given, ToolConfigStdin read_stdin, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Reads only which profiles and aliases there are. */
ToolConfig *tool_config_load_names (GPtrArray *given, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tool_config_free (ToolConfig *self);

const char *tool_config_get_profile (ToolConfig *self);

/* The value, or its default, or NULL. It is valid: what is not was an error when it was read. */
const char *tool_config_get (ToolConfig *self, ToolSetting setting);
gboolean tool_config_get_boolean (ToolConfig *self, ToolSetting setting);
guint tool_config_get_number (ToolConfig *self, ToolSetting setting);
double tool_config_get_seconds (ToolConfig *self, ToolSetting setting);

/* Sets what comes from somewhere else, as long as nothing else has said it. */
void tool_config_set_fallback (ToolConfig *self, ToolSetting setting, const char *value, const char *source);

/* What @NAME stands for, or NULL. */
const char *tool_config_get_alias (ToolConfig *self, const char *name);
GStrv tool_config_list_aliases (ToolConfig *self) G_GNUC_WARN_UNUSED_RESULT;
GStrv tool_config_list_profiles (ToolConfig *self) G_GNUC_WARN_UNUSED_RESULT;

void tool_config_print (ToolConfig *self, gboolean json);

/* Where the tool keeps its own configuration: files of XDG, in the order in which they are read. */
GStrv tool_config_list_files (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolConfig, tool_config_free)

G_END_DECLS
