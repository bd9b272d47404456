/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every frame that is known of servers, as it is and with each of its members spoilt in every way: what was not spoilt
 * is read all the same. */

#include <string.h>

#include "tc-util.h"

#include "trueconf-bot.h"
#include "wire/trueconf-shape-private.h"

static JsonObject *vectors;

/* What a spoilt member becomes. */
typedef enum
{
  SPOILT_MISSING,
  SPOILT_NULL,
  SPOILT_NUMBER,
  SPOILT_STRING,
  SPOILT_TRUE,
  SPOILT_OBJECT,
  SPOILT_ARRAY,
  SPOILT_HUGE,
  SPOILT_LAST,
} Spoilt;

static JsonNode *
make_spoilt (Spoilt spoilt)
{
  g_autofree char *huge = NULL;

  switch (spoilt)
    {
    case SPOILT_NULL:
      return json_node_new (JSON_NODE_NULL);
    case SPOILT_NUMBER:
      return json_node_init_double (json_node_alloc (), -70000000000.5);
    case SPOILT_STRING:
      return json_node_init_string (json_node_alloc (), "spoilt");
    case SPOILT_TRUE:
      return json_node_init_boolean (json_node_alloc (), TRUE);
    case SPOILT_OBJECT:
      return json_from_string ("{\"a\":{\"b\":[{}]}}", NULL);
    case SPOILT_ARRAY:
      return json_from_string ("[[],{},null,1]", NULL);
    case SPOILT_HUGE:
      huge = g_strnfill (100000, '9');
      return json_node_init_string (json_node_alloc (), huge);
    case SPOILT_MISSING:
    case SPOILT_LAST:
    default:
      return NULL;
    }
}

static void describe (GObject *object, const char *prefix, GHashTable *out);

static void
describe_list (GListModel *list, const char *prefix, GHashTable *out)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);
      g_autofree char *inner = g_strdup_printf ("%s%u.", prefix, i);

      describe (item, inner, out);
    }
}

/* All that a user can read of an object, by the path of the property. */
static void
describe_property (GObject *object, GParamSpec *pspec, const char *prefix, GHashTable *out)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *path = g_strdup_printf ("%s%s", prefix, pspec->name);

  if (g_str_equal (pspec->name, "raw"))
    return;

  g_object_get_property (object, pspec->name, &value);
  if (G_VALUE_HOLDS_OBJECT (&value))
    {
      g_autofree char *inner = g_strdup_printf ("%s.", path);

      if (g_value_get_object (&value) != NULL)
        describe (g_value_get_object (&value), inner, out);
    }
  else if (G_VALUE_HOLDS (&value, G_TYPE_STRV))
    {
      GStrv strv = g_value_get_boxed (&value);

      g_hash_table_insert (out, g_steal_pointer (&path),
                           strv != NULL ? g_strjoinv (",", strv) : g_strdup (""));
    }
  else if (G_VALUE_HOLDS (&value, G_TYPE_DATE_TIME))
    {
      GDateTime *time = g_value_get_boxed (&value);

      g_hash_table_insert (out, g_steal_pointer (&path),
                           time != NULL ? g_date_time_format_iso8601 (time) : g_strdup (""));
    }
  else
    {
      g_hash_table_insert (out, g_steal_pointer (&path), g_strdup_value_contents (&value));
    }
}

static void
describe (GObject *object, const char *prefix, GHashTable *out)
{
  guint n;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  g_hash_table_insert (out, g_strdup_printf ("%s(class)", prefix), g_strdup (G_OBJECT_TYPE_NAME (object)));
  if (G_IS_LIST_MODEL (object))
    describe_list (G_LIST_MODEL (object), prefix, out);
  for (guint i = 0; i < n; i++)
    /* the number of an event in this program, which has nothing to do with what the server has sent */
    if (!g_str_equal (properties[i]->name, "serial"))
      describe_property (object, properties[i], prefix, out);
}

static GHashTable *
read_event (JsonNode *frame)
{
  GHashTable *out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  char *text = json_to_string (frame, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_auto (TrueconfFrame) read;
  g_autoptr (TrueconfEvent) event = NULL;

  g_assert_true (trueconf_frame_init (&read, bytes));
  g_assert_true (read.has_id);
  event = trueconf_wire_read_event (&read);
  g_assert_nonnull (event);
  describe (G_OBJECT (event), "", out);
  g_assert_nonnull (trueconf_event_get_raw (event));

  return out;
}

static GHashTable *
get_changes (GHashTable *before, GHashTable *after)
{
  GHashTable *changed = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (value, g_hash_table_lookup (after, key)) != 0)
      g_hash_table_add (changed, key);

  return changed;
}

