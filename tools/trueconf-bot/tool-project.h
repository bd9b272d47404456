/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The projects that new bots begin with. They are in projects/, where each is a bot that works as it stands, called
 * sample-bot. */
typedef struct _ToolProject ToolProject;

/* The languages that there is a project for, with blanks between them. */
#define TOOL_PROJECT_LANGUAGES "c js python vala"

const ToolProject *tool_project_find (const char *language);

/* Fails with TOOL_STATUS_USAGE. */
gboolean tool_project_check_name (const char *name, GError **error);

/* Writes a project into the new folder `name`; it is there whole, or not at all. Returns the paths in it. Fails with
 * TOOL_STATUS_CANNOT_CREATE. */
GStrv
tool_project_write (const ToolProject *self, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What starts the bot in its folder. */
char *tool_project_get_run_command (const ToolProject *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* What tests it there, a line for each step. */
char *tool_project_get_test_commands (const ToolProject *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
