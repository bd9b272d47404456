/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "wire/trueconf-json-private.h"

/* json-glib frees its trees recursively. Deeper levels than any message has become null, so that a server cannot
 * overflow the stack. */
#define MAX_DEPTH 512

/* json-glib appends ".0" to numbers without a point, and so writes 1e22 as "1e+22.0", which is not JSON. Bindings
 * write a node and parse it again, which would fail. So such a number is replaced by the next one with a fraction. */
static double
make_writable (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  while (strchr (g_ascii_dtostr (text, sizeof text, number), 'e') != NULL && strchr (text, '.') == NULL)
    number = nextafter (number, 0);

  return number;
}

static JsonNode *
build_number (const TrueconfJson *self, guint node)
{
  const TrueconfJsonToken *token = &self->tokens[node];
  JsonNode *result = json_node_alloc ();
  gint64 integer;
  double number;

  for (guint32 i = token->start; i < token->end; i++)
    if (strchr (".eE", self->data[i]) != NULL)
      {
        if (trueconf_json_get_double (self, node, &number))
          return json_node_init_double (result, make_writable (number));
        return json_node_init_null (result);
      }

  if (trueconf_json_get_int (self, node, &integer))
    return json_node_init_int (result, integer);

  return json_node_init_null (result);
}

static JsonNode *
build (const TrueconfJson *self, guint node, guint depth)
{
  TrueconfJsonIter iter;

  switch (depth < MAX_DEPTH ? trueconf_json_get_type_of (self, node) : TRUECONF_JSON_NULL)
    {
    case TRUECONF_JSON_STRING:
      {
        g_autofree char *text = trueconf_json_dup_string (self, node);

        return json_node_init_string (json_node_alloc (), text);
      }

    case TRUECONF_JSON_NUMBER:
      return build_number (self, node);

    case TRUECONF_JSON_TRUE:
    case TRUECONF_JSON_FALSE:
      return json_node_init_boolean (json_node_alloc (), self->tokens[node].type == TRUECONF_JSON_TRUE);

    case TRUECONF_JSON_OBJECT:
      {
        g_autoptr (JsonObject) object = json_object_new ();

        trueconf_json_iter_init (&iter, self, node);
        while (trueconf_json_iter_next (&iter))
          {
            g_autofree char *name = trueconf_json_dup_string (self, iter.key);

            json_object_set_member (object, name, build (self, iter.value, depth + 1));
          }
        return json_node_init_object (json_node_alloc (), object);
      }

    case TRUECONF_JSON_ARRAY:
      {
        g_autoptr (JsonArray) array = json_array_new ();

        trueconf_json_iter_init (&iter, self, node);
        while (trueconf_json_iter_next (&iter))
          json_array_add_element (array, build (self, iter.value, depth + 1));
        return json_node_init_array (json_node_alloc (), array);
      }

    case TRUECONF_JSON_NULL:
    default:
      return json_node_init_null (json_node_alloc ());
    }
}

/* The nodes are immutable, since several threads may use them. */
JsonNode *
trueconf_json_to_node (const TrueconfJson *self, guint node)
{
  JsonNode *result = build (self, node, 0);

  json_node_seal (result);
  return result;
}

/* Invalid UTF-8 cannot be sent. Each invalid byte becomes the replacement character. */
void
trueconf_json_append_string (GString *out, const char *text)
{
  g_autofree char *valid = NULL;
  const char *run;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (run = text; *text != '\0'; text++)
    {
      guchar c = (guchar) *text;

      if (G_LIKELY (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f))
        continue;

      g_string_append_len (out, run, text - run);
      run = text + 1;

      switch (c)
        {
        case '"':
          g_string_append (out, "\\\"");
          break;
        case '\\':
          g_string_append (out, "\\\\");
          break;
        case '\n':
          g_string_append (out, "\\n");
          break;
        case '\r':
          g_string_append (out, "\\r");
          break;
        case '\t':
          g_string_append (out, "\\t");
          break;
        default:
          g_string_append_printf (out, "\\u%04x", c);
          break;
        }
    }
  g_string_append_len (out, run, text - run);
  g_string_append_c (out, '"');
}

/* A whole number with a fraction or an exponent is a double when it is read again. */
static void
append_double (GString *out, double number, gboolean typed)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    {
      g_string_append (out, "null");
      return;
    }

  g_string_append (out, g_ascii_dtostr (text, sizeof text, number));
  if (typed && strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

static void
append_value (GString *out, JsonNode *node, gboolean typed)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      trueconf_json_append_string (out, json_node_get_string (node));
      break;

    case G_TYPE_BOOLEAN:
      g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
      break;

    case G_TYPE_DOUBLE:
      append_double (out, json_node_get_double (node), typed);
      break;

    default:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
      break;
    }
}

static void
append_node (GString *out, JsonNode *node, gboolean typed)
{
  switch (JSON_NODE_TYPE (node))
    {
    case JSON_NODE_OBJECT:
      {
        JsonObjectIter iter;
        const char *name;
        JsonNode *member;
        const char *separator = "";

        g_string_append_c (out, '{');
        json_object_iter_init_ordered (&iter, json_node_get_object (node));
        while (json_object_iter_next_ordered (&iter, &name, &member))
          {
            g_string_append (out, separator);
            trueconf_json_append_string (out, name);
            g_string_append_c (out, ':');
            append_node (out, member, typed);
            separator = ",";
          }
        g_string_append_c (out, '}');
      }
      break;

    case JSON_NODE_ARRAY:
      {
        JsonArray *array = json_node_get_array (node);

        g_string_append_c (out, '[');
        for (guint i = 0; i < json_array_get_length (array); i++)
          {
            if (i > 0)
              g_string_append_c (out, ',');
            append_node (out, json_array_get_element (array, i), typed);
          }
        g_string_append_c (out, ']');
      }
      break;

    case JSON_NODE_VALUE:
      append_value (out, node, typed);
      break;

    case JSON_NODE_NULL:
    default:
      g_string_append (out, "null");
      break;
    }
}

/* Writes nodes from users. JsonGenerator writes some numbers wrongly, see above. */
void
trueconf_json_append_node (GString *out, JsonNode *node)
{
  append_node (out, node, FALSE);
}

/* Doubles stay doubles: the wire knows only numbers, but what is stored is read again by the program that has stored it. */
void
trueconf_json_append_typed_node (GString *out, JsonNode *node)
{
  append_node (out, node, TRUE);
}

static void
make_member_writable (JsonObject *object, const char *name, JsonNode *member, gpointer user_data)
{
  trueconf_json_make_writable (member);
}

static void
make_element_writable (JsonArray *array, guint index, JsonNode *element, gpointer user_data)
{
  trueconf_json_make_writable (element);
}

/* Prepares a node of the library's own for users, who may write it with JsonGenerator. */
void
trueconf_json_make_writable (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), make_member_writable, NULL);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), make_element_writable, NULL);
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    json_node_set_double (node, make_writable (json_node_get_double (node)));
}
