/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-sandbox.h"

#include <libsoup/soup.h>
#include <string.h>

struct _TcSandbox
{
  GStrv arguments;
  GSubprocess *process;
  SoupSession *session;
  guint port;
  char *key;
};

/* The port becomes one of the arguments, so that the next start gets the same one. */
static void
start (TcSandbox *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (JsonNode) ready = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_assert_null (self->process);
  g_assert_nonnull (g_getenv ("TRUECONF_SANDBOX"));
  g_ptr_array_add (argv, g_strdup (g_getenv ("TRUECONF_SANDBOX")));
  g_ptr_array_add (argv, g_strdup ("--quiet"));
  g_ptr_array_add (argv, g_strdup ("--exit-with-stdin"));
  g_ptr_array_add (argv, g_strdup ("--port"));
  g_ptr_array_add (argv, g_strdup_printf ("%u", self->port));
  for (guint i = 0; self->arguments[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (self->arguments[i]));
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_unsetenv (launcher, "G_MESSAGES_DEBUG");
  /* libsoup warns of clients that disconnect early, which some tests do on purpose. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  ready = json_from_string (line, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tc_json_string (ready, "event"), ==, "ready");
  self->port = (guint) tc_json_int (ready, "port");
  g_free (self->key);
  self->key = g_strdup (tc_json_string (ready, "key"));
}

TcSandbox *
tc_sandbox_new_with (const char *arguments)
{
  TcSandbox *self = g_new0 (TcSandbox, 1);

  self->arguments = g_strsplit (arguments, " ", -1);
  self->session = soup_session_new_with_options ("timeout", 60, "max-conns-per-host", 1, NULL);
  start (self);

  return self;
}

TcSandbox *
tc_sandbox_new (void)
{
  return tc_sandbox_new_with ("--server-name sandbox.local");
}

void
tc_sandbox_kill (TcSandbox *self)
{
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
  /* its connections are closed */
  soup_session_abort (self->session);
}

void
tc_sandbox_restart (TcSandbox *self)
{
  if (self->process != NULL)
    tc_sandbox_kill (self);
  start (self);
}

void
tc_sandbox_free (TcSandbox *self)
{
  if (self->process != NULL)
    tc_sandbox_kill (self);
  g_clear_object (&self->session);
  g_strfreev (self->arguments);
  g_free (self->key);
  g_free (self);
}

guint
tc_sandbox_get_port (TcSandbox *self)
{
  return self->port;
}

static JsonNode *
request (TcSandbox *self, const char *method, const char *path, const char *body)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", self->port, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonNode *node;

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Sandbox-Key", self->key);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  answer = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    g_error ("the sandbox says to %s %s %s: %s", method, path, body != NULL ? body : "", text);

  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

JsonNode *
tc_sandbox_get (TcSandbox *self, const char *path)
{
  return request (self, SOUP_METHOD_GET, path, NULL);
}

GBytes *
tc_sandbox_get_bytes (TcSandbox *self, const char *path)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", self->port, path);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, uri);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Sandbox-Key", self->key);
  bytes = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, SOUP_STATUS_OK);
  return bytes;
}

static char *make_body (const char *format, va_list args) G_GNUC_PRINTF (1, 0);

/* Expects an answer without a body. */
static void
discard (JsonNode *answer)
{
  g_clear_pointer (&answer, json_node_unref);
}

static char *G_GNUC_PRINTF (1, 0) make_body (const char *format, va_list args)
{
  char *body = g_strdup_vprintf (format, args);

  return g_strdelimit (body, "'", '"');
}

JsonNode *
tc_sandbox_post (TcSandbox *self, const char *path, const char *format, ...)
{
  g_autofree char *body = NULL;
  va_list args;

  va_start (args, format);
  body = make_body (format, args);
  va_end (args);

  return request (self, SOUP_METHOD_POST, path, body);
}

void
tc_sandbox_do (TcSandbox *self, const char *path, const char *format, ...)
{
  g_autofree char *body = NULL;
  va_list args;

  va_start (args, format);
  body = make_body (format, args);
  va_end (args);
  discard (request (self, SOUP_METHOD_POST, path, body));
}

void
tc_sandbox_fault (TcSandbox *self, const char *format, ...)
{
  g_autofree char *body = NULL;
  va_list args;

  va_start (args, format);
  body = make_body (format, args);
  va_end (args);
  discard (request (self, SOUP_METHOD_POST, "/sandbox/faults", body));
}

void
tc_sandbox_clear_faults (TcSandbox *self)
{
  discard (request (self, SOUP_METHOD_DELETE, "/sandbox/faults", NULL));
}

/* Returns the id of the fault, to end it before others. */
gint64
tc_sandbox_add_fault (TcSandbox *self, const char *fault)
{
  g_autoptr (JsonNode) answer = tc_sandbox_post (self, "/sandbox/faults", "{'fault':'%s'}", fault);

  return tc_json_int (answer, "id");
}

