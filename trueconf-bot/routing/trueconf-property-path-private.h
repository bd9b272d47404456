/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Properties of objects in properties, such as "document.mime-type". */

/* Returns the property that the path ends at. It may be that of a derived class. */
GParamSpec *trueconf_property_path_check (GType type, const char *path, GError **error);
/* Returns FALSE if an object on the way is missing. */
gboolean trueconf_property_path_get (GObject *object, const char *const *names, GValue *value);

G_END_DECLS
