/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-commands.h"

#include "sandbox-events.h"
#include "sandbox-json.h"
#include "sandbox-stream.h"

static JsonObject *
make_source (SandboxServer *server, SandboxUser *to, SandboxMessage *message, JsonObject *button)
{
  static const char *const kept[] = { "text", "parseMode" };
  JsonObject *source = json_object_new ();
  JsonObject *envelope = sandbox_message_to_envelope (server->world, message, to);
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

/* Tells the bot that the button was pressed, and not by whom. */
void
sandbox_commands_send (SandboxServer *server, SandboxUser *to, SandboxMessage *message, JsonObject *button)
{
  g_autoptr (JsonObject) payload = json_object_new ();
  JsonObject *command = json_object_new ();
  const char *custom_data = sandbox_json_string (button, "customData");

  /* 5.5.6 leaves the id out even when a reply is waited for */
  if (sandbox_json_boolean (button, "waitReply") &&
      sandbox_faults_happens (server->faults, SANDBOX_FAULT_COMMAND_ID, to->login))
    {
      char *id = g_strconcat ("cmd-", message->id, NULL);

      json_object_set_string_member (payload, "commandId", id);
      g_hash_table_insert (server->commands, id, to);
    }
  json_object_set_object_member (payload, "commandSource", make_source (server, to, message, button));
  json_object_set_string_member (command, "type", "userCommand");
  json_object_set_string_member (command, "command", sandbox_json_string (button, "command"));
  if (custom_data != NULL)
    json_object_set_string_member (command, "customData", custom_data);
  json_object_set_object_member (payload, "commandPayload", command);
  sandbox_events_send_to (server, to, NULL, "command", payload);
}

/* Nobody sees the answer but those who watch the sandbox, as with the applications of today. */
gboolean
sandbox_commands_answer (SandboxServer *server, SandboxUser *user, const char *command_id, JsonObject *answer)
{
  if (g_hash_table_lookup (server->commands, command_id) != user)
    return FALSE;
  g_hash_table_remove (server->commands, command_id);
  sandbox_stream_emit (server, "answer", json_object_ref (answer));
  return TRUE;
}
