/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many steps the functions under test have made since the last reset: blocks of code, and bytes that libc and GLib have
 * read for them. */
void steps_reset (void);
guint64 steps_count (void);

G_END_DECLS
