/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-methods-file.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-attachment.h"
#include "speak/sandbox-content.h"
#include "speak/sandbox-events.h"

void
sandbox_handle_get_file_upload_limits (const SandboxRequest *request)
{
  sandbox_request_answer (request, sandbox_events_make_upload_limits (request->connection->hub));
}

/* The list may have dots and capitals. A name without an extension is allowed by a list of blocked ones only. */
static gboolean
is_extension_allowed (const SandboxLimits *limits, const char *name)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  gboolean listed = FALSE;

  if (limits->mode == NULL)
    return TRUE;
  for (guint i = 0; dot != NULL && i < json_array_get_length (limits->extensions); i++)
    {
      const char *entry = json_array_get_string_element (limits->extensions, i);

      if (g_ascii_strcasecmp (*entry == '.' ? entry + 1 : entry, dot + 1) == 0)
        listed = TRUE;
    }
  return g_str_equal (limits->mode, "allow") ? listed : !listed;
}

void
sandbox_handle_upload_file (const SandboxRequest *request)
{
  SandboxHub *hub = request->connection->hub;
  SandboxActor actor = sandbox_request_actor (request);
  const SandboxLimits *limits = sandbox_files_get_limits (hub->files);
  const char *name = sandbox_json_string (request->payload, "fileName");
  JsonObject *payload;
  gint64 size;

  if (!sandbox_json_integer (request->payload, "fileSize", &size) || size < 0 ||
      (name == NULL && (sandbox_json_present (request->payload, "fileName") ||
                        sandbox_request_has_version (request, "5.5.3"))))
    sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
  else if (name != NULL && *name == '\0')
    sandbox_request_fail_file (request, SANDBOX_ERROR_FILE_NAME, SANDBOX_ERROR_OLD_FILE_FAILED);
  else if (limits->has_max_size && limits->max_size > 0 && size > limits->max_size)
    sandbox_request_fail_file (request, SANDBOX_ERROR_FILE_TOO_LARGE, SANDBOX_ERROR_OLD_FILE_FAILED);
  else if (!is_extension_allowed (limits, name))
    sandbox_request_fail_file (request, SANDBOX_ERROR_FILE_FORBIDDEN, SANDBOX_ERROR_OLD_FILE_FAILED);
  else
    {
      payload = json_object_new ();
      json_object_set_string_member (payload, "uploadTaskId",
                                     sandbox_files_add_task (hub->files, actor.user, name, size)->id);
      sandbox_request_answer (request, payload);
    }
}

/* An uploaded file that has not been sent yet. Answers the request and returns NULL when there is none. */
static SandboxFile *
require_kept (const SandboxRequest *request, JsonObject *from, const char **temporal_id)
{
  SandboxFile *file = NULL;

  *temporal_id = from != NULL ? sandbox_json_string (from, "temporalFileId") : NULL;
  if (*temporal_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return NULL;
    }
  file = sandbox_files_find_kept (request->connection->hub->files, *temporal_id);
  if (file == NULL)
    sandbox_request_fail_file (request, SANDBOX_ERROR_FILE_NOT_FOUND, SANDBOX_ERROR_OLD_FILE_NOT_FOUND);
  return file;
}

void
sandbox_handle_edit_chat_avatar (const SandboxRequest *request)
{
  SandboxHub *hub = request->connection->hub;
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  g_autofree char *url = NULL;
  const char *temporal_id;
  SandboxFile *file;

  if (chat == NULL || !sandbox_request_allows (request, chat, SANDBOX_RIGHT_LOOKS))
    return;
  file = require_kept (request, request->payload, &temporal_id);
  if (file == NULL)
    return;
  if (!sandbox_file_is_image (file))
    {
      sandbox_request_fail_file (request, SANDBOX_ERROR_FILE_INVALID, SANDBOX_ERROR_OLD_FILE_FAILED);
      return;
    }
  file = sandbox_files_use_kept (hub->files, temporal_id);
  url = sandbox_attachment_make_address (hub, file, FALSE);
  sandbox_act_avatar (&actor, chat, url);
  sandbox_request_answer (request, NULL);
}

/* The caption is a message of its own and is sent first, as the applications do. */
static void
send_file (const SandboxRequest *request, SandboxChat *chat, const char *temporal_id, JsonObject *caption)
{
  SandboxHub *hub = request->connection->hub;
  SandboxActor actor = sandbox_request_actor (request);
  const char *reply_id = sandbox_json_string (request->payload, "replyMessageId");
  SandboxFile *file = sandbox_files_use_kept (hub->files, temporal_id);
  g_autoptr (JsonObject) content = NULL;
  SandboxMessage *text = NULL;
  SandboxMessage *message;
  JsonObject *payload;

  sandbox_attachment_prepare (hub, file);
  if (caption != NULL)
    text = sandbox_act_say (&actor, chat, SANDBOX_MESSAGE_PLAIN, caption, reply_id, NULL);
  content = sandbox_attachment_make_content (file);
  message = sandbox_act_say (&actor, chat, SANDBOX_MESSAGE_ATTACHMENT, content, reply_id, file);
  payload = json_object_new ();
  json_object_set_string_member (payload, "fileId", file->id);
  if (text != NULL && sandbox_request_has_version (request, "5.5.6"))
    json_object_set_string_member (payload, "captionMessageId", text->id);
  sandbox_request_answer_sent (request, message, payload);
}

