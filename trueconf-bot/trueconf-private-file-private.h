/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes an empty file that only its owner can use, unless there is one: SQLite gives the mode to its other files as well. */
void trueconf_private_file_make (const char *path);

G_END_DECLS
