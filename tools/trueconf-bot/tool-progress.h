/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A bar on standard error while something is transferred. There is none if that is no terminal, or with --quiet. */

/* Begins a bar. `name` is a file's, from anywhere. */
void tool_progress_begin (const char *name, gboolean quiet);

/* `total` is -1 or 0 if it is not known. */
void tool_progress_update (goffset current, goffset total);

/* Takes the bar away; the next update shows it again. */
void tool_progress_hide (void);

/* Leaves the bar as it is and goes to the next line. */
void tool_progress_end (void);

G_END_DECLS
