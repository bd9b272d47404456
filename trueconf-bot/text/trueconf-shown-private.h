/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words of a server or of a person for a log or an error: one line of bounded length that shows what it contains. */
char *trueconf_text_show (const char *text);
/* The same for a whole line of a log, in which several such words may be. */
char *trueconf_text_show_line (const char *text);

G_END_DECLS
