/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The answer to `getChatHistory` with so many messages of different kinds, without the frame around it. */
char *bench_make_history (guint count);

G_END_DECLS
