/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-transfer.h"

#include "sandbox-http.h"
#include "sandbox-json.h"

#define DOWNLOAD_KEY "sandbox-download"
#define CHUNK        (256 * 1024)

/* A download while it goes out. */
typedef struct
{
  SandboxServer *server;
  SoupServerMessage *msg; /* not owned: the message owns this */
  SandboxFile *file;
  gboolean preview;
  gint64 sent;
  gint64 size;     /* how much is announced, which may be more or less than there is */
  gint64 cut_at;   /* -1: not */
  gint64 reset_at; /* -1: not */
  gint64 stall_at; /* -1: not */
  gboolean stalled;
} Download;

/* Beyond the end of the file there are zeros. */
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
      sandbox_transfer_cut (download->msg, FALSE);
      return;
    }
  if (download->reset_at >= 0 && download->sent >= download->reset_at)
    {
      sandbox_transfer_cut (download->msg, TRUE);
      return;
    }
  if (download->stall_at >= 0 && download->sent >= download->stall_at)
    {
      download->stall_at = -1;
      download->stalled = TRUE;
      sandbox_transfer_stall (download->server, download->msg);
      return;
    }
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

void
sandbox_download_resume (SoupServerMessage *msg)
{
  Download *download = g_object_get_data (G_OBJECT (msg), DOWNLOAD_KEY);

  if (download == NULL || !download->stalled)
    return;
  download->stalled = FALSE;
  send_more (download);
}

static gint64
take_bytes (SandboxServer *server, SandboxFaultKind kind, gint64 otherwise)
{
  g_autoptr (JsonObject) fault = sandbox_faults_take (server->faults, kind, NULL, NULL);

  return fault != NULL ? sandbox_json_integer_or (fault, "bytes", 0) : otherwise;
}

static gboolean
answer_status (SandboxServer *server, SoupServerMessage *msg)
{
  g_autoptr (JsonObject) fault =
      sandbox_faults_take (server->faults, SANDBOX_FAULT_DOWNLOAD_STATUS, NULL, NULL);
  g_autofree char *page = NULL;
  guint status;

  if (fault == NULL)
    return FALSE;
  status = (guint) sandbox_json_integer_or (fault, "status", 404);
  page =
      g_strdup_printf ("<html><body><h1>%u %s</h1></body></html>\n", status, soup_status_get_phrase (status));
  sandbox_http_answer_text (msg, status, "text/html", page);
  return TRUE;
}

/* The browser must not take what a bot has sent for a page of the sandbox. */
static void
set_headers (SoupMessageHeaders *headers, const char *mime_type)
{
  gboolean good = *mime_type != '\0' && strpbrk (mime_type, "\r\n") == NULL;

  soup_message_headers_replace (headers, "Content-Type", good ? mime_type : "application/octet-stream");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy", "sandbox");
}

/* Who asks only how large a file is gets what goes before it. */
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
sandbox_download_start (SandboxServer *server,
                        SoupServerMessage *msg,
                        SandboxFile *file,
                        gboolean preview,
                        gboolean with_faults)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);
  SandboxFaults *faults = server->faults;
  Download *download;

  if (with_faults && answer_status (server, msg))
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
      download->size = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_WRONG_LENGTH, download->size);
      download->cut_at = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_SHORT, -1);
      download->reset_at = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_RESET, -1);
      download->stall_at = take_bytes (server, SANDBOX_FAULT_DOWNLOAD_STALL, -1);
      if (sandbox_faults_happens (faults, SANDBOX_FAULT_DOWNLOAD_CHUNKED, NULL))
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
