/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-control-read.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"
#include "serve/sandbox-listing.h"
#include "serve/sandbox-transfer.h"
#include "serve/sandbox-wait.h"

/* The query of a long poll. */
typedef struct
{
  guint64 after;
  SandboxUser *user;
  SandboxUser *peer;
  char *chat_id;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->chat_id);
  g_free (reading);
}

static guint64
query_number (const SandboxCall *call, const char *name)
{
  const char *text = sandbox_call_query (call, name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

static double
query_timeout (const SandboxCall *call)
{
  const char *text = sandbox_call_query (call, "timeout");

  /* a comparison with "nan" is false, which gives 0 */
  return text != NULL && g_ascii_strtod (text, NULL) > 0 ? g_ascii_strtod (text, NULL) : 0;
}

static SandboxChat *
find_chat (SandboxServer *server, const Reading *reading)
{
  if (reading->chat_id != NULL)
    return sandbox_world_find_chat (server->hub->world, reading->chat_id);
  return sandbox_world_find_p2p (server->hub->world, reading->user, reading->peer);
}

static gboolean
respond_messages (SandboxServer *server, SoupServerMessage *msg, gpointer data, gboolean now)
{
  const Reading *reading = data;
  SandboxChat *chat = find_chat (server, reading);
  GList *link = chat != NULL ? chat->messages.tail : NULL;
  guint64 next = reading->after;
  JsonArray *messages;
  JsonObject *body;

  while (link != NULL && ((SandboxMessage *) link->data)->seq > reading->after)
    link = link->prev;
  if (chat != NULL)
    link = link == NULL ? chat->messages.head : link->next;
  if (link == NULL && !now)
    return FALSE;
  messages = json_array_new ();
  for (; link != NULL; link = link->next)
    {
      SandboxMessage *message = link->data;

      next = message->seq;
      json_array_add_object_element (messages,
                                     sandbox_listing_message (server->hub->world, message, reading->user));
    }
  body = json_object_new ();
  json_object_set_array_member (body, "messages", messages);
  json_object_set_int_member (body, "next", (gint64) next);
  sandbox_http_answer (msg, 200, body);
  return TRUE;
}

static SandboxUser *
query_user (const SandboxCall *call, const char *name)
{
  const char *login = sandbox_call_query (call, name);
  SandboxUser *user = NULL;

  if (login != NULL)
    user = sandbox_world_find_user (call->server->hub->world, login);
  if (user == NULL)
    sandbox_http_refuse (call->msg, login != NULL ? 404 : 400,
                         "Name a user in \"%s\", or a chat in \"chat_id\".", name);
  return user;
}

void
sandbox_control_messages (const SandboxCall *call)
{
  const char *chat_id = sandbox_call_query (call, "chat_id");
  SandboxUser *user = NULL;
  SandboxUser *peer = NULL;
  Reading *reading;

  if (chat_id == NULL)
    {
      user = query_user (call, "user");
      if (user == NULL)
        return;
      peer = query_user (call, "peer");
      if (peer == NULL)
        return;
    }
  reading = g_new0 (Reading, 1);
  reading->after = query_number (call, "after");
  reading->user = user;
  reading->peer = peer;
  reading->chat_id = g_strdup (chat_id);
  sandbox_wait (call->server, call->msg, query_timeout (call), respond_messages, reading, reading_free);
}

static gboolean
respond_log (SandboxServer *server, SoupServerMessage *msg, gpointer data, gboolean now)
{
  const Reading *reading = data;
  guint64 last = sandbox_log_get_last_seq (server->hub->log);
  JsonObject *body;

  if (last <= reading->after && !now)
    return FALSE;
  body = json_object_new ();
  json_object_set_array_member (body, "entries", sandbox_log_list (server->hub->log, reading->after));
  json_object_set_int_member (body, "next", (gint64) MAX (last, reading->after));
  sandbox_http_answer (msg, 200, body);
  return TRUE;
}

void
sandbox_control_log (const SandboxCall *call)
{
  guint64 newest = sandbox_log_get_last_seq (call->server->hub->log);
  guint64 last = query_number (call, "last");
  Reading *reading = g_new0 (Reading, 1);

  reading->after = query_number (call, "after");
  if (last > 0 && last < newest)
    reading->after = MAX (reading->after, newest - last);
  sandbox_wait (call->server, call->msg, query_timeout (call), respond_log, reading, reading_free);
}

static void
list_files (const SandboxCall *call)
{
  GPtrArray *files = sandbox_files_list (call->server->hub->files);
  JsonObject *body = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < files->len; i++)
    json_array_add_object_element (array, sandbox_listing_file (g_ptr_array_index (files, i)));
  json_object_set_array_member (body, "files", array);
  sandbox_http_answer (call->msg, 200, body);
}

static SandboxFile *
require_file (const SandboxCall *call, const char *id)
{
  SandboxFile *file = sandbox_files_find (call->server->hub->files, id);

  if (file == NULL)
    sandbox_http_refuse (call->msg, 404, "There is no file \"%s\".", id);
  return file;
}

/* Answers with the list, with one entry, or with its bytes, to which no faults apply. */
void
sandbox_control_files (const SandboxCall *call)
{
  g_auto (GStrv) parts = g_strsplit (call->rest, "/", 2);
  SandboxFile *file;

  if (*call->rest == '\0')
    {
      list_files (call);
      return;
    }
  file = require_file (call, parts[0]);
  if (file == NULL)
    return;
  if (parts[1] == NULL)
    sandbox_http_answer (call->msg, 200, sandbox_listing_file (file));
  else if (g_str_equal (parts[1], "content") && file->content != NULL)
    sandbox_transfer_start_download (call->server, call->msg, file, FALSE, FALSE);
  else if (g_str_equal (parts[1], "preview") && file->preview != NULL)
    sandbox_transfer_start_download (call->server, call->msg, file, TRUE, FALSE);
  else
    sandbox_http_refuse (call->msg, 404, "The file has no \"%s\".", parts[1]);
}

/* Changes when a file that is still uploading becomes ready. */
void
sandbox_control_change_file (const SandboxCall *call)
{
  SandboxFile *file = require_file (call, call->rest);

  if (file == NULL)
    return;
  sandbox_file_make_wait (file, sandbox_json_integer_or (call->body, "ready_ms", 0));
  if (!g_ptr_array_find (call->server->hub->arriving, file, NULL))
    g_ptr_array_add (call->server->hub->arriving, file);
  sandbox_http_answer (call->msg, 200, sandbox_listing_file (file));
}

void
sandbox_control_remove_file (const SandboxCall *call)
{
  SandboxFile *file = require_file (call, call->rest);

  if (file == NULL)
    return;
  sandbox_file_drop_content (file);
  sandbox_http_answer (call->msg, 200, sandbox_listing_file (file));
}
