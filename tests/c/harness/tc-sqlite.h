/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* What another program does with a file of SQLite. */
void tc_sqlite_execute (const char *path, const char *sql);
