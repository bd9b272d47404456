/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-run.h"

G_BEGIN_DECLS

/* Asks whoever sits at the terminal, even if standard input and output are pipes. Without `echo` what is typed is not shown.
 * `otherwise` says what to do where there is no terminal. */
char *tool_ask (ToolRun *run, const char *question, gboolean echo, const char *otherwise, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
