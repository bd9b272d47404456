/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "wire/trueconf-wire-private.h"

/* The payloads of requests and answers as JsonNode, for those who look at them or change them on their way. */

/* An id without the server's name is shown with it as soon as it is known. */
JsonNode *
trueconf_wire_read_payload (const char *payload, const char *user_id)
{
  g_autofree char *text = user_id != NULL ? trueconf_wire_complete (payload, user_id) : NULL;
  g_auto (TrueconfJson) json = { 0 };

  if (text == NULL)
    {
      char *out = text = g_strdup (payload);

      for (const char *in = payload; *in != '\0'; in++)
        if (*in != TRUECONF_WIRE_SERVER_PLACE)
          *out++ = *in;
      *out = '\0';
    }

  if (!trueconf_json_parse (&json, text, strlen (text)))
    return json_node_new (JSON_NODE_NULL);

  return trueconf_json_to_node (&json, 0);
}

static guint
find_path (const TrueconfJson *json, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  guint node = 0;

  for (guint i = 0; names[i] != NULL && node != TRUECONF_JSON_NONE; i++)
    node = trueconf_json_get_member (json, node, names[i]);

  return node;
}

/* Marks the place of the server's name in an id that has none. */
static void
mark_user (const TrueconfJson *json, guint node, GArray *places)
{
  g_autofree char *id = NULL;

  if (node == TRUECONF_JSON_NONE || trueconf_json_get_type_of (json, node) != TRUECONF_JSON_STRING)
    return;

  id = trueconf_json_dup_string (json, node);
  if (id != NULL && id[0] != '\0' && strchr (id, '@') == NULL)
    g_array_append_val (places, json->tokens[node].end);
}

static void
mark_buttons (const TrueconfJson *json, guint rows, GArray *places)
{
  TrueconfJsonIter row;
  TrueconfJsonIter button;

  if (rows == TRUECONF_JSON_NONE || trueconf_json_get_type_of (json, rows) != TRUECONF_JSON_ARRAY)
    return;

  trueconf_json_iter_init (&row, json, rows);
  while (trueconf_json_iter_next (&row))
    {
      if (trueconf_json_get_type_of (json, row.value) != TRUECONF_JSON_ARRAY)
        continue;

      trueconf_json_iter_init (&button, json, row.value);
      while (trueconf_json_iter_next (&button))
        mark_user (json, trueconf_json_get_member (json, button.value, "to"), places);
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

/* Writes a payload that was changed: the arguments that are ids of users are completed later, as they are in one that
 * trueconf_wire_encode () has written. */
char *
trueconf_wire_write_payload (const TrueconfMethodRow *row, JsonNode *payload)
{
  g_autoptr (GString) text = g_string_sized_new (256);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (TrueconfJson) json = { 0 };
  GString *out;
  gsize from = 0;

  trueconf_json_append_node (text, payload);
  if (!trueconf_json_parse (&json, text->str, text->len))
    return g_string_free (g_steal_pointer (&text), FALSE);

  for (const TrueconfArg *arg = row->args; arg != NULL && arg->path != NULL; arg++)
    {
      if (arg->kind == TRUECONF_ARG_USER)
        mark_user (&json, find_path (&json, arg->path), places);
      else if (arg->kind == TRUECONF_ARG_KEYBOARD)
        mark_buttons (&json, find_path (&json, arg->path), places);
    }
  g_array_sort (places, compare_places);

  out = g_string_sized_new (text->len + places->len);
  for (guint i = 0; i < places->len; i++)
    {
      gsize place = g_array_index (places, guint32, i);

      g_string_append_len (out, text->str + from, (gssize) (place - from));
      g_string_append_c (out, TRUECONF_WIRE_SERVER_PLACE);
      from = place;
    }
  g_string_append (out, text->str + from);

  return g_string_free (out, FALSE);
}

/* Returns the chat that a request is about, or NULL. */
char *
trueconf_wire_find_chat (const char *payload)
{
  /* the places of a request that was not sent are no JSON; none is in the id of a chat */
  g_autofree char *text =
      g_strdelimit (g_strdup (payload), (const char[]){ TRUECONF_WIRE_SERVER_PLACE, '\0' }, ' ');
  g_auto (TrueconfJson) json = { 0 };
  guint node;

  if (!trueconf_json_parse (&json, text, strlen (text)))
    return NULL;

  node = trueconf_json_get_member (&json, 0, "chatId");
  if (node == TRUECONF_JSON_NONE || trueconf_json_get_type_of (&json, node) != TRUECONF_JSON_STRING)
    return NULL;

  return trueconf_json_dup_string (&json, node);
}

/* Reads an answer that did not come from the server as if it did. */
gboolean
trueconf_wire_read_answer (JsonNode *answer,
                           const TrueconfMethodRow *row,
                           const char *method,
                           GValue *value,
                           GError **error)
{
  GString *text = g_string_new ("{\"type\":2,\"id\":0,\"payload\":");
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TrueconfFrame) frame;
  GError *refused = NULL;
  gboolean is_frame;

  trueconf_json_append_node (text, answer);
  g_string_append_c (text, '}');
  bytes = g_string_free_to_bytes (text);

  is_frame = trueconf_frame_init (&frame, bytes);
  g_assert (is_frame);

  refused = trueconf_wire_read_error (&frame, method, TRUE);
  if (refused != NULL)
    {
      g_propagate_error (error, trueconf_wire_explain_error (row, method, refused));
      return FALSE;
    }

  return trueconf_wire_read_result (&frame, row, method, value, error);
}

/* Returns the string at a path such as `content.text`, or NULL. It belongs to the node. */
const char *
trueconf_wire_get_string (JsonNode *payload, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (payload == NULL || !JSON_NODE_HOLDS_OBJECT (payload))
        return NULL;
      payload = json_object_get_member (json_node_get_object (payload), names[i]);
    }

  if (payload == NULL || !JSON_NODE_HOLDS_VALUE (payload) ||
      json_node_get_value_type (payload) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (payload);
}

/* The members keep their order. */
static JsonNode *
with_string (JsonNode *node, const char *const *names, const char *value)
{
  JsonNode *result = json_node_alloc ();
  g_autoptr (JsonObject) object = NULL;
  gboolean take_out = names[0] != NULL && names[1] == NULL && value == NULL;
  gboolean found = FALSE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (names[0] == NULL)
    return json_node_init_string (result, value);

  object = json_object_new ();
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        {
          if (!g_str_equal (name, names[0]) ||
              (value == NULL && !take_out && !JSON_NODE_HOLDS_OBJECT (member)))
            {
              json_object_set_member (object, name, json_node_ref (member));
              continue;
            }
          found = TRUE;
          if (!take_out)
            json_object_set_member (object, name, with_string (member, names + 1, value));
        }
    }
  if (!found && value != NULL)
    json_object_set_member (object, names[0], with_string (NULL, names + 1, value));

  return json_node_init_object (result, object);
}

/* Returns a payload with another string at a path, or without it if `value` is NULL. */
JsonNode *
trueconf_wire_with_string (JsonNode *payload, const char *path, const char *value)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *result = with_string (payload, (const char *const *) names, value);

  json_node_seal (result);
  return result;
}
