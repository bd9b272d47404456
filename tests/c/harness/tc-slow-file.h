/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* A file on a disk that does not answer until it is released. It must not be accessed in the thread that created
 * it. */

#define TC_TYPE_SLOW_FILE (tc_slow_file_get_type ())
G_DECLARE_FINAL_TYPE (TcSlowFile, tc_slow_file, TC, SLOW_FILE, GObject)

TcSlowFile *tc_slow_file_new (GFile *file);
gboolean tc_slow_file_is_waiting (TcSlowFile *self);
void tc_slow_file_answer (TcSlowFile *self);
