/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "tool-json.h"

/* More than any message that the library makes: a message that quotes one that was forwarded. */
#define MAX_DEPTH 8

static JsonNode *convert_object (GObject *object, guint depth);

/* Whole seconds have no fraction. */
static char *
format_date_time (GDateTime *time)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (time);

  return g_date_time_format (utc, g_date_time_get_microsecond (utc) == 0 ? "%Y-%m-%dT%H:%M:%SZ"
                                                                         : "%Y-%m-%dT%H:%M:%S.%fZ");
}

char *
tool_json_format_time (gint64 milliseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (milliseconds / 1000);

  return time != NULL ? format_date_time (time) : g_strdup_printf ("%" G_GINT64_FORMAT, milliseconds);
}

static JsonNode *
convert_list (GListModel *list, guint depth)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);
      JsonNode *converted =
          G_IS_LIST_MODEL (item) ? convert_list (G_LIST_MODEL (item), depth) : convert_object (item, depth);

      if (converted != NULL)
        json_array_add_element (array, converted);
    }
  json_node_take_array (node, array);

  return node;
}

static JsonNode *
convert_strings (const char *const *strings)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  json_node_take_array (node, array);

  return node;
}

static JsonNode *
convert_boxed (const GValue *value)
{
  g_autofree char *text = NULL;

  if (g_value_get_boxed (value) == NULL)
    return NULL;
  if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    return convert_strings (g_value_get_boxed (value));
  if (!G_VALUE_HOLDS (value, G_TYPE_DATE_TIME))
    return NULL;

  text = format_date_time (g_value_get_boxed (value));
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
convert_enum (const GValue *value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (G_VALUE_TYPE (value));
  GEnumValue *found = g_enum_get_value (klass, g_value_get_enum (value));

  if (found == NULL || g_str_equal (found->value_nick, "unknown"))
    return NULL;

  return json_node_init_string (json_node_alloc (), found->value_nick);
}

/* NULL: nothing is known. */
static JsonNode *
convert_value (const GValue *value, guint depth)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_STRING:
      return g_value_get_string (value) != NULL
                 ? json_node_init_string (json_node_alloc (), g_value_get_string (value))
                 : NULL;
    case G_TYPE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), g_value_get_boolean (value));
    case G_TYPE_INT:
      return json_node_init_int (json_node_alloc (), g_value_get_int (value));
    case G_TYPE_UINT:
      return json_node_init_int (json_node_alloc (), g_value_get_uint (value));
    case G_TYPE_INT64:
      return json_node_init_int (json_node_alloc (), g_value_get_int64 (value));
    case G_TYPE_UINT64:
      return json_node_init_int (json_node_alloc (), (gint64) MIN (g_value_get_uint64 (value), G_MAXINT64));
    case G_TYPE_DOUBLE:
      return json_node_init_double (json_node_alloc (), g_value_get_double (value));
    case G_TYPE_ENUM:
      return convert_enum (value);
    case G_TYPE_BOXED:
      return convert_boxed (value);
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
      if (g_value_get_object (value) == NULL)
        return NULL;
      if (G_IS_LIST_MODEL (g_value_get_object (value)))
        return convert_list (g_value_get_object (value), depth);
      return convert_object (g_value_get_object (value), depth);
    default:
      return NULL;
    }
}

/* What is said by other keys, belongs to this process, or gives whoever reads it more than it should: with an address a file
 * can be downloaded without a log-in. */
static gboolean
is_left_out (GObject *object, const char *name)
{
  static const char *const always[] = { "bot",       "raw",          "serial", "event-type",
                                        "from-user", "download-url", NULL };

  if (g_strv_contains (always, name))
    return TRUE;
  if (!TRUECONF_IS_MESSAGE (object) || !g_str_equal (name, "content"))
    return FALSE;

  switch (trueconf_message_get_message_type (TRUECONF_MESSAGE (object)))
    {
    case TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE:
    case TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE:
    case TRUECONF_MESSAGE_TYPE_ATTACHMENT:
    case TRUECONF_MESSAGE_TYPE_LOCATION:
    case TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE:
      return TRUE;
    case TRUECONF_MESSAGE_TYPE_UNKNOWN:
    case TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT:
    case TRUECONF_MESSAGE_TYPE_REMOVE_PARTICIPANT:
    case TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE:
    case TRUECONF_MESSAGE_TYPE_EDIT_CHAT_AVATAR:
    case TRUECONF_MESSAGE_TYPE_CLEAR_HISTORY:
    case TRUECONF_MESSAGE_TYPE_PARTICIPANT_ROLE:
    case TRUECONF_MESSAGE_TYPE_SURVEY:
    default:
      return FALSE;
    }
}

static void
add_properties (JsonObject *into, GObject *object, guint depth)
{
  guint n;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *key = NULL;
      JsonNode *node;

      if ((properties[i]->flags & G_PARAM_READABLE) == 0 || is_left_out (object, properties[i]->name))
        continue;

      g_value_init (&value, properties[i]->value_type);
      g_object_get_property (object, properties[i]->name, &value);
      node = convert_value (&value, depth + 1);
      if (node == NULL)
        continue;

      key = g_strdelimit (g_strdup (properties[i]->name), "-", '_');
      json_object_set_member (into, key, node);
    }
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

static JsonNode *
convert_object (GObject *object, guint depth)
{
  JsonObject *converted;

  if (depth > MAX_DEPTH)
    return NULL;

  converted = json_object_new ();
  if (TRUECONF_IS_KEYBOARD (object))
    json_object_set_member (
        converted, "rows", convert_list (trueconf_keyboard_get_rows (TRUECONF_KEYBOARD (object)), depth + 1));
  else
    add_properties (converted, object, depth);

  return take_object (converted);
}

JsonNode *
tool_json_from_object (GObject *object)
{
  return convert_object (object, 0);
}

JsonNode *
tool_json_from_event (TrueconfEvent *event)
{
  g_autoptr (GEnumClass) kinds = g_type_class_ref (TRUECONF_TYPE_EVENT_TYPE);
  GEnumValue *kind = g_enum_get_value (kinds, trueconf_event_get_event_type (event));
  JsonObject *object = json_object_new ();
  JsonNode *raw = trueconf_event_get_raw (event);

  json_object_set_string_member (object, "event", kind != NULL ? kind->value_nick : "unknown");
  add_properties (object, G_OBJECT (event), 0);
  if (raw != NULL)
    json_object_set_member (object, "raw", json_node_copy (raw));

  return take_object (object);
}
