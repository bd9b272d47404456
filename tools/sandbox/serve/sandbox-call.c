/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-call.h"

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"
#include "speak/sandbox-attachment.h"

#define MAX_MADE (G_GINT64_CONSTANT (1) << 40)

const char *
sandbox_call_query (const SandboxCall *call, const char *name)
{
  return call->query != NULL ? g_hash_table_lookup (call->query, name) : NULL;
}

/* The account that this member of the body names. Answers the call and returns NULL when there is none. */
SandboxUser *
sandbox_call_require_user (const SandboxCall *call, const char *name)
{
  const char *login = sandbox_json_string (call->body, name);
  SandboxUser *user;

  if (login == NULL)
    {
      sandbox_http_refuse (call->msg, 400, "Name a user in \"%s\".", name);
      return NULL;
    }
  user = sandbox_world_find_user (call->server->hub->world, login);
  if (user == NULL)
    sandbox_http_refuse (call->msg, 404, "There is no user \"%s\".", login);
  return user;
}

SandboxMessage *
sandbox_call_require_message (const SandboxCall *call)
{
  const char *id = sandbox_json_string (call->body, "message_id");
  SandboxMessage *message = id != NULL ? sandbox_world_find_message (call->server->hub->world, id) : NULL;

  if (message == NULL)
    sandbox_http_refuse (call->msg, id != NULL ? 404 : 400,
                         "Name a message that there is in \"message_id\".");
  return message;
}

/* The bytes of "base64", or "size" bytes of a pattern. NULL: the object has neither. */
static SandboxBlob *
read_blob (JsonObject *from)
{
  const char *base64 = sandbox_json_string (from, "base64");
  gint64 size = sandbox_json_integer_or (from, "size", -1);
  g_autoptr (GBytes) bytes = NULL;
  guchar *data;
  gsize length;

  if (base64 == NULL)
    return size >= 0 && size <= MAX_MADE ? sandbox_blob_new_pattern (size) : NULL;
  data = g_base64_decode (base64, &length);
  bytes = g_bytes_new_take (data, length);
  return sandbox_blob_new_bytes (bytes);
}

static void
read_preview (JsonObject *from, SandboxFile *file)
{
  JsonObject *preview = sandbox_json_object (from, "preview");
  const char *name = preview != NULL ? sandbox_json_string (preview, "name") : NULL;
  const char *mime_type = preview != NULL ? sandbox_json_string (preview, "mime_type") : NULL;

  if (preview != NULL)
    file->preview = read_blob (preview);
  else if (sandbox_json_boolean (from, "preview"))
    file->preview = read_blob (from);
  if (file->preview == NULL)
    return;
  file->preview_name = g_strdup (name != NULL ? name : file->name);
  file->preview_mime_type = g_strdup (mime_type != NULL ? mime_type : file->mime_type);
}

/* A file that a person sends. Without "base64" its bytes are a pattern. */
SandboxFile *
sandbox_call_read_file (const SandboxCall *call, JsonObject *from, const char *name, SandboxUser *owner)
{
  const char *given = sandbox_json_string (from, "name");
  SandboxBlob *content = read_blob (from);
  SandboxFile *file;
  gint64 ready_ms;

  if (content == NULL)
    {
      sandbox_http_refuse (call->msg, 400,
                           "A file needs \"base64\", or the number of its bytes in \"size\".");
      return NULL;
    }
  file = sandbox_file_new (owner, given != NULL ? given : name, sandbox_json_string (from, "mime_type"));
  sandbox_file_set_content (file, content);
  read_preview (from, file);
  if (sandbox_json_integer (from, "ready_ms", &ready_ms))
    sandbox_file_make_wait (file, ready_ms);
  if (sandbox_json_boolean (from, "gone"))
    sandbox_file_drop_content (file);
  sandbox_files_publish (call->server->hub->files, file);
  sandbox_attachment_prepare (call->server->hub, file);
  return file;
}
