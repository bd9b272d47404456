/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "tool-enum.h"

const char *
tool_enum_get_nick (GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);

  /* the names of static types stay */
  return found != NULL ? found->value_nick : "unknown";
}

char *
tool_enum_list_nicks (GType type)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < klass->n_values; i++)
    if (!g_str_equal (klass->values[i].value_nick, "unknown"))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", klass->values[i].value_nick);

  return g_string_free (list, FALSE);
}
