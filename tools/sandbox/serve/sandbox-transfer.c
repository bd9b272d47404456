/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-transfer.h"

#include <sys/socket.h>

#include "base/sandbox-json.h"
#include "serve/sandbox-http.h"
#include "serve/sandbox-multipart.h"
#include "speak/sandbox-attachment.h"
#include "speak/sandbox-protocol.h"

#define UPLOAD_KEY "sandbox-upload"

#define DOWNLOAD_KEY "sandbox-download"
#define CHUNK        (256 * 1024)

static void
on_stalled_finished (SoupServerMessage *msg, gpointer user_data)
{
  SandboxServer *server = user_data;

  g_signal_handlers_disconnect_by_func (msg, on_stalled_finished, server);
  g_ptr_array_remove (server->stalled, msg);
}

/* The transfer stands still until the fault is cleared. */
static void
stall (SandboxServer *server, SoupServerMessage *msg)
{
  g_ptr_array_add (server->stalled, g_object_ref (msg));
  g_signal_connect (msg, "finished", G_CALLBACK (on_stalled_finished), server);
  soup_server_message_pause (msg);
}

/* Ends the TCP connection in the middle of HTTP, with a reset or with a FIN. */
static void
cut (SoupServerMessage *msg, gboolean reset)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = soup_server_message_get_socket (msg);

  if (reset)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  else
    g_socket_shutdown (socket, FALSE, TRUE, NULL);
  g_socket_close (socket, NULL);
}

static gint64
take_bytes (SandboxServer *server, SandboxFaultKind kind, const char *login, gint64 otherwise)
{
  g_autoptr (JsonObject) fault = sandbox_faults_take (server->hub->faults, kind, login, NULL);

  return fault != NULL ? sandbox_json_integer_or (fault, "bytes", 0) : otherwise;
}

/* A download in progress. */
typedef struct
{
  SandboxServer *server;
  SoupServerMessage *msg; /* not owned: the message owns this */
  SandboxFile *file;
  gboolean preview;
  gint64 sent;
  gint64 size;     /* the announced length, which a fault may make wrong */
  gint64 cut_at;   /* -1: not */
  gint64 reset_at; /* -1: not */
  gint64 stall_at; /* -1: not */
  gboolean endless;
  gboolean stalled;
} Download;

/* Zeros, when the announced length is longer than the file. */
static GBytes *
read_some (Download *download, gsize length)
{
  SandboxBlob *blob = download->preview ? download->file->preview : download->file->content;
  g_autoptr (GBytes) bytes = blob != NULL ? sandbox_blob_read (blob, download->sent, length) : NULL;

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    return g_steal_pointer (&bytes);
  return g_bytes_new_take (g_malloc0 (length), length);
}

static void
send_more (Download *download)
{
  SoupMessageBody *body = soup_server_message_get_response_body (download->msg);
  gint64 left = download->size - download->sent;
  g_autoptr (GBytes) bytes = NULL;

  if (download->cut_at >= 0 && download->sent >= download->cut_at)
    {
      cut (download->msg, FALSE);
      return;
    }
  if (download->reset_at >= 0 && download->sent >= download->reset_at)
    {
      cut (download->msg, TRUE);
      return;
    }
  if (download->stall_at >= 0 && download->sent >= download->stall_at)
    {
      download->stall_at = -1;
      download->stalled = TRUE;
      stall (download->server, download->msg);
      return;
    }
  if (download->endless)
    left = CHUNK;
  if (left <= 0)
    {
      soup_message_body_complete (body);
      return;
    }
  left = MIN (left, CHUNK);
  if (download->cut_at >= 0)
    left = MIN (left, download->cut_at - download->sent);
  if (download->reset_at >= 0)
    left = MIN (left, download->reset_at - download->sent);
  if (download->stall_at >= 0)
    left = MIN (left, download->stall_at - download->sent);
  bytes = read_some (download, (gsize) left);
  download->sent += (gint64) g_bytes_get_size (bytes);
  soup_message_body_append_bytes (body, bytes);
}

static void
on_wrote_chunk (SoupServerMessage *msg, gpointer user_data)
{
  send_more (user_data);
  soup_server_message_unpause (msg);
}

static void
on_wrote_headers (SoupServerMessage *msg, gpointer user_data)
{
  send_more (user_data);
}

static void
resume_download (SoupServerMessage *msg)
{
  Download *download = g_object_get_data (G_OBJECT (msg), DOWNLOAD_KEY);

  if (download == NULL || !download->stalled)
    return;
  download->stalled = FALSE;
  send_more (download);
}

static gboolean
answer_download_status (SandboxServer *server, SoupServerMessage *msg)
{
  g_autoptr (JsonObject) fault =
      sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_DOWNLOAD_STATUS, NULL, NULL);

  if (fault == NULL)
    return FALSE;
  sandbox_http_answer_fault (msg, fault, (guint) sandbox_json_integer_or (fault, "status", 404));
  return TRUE;
}

