/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of files, which come from people and servers that one had better not trust. */

/* The most bytes that a name in a folder can have. */
#define TRUECONF_FILE_NAME_MAX 255

char *trueconf_file_name_confine (const char *name);
char *trueconf_file_name_number (const char *name, guint number);
char *trueconf_file_name_get_extension (const char *name);
void trueconf_file_name_append_quoted (GString *out, const char *name);

G_END_DECLS
