/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-listing.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-envelope.h"
#include "speak/sandbox-events.h"
#include "world/sandbox-rights.h"

JsonObject *
sandbox_listing_message (SandboxWorld *world, SandboxMessage *message, SandboxUser *viewer)
{
  JsonObject *object = json_object_new ();
  SandboxUser *author = message->author;

  json_object_set_int_member (object, "seq", (gint64) message->seq);
  json_object_set_string_member (object, "message_id", message->id);
  json_object_set_string_member (object, "chat_id", message->chat->id);
  sandbox_json_set_string (object, "author", author != NULL ? author->login : NULL);
  sandbox_json_set_string (object, "text", sandbox_json_string (message->content, "text"));
  sandbox_json_set_string (object, "parse_mode", sandbox_json_string (message->content, "parseMode"));
  json_object_set_int_member (object, "timestamp", message->timestamp);
  sandbox_json_set_string (object, "reply_message_id", message->reply_id);
  json_object_set_boolean_member (object, "read", message->read);
  json_object_set_boolean_member (object, "edited", message->edited);
  json_object_set_int_member (object, "type", message->type);
  json_object_set_int_member (object, "chat_type", message->chat->type);
  if (message->file != NULL)
    json_object_set_object_member (object, "file", sandbox_listing_file (message->file));
  json_object_set_object_member (object, "envelope", sandbox_message_to_envelope (world, message, viewer));
  return object;
}

JsonObject *
sandbox_listing_connection (SandboxConnection *connection)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", (gint64) connection->id);
  sandbox_json_set_string (object, "user", sandbox_connection_get_login (connection));
  json_object_set_boolean_member (object, "authorized", connection->authorized);
  json_object_set_boolean_member (object, "half_open", connection->half_open);
  json_object_set_int_member (object, "frames_in", (gint64) connection->frames_in);
  json_object_set_int_member (object, "frames_out", (gint64) connection->frames_out);
  json_object_set_int_member (object, "unacknowledged", g_hash_table_size (connection->unacknowledged));
  return object;
}

static JsonArray *
list_users (SandboxWorld *world)
{
  GPtrArray *users = sandbox_world_get_users (world);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < users->len; i++)
    {
      SandboxUser *user = g_ptr_array_index (users, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "login", user->login);
      json_object_set_string_member (object, "id", user->id);
      json_object_set_string_member (object, "display_name", user->display_name);
      json_object_set_boolean_member (object, "disabled", user->disabled);
      json_array_add_object_element (array, object);
    }
  return array;
}

JsonObject *
sandbox_listing_chat (SandboxChat *chat)
{
  JsonObject *object = json_object_new ();
  JsonArray *participants = json_array_new ();
  JsonObject *roles = json_object_new ();

  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      json_array_add_string_element (participants, participant->user->id);
      json_object_set_string_member (roles, participant->user->login, sandbox_role_name (participant->role));
    }
  json_object_set_string_member (object, "chat_id", chat->id);
  json_object_set_int_member (object, "type", chat->type);
  sandbox_json_set_string (object, "title", chat->title);
  sandbox_json_set_string (object, "avatar_url", chat->avatar_url);
  json_object_set_array_member (object, "participants", participants);
  json_object_set_object_member (object, "roles", roles);
  return object;
}

static JsonArray *
list_chats (SandboxWorld *world)
{
  GPtrArray *chats = sandbox_world_get_chats (world);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < chats->len; i++)
    {
      SandboxChat *chat = g_ptr_array_index (chats, i);

      if (!chat->gone)
        json_array_add_object_element (array, sandbox_listing_chat (chat));
    }
  return array;
}

/* The URLs are relative, because a browser may reach the sandbox under another host name than bots do. */
JsonObject *
sandbox_listing_file (SandboxFile *file)
{
  JsonObject *object = json_object_new ();
  g_autofree char *url = g_strdup_printf ("/sandbox/files/%s/content", file->id);
  g_autofree char *preview_url = NULL;

  if (file->preview != NULL)
    preview_url = g_strdup_printf ("/sandbox/files/%s/preview", file->id);
  json_object_set_string_member (object, "id", file->id);
  sandbox_json_set_string (object, "name", file->name);
  sandbox_json_set_string (object, "announced_name", file->announced_name);
  json_object_set_int_member (object, "size", file->size);
  sandbox_json_set_string (object, "mime_type", file->mime_type);
  sandbox_json_set_string (object, "owner", file->owner != NULL ? file->owner->login : NULL);
  json_object_set_int_member (object, "ready_state", sandbox_file_get_state (file));
  json_object_set_int_member (object, "progress", sandbox_file_get_progress (file));
  json_object_set_int_member (object, "downloads", file->downloads);
  json_object_set_string_member (object, "url", url);
  sandbox_json_set_string (object, "preview_url", preview_url);
  sandbox_json_set_string (object, "preview_name", file->preview_name);
  sandbox_json_set_string (object, "preview_mime_type", file->preview_mime_type);
  json_object_set_int_member (object, "preview_size",
                              file->preview != NULL ? sandbox_blob_get_size (file->preview) : 0);
  return object;
}

static JsonObject *
list_counters (const SandboxCounters *counters)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "token_requests", (gint64) counters->token_requests);
  json_object_set_int_member (object, "upgrades", (gint64) counters->upgrades);
  json_object_set_int_member (object, "auth_requests", (gint64) counters->auth_requests);
  json_object_set_int_member (object, "connections", (gint64) counters->connections);
  json_object_set_int_member (object, "frames_in", (gint64) counters->frames_in);
  json_object_set_int_member (object, "frames_out", (gint64) counters->frames_out);
  json_object_set_int_member (object, "acknowledgements", (gint64) counters->acknowledgements);
  return object;
}

JsonObject *
sandbox_listing_state (SandboxServer *server)
{
  JsonObject *object = json_object_new ();
  JsonArray *connections = json_array_new ();

  for (guint i = 0; i < server->hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->hub->connections, i);

      json_array_add_object_element (connections, sandbox_listing_connection (connection));
    }
  json_object_set_string_member (object, "server_name", server->options->server_name);
  json_object_set_string_member (object, "server_version", server->options->server_version);
  json_object_set_array_member (object, "users", list_users (server->hub->world));
  json_object_set_array_member (object, "connections", connections);
  json_object_set_array_member (object, "chats", list_chats (server->hub->world));
  json_object_set_object_member (object, "limits", sandbox_events_make_upload_limits (server->hub));
  json_object_set_array_member (object, "faults", sandbox_faults_list (server->hub->faults));
  json_object_set_object_member (object, "counters", list_counters (&server->hub->counters));
  return object;
}
