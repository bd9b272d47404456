/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Help, manual pages and completions are made of the same tables as the parser. Texts are N_(), and are translated where they
 * are shown. */

typedef enum
{
  TOOL_VALUE_NONE, /* a switch */
  TOOL_VALUE_TEXT,
  TOOL_VALUE_FILE, /* what a shell completes to files */
  TOOL_VALUE_FOLDER,
  TOOL_VALUE_NUMBER,  /* an integer from 0 to G_MAXINT32 */
  TOOL_VALUE_PORT,    /* an integer from 0 to G_MAXUINT16 */
  TOOL_VALUE_SECONDS, /* a decimal number above 0 and up to a million */
  TOOL_VALUE_CHAT,    /* whom to write to: completed from the cache */
  TOOL_VALUE_PROFILE,
  TOOL_VALUE_METHOD,  /* a method of the server */
  TOOL_VALUE_COMMAND, /* a command of the tool */
  TOOL_VALUE_WORD,    /* one of `words` */
} ToolValue;

typedef struct
{
  const char *name; /* without the dashes; NULL ends a table */
  char letter;      /* or 0 */
  ToolValue value;
  const char *placeholder; /* what the value is called in the help */
  const char *help;
  gboolean repeatable;
  const char *words; /* for TOOL_VALUE_WORD, with blanks between them */
} ToolOption;

/* An option as it was given. */
typedef struct
{
  const ToolOption *option;
  char *value; /* NULL for a switch */
} ToolGiven;

#define TOOL_OPTION_END                                                                                      \
  {                                                                                                          \
    NULL                                                                                                     \
  }

/* What every command takes. */
extern const ToolOption tool_connection_options[];
extern const ToolOption tool_general_options[];

/* Checks a number, a port or seconds. */
gboolean tool_value_check (ToolValue kind, const char *value);

G_END_DECLS
