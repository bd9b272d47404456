/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-transfer.h"

#include "sandbox-http.h"
#include "sandbox-json.h"
#include "sandbox-multipart.h"

#define UPLOAD_KEY "sandbox-upload"

#define ERROR_UNKNOWN 400
#define ERROR_SPACE   401
#define ERROR_NO_TASK 407
#define ERROR_INVALID 408

#define OLD_ERROR_FAILED 310

typedef enum
{
  PART_OTHER,
  PART_FILE,
  PART_PREVIEW,
} Part;

/* An upload while it arrives. */
typedef struct
{
  SandboxServer *server;
  SoupServerMessage *msg; /* not owned: the message owns this */
  char *task_id;
  SandboxMultipart *multipart;
  Part part;
  SandboxFile *file;
  SandboxBlob *content;
  SandboxBlob *preview;
  gint64 received;
  gint64 cut_at;   /* -1: not */
  gint64 stall_at; /* -1: not */
  gboolean broken;
  gboolean no_space;
} Upload;

static void
upload_free (gpointer data)
{
  Upload *upload = data;

  g_clear_pointer (&upload->multipart, sandbox_multipart_free);
  g_clear_pointer (&upload->file, sandbox_file_free);
  g_clear_pointer (&upload->content, sandbox_blob_free);
  g_clear_pointer (&upload->preview, sandbox_blob_free);
  g_free (upload->task_id);
  g_free (upload);
}

static void
on_part (const char *name, const char *file_name, const char *content_type, gpointer user_data)
{
  Upload *upload = user_data;
  SandboxUploadTask *task = sandbox_files_find_task (upload->server->files, upload->task_id);

  upload->part = PART_OTHER;
  if (g_str_equal (name, "file") && upload->file == NULL && task != NULL)
    {
      const char *known = file_name != NULL ? file_name : task->name;

      upload->part = PART_FILE;
      upload->file = sandbox_file_new (task->user, known != NULL ? known : "", content_type);
      upload->file->announced_name = g_strdup (task->name);
      upload->content = sandbox_blob_new ();
    }
  else if (g_str_equal (name, "preview") && upload->preview == NULL && upload->file != NULL)
    {
      upload->part = PART_PREVIEW;
      upload->preview = sandbox_blob_new ();
      upload->file->preview_name = g_strdup (file_name != NULL ? file_name : "");
      upload->file->preview_mime_type = g_strdup (content_type != NULL ? content_type : "");
    }
}

static gboolean
on_data (const guint8 *data, gsize length, gpointer user_data)
{
  Upload *upload = user_data;
  SandboxBlob *blob = NULL;

  if (upload->part == PART_FILE)
    blob = upload->content;
  else if (upload->part == PART_PREVIEW)
    blob = upload->preview;
  if (blob == NULL || sandbox_blob_append (blob, data, length, NULL))
    return TRUE;
  upload->no_space = TRUE;
  return FALSE;
}

static const SandboxMultipartHandler multipart_handler = { on_part, on_data };

static void
on_got_chunk (SoupServerMessage *msg, GBytes *chunk, gpointer user_data)
{
  Upload *upload = user_data;
  gsize length;
  const guint8 *data = g_bytes_get_data (chunk, &length);

  upload->received += (gint64) length;
  if (upload->multipart != NULL && !upload->broken)
    upload->broken = !sandbox_multipart_feed (upload->multipart, data, length);
  if (upload->cut_at >= 0 && upload->received >= upload->cut_at)
    {
      upload->cut_at = -1;
      sandbox_transfer_cut (msg, TRUE);
    }
  else if (upload->stall_at >= 0 && upload->received >= upload->stall_at)
    {
      upload->stall_at = -1;
      sandbox_transfer_stall (upload->server, msg);
    }
}

static gint64
take_bytes (SandboxServer *server, SandboxFaultKind kind, const char *login)
{
  g_autoptr (JsonObject) fault = sandbox_faults_take (server->faults, kind, login, NULL);

  return fault != NULL ? sandbox_json_integer_or (fault, "bytes", 0) : -1;
}

/* What is wrong with an upload: a code since 5.5.6, before that always the same. */
static void
refuse (SandboxServer *server, SoupServerMessage *msg, int code, const char *text, const char *detail)
{
  JsonObject *body = json_object_new ();
  g_autofree char *description = g_strconcat (text, detail, NULL);

  json_object_set_int_member (body, "error",
                              sandbox_world_has_version (server->world, "5.5.6") ? code : OLD_ERROR_FAILED);
  json_object_set_string_member (body, "error_description", description);
  sandbox_http_answer (msg, 400, body);
}

