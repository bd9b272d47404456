/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "routing/trueconf-bounded-regex-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-property-path-private.h"
#include "trueconf-error.h"
#include "trueconf-protocol.h"

/* Filters that compare a property. */

#define TRUECONF_TYPE_PROPERTY_FILTER (trueconf_property_filter_get_type ())
G_DECLARE_FINAL_TYPE (TrueconfPropertyFilter,
                      trueconf_property_filter,
                      TRUECONF,
                      PROPERTY_FILTER,
                      TrueconfFilter)

struct _TrueconfPropertyFilter
{
  TrueconfFilter parent_instance;

  GType event_type;
  GStrv names; /* the path */
  TrueconfOperator op;
  GArray *values; /* of GValue, of the type of the property; more than one only for IN */
  TrueconfBoundedRegex *regex;
};

G_DEFINE_FINAL_TYPE (TrueconfPropertyFilter, trueconf_property_filter, TRUECONF_TYPE_FILTER)

static void
trueconf_property_filter_finalize (GObject *object)
{
  TrueconfPropertyFilter *self = TRUECONF_PROPERTY_FILTER (object);

  g_strfreev (self->names);
  g_array_unref (self->values);
  g_clear_object (&self->regex);

  G_OBJECT_CLASS (trueconf_property_filter_parent_class)->finalize (object);
}

static gboolean
is_set (const GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_STRING:
      return g_value_get_string (value) != NULL;

    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
      return g_value_get_object (value) != NULL;

    case G_TYPE_BOXED:
      return g_value_get_boxed (value) != NULL;

    case G_TYPE_BOOLEAN:
      return g_value_get_boolean (value);

    case G_TYPE_ENUM:
      return g_value_get_enum (value) != 0;

    default:
      return TRUE;
    }
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Both are of one type, which can_compare () accepts, and set. */
static int
compare (const GValue *a, const GValue *b)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (a)))
    {
    case G_TYPE_STRING:
      return strcmp (g_value_get_string (a), g_value_get_string (b));

    case G_TYPE_BOOLEAN:
      return ORDER (g_value_get_boolean (a), g_value_get_boolean (b));

    case G_TYPE_INT:
      return ORDER (g_value_get_int (a), g_value_get_int (b));

    case G_TYPE_UINT:
      return ORDER (g_value_get_uint (a), g_value_get_uint (b));

    case G_TYPE_INT64:
      return ORDER (g_value_get_int64 (a), g_value_get_int64 (b));

    case G_TYPE_UINT64:
      return ORDER (g_value_get_uint64 (a), g_value_get_uint64 (b));

    case G_TYPE_DOUBLE:
      return ORDER (g_value_get_double (a), g_value_get_double (b));

    case G_TYPE_ENUM:
      return ORDER (g_value_get_enum (a), g_value_get_enum (b));

    default:
      return g_date_time_compare (g_value_get_boxed (a), g_value_get_boxed (b));
    }
}

static gboolean
can_compare (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_STRING:
    case G_TYPE_BOOLEAN:
    case G_TYPE_INT:
    case G_TYPE_UINT:
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
    case G_TYPE_DOUBLE:
    case G_TYPE_ENUM:
      return TRUE;

    default:
      return type == G_TYPE_DATE_TIME;
    }
}

static gboolean
contains (const GValue *value, const char *part)
{
  if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    return g_strv_contains (g_value_get_boxed (value), part);

  return strstr (g_value_get_string (value), part) != NULL;
}

static gboolean
is_equal_to_one (TrueconfPropertyFilter *self, const GValue *value)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const GValue *wanted = &g_array_index (self->values, GValue, i);

      if (is_set (wanted) || !G_VALUE_HOLDS_STRING (wanted))
        if (compare (value, wanted) == 0)
          return TRUE;
    }

  return FALSE;
}

static gboolean
is_like_one (TrueconfPropertyFilter *self, const char *text)
{
  g_autofree char *likeness = trueconf_text_get_likeness (text);

  for (guint i = 0; i < self->values->len; i++)
    if (g_str_equal (likeness, g_value_get_string (&g_array_index (self->values, GValue, i))))
      return TRUE;

  return FALSE;
}

