/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Prints the manual page, for man: what --help says of all commands, the settings and the exit statuses. `date` is the page's,
 * `catalogue_path` a file with translations, or NULL for the language of the environment. */
int tool_man (const char *date, const char *catalogue_path);

G_END_DECLS
