/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What an argument of a command means. */
typedef enum
{
  TRUECONF_COMMAND_VALUE_STRING,
  TRUECONF_COMMAND_VALUE_INT,
  TRUECONF_COMMAND_VALUE_DOUBLE,
  TRUECONF_COMMAND_VALUE_BOOL,
  TRUECONF_COMMAND_VALUE_USER,
  TRUECONF_COMMAND_VALUE_DATE,
  TRUECONF_COMMAND_VALUE_DURATION,
  TRUECONF_COMMAND_VALUE_CHOICE, /* one of several words */
} TrueconfCommandValueType;

/* Sets `value`, which is all zero. `name` and `choices` are for the words of the error. */
gboolean trueconf_command_value_read (TrueconfCommandValueType type,
                                      const char *name,
                                      const char *const *choices,
                                      const char *text,
                                      const char *bot_id,
                                      GValue *value,
                                      GError **error);

const char *trueconf_command_skip_space (const char *text);

/* Takes one word, or what stands in quotation marks, from the text. NULL with an error: a mark is not closed. */
char *trueconf_command_value_take_word (const char **text, GError **error);

/* A text for an answer, not too long. */
char *trueconf_command_value_shorten (const char *text);

G_END_DECLS