static gboolean
apply (TrueconfPropertyFilter *self, const GValue *value, TrueconfContext *context)
{
  const GValue *wanted = self->values->len > 0 ? &g_array_index (self->values, GValue, 0) : NULL;
  g_autoptr (GError) error = NULL;
  gboolean matches;

  switch (self->op)
    {
    case TRUECONF_OPERATOR_SET:
      return TRUE;

    case TRUECONF_OPERATOR_EQUAL:
    case TRUECONF_OPERATOR_IN:
      return is_equal_to_one (self, value);

    case TRUECONF_OPERATOR_ALIKE:
      return is_like_one (self, g_value_get_string (value));

    case TRUECONF_OPERATOR_NOT_EQUAL:
      return !is_equal_to_one (self, value);

    case TRUECONF_OPERATOR_LESS:
      return compare (value, wanted) < 0;

    case TRUECONF_OPERATOR_LESS_OR_EQUAL:
      return compare (value, wanted) <= 0;

    case TRUECONF_OPERATOR_GREATER:
      return compare (value, wanted) > 0;

    case TRUECONF_OPERATOR_GREATER_OR_EQUAL:
      return compare (value, wanted) >= 0;

    case TRUECONF_OPERATOR_PREFIX:
      return g_str_has_prefix (g_value_get_string (value), g_value_get_string (wanted));

    case TRUECONF_OPERATOR_SUFFIX:
      return g_str_has_suffix (g_value_get_string (value), g_value_get_string (wanted));

    case TRUECONF_OPERATOR_CONTAINS:
      return contains (value, g_value_get_string (wanted));

    case TRUECONF_OPERATOR_REGEX:
      matches = trueconf_bounded_regex_match (self->regex, g_value_get_string (value), 0, NULL, &error);
      if (error != NULL)
        trueconf_context_fail (context, error);
      return matches;

    case TRUECONF_OPERATOR_UNKNOWN:
    default:
      return FALSE;
    }
}

static gboolean
trueconf_property_filter_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  TrueconfPropertyFilter *self = TRUECONF_PROPERTY_FILTER (filter);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean found;

  if (!g_type_is_a (G_OBJECT_TYPE (event), self->event_type))
    return FALSE;

  found = trueconf_property_path_get (G_OBJECT (event), (const char *const *) self->names, &value);
  if (found && (is_set (&value) || (self->op != TRUECONF_OPERATOR_SET &&
                                    (G_VALUE_HOLDS_BOOLEAN (&value) || G_VALUE_HOLDS_ENUM (&value)))))
    return apply (self, &value, context);

  /* what is missing is equal to nothing */
  return self->op == TRUECONF_OPERATOR_NOT_EQUAL;
}

static gboolean
find_kind (TrueconfPropertyFilter *self, TrueconfKeyKind *kind)
{
  static const struct
  {
    const char *name;
    TrueconfKeyKind kind;
    TrueconfKeyKind alike;
  } of_messages[] = {
    { "text", TRUECONF_KEY_RAW_TEXT, TRUECONF_KEY_RAW_TEXT_ALIKE },
    { "plain-text", TRUECONF_KEY_TEXT, TRUECONF_KEY_TEXT_ALIKE },
    /* no string, so that nothing is like it */
    { "message-type", TRUECONF_KEY_MESSAGE_TYPE, TRUECONF_KEY_MESSAGE_TYPE },
  }, of_presses[] = {
    { "command", TRUECONF_KEY_BUTTON, TRUECONF_KEY_BUTTON_ALIKE },
    { "custom-data", TRUECONF_KEY_CUSTOM_DATA, TRUECONF_KEY_CUSTOM_DATA_ALIKE },
  };
  gboolean alike = self->op == TRUECONF_OPERATOR_ALIKE;

  if (self->event_type == TRUECONF_TYPE_MESSAGE)
    for (guint i = 0; i < G_N_ELEMENTS (of_messages); i++)
      if (g_str_equal (self->names[0], of_messages[i].name))
        {
          *kind = alike ? of_messages[i].alike : of_messages[i].kind;
          return TRUE;
        }

  if (self->event_type == TRUECONF_TYPE_CALLBACK_QUERY)
    for (guint i = 0; i < G_N_ELEMENTS (of_presses); i++)
      if (g_str_equal (self->names[0], of_presses[i].name))
        {
          *kind = alike ? of_presses[i].alike : of_presses[i].kind;
          return TRUE;
        }

  *kind = TRUECONF_KEY_METHOD;
  return !alike && g_str_equal (self->names[0], "method");
}

