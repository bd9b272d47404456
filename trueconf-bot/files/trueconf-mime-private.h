/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many of the first bytes are enough to guess the type. */
#define TRUECONF_MIME_HEAD 4096

char *trueconf_mime_guess (gconstpointer head, gsize length, const char *name);

G_END_DECLS