/* All properties that change when a member is spoilt in whatever way. The event itself comes in any case. */
/* The type of a message, which is a member like others, decides which of two classes it is. */
static const char *
get_class (GHashTable *read)
{
  const char *name = g_hash_table_lookup (read, "(class)");

  return g_strcmp0 (name, "TrueconfSystemMessage") == 0 ? "TrueconfMessage" : name;
}

static GHashTable *
spoil_member (JsonNode *frame, JsonObject *holder, const char *member, GHashTable *whole)
{
  g_autoptr (JsonNode) kept = json_node_copy (json_object_get_member (holder, member));
  GHashTable *own = g_hash_table_new (g_str_hash, g_str_equal);

  for (Spoilt spoilt = SPOILT_MISSING; spoilt < SPOILT_LAST; spoilt++)
    {
      JsonNode *node = make_spoilt (spoilt);
      g_autoptr (GHashTable) read = NULL;
      g_autoptr (GHashTable) changed = NULL;
      GHashTableIter iter;
      gpointer key;

      if (node != NULL)
        json_object_set_member (holder, member, node);
      else
        json_object_remove_member (holder, member);

      read = read_event (frame);
      g_assert_cmpstr (get_class (read), ==, get_class (whole));
      changed = get_changes (whole, read);
      g_hash_table_iter_init (&iter, changed);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_hash_table_add (own, key);
    }

  json_object_set_member (holder, member, g_steal_pointer (&kept));
  return own;
}

/* The type of a message says how its content is to be read, the mode of the limits what the list means, their size that they
 * can be read at all, and the text of a forward that it is a flat one. */
static gboolean
rules_others (const char *member)
{
  return g_str_equal (member, "type") || g_str_equal (member, "mode") || g_str_equal (member, "maxSize") ||
         g_str_equal (member, "text");
}

/* The names as they were: spoiling changes the order. */
static GStrv
get_members (JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (GList *l = members; l != NULL; l = l->next)
    g_strv_builder_add (builder, l->data);

  return g_strv_builder_end (builder);
}

static void spoil (JsonNode *frame, JsonObject *holder, GHashTable *whole);

/* The objects in an array, and in arrays in it. */
static void
spoil_items (JsonNode *frame, JsonArray *array, GHashTable *whole)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        spoil (frame, json_node_get_object (node), whole);
      else if (JSON_NODE_HOLDS_ARRAY (node))
        spoil_items (frame, json_node_get_array (node), whole);
    }
}

/* No property depends on two members of one object: whatever is wrong with one, the others are read. */
static void
spoil (JsonNode *frame, JsonObject *holder, GHashTable *whole)
{
  g_auto (GStrv) members = get_members (holder);
  g_autoptr (GHashTable) owners = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; members[i] != NULL; i++)
    {
      JsonNode *node = json_object_get_member (holder, members[i]);
      g_autoptr (GHashTable) own = NULL;
      GHashTableIter iter;
      gpointer key;

      if (JSON_NODE_HOLDS_OBJECT (node))
        spoil (frame, json_node_get_object (node), whole);
      else if (JSON_NODE_HOLDS_ARRAY (node))
        spoil_items (frame, json_node_get_array (node), whole);

      own = spoil_member (frame, holder, members[i], whole);
      g_hash_table_iter_init (&iter, own);
      while (!rules_others (members[i]) && g_hash_table_iter_next (&iter, &key, NULL))
        {
          if (g_hash_table_contains (owners, key))
            g_error ("“%s” depends on “%s” and on “%s”", (char *) key,
                     (char *) g_hash_table_lookup (owners, key), members[i]);
          g_hash_table_insert (owners, key, members[i]);
        }
    }
}

static void
test_events (void)
{
  JsonArray *events = json_object_get_array_member (vectors, "events");

  g_assert_cmpuint (json_array_get_length (events), >=, 30);
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonNode *frame = json_array_get_element (events, i);
      g_autoptr (GHashTable) whole = read_event (frame);

      spoil (frame, json_object_get_object_member (json_node_get_object (frame), "payload"), whole);
    }
}

/* “TRUECONF_EVENT_TYPE_REMOVED_CHAT” is that of a TrueconfRemovedChat. */
static char *
get_class_of_type (const char *value)
{
  g_autofree char *name_of_value = g_strdup (strstr (value, "EVENT_TYPE_") + strlen ("EVENT_TYPE_"));
  g_auto (GStrv) words = g_strsplit (g_strdelimit (name_of_value, ")", '\0'), "_", -1);
  GString *name = g_string_new ("Trueconf");

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *lower = g_ascii_strdown (words[i] + 1, -1);

      g_string_append_printf (name, "%c%s", words[i][0], lower);
    }

  return g_string_free (name, FALSE);
}

