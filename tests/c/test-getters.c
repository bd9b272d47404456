/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whatever the library hands out has a getter for each property, and both say the same. */

#include <dlfcn.h>
#include <string.h>

#include "tc-chat.h"

typedef const char *(*GetString) (gpointer self);
typedef gpointer (*GetPointer) (gpointer self);
typedef gint64 (*GetInt64) (gpointer self);
typedef int (*GetInt) (gpointer self);
typedef double (*GetDouble) (gpointer self);

/* “TrueconfAddedChatParticipant” and “chat-id” make trueconf_added_chat_participant_get_chat_id. */
static char *
get_name (GType type, const char *property)
{
  GString *name = g_string_new (NULL);

  for (const char *c = g_type_name (type); *c != '\0'; c++)
    {
      if (g_ascii_isupper (*c) && name->len > 0)
        g_string_append_c (name, '_');
      g_string_append_c (name, g_ascii_tolower (*c));
    }
  /* get_type () is that of the class */
  g_string_append_printf (name, "_get_%s", strcmp (property, "type") == 0 ? "author-type" : property);
  g_strdelimit (name->str, "-", '_');

  return g_string_free (name, FALSE);
}

static void
compare (gpointer object, gpointer getter, const GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_STRING:
      g_assert_cmpstr (((GetString) getter) (object), ==, g_value_get_string (value));
      break;
    case G_TYPE_INT64:
      g_assert_cmpint (((GetInt64) getter) (object), ==, g_value_get_int64 (value));
      break;
    case G_TYPE_UINT64:
      g_assert_cmpuint ((guint64) ((GetInt64) getter) (object), ==, g_value_get_uint64 (value));
      break;
    case G_TYPE_UINT:
      g_assert_cmpuint ((guint) ((GetInt) getter) (object), ==, g_value_get_uint (value));
      break;
    case G_TYPE_INT:
      g_assert_cmpint (((GetInt) getter) (object), ==, g_value_get_int (value));
      break;
    case G_TYPE_DOUBLE:
      g_assert_cmpfloat_with_epsilon (((GetDouble) getter) (object), g_value_get_double (value), 1e-12);
      break;
    case G_TYPE_BOOLEAN:
      g_assert_true (((GetInt) getter) (object) == g_value_get_boolean (value));
      break;
    case G_TYPE_ENUM:
      g_assert_cmpint (((GetInt) getter) (object), ==, g_value_get_enum (value));
      break;
    case G_TYPE_INTERFACE:
    case G_TYPE_OBJECT:
      g_assert_true (((GetPointer) getter) (object) == g_value_get_object (value));
      break;
    case G_TYPE_BOXED:
      g_assert_true ((((GetPointer) getter) (object) == NULL) == (g_value_get_boxed (value) == NULL));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
check (GObject *object, GHashTable *seen, guint depth)
{
  guint n;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  g_assert_cmpuint (depth, <, 8);
  for (guint i = 0; G_IS_LIST_MODEL (object) && i < g_list_model_get_n_items (G_LIST_MODEL (object)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (object), i);

      check (item, seen, depth + 1);
    }

  for (guint i = 0; i < n; i++)
    {
      GParamSpec *pspec = properties[i];
      g_autofree char *name = get_name (pspec->owner_type, pspec->name);
      g_auto (GValue) value = G_VALUE_INIT;
      gpointer getter;

      if (!(pspec->flags & G_PARAM_READABLE) || !g_str_has_prefix (name, "trueconf_"))
        continue;
      g_object_get_property (object, pspec->name, &value);
      /* the server's name is asked for asynchronously, so it has no getter of this form */
      getter = dlsym (RTLD_DEFAULT, name);
      if (getter == NULL)
        {
          g_assert_true (TRUECONF_IS_BOT (object) && g_str_has_prefix (pspec->name, "server-"));
          continue;
        }
      compare (object, getter, &value);
      g_hash_table_add (seen, g_steal_pointer (&name));
      if (G_VALUE_HOLDS_OBJECT (&value) && g_value_get_object (&value) != NULL &&
          !TRUECONF_IS_BOT (g_value_get_object (&value)))
        check (g_value_get_object (&value), seen, depth + 1);
    }
}

static void
send_event (TcSandbox *sandbox, const char *method, const char *payload)
{
  g_auto (GStrv) parts = g_strsplit (payload, "'", -1);
  g_autofree char *escaped = g_strjoinv ("\\u0027", parts);

  tc_sandbox_do (sandbox, "/sandbox/send", "{'method':'%s','payload':%s}", method, escaped);
}

static void
send_all (TcSandbox *sandbox)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "frames.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *events;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  events = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "events");
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);
      g_autofree char *payload = json_to_string (json_object_get_member (event, "payload"), FALSE);

      /* of messages with the same id only the first is told */
      if (strcmp (json_object_get_string_member (event, "method"), "sendMessage") == 0)
        {
          g_autofree char *id = g_strdup_printf ("message-%u", i);

          json_object_set_string_member (json_object_get_object_member (event, "payload"), "messageId", id);
          g_free (payload);
          payload = json_to_string (json_object_get_member (event, "payload"), FALSE);
        }
      send_event (sandbox, json_object_get_string_member (event, "method"), payload);
    }
}

