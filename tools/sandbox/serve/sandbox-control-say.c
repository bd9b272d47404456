/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-control-say.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"
#include "speak/sandbox-attachment.h"
#include "speak/sandbox-content.h"
#include "speak/sandbox-envelope.h"
#include "speak/sandbox-events.h"
#include "world/sandbox-actions.h"

#define MAX_SAID 100000

/* Read from the body once, sent "count" times. */
typedef struct
{
  int type;
  JsonObject *content;
  SandboxFile *file;
} Saying;

static void
saying_clear (Saying *saying)
{
  g_clear_pointer (&saying->content, json_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Saying, saying_clear)

static SandboxChat *
find_chat_to_say (const SandboxCall *call, SandboxUser *from)
{
  SandboxWorld *world = call->server->hub->world;
  const char *chat_id = sandbox_json_string (call->body, "chat_id");
  SandboxChat *chat;
  SandboxUser *to;

  if (chat_id != NULL)
    {
      chat = sandbox_world_find_chat (world, chat_id);
      if (chat == NULL || sandbox_chat_find_participant (chat, from) == NULL)
        {
          sandbox_http_refuse (call->msg, 404, "%s is in no chat \"%s\".", from->login, chat_id);
          return NULL;
        }
      return chat;
    }
  to = sandbox_call_require_user (call, "to");
  if (to == NULL)
    return NULL;
  if (to == from)
    {
      sandbox_http_refuse (call->msg, 400, "Nobody has a chat with themselves.");
      return NULL;
    }
  return sandbox_world_open_p2p (world, from, to);
}

static gboolean
read_file (const SandboxCall *call, SandboxUser *from, Saying *saying)
{
  JsonObject *object = sandbox_json_object (call->body, "file");

  saying->type = SANDBOX_MESSAGE_ATTACHMENT;
  saying->file = sandbox_call_read_file (call, object, "file.bin", from);
  if (saying->file == NULL)
    return FALSE;
  saying->content = sandbox_attachment_make_content (saying->file);
  return TRUE;
}

static gboolean
read_voice (const SandboxCall *call, SandboxUser *from, Saying *saying)
{
  JsonObject *object = sandbox_json_object (call->body, "voice");
  const char *mime_type = sandbox_json_string (object, "mime_type");

  saying->type = SANDBOX_MESSAGE_VOICE;
  saying->file = sandbox_call_read_file (call, object, "voice.ogg", from);
  if (saying->file == NULL)
    return FALSE;
  if (mime_type == NULL)
    {
      g_free (saying->file->mime_type);
      saying->file->mime_type = g_strdup ("audio/ogg");
    }
  saying->content = json_object_new ();
  json_object_set_string_member (saying->content, "fileId", saying->file->id);
  json_object_set_int_member (saying->content, "size", saying->file->size);
  json_object_set_string_member (saying->content, "mimeType", saying->file->mime_type);
  json_object_set_int_member (saying->content, "duration", sandbox_json_integer_or (object, "duration", 1));
  return TRUE;
}

static gboolean
read_forward (const SandboxCall *call, SandboxUser *from, Saying *saying)
{
  const char *id = sandbox_json_string (call->body, "forward_of");
  SandboxMessage *message = sandbox_world_find_message (call->server->hub->world, id);

  if (message == NULL)
    {
      sandbox_http_refuse (call->msg, 404, "There is no message \"%s\".", id);
      return FALSE;
    }
  saying->type = SANDBOX_MESSAGE_FORWARDED;
  saying->content = sandbox_message_to_forwarded (call->server->hub->world, message, from);
  saying->file = message->file;
  return TRUE;
}

static gboolean
read_survey (const SandboxCall *call, Saying *saying)
{
  static const char *const names[] = { "title", "path", "description", "buttonText", "secret", "alt" };
  static const char *const usual[] = {
    "Survey", "survey-1", "{{Survey}}", "{{Go to survey}}", "0123456789abcdef0123456789abcdef01234567",
    "Survey"
  };
  JsonObject *given = sandbox_json_object (call->body, "survey");
  g_autofree char *url = g_strdup_printf ("https://%s/webtools/survey", call->server->options->server_name);

  saying->type = SANDBOX_MESSAGE_SURVEY;
  saying->content = json_object_new ();
  json_object_set_string_member (saying->content, "url", url);
  json_object_set_int_member (saying->content, "appVersion", 1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_string_member (saying->content, names[i], usual[i]);
  for (GList *link = json_object_get_members (given); link != NULL; link = g_list_delete_link (link, link))
    json_object_set_member (saying->content, link->data, json_object_dup_member (given, link->data));
  return TRUE;
}

/* Takes the content unchecked, also of a type that does not exist. */
static gboolean
read_raw (const SandboxCall *call, JsonObject *from, Saying *saying)
{
  JsonObject *content = sandbox_json_object (from, "content");
  gint64 type;

  if (!sandbox_json_integer (from, "type", &type) || type < 0 || type > G_MAXINT32 || content == NULL)
    {
      sandbox_http_refuse (call->msg, 400, "Give \"type\", a number, with \"content\", an object.");
      return FALSE;
    }
  saying->type = (int) type;
  saying->content = json_object_ref (content);
  return TRUE;
}

static gboolean
read_saying (const SandboxCall *call, SandboxUser *from, Saying *saying)
{
  static const char *const objects[] = { "file", "voice", "location", "survey", "system" };
  JsonObject *body = call->body;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      if (sandbox_json_present (body, objects[i]) && sandbox_json_object (body, objects[i]) == NULL)
        {
          sandbox_http_refuse (call->msg, 400, "\"%s\" must be an object.", objects[i]);
          return FALSE;
        }
    }
  if (sandbox_json_present (body, "file"))
    return read_file (call, from, saying);
  if (sandbox_json_present (body, "voice"))
    return read_voice (call, from, saying);
  if (sandbox_json_string (body, "forward_of") != NULL)
    return read_forward (call, from, saying);
  if (sandbox_json_present (body, "survey"))
    return read_survey (call, saying);
  if (sandbox_json_present (body, "system"))
    return read_raw (call, sandbox_json_object (body, "system"), saying);
  if (sandbox_json_present (body, "type"))
    return read_raw (call, body, saying);
  saying->type = SANDBOX_MESSAGE_PLAIN;
  if (sandbox_json_present (body, "location"))
    {
      saying->type = SANDBOX_MESSAGE_LOCATION;
      saying->content = json_object_ref (sandbox_json_object (body, "location"));
    }
  if (saying->content != NULL || sandbox_json_string (body, "text") != NULL)
    return TRUE;
  sandbox_http_refuse (call->msg, 400, "\"text\" must be a string, unless something else is said.");
  return FALSE;
}

static SandboxMessage *
say_text (const SandboxCall *call, const SandboxActor *actor, SandboxChat *chat, const char *text)
{
  const char *parse_mode = sandbox_json_string (call->body, "parse_mode");
  const char *reply_to = sandbox_json_string (call->body, "reply_to");
  JsonNode *buttons = json_object_get_member (call->body, "buttons");
  g_autoptr (JsonObject) content = json_object_new ();
  JsonArray *checked = buttons != NULL ? sandbox_content_read_buttons (buttons) : NULL;

  json_object_set_string_member (content, "text", text);
  json_object_set_string_member (content, "parseMode", parse_mode != NULL ? parse_mode : "html");
  if (checked != NULL)
    json_object_set_array_member (content, "buttons", checked);
  return sandbox_act_say (actor, chat, SANDBOX_MESSAGE_PLAIN, content, reply_to, NULL);
}

/* A text that goes with something else is sent first, as the applications do. */
static SandboxMessage *
say_once (const SandboxCall *call,
          const SandboxActor *actor,
          SandboxChat *chat,
          const Saying *saying,
          const char *text)
{
  const char *reply_to = sandbox_json_string (call->body, "reply_to");
  SandboxMessage *message = NULL;

  if (text != NULL)
    message = say_text (call, actor, chat, text);
  if (saying->content == NULL)
    return message;
  if (saying->type < SANDBOX_MESSAGE_PLAIN)
    return sandbox_act_system (actor, chat, saying->type, saying->content);
  return sandbox_act_say (actor, chat, saying->type, saying->content, reply_to, saying->file);
}

static void
answer_said (const SandboxCall *call, SandboxChat *chat, SandboxMessage *message, JsonArray *ids)
{
  JsonObject *body = json_object_new ();

  if (ids != NULL)
    json_object_set_array_member (body, "message_ids", ids);
  json_object_set_string_member (body, "chat_id", chat->id);
  if (message != NULL)
    {
      json_object_set_string_member (body, "message_id", message->id);
      json_object_set_int_member (body, "timestamp", message->timestamp);
      if (message->file != NULL)
        json_object_set_string_member (body, "file_id", message->file->id);
    }
  sandbox_http_answer (call->msg, 200, body);
}

void
sandbox_control_say (const SandboxCall *call)
{
  const char *text = sandbox_json_string (call->body, "text");
  const char *reply_to = sandbox_json_string (call->body, "reply_to");
  gint64 count = sandbox_json_integer_or (call->body, "count", 0);
  SandboxUser *from = sandbox_call_require_user (call, "from");
  SandboxActor actor = { call->server->hub->world, from, NULL };
  g_auto (Saying) saying = { 0 };
  SandboxMessage *message = NULL;
  JsonArray *ids = NULL;
  SandboxChat *chat;

  if (from == NULL)
    return;
  if (count < 0 || count > MAX_SAID)
    {
      sandbox_http_refuse (call->msg, 400, "\"count\" must be at most %d.", MAX_SAID);
      return;
    }
  if (reply_to != NULL && sandbox_world_find_message (call->server->hub->world, reply_to) == NULL)
    {
      sandbox_http_refuse (call->msg, 404, "There is no message \"%s\".", reply_to);
      return;
    }
  chat = find_chat_to_say (call, from);
  if (chat == NULL || !read_saying (call, from, &saying))
    return;
  if (!sandbox_json_present (call->body, "count"))
    {
      answer_said (call, chat, say_once (call, &actor, chat, &saying, text), NULL);
      return;
    }
  ids = json_array_new ();
  for (gint64 i = 1; i <= count; i++)
    {
      g_autofree char *numbered = NULL;

      if (text != NULL)
        numbered = g_strdup_printf ("%s %" G_GINT64_FORMAT, text, i);
      message = say_once (call, &actor, chat, &saying, numbered);
      json_array_add_string_element (ids, message->id);
    }
  answer_said (call, chat, message, ids);
}

/* Finds a button by its id or by its position. NULL: there is none. */
static JsonObject *
find_button (const SandboxCall *call, SandboxMessage *message)
{
  JsonNode *node = json_object_get_member (message->content, "buttons");
  g_autoptr (JsonArray) rows = sandbox_content_read_buttons (node);
  const char *wanted = sandbox_json_string (call->body, "button_id");
  gint64 row_wanted = sandbox_json_integer_or (call->body, "row", 0);
  gint64 column_wanted = sandbox_json_integer_or (call->body, "column", 0);

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);

      for (guint j = 0; j < json_array_get_length (row); j++)
        {
          JsonObject *button = json_array_get_object_element (row, j);

          if (wanted != NULL ? g_strcmp0 (sandbox_json_string (button, "id"), wanted) == 0
                             : row_wanted == i && column_wanted == j)
            return json_object_ref (button);
        }
    }
  return NULL;
}