/* What a message or a button says, and the method of an event, are looked up in a table. */
static gboolean
trueconf_property_filter_collect_keys (TrueconfFilter *filter, TrueconfKeys *keys)
{
  TrueconfPropertyFilter *self = TRUECONF_PROPERTY_FILTER (filter);
  TrueconfKeyKind kind;

  if (self->op != TRUECONF_OPERATOR_EQUAL && self->op != TRUECONF_OPERATOR_IN &&
      self->op != TRUECONF_OPERATOR_ALIKE)
    return FALSE;

  if (self->names[1] != NULL || !find_kind (self, &kind))
    return FALSE;

  for (guint i = 0; i < self->values->len; i++)
    {
      const GValue *value = &g_array_index (self->values, GValue, i);
      char number[TRUECONF_NUMBER_KEY_SIZE];

      if (kind == TRUECONF_KEY_MESSAGE_TYPE)
        {
          trueconf_number_to_key (g_value_get_enum (value), number);
          trueconf_keys_add (keys, kind, NULL, number);
        }
      else if (g_value_get_string (value) != NULL)
        {
          trueconf_keys_add (keys, kind, NULL, g_value_get_string (value));
        }
    }

  return TRUE;
}

static void
trueconf_property_filter_class_init (TrueconfPropertyFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_property_filter_finalize;
  filter_class->match = trueconf_property_filter_match;
  filter_class->collect_keys = trueconf_property_filter_collect_keys;
}

static void
trueconf_property_filter_init (TrueconfPropertyFilter *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (GValue));
  g_array_set_clear_func (self->values, (GDestroyNotify) g_value_unset);
}

static gboolean
convert_nick (GType type, const char *nick, GValue *value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;

  if (found == NULL)
    return FALSE;

  g_value_set_enum (value, found->value);
  return TRUE;
}

static gboolean
refuse_nothing (GParamSpec *property, GError **error)
{
  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: the name of a property */
               _ ("The property “%s” cannot be compared with nothing"), property->name);
  return FALSE;
}

/* A number that the property cannot have must not become another one. */
static gboolean
is_kept (const GValue *value, const GValue *converted)
{
  g_auto (GValue) before = G_VALUE_INIT;
  g_auto (GValue) after = G_VALUE_INIT;

  if (!g_value_type_transformable (G_VALUE_TYPE (value), G_TYPE_DOUBLE) || G_VALUE_HOLDS_STRING (value))
    return TRUE;

  g_value_init (&before, G_TYPE_DOUBLE);
  g_value_init (&after, G_TYPE_DOUBLE);

  return g_value_transform (value, &before) && g_value_transform (converted, &after) &&
         !isnan (g_value_get_double (&before)) &&
         ORDER (g_value_get_double (&before), g_value_get_double (&after)) == 0;
}

/* Languages without enumerations of their own, such as JavaScript, give the number. */
static gboolean
convert_number (GType type, const GValue *value, GValue *converted)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  g_auto (GValue) number = G_VALUE_INIT;

  g_value_init (&number, G_TYPE_INT);
  if (!g_value_transform (value, &number) || !is_kept (value, &number) ||
      g_enum_get_value (klass, g_value_get_int (&number)) == NULL)
    return FALSE;

  g_value_set_enum (converted, g_value_get_int (&number));
  return TRUE;
}

/* Less than GObject does: it makes strings of everything, numbers of booleans, and a value of one enumeration of those of
 * others. */