/* Otherwise a file that a bot has sent could run as a page of the sandbox in the browser. */
static void
set_headers (SoupMessageHeaders *headers, const char *mime_type)
{
  gboolean good = *mime_type != '\0' && strpbrk (mime_type, "\r\n") == NULL;

  soup_message_headers_replace (headers, "Content-Type", good ? mime_type : "application/octet-stream");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy", "sandbox");
}

/* Answers HEAD. */
static void
answer_head (SoupServerMessage *msg, SandboxFile *file, gboolean preview)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);

  set_headers (headers, preview ? file->preview_mime_type : file->mime_type);
  soup_message_headers_set_content_length (headers,
                                           preview ? sandbox_blob_get_size (file->preview) : file->size);
  soup_server_message_set_status (msg, 200, NULL);
}

void
sandbox_transfer_start_download (SandboxServer *server,
                                 SoupServerMessage *msg,
                                 SandboxFile *file,
                                 gboolean preview,
                                 gboolean with_faults)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);
  SandboxFaults *faults = server->hub->faults;
  Download *download;

  if (with_faults && answer_download_status (server, msg))
    return;
  if (sandbox_http_is (msg, "HEAD"))
    {
      answer_head (msg, file, preview);
      return;
    }
  download = g_new0 (Download, 1);
  download->server = server;
  download->msg = msg;
  download->file = file;
  download->preview = preview;
  download->size = preview ? sandbox_blob_get_size (file->preview) : file->size;
  download->cut_at = -1;
  download->reset_at = -1;
  download->stall_at = -1;
  file->downloads += with_faults && !preview;
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CONTENT_LENGTH);
  if (with_faults)
    {
      download->size = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_WRONG_LENGTH, NULL, download->size);
      download->cut_at = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_SHORT, NULL, -1);
      download->reset_at = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_RESET, NULL, -1);
      download->stall_at = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_STALL, NULL, -1);
      download->endless = sandbox_faults_happens (faults, SANDBOX_FAULT_DOWNLOAD_ENDLESS, NULL);
      if (download->endless || sandbox_faults_happens (faults, SANDBOX_FAULT_DOWNLOAD_CHUNKED, NULL))
        soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
    }
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    soup_message_headers_set_content_length (headers, download->size);
  set_headers (headers, preview ? file->preview_mime_type : file->mime_type);
  soup_server_message_set_status (msg, 200, NULL);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (msg), FALSE);
  g_object_set_data_full (G_OBJECT (msg), DOWNLOAD_KEY, download, g_free);
  g_signal_connect (msg, "wrote-headers", G_CALLBACK (on_wrote_headers), download);
  g_signal_connect (msg, "wrote-chunk", G_CALLBACK (on_wrote_chunk), download);
}

void
sandbox_transfer_resume (SandboxServer *server)
{
  g_autoptr (GPtrArray) stalled = g_steal_pointer (&server->stalled);

  server->stalled = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < stalled->len; i++)
    {
      SoupServerMessage *msg = g_ptr_array_index (stalled, i);

      g_signal_handlers_disconnect_by_func (msg, on_stalled_finished, server);
      resume_download (msg);
      soup_server_message_unpause (msg);
    }
}

typedef enum
{
  PART_OTHER,
  PART_FILE,
  PART_PREVIEW,
} Part;

/* An upload in progress. */
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
  SandboxUploadTask *task = sandbox_files_find_task (upload->server->hub->files, upload->task_id);

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
      cut (msg, TRUE);
    }
  else if (upload->stall_at >= 0 && upload->received >= upload->stall_at)
    {
      upload->stall_at = -1;
      stall (upload->server, msg);
    }
}

/* Refuses an upload. Servers before 5.5.6 have only one code for all reasons. */
static void
refuse (SandboxServer *server, SoupServerMessage *msg, int code, const char *text, const char *detail)
{
  JsonObject *body = json_object_new ();
  g_autofree char *description = g_strconcat (text, detail, NULL);

  json_object_set_int_member (
      body, "error",
      sandbox_world_has_version (server->hub->world, "5.5.6") ? code : SANDBOX_ERROR_OLD_FILE_FAILED);
  json_object_set_string_member (body, "error_description", description);
  sandbox_http_answer (msg, 400, body);
}

/* Answers as a proxy would, before or after reading the body. */
static gboolean
answer_upload_status (SandboxServer *server, SoupServerMessage *msg, const char *login, gboolean early)
{
  g_autoptr (JsonObject) fault =
      sandbox_faults_find (server->hub->faults, SANDBOX_FAULT_UPLOAD_STATUS, login);
  g_autoptr (JsonObject) taken = NULL;

  if (fault == NULL || sandbox_json_boolean (fault, "early") != early)
    return FALSE;
  taken = sandbox_faults_take (server->hub->faults, SANDBOX_FAULT_UPLOAD_STATUS, login, NULL);
  sandbox_http_answer_fault (msg, fault, (guint) sandbox_json_integer_or (fault, "status", 413));
  return TRUE;
}