void
sandbox_handle_send_file (const SandboxRequest *request)
{
  JsonObject *content = sandbox_json_object (request->payload, "content");
  SandboxChat *chat = sandbox_request_chat (request);
  g_autoptr (JsonObject) caption = NULL;
  const char *temporal_id, *reply_id;
  SandboxFile *file;

  if (chat == NULL || !sandbox_request_allows (request, chat, SANDBOX_RIGHT_WRITE))
    return;
  if (content != NULL && sandbox_json_present (content, "caption"))
    {
      caption = sandbox_request_read_text (request, sandbox_json_object (content, "caption"), FALSE);
      if (caption == NULL)
        {
          sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
          return;
        }
    }
  if (!sandbox_request_reply (request, chat, &reply_id))
    return;
  file = require_kept (request, content, &temporal_id);
  if (file == NULL)
    return;
  if (g_str_has_prefix (file->mime_type, "sticker/") &&
      !sandbox_request_allows (request, chat, SANDBOX_RIGHT_STICKER))
    return;
  send_file (request, chat, temporal_id, caption);
}

static SandboxFile *
require_file (const SandboxRequest *request)
{
  const char *file_id = sandbox_json_string (request->payload, "fileId");
  SandboxFile *file;

  if (file_id == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return NULL;
    }
  file = sandbox_files_find (request->connection->hub->files, file_id);
  if (file == NULL)
    sandbox_request_fail_file (request, SANDBOX_ERROR_FILE_NOT_FOUND, SANDBOX_ERROR_OLD_FILE_NOT_FOUND);
  return file;
}

static JsonArray *
list_previews (SandboxHub *hub, SandboxFile *file)
{
  g_autofree char *url = sandbox_attachment_make_address (hub, file, TRUE);
  JsonArray *previews = json_array_new ();
  JsonObject *preview = json_object_new ();

  json_object_set_string_member (preview, "name", file->preview_name);
  json_object_set_int_member (preview, "size", sandbox_blob_get_size (file->preview));
  json_object_set_string_member (preview, "mimeType", file->preview_mime_type);
  json_object_set_string_member (preview, "downloadUrl", url);
  json_array_add_object_element (previews, preview);
  return previews;
}

void
sandbox_handle_get_file_info (const SandboxRequest *request)
{
  SandboxHub *hub = request->connection->hub;
  const char *login = request->connection->user->login;
  SandboxFile *file = require_file (request);
  SandboxFileState state;
  JsonObject *payload;
  gboolean old;

  if (file == NULL)
    return;
  state = sandbox_file_get_state (file);
  old = !sandbox_request_has_version (request, "5.5.4") ||
        sandbox_faults_happens (hub->faults, SANDBOX_FAULT_INFO_HASH, login);
  payload = json_object_new ();
  json_object_set_string_member (payload, old ? "infoHash" : "fileId", file->id);
  json_object_set_string_member (payload, "name", file->name);
  json_object_set_int_member (payload, "size", file->size);
  json_object_set_string_member (payload, "mimeType", file->mime_type);
  json_object_set_int_member (payload, "readyState", state);
  if (state == SANDBOX_FILE_READY &&
      !sandbox_faults_happens (hub->faults, SANDBOX_FAULT_READY_NULL_URL, login))
    {
      g_autofree char *url = sandbox_attachment_make_address (hub, file, FALSE);

      json_object_set_string_member (payload, "downloadUrl", url);
    }
  else
    json_object_set_null_member (payload, "downloadUrl");
  if (state == SANDBOX_FILE_READY && file->preview != NULL)
    json_object_set_array_member (payload, "previews", list_previews (hub, file));
  else
    json_object_set_null_member (payload, "previews");
  sandbox_request_answer (request, payload);
}

static void
answer_result (const SandboxRequest *request)
{
  JsonObject *payload = json_object_new ();

  json_object_set_boolean_member (payload, "result", TRUE);
  sandbox_request_answer (request, payload);
}

void
sandbox_handle_subscribe_file_progress (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  SandboxHub *hub = connection->hub;
  SandboxFile *file = require_file (request);

  if (file == NULL)
    return;
  g_hash_table_add (connection->subscriptions, file);
  /* on real servers the event may come before the answer */
  if (sandbox_faults_happens (hub->faults, SANDBOX_FAULT_PROGRESS_FIRST, connection->user->login))
    sandbox_events_progress (hub, file, connection);
  answer_result (request);
}

void
sandbox_handle_unsubscribe_file_progress (const SandboxRequest *request)
{
  SandboxFile *file = require_file (request);

  if (file == NULL)
    return;
  g_hash_table_remove (request->connection->subscriptions, file);
  answer_result (request);
}
