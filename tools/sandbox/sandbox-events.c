/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-events.h"

#include "sandbox-stream.h"
#include "sandbox-wait.h"

JsonObject *
sandbox_events_make_upload_limits (void)
{
  JsonObject *limits = json_object_new ();

  json_object_set_null_member (limits, "maxSize");
  json_object_set_null_member (limits, "extensions");
  return limits;
}

void
sandbox_events_upload_limits (SandboxConnection *connection)
{
  g_autoptr (JsonObject) limits = sandbox_events_make_upload_limits ();

  sandbox_connection_send_event (connection, "getFileUploadLimits", limits, NULL);
}

static void
send_message_to (SandboxConnection *connection, SandboxMessage *message)
{
  g_autoptr (JsonObject) envelope = NULL;

  envelope = sandbox_message_to_envelope (connection->server->world, message, connection->user);
  sandbox_connection_send_event (connection, "sendMessage", envelope, message);
}

void
sandbox_events_unread (SandboxConnection *connection)
{
  SandboxUser *user = connection->user;
  g_autoptr (JsonObject) fault = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  fault = sandbox_faults_take (connection->server->faults, SANDBOX_FAULT_NOT_REDELIVER, user->login, NULL);
  if (fault != NULL)
    sandbox_world_forget_delivered (user);
  messages = sandbox_world_unread (user);
  for (guint i = 0; i < messages->len; i++)
    send_message_to (connection, g_ptr_array_index (messages, i));
}

static gboolean
is_addressed (SandboxConnection *connection, SandboxConnection *acting, SandboxChat *chat)
{
  return connection != acting && connection->authorized && !connection->half_open &&
         sandbox_chat_find_participant (chat, connection->user) != NULL;
}

void
sandbox_events_chat_created (SandboxServer *server, SandboxChat *chat, SandboxConnection *acting)
{
  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);
      g_autoptr (JsonObject) payload = NULL;

      if (!is_addressed (connection, acting, chat))
        continue;
      payload = sandbox_chat_to_created_event (chat, connection->user);
      sandbox_connection_send_event (connection, "createP2PChat", payload, NULL);
    }
}

void
sandbox_events_message (SandboxServer *server, SandboxMessage *message, SandboxConnection *acting)
{
  for (guint i = 0; i < server->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (server->connections, i);

      if (is_addressed (connection, acting, message->chat))
        send_message_to (connection, message);
    }
  sandbox_stream_message (server, message);
  sandbox_wait_notify (server);
}

void
sandbox_events_read (SandboxServer *server, SandboxUser *reader, const char *message_id)
{
  SandboxMessage *message = sandbox_world_mark_read (server->world, reader, message_id);

  if (message != NULL)
    sandbox_stream_read (server, reader, message);
}
