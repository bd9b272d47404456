/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes the line breaks of HTML anew, those that are `<br>` and those that are characters: as `<br>`, or as characters. */
char *trueconf_text_write_lines (const char *html, gboolean elements);

G_END_DECLS
