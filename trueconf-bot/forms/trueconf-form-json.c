/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Forms that are described as JSON. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "forms/trueconf-form-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-error.h"

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, text);

  return FALSE;
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* Sets a property; FALSE if the value is not of its type. */
static gboolean
set_property (GObject *object, GParamSpec *pspec, JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  g_auto (GValue) value = G_VALUE_INIT;
  const char *day = type == G_TYPE_STRING ? json_node_get_string (node) : NULL;

  g_value_init (&value, pspec->value_type);
  if (pspec->value_type == G_TYPE_BOOLEAN && type == G_TYPE_BOOLEAN)
    g_value_set_boolean (&value, json_node_get_boolean (node));
  else if (pspec->value_type == G_TYPE_DOUBLE && (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE))
    g_value_set_double (&value, json_node_get_double (node));
  else if (pspec->value_type == G_TYPE_UINT && type == G_TYPE_INT64 && json_node_get_int (node) >= 0 &&
           json_node_get_int (node) <= G_MAXUINT)
    g_value_set_uint (&value, (guint) json_node_get_int (node));
  else if (pspec->value_type == G_TYPE_STRING && day != NULL)
    g_value_set_string (&value, day);
  else
    return FALSE;

  if (g_param_value_validate (pspec, &value))
    return FALSE;
  if ((strcmp (pspec->name, "earliest") == 0 || strcmp (pspec->name, "latest") == 0) &&
      !trueconf_form_field_is_day (day))
    return FALSE;

  g_object_set_property (object, pspec->name, &value);
  return TRUE;
}

/* `["small", "large"]`, or `{"s": "small", "l": "large"}` with values. */
static gboolean
set_choices (TrueconfFormField *field, JsonNode *node)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &value, NULL))
        {
          g_ptr_array_add (values, (gpointer) value);
          g_ptr_array_add (labels, (gpointer) get_string (json_node_get_object (node), value));
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      {
        JsonNode *item = json_array_get_element (json_node_get_array (node), i);

        if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING)
          return FALSE;
        g_ptr_array_add (labels, (gpointer) json_node_get_string (item));
        g_ptr_array_add (values, (gpointer) json_node_get_string (item));
      }

  for (guint i = 0; i < labels->len; i++)
    if (g_ptr_array_index (labels, i) == NULL)
      return FALSE;
  if (labels->len == 0)
    return FALSE;

  g_ptr_array_add (labels, NULL);
  g_ptr_array_add (values, NULL);
  trueconf_form_field_set_choices (field, (const char *const *) labels->pdata,
                                   (const char *const *) values->pdata);

  return TRUE;
}

static gboolean
equals (double one, double other)
{
  return one >= other && one <= other;
}

