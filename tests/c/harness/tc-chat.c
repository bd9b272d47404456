/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-chat.h"

/* There is one request at a time, since tests use one thread. */
static struct
{
  GAsyncResult *result;
  GError *error;
} call;

GAsyncResult **
tc_call_begin (void)
{
  g_assert_null (call.result);
  g_assert_null (call.error);

  return &call.result;
}

GAsyncResult *
tc_call_result (void)
{
  TC_WAIT (call.result != NULL);

  return call.result;
}

/* Returns the object that the request belonged to, of which the result holds a reference. */
gpointer
tc_call_source (void)
{
  g_autoptr (GObject) source = g_async_result_get_source_object (tc_call_result ());

  return source;
}

GError **
tc_call_error (void)
{
  return &call.error;
}

gpointer
tc_call_got (const char *place, gpointer value)
{
  tc_call_done (place, value != NULL);

  return value;
}

void
tc_call_done (const char *place, gboolean done)
{
  g_clear_object (&call.result);
  if (call.error != NULL || !done)
    g_error ("%s: %s", place, call.error != NULL ? call.error->message : "no result, and no error");
}

void
tc_call_refused (const char *place, gboolean refused, GQuark domain, int code)
{
  g_clear_object (&call.result);
  if (!refused || !g_error_matches (call.error, domain, code))
    g_error ("%s: was to be refused with %s %d, but: %s", place, g_quark_to_string (domain), code,
             call.error != NULL ? call.error->message : "no error");
  g_clear_error (&call.error);
}

char *
tc_chat_new (TcSandbox *sandbox, const char *from, const char *type, const char *title)
{
  static const char *const everybody[] = { "echo_bot", "nora", "omar" };
  g_autoptr (GString) others = g_string_new (NULL);
  g_autoptr (JsonNode) made = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    if (!g_str_equal (everybody[i], from))
      g_string_append_printf (others, "%s'%s'", others->len > 0 ? "," : "", everybody[i]);
  made = tc_sandbox_post (sandbox, "/sandbox/chats",
                          "{'from':'%s','type':'%s','title':'%s','participants':[%s]}", from, type, title,
                          others->str);

  return g_strdup (tc_json_string (made, "chat_id"));
}

static JsonNode *
find_in (JsonNode *root, const char *list_name, const char *member, const char *value)
{
  JsonArray *list = json_node_get_array (tc_json_find (root, list_name));

  for (guint i = json_array_get_length (list); i > 0; i--)
    {
      JsonNode *item = json_array_get_element (list, i - 1);

      if (value[0] == '\0' || g_strcmp0 (tc_json_string (item, member), value) == 0)
        return json_node_copy (item);
    }

  return NULL;
}

JsonNode *
tc_chat_find (TcSandbox *sandbox, const char *chat_id)
{
  g_autoptr (JsonNode) state = tc_sandbox_get (sandbox, "/sandbox/state");

  return find_in (state, "chats", "chat_id", chat_id);
}

char *
tc_chat_get_role (TcSandbox *sandbox, const char *chat_id, const char *login)
{
  g_autoptr (JsonNode) chat = tc_chat_find (sandbox, chat_id);
  g_autofree char *path = g_strdup_printf ("roles.%s", login);

  return g_strdup (tc_json_string (chat, path));
}

static JsonNode *
get_messages (TcSandbox *sandbox, const char *chat_id)
{
  g_autofree char *path = g_strdup_printf ("/sandbox/messages?chat_id=%s", chat_id);

  return tc_sandbox_get (sandbox, path);
}

JsonNode *
tc_chat_find_message (TcSandbox *sandbox, const char *chat_id, const char *message_id)
{
  g_autoptr (JsonNode) messages = get_messages (sandbox, chat_id);

  return find_in (messages, "messages", "message_id", message_id);
}

guint
tc_chat_count_messages (TcSandbox *sandbox, const char *chat_id)
{
  g_autoptr (JsonNode) messages = get_messages (sandbox, chat_id);

  return json_array_get_length (json_node_get_array (tc_json_find (messages, "messages")));
}

guint
tc_chat_count_http (TcSandbox *sandbox, const char *path)
{
  g_autoptr (JsonNode) log = tc_sandbox_get (sandbox, "/sandbox/log");
  JsonArray *list = json_node_get_array (tc_json_find (log, "entries"));
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    if (g_strcmp0 (tc_json_string (json_array_get_element (list, i), "path"), path) == 0)
      count++;

  return count;
}
