/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-shape.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-envelope.h"
#include "world/sandbox-rights.h"

#define CONNECTION     "/9f2c51aa"
#define AUTHOR_USER    1
#define UNKNOWN_MEMBER ",\"futureMember\":{\"list\":[1,null,\"x\"]}"

/* What the faults do to a frame. */
typedef struct
{
  gboolean reverse;
  gboolean unknown_members;
  gboolean numeric_roles;
  gboolean for_all_string;
  gboolean flat_forward;
  gboolean connection_ids;
  gint64 message_type; /* 0: as it is */
  gint64 last_type;    /* -1: as it is, 0: null */
  gboolean with_chats; /* messages have a member "chat" */
} Shape;

static JsonNode *copy_node (const Shape *shape, JsonNode *node);

static gboolean
happens (const SandboxShaping *shaping, SandboxFaultKind kind)
{
  return sandbox_faults_happens (shaping->faults, kind, shaping->login);
}

static gint64
type_of (const SandboxShaping *shaping, SandboxFaultKind kind, gint64 otherwise, gint64 usual)
{
  g_autoptr (JsonObject) fault = NULL;

  fault = sandbox_faults_take (shaping->faults, kind, shaping->login, NULL);
  return fault != NULL ? sandbox_json_integer_or (fault, "type", usual) : otherwise;
}

/* Returns whether any fault applies. */
static gboolean
take_shape (const SandboxShaping *shaping, Shape *shape)
{
  if (sandbox_faults_is_empty (shaping->faults))
    return FALSE;
  shape->reverse = happens (shaping, SANDBOX_FAULT_MEMBER_ORDER);
  shape->unknown_members = happens (shaping, SANDBOX_FAULT_UNKNOWN_MEMBERS);
  shape->numeric_roles = happens (shaping, SANDBOX_FAULT_NUMERIC_ROLES);
  shape->for_all_string = happens (shaping, SANDBOX_FAULT_FOR_ALL_STRING);
  shape->flat_forward = happens (shaping, SANDBOX_FAULT_FLAT_FORWARD);
  shape->connection_ids = happens (shaping, SANDBOX_FAULT_CONNECTION_IDS);
  shape->message_type = type_of (shaping, SANDBOX_FAULT_UNKNOWN_MESSAGE_TYPE, 0, 299);
  shape->with_chats = sandbox_world_has_version (shaping->world, "5.5.6");
  shape->last_type = type_of (shaping, SANDBOX_FAULT_LAST_MESSAGE, -1, SANDBOX_MESSAGE_EDIT_CHAT_TITLE);
  return shape->reverse || shape->unknown_members || shape->numeric_roles || shape->for_all_string ||
         shape->flat_forward || shape->connection_ids || shape->message_type != 0 || shape->last_type >= 0;
}

static JsonObject *
system_content (gint64 type)
{
  JsonObject *content = json_object_new ();

  switch (type)
    {
    case SANDBOX_MESSAGE_EDIT_CHAT_TITLE:
      json_object_set_string_member (content, "title", "Day shift");
      break;
    case SANDBOX_MESSAGE_EDIT_CHAT_AVATAR:
      json_object_set_null_member (content, "avatarUrl");
      break;
    case SANDBOX_MESSAGE_CLEAR_HISTORY:
      json_object_set_boolean_member (content, "forAll", TRUE);
      break;
    case SANDBOX_MESSAGE_REMOVE_PARTICIPANT:
      json_object_set_string_member (content, "userId", "omar@sandbox.local");
      break;
    case SANDBOX_MESSAGE_ADD_PARTICIPANT:
    case SANDBOX_MESSAGE_PARTICIPANT_ROLE:
      json_object_set_string_member (content, "userId", "omar@sandbox.local");
      json_object_set_string_member (content, "role", "user");
      break;
    default:
      json_object_set_string_member (content, "future", "content");
      break;
    }
  return content;
}

static JsonObject *
make_chat_reference (JsonObject *chat)
{
  static const char *const names[][2] = { { "chatId", "chatId" },
                                          { "title", "chatTitle" },
                                          { "chatType", "chatType" } };
  JsonObject *reference = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (json_object_has_member (chat, names[i][0]))
        json_object_set_member (reference, names[i][1], json_object_dup_member (chat, names[i][0]));
    }
  return reference;
}

static JsonNode *
make_last_message (const Shape *shape, JsonObject *chat)
{
  gint64 type = shape->last_type;
  JsonObject *message;
  JsonNode *node;

  if (type == 0)
    return json_node_init_null (json_node_alloc ());
  message = json_object_new ();
  json_object_set_string_member (message, "messageId", "77f4c0d2-6f44-4b0e-a2b5-0f7a5a11e9c3");
  json_object_set_int_member (message, "timestamp", g_get_real_time () / 1000);
  json_object_set_object_member (message, "author", sandbox_author_to_object (NULL));
  json_object_set_int_member (message, "type", type);
  json_object_set_object_member (message, "content", system_content (type));
  if (shape->with_chats)
    json_object_set_object_member (message, "chat", make_chat_reference (chat));
  node = json_node_init_object (json_node_alloc (), message);
  json_object_unref (message);
  return node;
}

