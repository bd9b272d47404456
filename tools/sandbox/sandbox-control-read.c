/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-control.h"

#include "sandbox-json.h"
#include "sandbox-listing.h"
#include "sandbox-wait.h"

/* What a reader asked for, kept while it waits. */
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

  /* written so that "nan" ends up here as well */
  return text != NULL && g_ascii_strtod (text, NULL) > 0 ? g_ascii_strtod (text, NULL) : 0;
}

static SandboxChat *
find_chat (SandboxServer *server, const Reading *reading)
{
  if (reading->chat_id != NULL)
    return sandbox_world_find_chat (server->world, reading->chat_id);
  return sandbox_world_find_p2p (server->world, reading->user, reading->peer);
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
      json_array_add_object_element (messages, sandbox_listing_message (server, message, reading->user));
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
    user = sandbox_world_find_user (call->server->world, login);
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
  guint64 last = sandbox_log_get_last_seq (server->log);
  JsonObject *body;

  if (last <= reading->after && !now)
    return FALSE;
  body = json_object_new ();
  json_object_set_array_member (body, "entries", sandbox_log_list (server->log, reading->after));
  json_object_set_int_member (body, "next", (gint64) MAX (last, reading->after));
  sandbox_http_answer (msg, 200, body);
  return TRUE;
}

void
sandbox_control_log (const SandboxCall *call)
{
  guint64 newest = sandbox_log_get_last_seq (call->server->log);
  guint64 last = query_number (call, "last");
  Reading *reading = g_new0 (Reading, 1);

  reading->after = query_number (call, "after");
  if (last > 0 && last < newest)
    reading->after = MAX (reading->after, newest - last);
  sandbox_wait (call->server, call->msg, query_timeout (call), respond_log, reading, reading_free);
}
