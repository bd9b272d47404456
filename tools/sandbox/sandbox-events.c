/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-events.h"

#include "sandbox-dispatch.h"
#include "sandbox-files.h"
#include "sandbox-json.h"
#include "sandbox-stream.h"
#include "sandbox-wait.h"

#define USUAL_FLOOD 50

JsonObject *
sandbox_events_make_upload_limits (SandboxServer *server)
{
  SandboxLimits *limits = &server->limits;
  JsonObject *object = json_object_new ();
  JsonObject *extensions;

  if (limits->has_max_size)
    json_object_set_int_member (object, "maxSize", limits->max_size);
  else
    json_object_set_null_member (object, "maxSize");
  if (limits->mode == NULL)
    {
      json_object_set_null_member (object, "extensions");
      return object;
    }
  extensions = json_object_new ();
  json_object_set_string_member (extensions, "mode", limits->mode);
  json_object_set_array_member (extensions, "list", json_array_ref (limits->extensions));
  json_object_set_object_member (object, "extensions", extensions);
  return object;
}

void
sandbox_events_upload_limits (SandboxConnection *connection)
{
  g_autoptr (JsonObject) limits = sandbox_events_make_upload_limits (connection->server);

  if (sandbox_world_has_version (connection->server->world, "5.5.3"))
    sandbox_connection_send_event (connection, "getFileUploadLimits", limits, NULL);
}

/* What every connection is told once it is authorized. */
void
sandbox_events_welcome (SandboxConnection *connection)
{
  SandboxFaults *faults = connection->server->faults;
  const char *login = sandbox_connection_get_login (connection);
  g_autoptr (JsonObject) flood = sandbox_faults_take (faults, SANDBOX_FAULT_LIMITS_FLOOD, login, NULL);
  gint64 times = flood != NULL ? sandbox_json_integer_or (flood, "frames", USUAL_FLOOD) : 1;

  for (gint64 i = 0; i < times; i++)
    sandbox_events_upload_limits (connection);
  if (sandbox_faults_happens (faults, SANDBOX_FAULT_UNKNOWN_EVENT, login))
    {
      g_autoptr (JsonObject) payload = json_object_new ();

      json_object_set_string_member (payload, "from", "the future");
      sandbox_connection_send_event (connection, "futureEvent", payload, NULL);
    }
}

static void
send_message_to (SandboxConnection *connection, SandboxMessage *message)
{
  g_autoptr (JsonObject) envelope = NULL;

  envelope = sandbox_message_to_envelope (connection->server->world, message, connection->user);
  sandbox_connection_send_event (connection, "sendMessage", envelope, message);
}

/* Once, if it is asked for. It does not come right behind the answer to the log-in, as no server is that fast: the
 * vendor's client does not know yet who it is when it reads that, and loses it. So the client has to have acknowledged
 * something first. */
void
sandbox_events_unread (SandboxConnection *connection)
{
  SandboxUser *user = connection->user;
  g_autoptr (JsonObject) fault = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  if (!connection->unread_due || connection->half_open)
    return;
  connection->unread_due = FALSE;
  fault = sandbox_faults_take (connection->server->faults, SANDBOX_FAULT_NOT_REDELIVER, user->login, NULL);
  if (fault != NULL)
    sandbox_world_forget_delivered (user);
  messages = sandbox_world_unread (user);
  for (guint i = 0; i < messages->len; i++)
    send_message_to (connection, g_ptr_array_index (messages, i));
}

static gboolean
is_addressed (SandboxConnection *connection, SandboxConnection *acting, SandboxUser *user)
{
  if (!connection->authorized || connection->half_open || connection->user != user)
    return FALSE;
  return connection != acting ||
         sandbox_faults_happens (connection->server->faults, SANDBOX_FAULT_ECHO_OWN, user->login);
}

/* An event that came with a later version is not sent by an older one. */
static gboolean
knows_event (SandboxServer *server, const char *name)
{
  const SandboxMethod *method = sandbox_methods_find (name);

  return method == NULL || sandbox_world_has_version (server->world, method->since);
}

void
sandbox_events_send_to (SandboxServer *server,
                        SandboxUser *user,
                        SandboxConnection *acting,
                        const char *method,
                        JsonObject *payload)
{
  if (!knows_event (server, method))
    return;
  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);

      if (is_addressed (connection, acting, user))
        sandbox_connection_send_event (connection, method, payload, NULL);
    }
}

void
sandbox_events_send (SandboxServer *server,
                     SandboxChat *chat,
                     SandboxConnection *acting,
                     const char *method,
                     JsonObject *payload)
{
  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      if (!participant->hidden)
        sandbox_events_send_to (server, participant->user, acting, method, payload);
    }
}

static const char *
creation_name (SandboxChat *chat)
{
  switch (chat->type)
    {
    case SANDBOX_CHAT_GROUP:
      return "createGroupChat";
    case SANDBOX_CHAT_CHANNEL:
      return "createChannel";
    case SANDBOX_CHAT_FAVORITES:
      return "createFavoritesChat";
    case SANDBOX_CHAT_P2P:
    default:
      return "createP2PChat";
    }
}

/* To all participants, or only to one. */
void
sandbox_events_chat_created (SandboxServer *server,
                             SandboxChat *chat,
                             SandboxUser *only,
                             SandboxConnection *acting)
{
  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);
      g_autoptr (JsonObject) payload = NULL;

      if (only != NULL && participant->user != only)
        continue;
      payload = sandbox_chat_to_created_event (server->world, chat, participant->user);
      sandbox_events_send_to (server, participant->user, acting, creation_name (chat), payload);
    }
}

void
sandbox_events_message (SandboxServer *server, SandboxMessage *message, SandboxConnection *acting)
{
  gboolean is_system = sandbox_message_is_system (message);

  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);

      if (connection->user == NULL || !sandbox_message_is_visible (message, connection->user))
        continue;
      if (connection->unread_due && g_hash_table_contains (connection->user->unread, message))
        continue;
      if (is_addressed (connection, acting, connection->user) && (!is_system || connection->system_envelopes))
        send_message_to (connection, message);
    }
  sandbox_stream_message (server, "message", message);
  sandbox_wait_notify (server);
}

/* To those who subscribed. */
void
sandbox_events_progress (SandboxServer *server, SandboxFile *file, SandboxConnection *only)
{
  g_autoptr (JsonObject) payload = json_object_new ();

  json_object_set_string_member (payload, "fileId", file->id);
  json_object_set_int_member (payload, "progress", sandbox_file_get_progress (file));
  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);
      gboolean old_name;

      if (!connection->authorized || connection->half_open || (only != NULL && connection != only) ||
          !g_hash_table_contains (connection->subscriptions, file))
        continue;
      old_name =
          sandbox_faults_happens (server->faults, SANDBOX_FAULT_UPLOADING_PROGRESS, connection->user->login);
      sandbox_connection_send_event (connection, old_name ? "uploadingProgress" : "uploadFileProgress",
                                     payload, NULL);
    }
}

void
sandbox_events_read (SandboxServer *server, SandboxUser *reader, const char *message_id)
{
  SandboxMessage *message = sandbox_world_mark_read (server->world, reader, message_id);

  if (message != NULL)
    sandbox_stream_read (server, reader, message);
}
