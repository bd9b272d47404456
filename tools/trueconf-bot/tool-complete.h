/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a shell asks at the press of a tabulator: `words` are those of the command line behind the name of the tool, of which the
 * last one is to be completed. Prints a candidate a line, with a tabulator and a description where there is one, and last a line
 * ":files", ":folders" or ":none", which says what else may stand there. Asks no server and reads no secret. */
int tool_complete (char **words);

G_END_DECLS