static gboolean
convert (const GValue *value, GValue *converted)
{
  GType type = G_VALUE_TYPE (converted);

  if (G_VALUE_HOLDS_STRING (value))
    return G_TYPE_IS_ENUM (type) ? convert_nick (type, g_value_get_string (value), converted)
                                 : type == G_TYPE_STRING && g_value_transform (value, converted);

  if (type == G_TYPE_STRING)
    return FALSE;

  if (type == G_TYPE_BOOLEAN || type == G_TYPE_DATE_TIME || G_VALUE_HOLDS_BOOLEAN (value) ||
      G_VALUE_HOLDS_ENUM (value))
    return G_VALUE_TYPE (value) == type && g_value_transform (value, converted);

  if (G_TYPE_IS_ENUM (type))
    return convert_number (type, value, converted);

  return g_value_transform (value, converted) && is_kept (value, converted);
}

static char *
describe (const GValue *value)
{
  if (G_VALUE_HOLDS_VARIANT (value) && g_value_get_variant (value) != NULL)
    return g_variant_print (g_value_get_variant (value), FALSE);

  return g_strdup_value_contents (value);
}

static gboolean
add_value (TrueconfPropertyFilter *self,
           GParamSpec *property,
           GType type,
           const GValue *value,
           GError **error)
{
  g_auto (GValue) converted = G_VALUE_INIT;
  g_autofree char *contents = NULL;

  if (type == G_TYPE_DATE_TIME && G_VALUE_HOLDS (value, type) && g_value_get_boxed (value) == NULL)
    return refuse_nothing (property, error);

  g_value_init (&converted, type);
  if (convert (value, &converted))
    {
      g_array_append_val (self->values, converted);
      memset (&converted, 0, sizeof converted);
      return TRUE;
    }

  contents = describe (value);
  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: the name of a property, a type, a value, a type */
               _ ("The property “%s” is a %s, which %s (a %s) cannot be"), property->name, g_type_name (type),
               contents, G_VALUE_TYPE_NAME (value));
  return FALSE;
}

static gboolean
add_values (TrueconfPropertyFilter *self, GParamSpec *property, const GValue *values, GError **error)
{
  GType type = property->value_type;

  if (G_VALUE_HOLDS (values, G_TYPE_STRV))
    {
      const char *const *strings = g_value_get_boxed (values);

      for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
        {
          g_auto (GValue) value = G_VALUE_INIT;

          g_value_init (&value, G_TYPE_STRING);
          g_value_set_static_string (&value, strings[i]);
          if (!add_value (self, property, type, &value, error))
            return FALSE;
        }
      return TRUE;
    }

  if (G_VALUE_HOLDS_VARIANT (values) && g_value_get_variant (values) != NULL &&
      g_variant_is_of_type (g_value_get_variant (values), G_VARIANT_TYPE_ARRAY))
    {
      GVariant *array = g_value_get_variant (values);

      for (gsize i = 0; i < g_variant_n_children (array); i++)
        {
          g_autoptr (GVariant) child = g_variant_get_child_value (array, i);
          g_auto (GValue) value = G_VALUE_INIT;

          g_dbus_gvariant_to_gvalue (child, &value);
          if (!add_value (self, property, type, &value, error))
            return FALSE;
        }
      return TRUE;
    }

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: the name of a property, a type */
               _ ("The values for “%s” have to be a GStrv or a GVariant array, not a %s"), property->name,
               G_VALUE_TYPE_NAME (values));
  return FALSE;
}

static gboolean
add_likenesses (TrueconfPropertyFilter *self, GParamSpec *property, const GValue *value, GError **error)
{
  gboolean added = G_VALUE_HOLDS (value, G_TYPE_STRV) || G_VALUE_HOLDS_VARIANT (value)
                       ? add_values (self, property, value, error)
                       : add_value (self, property, property->value_type, value, error);

  if (!added)
    return FALSE;

  for (guint i = 0; i < self->values->len; i++)
    {
      GValue *wanted = &g_array_index (self->values, GValue, i);

      if (g_value_get_string (wanted) == NULL)
        return refuse_nothing (property, error);
      g_value_take_string (wanted, trueconf_text_get_likeness (g_value_get_string (wanted)));
    }

  return TRUE;
}

