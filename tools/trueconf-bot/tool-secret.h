/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files with passwords and tokens. No secret is ever part of an error. */

/* in bytes */
#define TOOL_SECRET_MAX (64 * 1024)

/* Reads a file with a password or token, without the line break at its end. Warns if others can read it. */
char *tool_secret_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was read, from what `path` names, without the line break at its end. */
char *
tool_secret_take (const char *text, gsize length, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Files that a service manager or a container has put there are as it wants them. */
void tool_secret_warn_if_open (const char *path);

/* Behind the mark of the byte order, which some editors put in front of a text. */
const char *tool_secret_skip_mark (const char *text, gsize *length);

G_END_DECLS
