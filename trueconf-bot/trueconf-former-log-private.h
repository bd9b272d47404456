/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SQLite keeps what is new in NAME-wal. When a file is put in the place of the database, the log of the former one stays under that name,
 * and SQLite would write what is in it over the new file. */

/* Returns what tells the log of a database that is open from another one, or 0 if it has none. */
guint64 trueconf_former_log_find (const char *path);

/* Renames the log of the former database, unless another connection has done so, or has begun to use it with the new file: what it has
 * written would be lost. */
void trueconf_former_log_leave (const char *path, guint64 former);

G_END_DECLS
