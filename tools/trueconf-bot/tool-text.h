/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-run.h"

G_BEGIN_DECLS

/* Takes UTF-8 as it is, and other texts as the locale has them. `what` is what the text is called if it is neither. */
char *tool_text_to_utf8 (const char *text, const char *what, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An argument, or standard input if it is NULL or “-”. Line breaks at the end are left out, as a shell does. */
char *tool_text_read (ToolRun *run, const char *argument, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A file; “-” is standard input. `option` is what it was given with. */
char *tool_text_read_file (ToolRun *run, const char *path, const char *option, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
