/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The name of a value of one of the library's enumerations, “unknown” if it has none. */
const char *tool_enum_get_nick (GType type, int value);

/* All names of an enumeration, with commas between them. */
char *tool_enum_list_nicks (GType type) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
