/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-option.h"

G_BEGIN_DECLS

typedef struct _ToolRun ToolRun;

typedef struct
{
  const char *name;
  const char *arguments;   /* N_(), or NULL if it takes none */
  const char *summary;     /* N_(), without a full stop */
  const char *description; /* N_(); an empty line ends a paragraph */
  const char *examples;    /* lines for a shell, or NULL */
  const ToolOption *options;
  guint min_arguments;
  guint max_arguments;  /* G_MAXUINT: any number */
  ToolValue completion; /* what the first argument is */
  gboolean is_local;    /* talks to no server, and takes none of the options for that */
  int (*run) (ToolRun *run);
} ToolCommand;

/* Ends with NULL. */
extern const ToolCommand *const tool_commands[];

const ToolCommand *tool_command_find (const char *name);

/* The same. If there is none, the error says which one was probably meant. */
const ToolCommand *tool_command_look_up (const char *name, GError **error);

/* Finds an option of the command or one that all have. `command` may be NULL. */
const ToolOption *tool_command_find_option (const ToolCommand *command, const char *name, char letter);

G_END_DECLS
