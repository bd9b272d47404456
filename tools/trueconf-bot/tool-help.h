/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-command.h"

G_BEGIN_DECLS

/* `command` may be NULL: all commands. */
void tool_help_print (const ToolCommand *command);

G_END_DECLS