/* Runs before the body is read. Errors are answered after it, because many clients read no answer while they send. */
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
  task = upload->task_id != NULL ? sandbox_files_find_task (server->hub->files, upload->task_id) : NULL;
  if (task != NULL)
    login = task->user->login;
  content_type = soup_message_headers_get_content_type (headers, &parameters);
  if (content_type != NULL && g_ascii_strcasecmp (content_type, "multipart/form-data") == 0)
    boundary = g_hash_table_lookup (parameters, "boundary");
  if (boundary != NULL && task != NULL)
    upload->multipart = sandbox_multipart_new (boundary, &multipart_handler, upload);
  upload->cut_at = take_bytes (server, SANDBOX_FAULT_UPLOAD_RESET, login, -1);
  upload->stall_at = take_bytes (server, SANDBOX_FAULT_UPLOAD_STALL, login, -1);
  g_object_set_data_full (G_OBJECT (msg), UPLOAD_KEY, upload, upload_free);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (msg), FALSE);
  g_signal_connect (msg, "got-chunk", G_CALLBACK (on_got_chunk), upload);
  answer_upload_status (server, msg, login, TRUE);
}

static void
keep (SandboxServer *server, SoupServerMessage *msg, Upload *upload, SandboxUploadTask *task)
{
  JsonObject *body = json_object_new ();
  SandboxFile *file = g_steal_pointer (&upload->file);

  sandbox_file_set_content (file, g_steal_pointer (&upload->content));
  file->preview = g_steal_pointer (&upload->preview);
  sandbox_files_remove_task (server->hub->files, task);
  json_object_set_string_member (body, "temporalFileId", sandbox_files_keep (server->hub->files, file));
  sandbox_http_answer (msg, 200, body);
}

static void
finish_upload (SandboxServer *server, SoupServerMessage *msg)
{
  Upload *upload = g_object_get_data (G_OBJECT (msg), UPLOAD_KEY);
  SandboxUploadTask *task = NULL;

  if (upload != NULL && upload->task_id != NULL)
    task = sandbox_files_find_task (server->hub->files, upload->task_id);
  if (answer_upload_status (server, msg, task != NULL ? task->user->login : NULL, FALSE))
    return;
  if (task == NULL)
    refuse (server, msg, SANDBOX_ERROR_FILE_NO_TASK,
            "No task found for request_id: ", upload != NULL ? upload->task_id : NULL);
  else if (upload->no_space)
    refuse (server, msg, SANDBOX_ERROR_FILE_SPACE, "Not enough space", NULL);
  else if (upload->multipart == NULL)
    refuse (server, msg, SANDBOX_ERROR_FILE_INVALID, "The body is not multipart/form-data", NULL);
  else if (upload->broken || !sandbox_multipart_is_complete (upload->multipart))
    refuse (server, msg, SANDBOX_ERROR_FILE_UNKNOWN, "The body is malformed", NULL);
  else if (upload->file == NULL)
    refuse (server, msg, SANDBOX_ERROR_FILE_INVALID, "There is no part \"file\"", NULL);
  else if (sandbox_blob_get_size (upload->content) != task->size)
    refuse (server, msg, SANDBOX_ERROR_FILE_INVALID, "The size is not what was announced for ", task->id);
  else
    {
      keep (server, msg, upload, task);
      return;
    }
  /* a task allows one upload, also one that fails */
  if (task != NULL)
    sandbox_files_remove_task (server->hub->files, task);
}

static void
on_files (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  SandboxServer *server = user_data;
  const char *rest = path + strlen (SANDBOX_FILES_PATH);
  const char *token = query != NULL ? g_hash_table_lookup (query, "token") : NULL;
  g_auto (GStrv) parts = NULL;
  SandboxFile *file;
  gboolean preview;

  if (sandbox_http_is (msg, "POST") && (*rest == '\0' || g_str_equal (rest, "/")))
    {
      finish_upload (server, msg);
      if (sandbox_faults_happens (server->hub->faults, SANDBOX_FAULT_UPLOAD_NO_ANSWER, NULL))
        stall (server, msg);
      return;
    }
  parts = g_strsplit (*rest == '/' ? rest + 1 : rest, "/", 2);
  file = parts[0] != NULL ? sandbox_files_find (server->hub->files, parts[0]) : NULL;
  preview = file != NULL && parts[1] != NULL && g_str_equal (parts[1], "preview") && file->preview != NULL;
  if (!sandbox_http_is (msg, "GET") && !sandbox_http_is (msg, "HEAD"))
    sandbox_http_answer_text (msg, 405, "text/plain", "Not allowed\n");
  else if (file == NULL || (parts[1] != NULL && !preview) ||
           sandbox_file_get_state (file) != SANDBOX_FILE_READY)
    sandbox_http_answer_text (msg, 404, "text/plain", "Not found\n");
  else if (token == NULL || !g_str_equal (token, file->token))
    sandbox_http_answer_text (msg, 403, "text/plain", "The token is missing or wrong\n");
  else
    sandbox_transfer_start_download (server, msg, file, preview, TRUE);
}

void
sandbox_transfer_add (SandboxServer *server)
{
  soup_server_add_early_handler (server->soup, SANDBOX_FILES_PATH, on_upload, server, NULL);
  soup_server_add_handler (server->soup, SANDBOX_FILES_PATH, on_files, server, NULL);
}
