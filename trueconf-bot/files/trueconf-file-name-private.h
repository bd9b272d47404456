/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* File names. They come from people and servers, so they are not trusted. */

/* In bytes: NAME_MAX of the usual file systems. */
#define TRUECONF_FILE_NAME_MAX 255

char *trueconf_file_name_confine (const char *name);
char *trueconf_file_name_confine_in_folder (const char *name);
char *trueconf_file_name_number (const char *name, guint number);
char *trueconf_file_name_get_extension (const char *name);
void trueconf_file_name_append_quoted (GString *out, const char *name);

G_END_DECLS
