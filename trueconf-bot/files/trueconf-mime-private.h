/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many bytes from the beginning say what a file is. */
#define TRUECONF_MIME_HEAD 4096

char *trueconf_mime_guess (gconstpointer head, gsize length, const char *name);

G_END_DECLS
