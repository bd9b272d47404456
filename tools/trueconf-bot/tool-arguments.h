/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-command.h"

G_BEGIN_DECLS

typedef struct
{
  const ToolCommand *command; /* NULL if none was given */
  GPtrArray *given;           /* of ToolGiven */
  GPtrArray *words;           /* of char *: the arguments */
} ToolArguments;

/* Reads the command line. Options may stand before and behind the command and among its arguments; all behind “--” is an
 * argument. Fails with TOOL_STATUS_USAGE. */
gboolean tool_arguments_parse (ToolArguments *self, int argc, char **argv, GError **error);
gboolean tool_arguments_has (const ToolArguments *self, const char *option);
void tool_arguments_clear (ToolArguments *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ToolArguments, tool_arguments_clear)

G_END_DECLS
