/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dialogs/trueconf-dialog-expired.h"
#include "routing/trueconf-property-path-private.h"
#include "trueconf-error.h"
#include "wire/trueconf-wire-private.h"

/* How many letters have to change to make one name of another. */
static guint
get_distance (const char *a, const char *b)
{
  gsize length = strlen (b);
  g_autofree guint *row = g_new (guint, length + 1);

  for (gsize j = 0; j <= length; j++)
    row[j] = (guint) j;

  for (gsize i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i + 1;
      for (gsize j = 0; j < length; j++)
        {
          guint above = row[j + 1];

          row[j + 1] = MIN (MIN (above, row[j]) + 1, diagonal + (a[i] != b[j]));
          diagonal = above;
        }
    }

  return row[length];
}

static void
add_near (GType type, const char *name, GString *near)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  guint n;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_CLASS (klass), &n);

  for (guint i = 0; i < n; i++)
    if (get_distance (name, properties[i]->name) <= 1 + strlen (name) / 3 ||
        (strlen (name) > 2 && strstr (properties[i]->name, name) != NULL))
      g_string_append_printf (near, "%s%s", near->len > 0 ? ", " : "", properties[i]->name);
}

/* A filter may be made before anything has come that it is for. */
static void
ensure_classes (void)
{
  trueconf_wire_ensure_classes ();
  g_type_ensure (TRUECONF_TYPE_DIALOG_EXPIRED);
}

/* A property of a class, or of one that is derived from it. */
static GParamSpec *
find_property (GType type, const char *name)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  GParamSpec *property = g_object_class_find_property (G_OBJECT_CLASS (klass), name);
  guint n;
  g_autofree GType *children = NULL;

  if (property != NULL)
    return property;

  children = g_type_children (type, &n);
  for (guint i = 0; i < n && property == NULL; i++)
    property = find_property (children[i], name);

  return property;
}

/* Classes that are derived from the same one may have objects of different classes in properties of the same name. */
static GParamSpec *
find_path (GType type, const char *const *names)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  GParamSpec *property = g_object_class_find_property (G_OBJECT_CLASS (klass), names[0]);
  guint n;
  g_autofree GType *children = NULL;

  if (property != NULL && names[1] != NULL)
    return g_type_is_a (property->value_type, G_TYPE_OBJECT) ? find_path (property->value_type, names + 1)
                                                             : NULL;
  if (property != NULL)
    return property;

  children = g_type_children (type, &n);
  for (guint i = 0; i < n && property == NULL; i++)
    property = find_path (children[i], names);

  return property;
}

/* Sets the error for a path that leads nowhere. */
static void
explain (GType type, const char *const *names, const char *path, GError **error)
{
  const char *before = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GString) near = g_string_new (NULL);
      GParamSpec *property;

      if (!g_type_is_a (type, G_TYPE_OBJECT))
        {
          g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       /* Translators: a property path, the names of two properties */
                       _ ("“%s” has no properties, so that “%s” in “%s” is too much"), before, names[i],
                       path);
          return;
        }

      property = find_property (type, names[i]);
      if (property != NULL)
        {
          before = property->name;
          type = property->value_type;
          continue;
        }

      add_near (type, names[i], near);
      if (near->len > 0)
        g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                     /* Translators: a class, the name of a property, a list of such names */
                     _ ("%s has no property “%s”; there is: %s"), g_type_name (type), names[i], near->str);
      else
        g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                     /* Translators: a class, the name of a property */
                     _ ("%s has no property “%s”"), g_type_name (type), names[i]);
      return;
    }

  g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                       _ ("The property path is empty"));
}

GParamSpec *
trueconf_property_path_check (GType type, const char *path, GError **error)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  GParamSpec *property = NULL;

  ensure_classes ();
  if (names[0] != NULL)
    property = find_path (type, (const char *const *) names);
  if (property == NULL)
    explain (type, (const char *const *) names, path, error);

  return property;
}

gboolean
trueconf_property_path_get (GObject *object, const char *const *names, GValue *value)
{
  g_autoptr (GObject) current = g_object_ref (object);

  for (guint i = 0;; i++)
    {
      GParamSpec *property = g_object_class_find_property (G_OBJECT_GET_CLASS (current), names[i]);
      g_auto (GValue) next = G_VALUE_INIT;

      if (property == NULL)
        return FALSE;

      g_value_init (&next, property->value_type);
      g_object_get_property (current, names[i], &next);
      if (names[i + 1] == NULL)
        {
          *value = next;
          memset (&next, 0, sizeof next);
          return TRUE;
        }

      g_set_object (&current, g_value_get_object (&next));
      if (current == NULL)
        return FALSE;
    }
}
