/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "tool-buttons.h"
#include "tool-status.h"

/* What a button does is said by the member that says with what. */
static const struct
{
  const char *member;
  TrueconfButton *(*make) (const char *text, const char *value);
} kinds[] = {
  { "command", trueconf_button_new_command },
  { "url", trueconf_button_new_url },
  { "message", trueconf_button_new_message },
  { "copy", trueconf_button_new_copy },
};

static const struct
{
  const char *member;
  const char *property;
} details[] = {
  { "text", NULL }, /* set when it is made */
  { "id", "button-id" }, { "data", "custom-data" }, { "to", "to" },
  { "style", "style" },  { "draft", "draft" },
};

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static gboolean
set_style (TrueconfButton *button, JsonNode *node, const char *name, GError **error)
{
  g_autoptr (GEnumClass) styles = g_type_class_ref (TRUECONF_TYPE_BUTTON_STYLE);
  const char *word = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  GEnumValue *value = word != NULL ? g_enum_get_value_by_nick (styles, word) : NULL;

  if (value == NULL || value->value == TRUECONF_BUTTON_STYLE_UNKNOWN)
    {
      /* Translators: a button */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA,
                   _ ("Button “%s”: “style” is “default”, “primary”, “danger” or “success”"), name);
      return FALSE;
    }
  trueconf_button_set_style (button, (TrueconfButtonStyle) value->value);

  return TRUE;
}

static gboolean
set_detail (TrueconfButton *button, const char *member, JsonNode *node, const char *name, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (member, kinds[i].member))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    {
      if (!g_str_equal (member, details[i].member))
        continue;
      if (details[i].property == NULL)
        return TRUE;
      if (g_str_equal (member, "style"))
        return set_style (button, node, name, error);
      if (g_str_equal (member, "draft") && JSON_NODE_HOLDS_VALUE (node) &&
          json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        {
          trueconf_button_set_draft (button, json_node_get_boolean (node));
          return TRUE;
        }
      if (!g_str_equal (member, "draft") && JSON_NODE_HOLDS_VALUE (node) &&
          json_node_get_string (node) != NULL)
        {
          g_object_set (button, details[i].property, json_node_get_string (node), NULL);
          return TRUE;
        }
      /* Translators: a button, a member of it */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA, _ ("Button “%s”: “%s” has the wrong type"), name,
                   member);
      return FALSE;
    }

  /* Translators: a button, a member of it */
  g_set_error (
      error, TOOL_ERROR, TOOL_STATUS_DATA,
      _ ("Button “%s” has the unknown member “%s”. There are text, command, url, message, copy, id, data, style, draft and to"),
      name, member);
  return FALSE;
}

static TrueconfButton *
make_button (JsonObject *object, GError **error)
{
  g_autoptr (TrueconfButton) button = NULL;
  const char *text = get_string (object, "text");
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *value = get_string (object, kinds[i].member);

      if (value == NULL)
        continue;
      if (button != NULL)
        {
          g_clear_object (&button);
          break;
        }
      button = kinds[i].make (text != NULL ? text : "", value);
    }
  if (text == NULL || button == NULL)
    {
      /* Translators: a button */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA,
                   _ ("Button “%s” needs “text” and one of “command”, “url”, “message” and “copy”"),
                   text != NULL ? text : "?");
      return NULL;
    }

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (!set_detail (button, member, node, text, error))
        return NULL;
    }

  return g_steal_pointer (&button);
}

static gboolean
add_row (TrueconfKeyboard *keyboard, JsonArray *row, GError **error)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < json_array_get_length (row); i++)
    {
      JsonNode *node = json_array_get_element (row, i);
      TrueconfButton *button;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_DATA, _ ("A button has to be a JSON object"));
          return FALSE;
        }
      button = make_button (json_node_get_object (node), error);
      if (button == NULL)
        return FALSE;
      g_ptr_array_add (buttons, button);
    }

  return trueconf_keyboard_add_row (keyboard, (TrueconfButton **) buttons->pdata, buttons->len, error);
}

TrueconfKeyboard *
tool_buttons_parse (const char *json, const char *source, GError **error)
{
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonNode) root = json_from_string (json, &cause);
  JsonArray *rows;

  if (cause != NULL)
    {
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA, "%s: %s", source, cause->message);
      return NULL;
    }
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root) ||
      json_array_get_length (json_node_get_array (root)) == 0)
    {
      /* Translators: where the buttons come from */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA,
                   _ ("%s: buttons are a list of rows, as in [[{\"text\": \"Yes\", \"command\": \"yes\"}]]"),
                   source);
      return NULL;
    }

  rows = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (!JSON_NODE_HOLDS_ARRAY (row))
        {
          /* Translators: where the buttons come from */
          g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA, _ ("%s: each row of buttons has to be a list"),
                       source);
          return NULL;
        }
      if (!add_row (keyboard, json_node_get_array (row), error))
        {
          g_prefix_error (error, "%s: ", source);
          return NULL;
        }
    }

  return g_steal_pointer (&keyboard);
}