static gboolean
set_value (TrueconfPropertyFilter *self, GParamSpec *property, const GValue *value, GError **error)
{
  GType type = property->value_type;
  gboolean parts;

  if (self->op == TRUECONF_OPERATOR_SET)
    return TRUE;

  parts = self->op == TRUECONF_OPERATOR_PREFIX || self->op == TRUECONF_OPERATOR_SUFFIX ||
          self->op == TRUECONF_OPERATOR_REGEX || self->op == TRUECONF_OPERATOR_CONTAINS ||
          self->op == TRUECONF_OPERATOR_ALIKE;
  if (parts ? type != G_TYPE_STRING && !(type == G_TYPE_STRV && self->op == TRUECONF_OPERATOR_CONTAINS)
            : !can_compare (type))
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: the name of a property, a type */
                   _ ("The property “%s” is a %s, which this operator does not compare"), property->name,
                   g_type_name (type));
      return FALSE;
    }

  /* the latter is null of JavaScript */
  if (value == NULL || (G_VALUE_HOLDS_POINTER (value) && g_value_get_pointer (value) == NULL))
    return refuse_nothing (property, error);

  if (self->op == TRUECONF_OPERATOR_IN)
    return add_values (self, property, value, error);

  if (self->op == TRUECONF_OPERATOR_ALIKE)
    return add_likenesses (self, property, value, error);

  if (!add_value (self, property, type == G_TYPE_STRV ? G_TYPE_STRING : type, value, error))
    return FALSE;

  if (G_VALUE_HOLDS_STRING (&g_array_index (self->values, GValue, 0)))
    {
      const char *string = g_value_get_string (&g_array_index (self->values, GValue, 0));

      if (string == NULL)
        return refuse_nothing (property, error);
      if (self->op == TRUECONF_OPERATOR_REGEX)
        self->regex = trueconf_bounded_regex_new (string, 0, error);
    }

  return self->op != TRUECONF_OPERATOR_REGEX || self->regex != NULL;
}

/**
 * trueconf_filter_new_property:
 * @event_type: the class of the events, for example `TRUECONF_TYPE_MESSAGE`
 * @path: the name of a property, or several of them with dots between, where all but the last are objects:
 *   `document.mime-type`
 * @op: how to compare
 * @value: (nullable): what to compare with, or `NULL` for `TRUECONF_OPERATOR_SET`
 * @error: return location for an error
 *
 * Creates a filter that compares a property of an event, or of an object in it.
 *
 * ```c
 * g_value_init (&value, G_TYPE_STRING);
 * g_value_set_string (&value, "image/");
 * filter = trueconf_filter_new_property (TRUECONF_TYPE_MESSAGE, "document.mime-type", TRUECONF_OPERATOR_PREFIX, &value,
 *                                        &error);
 * ```
 *
 * The value is converted to the type of the property; for an enumeration it may be a nick or a number. For
 * `TRUECONF_OPERATOR_IN` it is a `GStrv` or a [struct@GLib.Variant] with an array, and for `TRUECONF_OPERATOR_ALIKE` one of
 * these or a string. A property that is missing, or whose object is, is equal to nothing and is in no order; only
 * `TRUECONF_OPERATOR_NOT_EQUAL` matches. A regular expression is bounded as for [ctor@Filter.new_regex].
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if @event_type has no such property, neither the class nor one derived
 * from it, or if the property cannot be compared with @value.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfFilter *
trueconf_filter_new_property (GType event_type,
                              const char *path,
                              TrueconfOperator op,
                              const GValue *value,
                              GError **error)
{
  g_autoptr (TrueconfPropertyFilter) self = NULL;
  GParamSpec *property;

  g_return_val_if_fail (g_type_is_a (event_type, TRUECONF_TYPE_EVENT), NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (op >= TRUECONF_OPERATOR_EQUAL && op <= TRUECONF_OPERATOR_ALIKE, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  property = trueconf_property_path_check (event_type, path, error);
  if (property == NULL)
    return NULL;

  self = g_object_new (TRUECONF_TYPE_PROPERTY_FILTER, NULL);
  self->event_type = event_type;
  self->names = g_strsplit (path, ".", -1);
  self->op = op;
  if (!set_value (self, property, value, error))
    return NULL;

  return TRUECONF_FILTER (g_steal_pointer (&self));
}
