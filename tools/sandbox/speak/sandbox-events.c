/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-events.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-envelope.h"
#include "speak/sandbox-protocol.h"
#include "world/sandbox-rights.h"

#define USUAL_FLOOD 50

JsonObject *
sandbox_events_make_upload_limits (SandboxHub *hub)
{
  SandboxLimits *limits = sandbox_files_get_limits (hub->files);
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
  g_autoptr (JsonObject) limits = sandbox_events_make_upload_limits (connection->hub);

  if (sandbox_world_has_version (connection->hub->world, "5.5.3"))
    sandbox_connection_send_event (connection, "getFileUploadLimits", limits, NULL);
}

/* Sends what every connection gets once it is authorized. */
void
sandbox_events_welcome (SandboxConnection *connection)
{
  SandboxFaults *faults = connection->hub->faults;
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

  envelope = sandbox_message_to_envelope (connection->hub->world, message, connection->user);
  sandbox_connection_send_event (connection, "sendMessage", envelope, message);
}

/* Sends the unread messages, once, if the client has asked for them, after its first acknowledgement. Directly after
 * the answer to the log-in they would be too early: the vendor's client does not know its own id yet and drops them.
 * No real server is that fast. */
void
sandbox_events_unread (SandboxConnection *connection)
{
  SandboxUser *user = connection->user;
  g_autoptr (JsonObject) fault = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  if (!connection->unread_due || connection->half_open)
    return;
  connection->unread_due = FALSE;
  fault = sandbox_faults_take (connection->hub->faults, SANDBOX_FAULT_NOT_REDELIVER, user->login, NULL);
  if (fault != NULL)
    sandbox_world_forget_delivered (user);
  messages = sandbox_world_unread (user);
  for (guint i = 0; i < messages->len; i++)
    {
      SandboxMessage *message = g_ptr_array_index (messages, i);
      g_autoptr (JsonObject) oversize = NULL;

      /* the message stays so large, so that it is when it comes again, too */
      oversize =
          sandbox_faults_take (connection->hub->faults, SANDBOX_FAULT_OVERSIZE_UNREAD, user->login, NULL);
      if (oversize != NULL)
        message->wire_size = (gsize) sandbox_json_integer_or (oversize, "bytes", 0);
      send_message_to (connection, message);
    }
}

static gboolean
is_addressed (SandboxConnection *connection, gconstpointer acting, SandboxUser *user)
{
  if (!connection->authorized || connection->half_open || connection->user != user)
    return FALSE;
  return connection != acting ||
         sandbox_faults_happens (connection->hub->faults, SANDBOX_FAULT_ECHO_OWN, user->login);
}

/* An event that came with a later version is not sent by an older one. */
static void
send_to (SandboxHub *hub, SandboxUser *user, gconstpointer acting, const char *method, JsonObject *payload)
{
  if (!sandbox_protocol_has_event (hub->world, method))
    return;
  for (guint i = 0; i < hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (hub->connections, i);

      if (is_addressed (connection, acting, user))
        sandbox_connection_send_event (connection, method, payload, NULL);
    }
}

static void
send_to_chat (SandboxHub *hub,
              SandboxChat *chat,
              gconstpointer acting,
              const char *method,
              JsonObject *payload)
{
  for (guint i = 0; i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);

      if (!participant->hidden)
        send_to (hub, participant->user, acting, method, payload);
    }
}

/* NULL: nobody is told. */
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
    case SANDBOX_CHAT_SYSTEM:
      return NULL;
    case SANDBOX_CHAT_P2P:
    default:
      return "createP2PChat";
    }
}

/* `only` NULL: to all participants. */
static void
send_created (SandboxHub *hub, SandboxChat *chat, SandboxUser *only, gconstpointer acting)
{
  const char *name = creation_name (chat);

  for (guint i = 0; name != NULL && i < chat->participants->len; i++)
    {
      SandboxParticipant *participant = g_ptr_array_index (chat->participants, i);
      g_autoptr (JsonObject) payload = NULL;

      if (only != NULL && participant->user != only)
        continue;
      payload = sandbox_chat_to_created_event (hub->world, chat, participant->user);
      send_to (hub, participant->user, acting, name, payload);
    }
}

