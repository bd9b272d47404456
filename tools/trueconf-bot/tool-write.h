/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes to a descriptor that somebody may read slowly, or not at all. Ctrl-C ends the tool meanwhile. Returns whether it was written;
 * errno says why not. */
gboolean tool_write (int fd, const char *data, gsize length);

G_END_DECLS
