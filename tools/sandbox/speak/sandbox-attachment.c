/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-attachment.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-events.h"

/* Applies the faults about a file's name and readiness. */
void
sandbox_attachment_prepare (SandboxHub *hub, SandboxFile *file)
{
  const char *login = file->owner != NULL ? file->owner->login : NULL;
  g_autoptr (JsonObject) name = sandbox_faults_take (hub->faults, SANDBOX_FAULT_FILE_NAME, login, NULL);
  g_autoptr (JsonObject) ready = NULL;

  if (name != NULL)
    {
      g_free (file->name);
      file->name = g_strdup (sandbox_json_string (name, "name"));
    }
  if (file->ready_at == 0)
    ready = sandbox_faults_take (hub->faults, SANDBOX_FAULT_FILE_READY, login, NULL);
  if (ready != NULL)
    sandbox_file_make_wait (file, sandbox_json_integer_or (ready, "ms", 0));
  if (sandbox_file_get_state (file) == SANDBOX_FILE_UPLOADING)
    g_ptr_array_add (hub->arriving, file);
}

char *
sandbox_attachment_make_address (SandboxHub *hub, SandboxFile *file, gboolean preview)
{
  g_autoptr (JsonObject) foreign = NULL;
  g_autofree char *base = NULL;

  foreign = sandbox_faults_take (hub->faults, SANDBOX_FAULT_FOREIGN_URL, NULL, NULL);
  if (foreign != NULL)
    {
      const char *host = sandbox_json_string (foreign, "host");

      if (host == NULL)
        host = "internal.invalid:8080";
      base = strstr (host, "://") != NULL ? g_strdup (host) : g_strconcat ("http://", host, NULL);
    }
  return g_strdup_printf ("%s" SANDBOX_FILES_PATH "/%s%s?token=%s", base != NULL ? base : hub->address,
                          file->id, preview ? "/preview" : "", file->token);
}

JsonObject *
sandbox_attachment_make_content (SandboxFile *file)
{
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "name", file->name);
  json_object_set_int_member (content, "size", file->size);
  json_object_set_string_member (content, "fileId", file->id);
  json_object_set_string_member (content, "mimeType", file->mime_type);
  json_object_set_int_member (content, "readyState", sandbox_file_get_state (file));
  return content;
}

/* Sends the progress of the files that are not ready. */
void
sandbox_attachments_tick (SandboxHub *hub)
{
  for (guint i = hub->arriving->len; i > 0; i--)
    {
      SandboxFile *file = g_ptr_array_index (hub->arriving, i - 1);
      gint64 progress = sandbox_file_get_progress (file);
      gboolean over = sandbox_file_get_state (file) != SANDBOX_FILE_UPLOADING;

      if (!over && progress - file->told < MAX (file->size / 10, 1))
        continue;
      file->told = progress;
      sandbox_events_progress (hub, file, NULL);
      if (!over)
        continue;
      g_ptr_array_remove_index (hub->arriving, i - 1);
      sandbox_world_notify (hub->world, &(SandboxChange){ .kind = SANDBOX_CHANGE_FILE_READY, .file = file });
    }
}