/* `{"delivery": "courier"}`: the question is asked if the answers before it are these. */
static gboolean
has_values (TrueconfFormField *field, TrueconfFormResult *answers, gpointer user_data)
{
  JsonObject *wanted = user_data;
  g_autoptr (GList) names = json_object_get_members (wanted);

  for (GList *link = names; link != NULL; link = link->next)
    {
      g_autoptr (GVariant) value = trueconf_form_result_get_value (answers, link->data);
      JsonNode *node = json_object_get_member (wanted, link->data);
      GType type = json_node_get_value_type (node);

      if (value == NULL)
        return FALSE;
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        {
          if (type != G_TYPE_STRING ||
              strcmp (g_variant_get_string (value, NULL), json_node_get_string (node)) != 0)
            return FALSE;
        }
      else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        {
          if (type != G_TYPE_BOOLEAN || g_variant_get_boolean (value) != json_node_get_boolean (node))
            return FALSE;
        }
      else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
        {
          if (type == G_TYPE_STRING ||
              !equals ((double) g_variant_get_int64 (value), json_node_get_double (node)))
            return FALSE;
        }
      else if (!g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE) ||
               !equals (g_variant_get_double (value), json_node_get_double (node)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_when (TrueconfForm *form, TrueconfFormField *field, JsonNode *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    if (!JSON_NODE_HOLDS_VALUE (value) || trueconf_form_find_field (form, name) == NULL)
      return FALSE;

  trueconf_form_field_set_condition (field, has_values, json_node_dup_object (node),
                                     (GDestroyNotify) json_object_unref);
  return TRUE;
}

static gboolean
set_member (TrueconfForm *form, TrueconfFormField *field, const char *name, JsonNode *node, GError **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (field), name);
  gboolean valid;

  if (strcmp (name, "choices") == 0)
    valid = set_choices (field, node);
  else if (strcmp (name, "when") == 0)
    valid = set_when (form, field, node);
  else if (strcmp (name, "pattern") == 0 && JSON_NODE_HOLDS_VALUE (node) &&
           json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autoptr (GError) wrong = NULL;

      if (trueconf_form_field_set_pattern (field, json_node_get_string (node), &wrong))
        return TRUE;
      /* Translators: field, what is wrong */
      return refuse (error, _ ("Field “%s”: %s"), field->name, wrong->message);
    }
  else if (pspec == NULL || (pspec->flags & G_PARAM_WRITABLE) == 0)
    /* Translators: field, member */
    return refuse (error, _ ("Field “%s”: there is nothing called “%s”"), field->name, name);
  else
    valid = set_property (G_OBJECT (field), pspec, node);

  /* Translators: field, member */
  return valid || refuse (error, _ ("Field “%s”: the value of “%s” is not valid"), field->name, name);
}

static gboolean
add_field (TrueconfForm *form, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = object != NULL ? get_string (object, "name") : NULL;
  const char *question = object != NULL ? get_string (object, "question") : NULL;
  const char *kind = object != NULL ? get_string (object, "kind") : NULL;
  g_autoptr (GTypeClass) kinds = g_type_class_ref (TRUECONF_TYPE_FORM_FIELD_KIND);
  GEnumValue *value;
  g_autoptr (TrueconfFormField) field = NULL;
  JsonObjectIter iter;
  const char *member;
  JsonNode *member_node;

  if (!trueconf_form_field_is_name (name))
    return refuse (error,
                   _ ("A field needs a “name” of 1 to 64 bytes without a colon that is not “summary”"));
  if (trueconf_form_find_field (form, name) != NULL)
    /* Translators: field */
    return refuse (error, _ ("There are two fields “%s”"), name);
  if (question == NULL)
    /* Translators: field */
    return refuse (error, _ ("Field “%s” has no “question”"), name);

  value = kind != NULL ? g_enum_get_value_by_nick ((GEnumClass *) kinds, kind) : NULL;
  if (value == NULL || value->value == TRUECONF_FORM_FIELD_KIND_UNKNOWN)
    /* Translators: field */
    return refuse (error, _ ("Field “%s” needs a “kind”: it is text, number, date, choice, file or confirm"),
                   name);

  field = trueconf_form_field_new ((TrueconfFormFieldKind) value->value, name, question);
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, &member_node))
    if (strcmp (member, "name") != 0 && strcmp (member, "question") != 0 && strcmp (member, "kind") != 0 &&
        !set_member (form, field, member, member_node, error))
      return FALSE;
  if (field->kind == TRUECONF_FORM_FIELD_KIND_CHOICE && field->choices == NULL)
    /* Translators: field */
    return refuse (error, _ ("Field “%s” has no “choices”"), name);

  trueconf_form_add_field (form, field);
  return TRUE;
}

static gboolean
set_texts (TrueconfForm *form, JsonNode *node, GError **error)
{
  g_autoptr (GTypeClass) texts = g_type_class_ref (TRUECONF_TYPE_FORM_TEXT);
  JsonObjectIter iter;
  const char *name;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, _ ("The “texts” of a form are an object"));

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, NULL))
    {
      GEnumValue *value = g_enum_get_value_by_nick ((GEnumClass *) texts, name);
      const char *text = get_string (json_node_get_object (node), name);

      if (value == NULL || value->value == TRUECONF_FORM_TEXT_UNKNOWN || text == NULL)
        /* Translators: name of a text */
        return refuse (error, _ ("A form has no text “%s”, or it is no string"), name);
      trueconf_form_set_text (form, (TrueconfFormText) value->value, text);
    }

  return TRUE;
}