static void
press (const SandboxCall *call, SandboxUser *from, SandboxMessage *message, JsonObject *button)
{
  SandboxActor actor = { call->server->hub->world, from, NULL };
  const char *type = sandbox_json_string (button, "type");
  const char *to = sandbox_json_string (button, "to");
  SandboxUser *target = message->author;
  g_autoptr (JsonObject) content = NULL;

  if (to != NULL)
    target = sandbox_world_find_user (call->server->hub->world, to);
  if (g_str_equal (type, "command") && target != NULL)
    sandbox_events_command (call->server->hub, target, message, button);
  if (!g_str_equal (type, "message") || sandbox_json_boolean (button, "draft"))
    return;
  content = json_object_new ();
  json_object_set_string_member (content, "text", sandbox_json_string (button, "message"));
  json_object_set_string_member (content, "parseMode", "text");
  sandbox_act_say (&actor, message->chat, SANDBOX_MESSAGE_PLAIN, content, NULL, NULL);
}

/* The caller gets the button, since an application handles some kinds itself (open, copy, draft). */
void
sandbox_control_press (const SandboxCall *call)
{
  SandboxUser *from = sandbox_call_require_user (call, "from");
  SandboxMessage *message = from != NULL ? sandbox_call_require_message (call) : NULL;
  g_autoptr (JsonObject) button = NULL;
  JsonObject *body;

  if (message == NULL)
    return;
  button = find_button (call, message);
  if (button == NULL || sandbox_chat_find_participant (message->chat, from) == NULL)
    {
      sandbox_http_refuse (call->msg, 404, "There is no such button for %s.", from->login);
      return;
    }
  body = json_object_new ();
  json_object_set_object_member (body, "button", json_object_ref (button));
  press (call, from, message, button);
  sandbox_http_answer (call->msg, 200, body);
}
