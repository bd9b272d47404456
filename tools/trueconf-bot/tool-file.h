/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a file, which may be a pipe where somebody else has yet to write. Ctrl-C ends the tool meanwhile. There is a NUL behind what was
 * read. The error is a GFileError, whose text names the file. */
char *tool_file_read (const char *path, gsize *length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