static gboolean
set_zone (TrueconfForm *form, JsonNode *node, GError **error)
{
  const char *name = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : "";
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  if (zone == NULL)
    /* Translators: what was given */
    return refuse (error, _ ("“%s” is no time zone: give one such as Europe/Berlin or +03:00"), name);

  trueconf_form_set_zone (form, zone);
  return TRUE;
}

static gboolean
fill (TrueconfForm *form, JsonObject *object, GError **error)
{
  JsonNode *fields = json_object_get_member (object, "fields");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (fields == NULL || !JSON_NODE_HOLDS_ARRAY (fields) ||
      json_array_get_length (json_node_get_array (fields)) == 0)
    return refuse (error, _ ("A form needs “fields”, an array with at least one"));
  for (guint i = 0; i < json_array_get_length (json_node_get_array (fields)); i++)
    if (!add_field (form, json_array_get_element (json_node_get_array (fields), i), error))
      return FALSE;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      GParamSpec *pspec = NULL;

      if (strcmp (name, "name") == 0 || strcmp (name, "fields") == 0)
        continue;
      if (strcmp (name, "texts") == 0 || strcmp (name, "zone") == 0)
        {
          if (strcmp (name, "texts") == 0 ? !set_texts (form, node, error) : !set_zone (form, node, error))
            return FALSE;
          continue;
        }
      if (strcmp (name, "summary") == 0 || strcmp (name, "timeout") == 0)
        pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (form), name);
      if (pspec == NULL)
        /* Translators: member */
        return refuse (error, _ ("A form has nothing called “%s”"), name);
      if (!set_property (G_OBJECT (form), pspec, node))
        /* Translators: member */
        return refuse (error, _ ("The “%s” of the form is not valid"), name);
    }

  return TRUE;
}

/**
 * trueconf_form_new_from_json: (constructor)
 * @json: a JSON object
 * @error: return location for an error
 *
 * Creates a form that is described as JSON.
 *
 * The object has a `name`, and `fields`: an array of objects with `name`, `question`, `kind`, and any other property of
 * [class@FormField] by its name. The `choices` are an array of labels, or an object of labels by their values. With `when`, an
 * object of answers by their fields, the question is asked only if the answers are these. The form can have `summary`,
 * `timeout`, `zone`, such as `Europe/Berlin`, and `texts`: an object by the names of [enum@FormText].
 *
 * ```json
 * {
 *   "name": "order",
 *   "fields": [
 *     {"name": "count", "kind": "number", "question": "How many?", "integer": true, "minimum": 1},
 *     {"name": "size", "kind": "choice", "question": "Which size?", "choices": {"s": "small", "l": "large"}},
 *     {"name": "colour", "kind": "text", "question": "Which colour?", "when": {"size": "l"}}
 *   ],
 *   "texts": {"sent": "Your order is on its way."}
 * }
 * ```
 *
 * The error is `TRUECONF_ERROR_INVALID_ARGUMENT`, and says what is wrong.
 *
 * Returns: (transfer full): a form, or `NULL` with @error set
 *
 * Since: 0.1
 */
TrueconfForm *
trueconf_form_new_from_json (const char *json, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (TrueconfForm) form = NULL;
  const char *name;

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  node = json_from_string (json, &wrong);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      /* Translators: what is wrong */
      refuse (error, _ ("The form is no JSON object: %s"), wrong != NULL ? wrong->message : "");
      return NULL;
    }

  name = get_string (json_node_get_object (node), "name");
  if (!trueconf_form_field_is_name (name))
    {
      refuse (error, _ ("A form needs a “name” of 1 to 64 bytes without a colon that is not “summary”"));
      return NULL;
    }

  form = trueconf_form_new (name);

  return fill (form, json_node_get_object (node), error) ? g_steal_pointer (&form) : NULL;
}