static void
send_message (SandboxHub *hub, SandboxMessage *message, gconstpointer acting)
{
  gboolean is_system = sandbox_message_is_system (message);

  for (guint i = 0; i < hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (hub->connections, i);

      if (connection->user == NULL || !sandbox_message_is_visible (message, connection->user))
        continue;
      if (connection->unread_due && g_hash_table_contains (connection->user->unread, message))
        continue;
      if (is_addressed (connection, acting, connection->user) && (!is_system || connection->system_envelopes))
        send_message_to (connection, message);
    }
}

/* To the connections that have subscribed. */
void
sandbox_events_progress (SandboxHub *hub, SandboxFile *file, SandboxConnection *only)
{
  g_autoptr (JsonObject) payload = json_object_new ();

  json_object_set_string_member (payload, "fileId", file->id);
  json_object_set_int_member (payload, "progress", sandbox_file_get_progress (file));
  for (guint i = 0; i < hub->connections->len; i++)
    {
      SandboxConnection *connection = g_ptr_array_index (hub->connections, i);
      gboolean old_name;

      if (!connection->authorized || connection->half_open || (only != NULL && connection != only) ||
          !g_hash_table_contains (connection->subscriptions, file))
        continue;
      old_name =
          sandbox_faults_happens (hub->faults, SANDBOX_FAULT_UPLOADING_PROGRESS, connection->user->login);
      sandbox_connection_send_event (connection, old_name ? "uploadingProgress" : "uploadFileProgress",
                                     payload, NULL);
    }
}

static JsonObject *
make_source (SandboxHub *hub, SandboxUser *to, SandboxMessage *message, JsonObject *button)
{
  static const char *const kept[] = { "text", "parseMode" };
  JsonObject *source = json_object_new ();
  JsonObject *envelope = sandbox_message_to_envelope (hub->world, message, to);
  JsonObject *content = json_object_new ();
  const char *id = sandbox_json_string (button, "id");

  json_object_set_string_member (source, "type", "inlineKeyboard");
  if (id != NULL)
    json_object_set_string_member (source, "buttonId", id);
  json_object_set_boolean_member (source, "waitReply", sandbox_json_boolean (button, "waitReply"));
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      if (json_object_has_member (message->content, kept[i]))
        json_object_set_member (content, kept[i], json_object_dup_member (message->content, kept[i]));
    }
  json_object_set_object_member (envelope, "content", content);
  json_object_set_object_member (source, "message", envelope);
  return source;
}

/* The event does not say who pressed the button. */
void
sandbox_events_command (SandboxHub *hub, SandboxUser *to, SandboxMessage *message, JsonObject *button)
{
  g_autoptr (JsonObject) payload = json_object_new ();
  JsonObject *command = json_object_new ();
  const char *custom_data = sandbox_json_string (button, "customData");

  /* version 5.5.6 sends no id, also with "waitReply" */
  if (sandbox_json_boolean (button, "waitReply") &&
      sandbox_faults_happens (hub->faults, SANDBOX_FAULT_COMMAND_ID, to->login))
    {
      g_autofree char *id = g_strconcat ("cmd-", message->id, NULL);

      json_object_set_string_member (payload, "commandId", id);
      sandbox_world_expect_answer (hub->world, id, to);
    }
  json_object_set_object_member (payload, "commandSource", make_source (hub, to, message, button));
  json_object_set_string_member (command, "type", "userCommand");
  json_object_set_string_member (command, "command", sandbox_json_string (button, "command"));
  if (custom_data != NULL)
    json_object_set_string_member (command, "customData", custom_data);
  json_object_set_object_member (payload, "commandPayload", command);
  send_to (hub, to, NULL, "command", payload);
}

static JsonObject *
about_chat (const SandboxChange *change)
{
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "chatId", change->chat->id);
  return payload;
}

/* The members of an event that tells of one message. */
static JsonObject *
about_message (const SandboxChange *change)
{
  JsonObject *payload = about_chat (change);

  json_object_set_string_member (payload, "messageId", change->message->id);
  if (change->kind == SANDBOX_CHANGE_MESSAGE_REMOVED)
    {
      json_object_set_object_member (payload, "removedBy", sandbox_author_to_object (change->actor));
      return payload;
    }
  json_object_set_int_member (payload, "timestamp", change->timestamp);
  json_object_set_object_member (payload, "content", json_object_ref (change->message->content));
  return payload;
}

