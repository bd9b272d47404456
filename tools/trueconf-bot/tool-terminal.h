/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TOOL_COLOUR_NONE,
  TOOL_COLOUR_GOOD,
  TOOL_COLOUR_BAD,
  TOOL_COLOUR_WARNING,
  TOOL_COLOUR_FAINT,
  TOOL_COLOUR_STRONG,
} ToolColour;

/* Whether a stream is a terminal that takes colours: fd 1 or 2. NO_COLOR and TERM=dumb say no. */
gboolean tool_terminal_has_colours (int fd);
gboolean tool_terminal_is_there (int fd);

/* How wide it is; 80 if it does not say. */
guint tool_terminal_get_columns (int fd);

/* What switches a colour on, "" where there are none. TOOL_COLOUR_NONE ends it. */
const char *tool_terminal_colour (int fd, ToolColour colour);

/* A text of the server without control characters, line breaks included unless `lines`; "" instead of NULL. */
char *tool_terminal_clean (const char *text, gboolean lines) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a text would stay as it is, in one line. */
gboolean tool_terminal_is_clean (const char *text);

/* Replaces what the locale cannot show. */
char *tool_terminal_to_locale (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