static void
check_answer (gpointer answer, GHashTable *seen)
{
  g_autoptr (GObject) object = answer;

  check (object, seen, 0);
}

/* What methods answer with. */
static void
check_answers (TrueconfBot *bot, GHashTable *seen)
{
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png - 1);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "cat.png");
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_photo (file, "a cat", TRUECONF_PARSE_MODE_TEXT);
  g_autofree char *chat = TC_GET (trueconf_bot_create_personal_chat, bot, "nora");
  g_autoptr (TrueconfSentMessage) sent = TC_GET (trueconf_bot_send_draft, bot, chat, draft, NULL, NULL, NULL);

  check (G_OBJECT (file), seen, 0);
  check (G_OBJECT (sent), seen, 0);
  check_answer (TC_GET (trueconf_bot_get_file_info, bot, trueconf_sent_message_get_file_id (sent)), seen);
  check_answer (TC_GET (trueconf_bot_get_chats, bot, 10, 1), seen);
  check_answer (TC_GET (trueconf_bot_get_chat_participants, bot, chat, 10, 1), seen);
  check_answer (TC_GET (trueconf_bot_get_chat_history, bot, chat, 10, NULL), seen);
  check_answer (TC_GET (trueconf_bot_get_file_upload_limits, bot), seen);
  for (const char *const *name =
           (const char *const[]){ "trueconf_chat_get_unread_messages", "trueconf_chat_participant_get_role",
                                  "trueconf_file_info_get_ready_state", "trueconf_file_preview_get_mime_type",
                                  "trueconf_sent_message_get_file_id", NULL };
       *name != NULL; name++)
    g_assert_true (g_hash_table_contains (seen, *name));
}

static void
test_getters (void)
{
  g_autoptr (TcSandbox) sandbox = tc_sandbox_new ();
  TrueconfBot *bot = tc_bot_new (sandbox);
  g_autoptr (TcWatch) watch = tc_watch_new (bot);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("text", TRUECONF_PARSE_MODE_HTML);
  g_autoptr (TrueconfHealth) health = NULL;
  guint before;

  tc_bot_start (bot);
  before = watch->events->len;
  send_all (sandbox);
  send_event (sandbox, "somethingNew", "{}");
  TC_WAIT (tc_watch_find_event (watch, "somethingNew") != NULL);
  g_assert_cmpuint (watch->events->len, >, before + 30);

  for (guint i = 0; i < watch->events->len; i++)
    check (watch->events->pdata[i], seen, 0);
  check_answers (bot, seen);
  check (G_OBJECT (draft), seen, 0);
  check (G_OBJECT (bot), seen, 0);
  health = trueconf_bot_health_check (bot);
  check (G_OBJECT (health), seen, 0);
  g_assert_cmpuint (g_hash_table_size (seen), >, 150);

  g_clear_object (&health);
  g_clear_pointer (&watch, tc_watch_free);
  tc_bot_end (bot);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/getters", test_getters);

  return g_test_run ();
}