/* A method that the library knows has a class of its own, and a type that says the same. */
static void
test_classes (void)
{
  JsonArray *events = json_object_get_array_member (vectors, "events");

  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      g_autoptr (GHashTable) read = read_event (json_array_get_element (events, i));

      g_autofree char *event_type = get_class_of_type (g_hash_table_lookup (read, "event-type"));

      g_assert_cmpstr (g_hash_table_lookup (read, "(class)"), !=, "TrueconfUpdate");
      g_assert_cmpstr (g_hash_table_lookup (read, "(class)"), ==, event_type);
    }
}

static TrueconfFrame *
parse (JsonNode *node)
{
  char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  TrueconfFrame *frame = g_new0 (TrueconfFrame, 1);

  g_assert_true (trueconf_frame_init (frame, bytes));
  return frame;
}

static void
frame_free (TrueconfFrame *frame)
{
  trueconf_frame_clear (frame);
  g_free (frame);
}

static const TrueconfMethodRow *
find_row (const char *method)
{
  for (int i = 0; i <= TRUECONF_METHOD_OTHER; i++)
    {
      const TrueconfMethodRow *row = trueconf_wire_get_method ((TrueconfMethod) i);

      if (g_strcmp0 (row->name, method) == 0)
        return row;
    }

  return trueconf_wire_get_method (TRUECONF_METHOD_OTHER);
}

static JsonNode *
copy_node (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return json_from_string (text, NULL);
}

/* NULL: the answer could not be used, and an error says so. */
static char *
read_answer (const char *method, JsonNode *node)
{
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  TrueconfFrame *frame = parse (node);
  gboolean ok = trueconf_wire_read_result (frame, find_row (method), method, &value, &error);
  char *text = ok ? g_strdup_value_contents (&value) : NULL;

  g_assert_true (ok == (error == NULL));
  frame_free (frame);
  return text;
}

/* An answer is read, or is an error: with each member spoilt, too. */
static void
test_answers (void)
{
  JsonArray *answers = json_object_get_array_member (vectors, "answers");

  for (guint i = 0; i < json_array_get_length (answers); i++)
    {
      JsonObject *answer = json_array_get_object_element (answers, i);
      const char *method = json_object_get_string_member (answer, "method");
      JsonNode *frame = json_object_get_member (answer, "frame");
      JsonNode *payload = json_object_get_member (json_node_get_object (frame), "payload");
      g_autofree char *read = read_answer (method, frame);
      g_auto (GStrv) members = NULL;

      g_assert_nonnull (read);
      if (!JSON_NODE_HOLDS_OBJECT (payload))
        continue;

      members = get_members (json_node_get_object (payload));
      for (guint k = 0; members[k] != NULL; k++)
        for (Spoilt spoilt = SPOILT_NULL; spoilt < SPOILT_LAST; spoilt++)
          {
            g_autoptr (JsonNode) copy = copy_node (frame);
            g_autofree char *spoilt_read = NULL;

            json_object_set_member (json_object_get_object_member (json_node_get_object (copy), "payload"),
                                    members[k], make_spoilt (spoilt));
            spoilt_read = read_answer (method, copy);
          }
    }
}

static GListModel *
read_chats (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_auto (TrueconfFrame) frame;
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_true (trueconf_frame_init (&frame, bytes));
  g_assert_true (trueconf_wire_read_result (&frame, find_row ("getChats"), "getChats", &value, NULL));

  return g_value_dup_object (&value);
}

/* One chat that makes no sense does not lose the others. */
static void
test_bad_item (void)
{
  g_autoptr (GListModel) chats =
      read_chats ("{\"type\":2,\"id\":1,\"payload\":[7,{\"chatId\":\"a\",\"lastMessage\":null},null,[],"
                  "{\"chatId\":\"b\",\"lastMessage\":{\"type\":21,\"content\":{\"title\":\"new\"}}},"
                  "{\"chatId\":\"c\",\"lastMessage\":{\"type\":201,\"content\":{\"type\":200,\"content\":{"
                  "\"text\":\"x\"}}}}]}");
  TrueconfMessage *last;

  g_assert_cmpuint (g_list_model_get_n_items (chats), ==, 3);
  g_assert_cmpstr (trueconf_chat_get_chat_id (tc_nth (chats, 0)), ==, "a");
  g_assert_null (trueconf_chat_get_last_message (tc_nth (chats, 0)));
  last = trueconf_chat_get_last_message (tc_nth (chats, 1));
  g_assert_true (TRUECONF_IS_TITLE_CONTENT (trueconf_message_get_content (last)));
  last = trueconf_chat_get_last_message (tc_nth (chats, 2));
  g_assert_true (TRUECONF_IS_FORWARD_CONTENT (trueconf_message_get_content (last)));
}

