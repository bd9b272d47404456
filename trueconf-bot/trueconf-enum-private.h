/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* for g_return_if_fail() */
static inline gboolean
trueconf_is_enum (GType type, int value)
{
  GEnumClass *klass = g_type_class_ref (type);
  gboolean listed = g_enum_get_value (klass, value) != NULL;

  g_type_class_unref (klass);
  return listed;
}

G_END_DECLS