/* Whether the member is the id of a person, or of a bot, in any object. */
static gboolean
is_user_id (JsonObject *object, const char *name)
{
  return g_str_equal (name, "userId") ||
         (g_str_equal (name, "id") && sandbox_json_integer_or (object, "type", 0) == AUTHOR_USER);
}

static JsonNode *
copy_member (const Shape *shape, JsonObject *object, const char *name, JsonNode *node)
{
  gboolean is_message = json_object_has_member (object, "messageId");
  const char *text = sandbox_json_string (object, name);
  JsonObject *content;
  SandboxRole role;

  if (shape->connection_ids && text != NULL && is_user_id (object, name) && strchr (text, '/') == NULL)
    {
      g_autofree char *id = g_strconcat (text, CONNECTION, NULL);

      return json_node_init_string (json_node_alloc (), id);
    }
  if (shape->numeric_roles && g_str_equal (name, "role") && sandbox_role_parse (node, &role))
    return json_node_init_int (json_node_alloc (), role);
  if (shape->for_all_string && g_str_equal (name, "forAll") &&
      sandbox_json_node_is_type (node, G_TYPE_BOOLEAN))
    return json_node_init_string (json_node_alloc (), json_node_get_boolean (node) ? "true" : "false");
  if (shape->last_type >= 0 && g_str_equal (name, "lastMessage"))
    return make_last_message (shape, object);
  if (shape->message_type != 0 && is_message && g_str_equal (name, "type") &&
      sandbox_json_integer_or (object, name, 0) >= SANDBOX_MESSAGE_PLAIN)
    return json_node_init_int (json_node_alloc (), shape->message_type);
  if (shape->flat_forward && is_message && g_str_equal (name, "content") &&
      sandbox_json_integer_or (object, "type", 0) == SANDBOX_MESSAGE_FORWARDED)
    {
      content = sandbox_json_object (object, "content");
      content = content != NULL ? sandbox_json_object (content, "content") : NULL;
      if (content != NULL)
        return copy_node (shape, json_object_get_member (sandbox_json_object (object, "content"), "content"));
    }
  return copy_node (shape, node);
}

static JsonNode *
copy_object (const Shape *shape, JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);
  g_autoptr (JsonObject) copy = json_object_new ();

  if (shape->reverse)
    names = g_list_reverse (names);
  for (GList *link = names; link != NULL; link = link->next)
    json_object_set_member (
        copy, link->data,
        copy_member (shape, object, link->data, json_object_get_member (object, link->data)));
  if (shape->unknown_members)
    json_object_set_string_member (copy, "futureMember", "x");
  return json_node_init_object (json_node_alloc (), copy);
}

static JsonNode *
copy_node (const Shape *shape, JsonNode *node)
{
  g_autoptr (JsonArray) copy = NULL;
  JsonArray *array;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return copy_object (shape, json_node_get_object (node));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return json_node_copy (node);
  array = json_node_get_array (node);
  copy = json_array_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (copy, copy_node (shape, json_array_get_element (array, i)));
  return json_node_init_array (json_node_alloc (), copy);
}

static char *
payload_text (const Shape *shape, JsonNode *payload)
{
  g_autoptr (JsonNode) copy = copy_node (shape, payload);

  return json_to_string (copy, FALSE);
}

char *
sandbox_shape_request (const SandboxShaping *shaping, guint32 id, const char *method, JsonNode *payload)
{
  Shape shape = { 0 };
  gboolean any = take_shape (shaping, &shape);
  g_autofree char *name = sandbox_json_quote (method);
  g_autofree char *text = any ? payload_text (&shape, payload) : json_to_string (payload, FALSE);
  const char *unknown = shape.unknown_members ? UNKNOWN_MEMBER : "";

  if (shape.reverse)
    return g_strdup_printf ("{\"payload\":%s,\"method\":%s,\"id\":%u,\"type\":1%s}", text, name, id, unknown);
  return g_strdup_printf ("{\"type\":1,\"id\":%u,\"method\":%s,\"payload\":%s%s}", id, name, text, unknown);
}

char *
sandbox_shape_answer (const SandboxShaping *shaping, guint32 id, JsonNode *payload)
{
  Shape shape = { 0 };
  gboolean any = take_shape (shaping, &shape);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (payload) ? json_node_get_object (payload) : NULL;
  gboolean is_empty = object != NULL && json_object_get_size (object) == 0;
  g_autofree char *text = NULL;
  const char *unknown = shape.unknown_members ? UNKNOWN_MEMBER : "";

  if (is_empty && happens (shaping, SANDBOX_FAULT_MISSING_PAYLOAD))
    return g_strdup_printf (shape.reverse ? "{\"id\":%u,\"type\":2%s}" : "{\"type\":2,\"id\":%u%s}", id,
                            unknown);
  if (object != NULL && !json_object_has_member (object, "errorCode") &&
      happens (shaping, SANDBOX_FAULT_ERROR_CODE_ZERO))
    json_object_set_int_member (object, "errorCode", 0);
  text = any ? payload_text (&shape, payload) : json_to_string (payload, FALSE);
  if (shape.reverse)
    return g_strdup_printf ("{\"payload\":%s,\"id\":%u,\"type\":2%s}", text, id, unknown);
  return g_strdup_printf ("{\"type\":2,\"id\":%u,\"payload\":%s%s}", id, text, unknown);
}
