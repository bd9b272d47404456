/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-http.h"

#include <string.h>

#include "base/sandbox-json.h"

void
sandbox_http_answer_text (SoupServerMessage *msg, guint status, const char *content_type, const char *text)
{
  soup_server_message_set_status (msg, status, NULL);
  soup_server_message_set_response (msg, content_type, SOUP_MEMORY_COPY, text, strlen (text));
}

static void
set_header (SoupServerMessage *msg, const char *name, JsonNode *value)
{
  g_autofree char *text = NULL;

  if (sandbox_json_node_is_type (value, G_TYPE_INT64))
    text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));
  else if (sandbox_json_node_is_type (value, G_TYPE_STRING) &&
           strpbrk (json_node_get_string (value), "\r\n") == NULL)
    text = json_node_dup_string (value);
  if (text != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (msg), name, text);
}

void
sandbox_http_set_fault_headers (SoupServerMessage *msg, JsonObject *fault)
{
  set_header (msg, "Retry-After", json_object_get_member (fault, "retry_after"));
  set_header (msg, "Location", json_object_get_member (fault, "location"));
}

/* Answers with a status as a fault wants it, by a page as proxies have them unless the fault has a body. */
void
sandbox_http_answer_fault (SoupServerMessage *msg, JsonObject *fault, guint status)
{
  const char *body = sandbox_json_string (fault, "body");
  const char *content_type = sandbox_json_string (fault, "content_type");
  g_autofree char *page = NULL;

  sandbox_http_set_fault_headers (msg, fault);
  page =
      g_strdup_printf ("<html><body><h1>%u %s</h1></body></html>\n", status, soup_status_get_phrase (status));
  if (content_type == NULL)
    content_type = body != NULL ? "application/json" : "text/html";
  sandbox_http_answer_text (msg, status, content_type, body != NULL ? body : page);
}

/* Takes over the object. */
void
sandbox_http_answer (SoupServerMessage *msg, guint status, JsonObject *object)
{
  g_autofree char *text = sandbox_json_object_text (object);

  json_object_unref (object);
  sandbox_http_answer_text (msg, status, "application/json", text);
}

void
sandbox_http_refuse (SoupServerMessage *msg, guint status, const char *format, ...)
{
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  json_object_set_string_member (object, "error", text);
  sandbox_http_answer (msg, status, object);
}

/* Whether a text in the body has the character U+0000, behind which it would be cut off. */
gboolean
sandbox_http_body_has_nul (SoupServerMessage *msg)
{
  g_autoptr (GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (msg));
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i + 1 < length; i++)
    {
      if (text[i] != '\\')
        continue;
      if (length - i >= strlen ("\\u0000") && memcmp (text + i, "\\u0000", strlen ("\\u0000")) == 0)
        return TRUE;
      /* what is escaped is no beginning of another escape */
      i++;
    }
  return FALSE;
}

/* Returns NULL when the body is not a JSON object. */
JsonNode *
sandbox_http_read_body (SoupServerMessage *msg)
{
  SoupMessageBody *body = soup_server_message_get_request_body (msg);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) node = NULL;

  if (length == 0)
    return NULL;
  node = sandbox_json_parse (text, length);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return g_steal_pointer (&node);
}

static void
on_hanging_finished (SoupServerMessage *msg, gpointer user_data)
{
  SandboxServer *server = user_data;

  g_ptr_array_remove (server->hanging, msg);
}

/* The request gets no answer until the fault is cleared. */
void
sandbox_http_hang (SandboxServer *server, SoupServerMessage *msg)
{
  g_ptr_array_add (server->hanging, g_object_ref (msg));
  g_signal_connect (msg, "finished", G_CALLBACK (on_hanging_finished), server);
  soup_server_message_pause (msg);
}

void
sandbox_http_release (SandboxServer *server)
{
  for (guint i = 0; i < server->hanging->len; i++)
    {
      SoupServerMessage *msg = g_ptr_array_index (server->hanging, i);

      g_signal_handlers_disconnect_by_data (msg, server);
      sandbox_http_answer_text (msg, 503, "text/plain", "The fault that held this request is over\n");
      soup_server_message_unpause (msg);
    }
  g_ptr_array_set_size (server->hanging, 0);
}

gboolean
sandbox_http_is (SoupServerMessage *msg, const char *method)
{
  return g_str_equal (soup_server_message_get_method (msg), method);
}