/* What a server does not say is not nothing. */
static void
test_unknown_size (void)
{
  static const char *const sizes[] = { "", ",\"size\":null", ",\"size\":-7", ",\"size\":\"large\"" };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"type\":1,\"id\":1,\"method\":\"sendMessage\",\"payload\":{"
                                               "\"type\":202,\"content\":{\"name\":\"a.txt\"%s}}}",
                                               sizes[i]);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_auto (TrueconfFrame) frame;
      g_autoptr (TrueconfEvent) event = NULL;
      TrueconfAttachment *document;

      g_assert_true (trueconf_frame_init (&frame, bytes));
      event = trueconf_wire_read_event (&frame);
      document = trueconf_message_get_document (TRUECONF_MESSAGE (event));
      g_assert_cmpstr (trueconf_attachment_get_name (document), ==, "a.txt");
      g_assert_cmpint (trueconf_attachment_get_size (document), ==, -1);
    }
}

static char *
read_history (const char *messages)
{
  g_autofree char *text = g_strdup_printf ("{'type':2,'id':1,'payload':{'messages':[%s]}}", messages);
  g_autoptr (GBytes) bytes = g_bytes_new (g_strdelimit (text, "'", '"'), strlen (text));
  g_auto (TrueconfFrame) frame;
  g_auto (GValue) value = G_VALUE_INIT;
  GString *ids = g_string_new (NULL);
  GListModel *list;

  g_assert_true (trueconf_frame_init (&frame, bytes));
  g_assert_true (
      trueconf_wire_read_result (&frame, find_row ("getChatHistory"), "getChatHistory", &value, NULL));
  list = g_value_get_object (&value);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_string_append (ids, trueconf_message_get_message_id (tc_nth (list, i)));

  return g_string_free (ids, FALSE);
}

/* Whatever order the server has: the newest first, and each once. */
static void
test_history_order (void)
{
  static const struct
  {
    const char *messages;
    const char *ids;
  } rows[] = {
    { "", "" },
    { "{'messageId':'a','box':{'id':1,'position':'0'}},{'messageId':'b','box':{'id':2,'position':'0'}}",
      "ba" },
    { "{'messageId':'c','box':{'id':2,'position':'10'}},{'messageId':'b','box':{'id':2,'position':'9'}},"
      "{'messageId':'a','box':{'id':1,'position':'77'}}",
      "cba" },
    /* twice the same, where one page meets another */
    { "{'messageId':'b','box':{'id':2}},{'messageId':'a','box':{'id':1}},{'messageId':'b','box':{'id':2}}",
      "ba" },
    /* a place is missing: by time */
    { "{'messageId':'a','timestamp':1,'box':{'id':9}},{'messageId':'b','timestamp':2},"
      "{'messageId':'c','timestamp':3,'box':{'id':1}}",
      "cba" },
    /* neither: as they come */
    { "{'messageId':'b'},{'messageId':'a','timestamp':5}", "ba" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *ids = read_history (rows[i].messages);

      g_assert_cmpstr (ids, ==, rows[i].ids);
    }
}

/* Messages in messages in messages: as deep as a server likes. */
static void
test_deep_forward (void)
{
  g_autoptr (GString) text = g_string_new ("{\"type\":1,\"id\":1,\"method\":\"sendMessage\",\"payload\":");
  g_autoptr (GBytes) bytes = NULL;
  g_auto (TrueconfFrame) frame;
  g_autoptr (TrueconfEvent) event = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "{\"type\":201,\"content\":");
  g_string_append (text, "{}");
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '}');
  g_string_append_c (text, '}');

  bytes = g_bytes_new (text->str, text->len);
  g_assert_true (trueconf_frame_init (&frame, bytes));
  event = trueconf_wire_read_event (&frame);
  g_assert_true (TRUECONF_IS_MESSAGE (event));
  g_assert_nonnull (trueconf_event_get_raw (event));
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);

  path = g_test_build_filename (G_TEST_DIST, "..", "data", "frames.json", NULL);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_node_get_object (json_parser_get_root (parser));

  g_test_add_func ("/vectors/classes", test_classes);
  g_test_add_func ("/vectors/events", test_events);
  g_test_add_func ("/vectors/answers", test_answers);
  g_test_add_func ("/vectors/bad-item", test_bad_item);
  g_test_add_func ("/vectors/deep-forward", test_deep_forward);
  g_test_add_func ("/vectors/history-order", test_history_order);
  g_test_add_func ("/vectors/unknown-size", test_unknown_size);

  return g_test_run ();
}
