/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "base/sandbox-json.h"

/* No frame of the protocol is nested this deep. The limit exists because the parser recurses for each level. */
#define MAX_DEPTH 256

static int
hex_quad (const char *p, const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* Returns what follows the string's closing quote, or NULL. */
static const char *
skip_string (const char *p, const char *end)
{
  while (p < end)
    {
      int first, second;

      if (*p == '"')
        return p + 1;
      if (*p != '\\')
        {
          p++;
          continue;
        }
      if (end - p < 2)
        return NULL;
      if (p[1] != 'u')
        {
          p += 2;
          continue;
        }
      first = hex_quad (p + 2, end);
      if (first < 0 || (first & 0xfc00) == 0xdc00)
        return NULL;
      p += 6;
      if ((first & 0xfc00) != 0xd800)
        continue;
      if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return NULL;
      second = hex_quad (p + 2, end);
      if ((second & 0xfc00) != 0xdc00)
        return NULL;
      p += 6;
    }
  return NULL;
}

/* Text from outside is checked before it is parsed, because json-glib 1.6 aborts on unpaired surrogates, recurses
 * without a limit and accepts comments and assignments. */
static gboolean
is_harmless (const char *text, gsize length)
{
  const char *end = text + length;
  guint depth = 0;

  for (const char *p = text; p < end;)
    {
      if (*p == '"')
        {
          p = skip_string (p + 1, end);
          if (p == NULL)
            return FALSE;
          continue;
        }
      if (*p == '{' || *p == '[')
        {
          if (++depth > MAX_DEPTH)
            return FALSE;
        }
      else if (*p == '}' || *p == ']')
        {
          if (depth-- == 0)
            return FALSE;
        }
      else if (!g_ascii_isalnum (*p) && strchr (" \t\r\n,:+-.", *p) == NULL)
        return FALSE;
      p++;
    }
  return depth == 0;
}

/* Returns NULL for anything that is not one JSON value in valid UTF-8. */
JsonNode *
sandbox_json_parse (const char *text, gsize length)
{
  g_autoptr (JsonParser) parser = NULL;

  if (length == 0 || !g_utf8_validate (text, (gssize) length, NULL) || !is_harmless (text, length))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  return json_parser_steal_root (parser);
}

char *
sandbox_json_quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

char *
sandbox_json_object_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

gboolean
sandbox_json_node_is_type (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* For the getters below a member of another type is absent. */
const char *
sandbox_json_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return sandbox_json_node_is_type (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

gboolean
sandbox_json_integer (JsonObject *object, const char *member, gint64 *value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (!sandbox_json_node_is_type (node, G_TYPE_INT64))
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

gint64
sandbox_json_integer_or (JsonObject *object, const char *member, gint64 fallback)
{
  gint64 value;

  return sandbox_json_integer (object, member, &value) ? value : fallback;
}

gboolean
sandbox_json_boolean (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return sandbox_json_node_is_type (node, G_TYPE_BOOLEAN) && json_node_get_boolean (node);
}

JsonObject *
sandbox_json_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A null member counts as absent. */
gboolean
sandbox_json_present (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

/* NULL becomes null. */
void
sandbox_json_set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}