/* The members of an event that tells of one participant. */
static JsonObject *
about_participant (const SandboxChange *change)
{
  JsonObject *payload = about_chat (change);
  SandboxParticipant *participant = sandbox_chat_find_participant (change->chat, change->user);

  json_object_set_string_member (payload, "userId", change->user->id);
  json_object_set_int_member (payload, "timestamp", change->timestamp);
  if (change->kind == SANDBOX_CHANGE_PARTICIPANT_ROLE)
    json_object_set_string_member (payload, "role", sandbox_role_name (participant->role));
  else
    json_object_set_object_member (payload,
                                   change->kind == SANDBOX_CHANGE_PARTICIPANT_ADDED ? "addedBy" : "removedBy",
                                   sandbox_author_to_object (change->actor));
  return payload;
}

/* Only to the user of the change if it has one, else to the whole chat. */
static void
send_change (SandboxHub *hub, const SandboxChange *change, const char *method, JsonObject *payload)
{
  if (change->user != NULL)
    send_to (hub, change->user, change->origin, method, payload);
  else
    send_to_chat (hub, change->chat, change->origin, method, payload);
}

static void
send_participant (SandboxHub *hub, const SandboxChange *change, const char *method)
{
  g_autoptr (JsonObject) payload = about_participant (change);

  send_to_chat (hub, change->chat, change->origin, method, payload);
}

static void
on_changed (const SandboxChange *change, gpointer user_data)
{
  SandboxHub *hub = user_data;
  g_autoptr (JsonObject) payload = NULL;

  switch (change->kind)
    {
    case SANDBOX_CHANGE_MESSAGE_SENT:
      send_message (hub, change->message, change->origin);
      break;
    case SANDBOX_CHANGE_MESSAGE_EDITED:
      payload = about_message (change);
      send_change (hub, change, "editMessage", payload);
      break;
    case SANDBOX_CHANGE_MESSAGE_REMOVED:
      payload = about_message (change);
      send_change (hub, change, "removeMessage", payload);
      break;
    case SANDBOX_CHANGE_HISTORY_CLEARED:
      payload = about_chat (change);
      json_object_set_boolean_member (payload, "forAll", change->user == NULL);
      send_change (hub, change, "clearHistory", payload);
      break;
    case SANDBOX_CHANGE_CHAT_CREATED:
    case SANDBOX_CHANGE_CHAT_SHOWN:
      send_created (hub, change->chat, change->user, change->origin);
      break;
    case SANDBOX_CHANGE_CHAT_REMOVED:
      payload = about_chat (change);
      send_change (hub, change, "removeChat", payload);
      break;
    case SANDBOX_CHANGE_TITLE:
      payload = about_chat (change);
      json_object_set_string_member (payload, "title", change->chat->title);
      send_change (hub, change, "editChatTitle", payload);
      break;
    case SANDBOX_CHANGE_AVATAR:
      payload = about_chat (change);
      sandbox_json_set_string (payload, "avatarUrl", change->chat->avatar_url);
      send_change (hub, change, "editChatAvatar", payload);
      break;
    case SANDBOX_CHANGE_PARTICIPANT_ADDED:
      send_participant (hub, change, "addChatParticipant");
      break;
    case SANDBOX_CHANGE_PARTICIPANT_REMOVED:
      send_participant (hub, change, "removeChatParticipant");
      payload = about_chat (change);
      send_change (hub, change, "removeChat", payload);
      break;
    case SANDBOX_CHANGE_PARTICIPANT_ROLE:
      send_participant (hub, change, "changeParticipantRole");
      break;
    case SANDBOX_CHANGE_MESSAGE_READ:
    case SANDBOX_CHANGE_CHAT_UPDATED:
    case SANDBOX_CHANGE_ACTIVITY:
    case SANDBOX_CHANGE_COMMAND_ANSWERED:
    case SANDBOX_CHANGE_FILE_READY:
    default:
      break; /* bots are not told */
    }
}

/* From now on changes of the world are sent to the connections. */
void
sandbox_events_watch (SandboxHub *hub)
{
  sandbox_world_watch (hub->world, on_changed, hub);
}