void
tc_sandbox_clear_fault (TcSandbox *self, gint64 id)
{
  g_autofree char *path = g_strdup_printf ("/sandbox/faults/%" G_GINT64_FORMAT, id);

  discard (request (self, SOUP_METHOD_DELETE, path, NULL));
}

char *
tc_sandbox_make_token (TcSandbox *self, const char *user, int lifetime)
{
  g_autoptr (JsonNode) answer =
      tc_sandbox_post (self, "/sandbox/token", "{'user':'%s','lifetime':%d}", user, lifetime);

  return g_strdup (tc_json_string (answer, "access_token"));
}

/* json-glib escapes the text. */
void
tc_sandbox_say (TcSandbox *self, const char *from, const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *body = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "from");
  json_builder_add_string_value (builder, from);
  json_builder_set_member_name (builder, "to");
  json_builder_add_string_value (builder, "echo_bot");
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  body = json_to_string (root, FALSE);
  discard (request (self, SOUP_METHOD_POST, "/sandbox/say", body));
}

static JsonNode *
get_messages (TcSandbox *self, const char *person)
{
  g_autofree char *path = g_strdup_printf ("/sandbox/messages?user=%s&peer=echo_bot", person);

  return tc_sandbox_get (self, path);
}

/* Makes sure that the chat exists. */
char *
tc_sandbox_get_chat (TcSandbox *self, const char *person)
{
  g_autoptr (JsonNode) messages = get_messages (self, person);
  g_autoptr (JsonNode) said = NULL;

  if (tc_json_string (messages, "messages.0.chat_id") != NULL)
    return g_strdup (tc_json_string (messages, "messages.0.chat_id"));

  said = tc_sandbox_post (self, "/sandbox/say", "{'from':'%s','to':'echo_bot','text':'(the chat begins)'}",
                          person);
  return g_strdup (tc_json_string (said, "chat_id"));
}

GStrv
tc_sandbox_get_texts (TcSandbox *self, const char *person, const char *author)
{
  g_autoptr (JsonNode) messages = get_messages (self, person);
  JsonArray *list = json_node_get_array (tc_json_find (messages, "messages"));
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *message = json_array_get_element (list, i);

      if (g_strcmp0 (tc_json_string (message, "author"), author) == 0)
        g_strv_builder_add (texts, tc_json_string (message, "text"));
    }

  return g_strv_builder_end (texts);
}

guint
tc_sandbox_count_texts (TcSandbox *self, const char *person, const char *author)
{
  g_auto (GStrv) texts = tc_sandbox_get_texts (self, person, author);

  return g_strv_length (texts);
}

/* of messages of this user */
guint
tc_sandbox_count_read (TcSandbox *self, const char *person)
{
  g_autoptr (JsonNode) messages = get_messages (self, person);
  JsonArray *list = json_node_get_array (tc_json_find (messages, "messages"));
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *message = json_array_get_element (list, i);

      if (g_strcmp0 (tc_json_string (message, "author"), person) == 0 &&
          json_node_get_boolean (tc_json_find (message, "read")))
        count++;
    }

  return count;
}

gint64
tc_sandbox_get_counter (TcSandbox *self, const char *name)
{
  g_autoptr (JsonNode) state = tc_sandbox_get (self, "/sandbox/state");
  g_autofree char *path = g_strdup_printf ("counters.%s", name);

  return tc_json_int (state, path);
}

guint
tc_sandbox_count_authorized (TcSandbox *self)
{
  g_autoptr (JsonNode) state = tc_sandbox_get (self, "/sandbox/state");
  JsonArray *list = json_node_get_array (tc_json_find (state, "connections"));
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    if (json_node_get_boolean (tc_json_find (json_array_get_element (list, i), "authorized")))
      count++;

  return count;
}

guint
tc_sandbox_count_unacknowledged (TcSandbox *self)
{
  g_autoptr (JsonNode) state = tc_sandbox_get (self, "/sandbox/state");
  JsonArray *list = json_node_get_array (tc_json_find (state, "connections"));
  gint64 count = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    count += tc_json_int (json_array_get_element (list, i), "unacknowledged");

  return (guint) count;
}

static guint
count_entries (TcSandbox *self, const char *kind, const char *direction, const char *part)
{
  g_autoptr (JsonNode) log = tc_sandbox_get (self, "/sandbox/log");
  JsonArray *list = json_node_get_array (tc_json_find (log, "entries"));
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *entry = json_array_get_element (list, i);
      const char *text = tc_json_string (entry, "text");

      if (g_strcmp0 (tc_json_string (entry, "kind"), kind) == 0 &&
          (direction == NULL || g_strcmp0 (tc_json_string (entry, "direction"), direction) == 0) &&
          text != NULL && strstr (text, part) != NULL)
        count++;
    }

  return count;
}

/* `direction` is the sandbox's: "in" is what the bot has sent. */
guint
tc_sandbox_count_frames (TcSandbox *self, const char *direction, const char *part)
{
  return count_entries (self, "frame", direction, part);
}

/* `what` is what happened to connections, for example "closed 1000". */
guint
tc_sandbox_count_ends (TcSandbox *self, const char *part)
{
  return count_entries (self, "connection", NULL, part);
}