/* As a proxy would: before the body has been read, or after. */
static gboolean
answer_status (SandboxServer *server, SoupServerMessage *msg, const char *login, gboolean early)
{
  g_autoptr (JsonObject) fault = sandbox_faults_find (server->faults, SANDBOX_FAULT_UPLOAD_STATUS, login);
  g_autoptr (JsonObject) taken = NULL;
  g_autofree char *page = NULL;
  const char *body, *content_type;
  guint status;

  if (fault == NULL || sandbox_json_boolean (fault, "early") != early)
    return FALSE;
  taken = sandbox_faults_take (server->faults, SANDBOX_FAULT_UPLOAD_STATUS, login, NULL);
  status = (guint) sandbox_json_integer_or (fault, "status", 413);
  body = sandbox_json_string (fault, "body");
  content_type = sandbox_json_string (fault, "content_type");
  page =
      g_strdup_printf ("<html><body><h1>%u %s</h1></body></html>\n", status, soup_status_get_phrase (status));
  sandbox_http_answer_text (msg, status, content_type != NULL ? content_type : "text/html",
                            body != NULL ? body : page);
  return TRUE;
}

/* Before the body is read. What is wrong is told when it has been read: many clients cannot hear before. */
static void
on_upload (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  SandboxServer *server = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  g_autoptr (GHashTable) parameters = NULL;
  const char *content_type, *boundary = NULL;
  const char *login = NULL;
  SandboxUploadTask *task;
  Upload *upload;

  if (!sandbox_http_is (msg, "POST"))
    return;
  upload = g_new0 (Upload, 1);
  upload->server = server;
  upload->msg = msg;
  upload->task_id = g_strdup (soup_message_headers_get_one (headers, "Upload-Task-Id"));
  task = upload->task_id != NULL ? sandbox_files_find_task (server->files, upload->task_id) : NULL;
  if (task != NULL)
    login = task->user->login;
  content_type = soup_message_headers_get_content_type (headers, &parameters);
  if (content_type != NULL && g_ascii_strcasecmp (content_type, "multipart/form-data") == 0)
    boundary = g_hash_table_lookup (parameters, "boundary");
  if (boundary != NULL && task != NULL)
    upload->multipart = sandbox_multipart_new (boundary, &multipart_handler, upload);
  upload->cut_at = take_bytes (server, SANDBOX_FAULT_UPLOAD_RESET, login);
  upload->stall_at = take_bytes (server, SANDBOX_FAULT_UPLOAD_STALL, login);
  g_object_set_data_full (G_OBJECT (msg), UPLOAD_KEY, upload, upload_free);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (msg), FALSE);
  g_signal_connect (msg, "got-chunk", G_CALLBACK (on_got_chunk), upload);
  answer_status (server, msg, login, TRUE);
}

static void
keep (SandboxServer *server, SoupServerMessage *msg, Upload *upload, SandboxUploadTask *task)
{
  JsonObject *body = json_object_new ();
  SandboxFile *file = g_steal_pointer (&upload->file);

  sandbox_file_set_content (file, g_steal_pointer (&upload->content));
  file->preview = g_steal_pointer (&upload->preview);
  sandbox_files_remove_task (server->files, task);
  json_object_set_string_member (body, "temporalFileId", sandbox_files_keep (server->files, file));
  sandbox_http_answer (msg, 200, body);
}

void
sandbox_upload_finish (SandboxServer *server, SoupServerMessage *msg)
{
  Upload *upload = g_object_get_data (G_OBJECT (msg), UPLOAD_KEY);
  SandboxUploadTask *task = NULL;

  if (upload != NULL && upload->task_id != NULL)
    task = sandbox_files_find_task (server->files, upload->task_id);
  if (answer_status (server, msg, task != NULL ? task->user->login : NULL, FALSE))
    return;
  if (task == NULL)
    refuse (server, msg, ERROR_NO_TASK,
            "No task found for request_id: ", upload != NULL ? upload->task_id : NULL);
  else if (upload->no_space)
    refuse (server, msg, ERROR_SPACE, "Not enough space", NULL);
  else if (upload->multipart == NULL)
    refuse (server, msg, ERROR_INVALID, "The body is not multipart/form-data", NULL);
  else if (upload->broken || !sandbox_multipart_is_complete (upload->multipart))
    refuse (server, msg, ERROR_UNKNOWN, "The body is malformed", NULL);
  else if (upload->file == NULL)
    refuse (server, msg, ERROR_INVALID, "There is no part \"file\"", NULL);
  else if (sandbox_blob_get_size (upload->content) != task->size)
    refuse (server, msg, ERROR_INVALID, "The size is not what was announced for ", task->id);
  else
    {
      keep (server, msg, upload, task);
      return;
    }
  /* a task is good for one upload, whatever becomes of it */
  if (task != NULL)
    sandbox_files_remove_task (server->files, task);
}

void
sandbox_upload_add (SandboxServer *server)
{
  soup_server_add_early_handler (server->soup, SANDBOX_FILES_PATH, on_upload, server, NULL);
}
