/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-transfer.h"

#include <sys/socket.h>

#include "sandbox-events.h"
#include "sandbox-http.h"
#include "sandbox-json.h"
#include "sandbox-listing.h"
#include "sandbox-stream.h"

/* What a file's name and readiness shall be is decided when it gets known. */
void
sandbox_transfer_prepare (SandboxServer *server, SandboxFile *file)
{
  const char *login = file->owner != NULL ? file->owner->login : NULL;
  g_autoptr (JsonObject) name = sandbox_faults_take (server->faults, SANDBOX_FAULT_FILE_NAME, login, NULL);
  g_autoptr (JsonObject) ready = NULL;

  if (name != NULL)
    {
      g_free (file->name);
      file->name = g_strdup (sandbox_json_string (name, "name"));
    }
  if (file->ready_at == 0)
    ready = sandbox_faults_take (server->faults, SANDBOX_FAULT_FILE_READY, login, NULL);
  if (ready != NULL)
    sandbox_file_make_wait (file, sandbox_json_integer_or (ready, "ms", 0));
  if (sandbox_file_get_state (file) == SANDBOX_FILE_UPLOADING)
    g_ptr_array_add (server->arriving, file);
}

char *
sandbox_transfer_address (SandboxServer *server, SandboxFile *file, gboolean preview)
{
  const SandboxOptions *options = server->options;
  g_autoptr (JsonObject) foreign = NULL;
  g_autofree char *base = NULL;
  const char *host = options->host;

  foreign = sandbox_faults_take (server->faults, SANDBOX_FAULT_FOREIGN_URL, NULL, NULL);
  if (foreign != NULL)
    {
      host = sandbox_json_string (foreign, "host");
      if (host == NULL)
        host = "internal.invalid:8080";
      base = strstr (host, "://") != NULL ? g_strdup (host) : g_strconcat ("http://", host, NULL);
    }
  else
    {
      gboolean bracket = strchr (host, ':') != NULL;

      if (g_str_equal (host, "0.0.0.0"))
        host = "127.0.0.1";
      base = g_strdup_printf ("%s://%s%s%s:%u", options->tls_cert != NULL ? "https" : "http",
                              bracket ? "[" : "", host, bracket ? "]" : "", server->port);
    }
  return g_strdup_printf ("%s" SANDBOX_FILES_PATH "/%s%s?token=%s", base, file->id, preview ? "/preview" : "",
                          file->token);
}

JsonObject *
sandbox_transfer_make_content (SandboxFile *file)
{
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "name", file->name);
  json_object_set_int_member (content, "size", file->size);
  json_object_set_string_member (content, "fileId", file->id);
  json_object_set_string_member (content, "mimeType", file->mime_type);
  json_object_set_int_member (content, "readyState", sandbox_file_get_state (file));
  return content;
}

/* Tells how far the files are that come from far away. */
void
sandbox_transfer_tick (SandboxServer *server)
{
  for (guint i = server->arriving->len; i > 0; i--)
    {
      SandboxFile *file = g_ptr_array_index (server->arriving, i - 1);
      gint64 progress = sandbox_file_get_progress (file);
      gboolean over = sandbox_file_get_state (file) != SANDBOX_FILE_UPLOADING;

      if (!over && progress - file->told < MAX (file->size / 10, 1))
        continue;
      file->told = progress;
      sandbox_events_progress (server, file, NULL);
      if (!over)
        continue;
      g_ptr_array_remove_index (server->arriving, i - 1);
      sandbox_stream_emit (server, "file", sandbox_listing_file (file));
    }
}

static void
on_stalled_finished (SoupServerMessage *msg, gpointer user_data)
{
  SandboxServer *server = user_data;

  g_signal_handlers_disconnect_by_func (msg, on_stalled_finished, server);
  g_ptr_array_remove (server->stalled, msg);
}

/* Stops in the middle until the faults are cleared. */
void
sandbox_transfer_stall (SandboxServer *server, SoupServerMessage *msg)
{
  g_ptr_array_add (server->stalled, g_object_ref (msg));
  g_signal_connect (msg, "finished", G_CALLBACK (on_stalled_finished), server);
  soup_server_message_pause (msg);
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
      sandbox_download_resume (msg);
      soup_server_message_unpause (msg);
    }
}

/* Ends TCP below the feet of HTTP: with a reset, or as if everything had been said. */
void
sandbox_transfer_cut (SoupServerMessage *msg, gboolean reset)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = soup_server_message_get_socket (msg);

  if (reset)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  else
    g_socket_shutdown (socket, FALSE, TRUE, NULL);
  g_socket_close (socket, NULL);
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
      sandbox_upload_finish (server, msg);
      if (sandbox_faults_happens (server->faults, SANDBOX_FAULT_UPLOAD_NO_ANSWER, NULL))
        sandbox_transfer_stall (server, msg);
      return;
    }
  parts = g_strsplit (*rest == '/' ? rest + 1 : rest, "/", 2);
  file = parts[0] != NULL ? sandbox_files_find (server->files, parts[0]) : NULL;
  preview = file != NULL && parts[1] != NULL && g_str_equal (parts[1], "preview") && file->preview != NULL;
  if (!sandbox_http_is (msg, "GET") && !sandbox_http_is (msg, "HEAD"))
    sandbox_http_answer_text (msg, 405, "text/plain", "Not allowed\n");
  else if (file == NULL || (parts[1] != NULL && !preview) ||
           sandbox_file_get_state (file) != SANDBOX_FILE_READY)
    sandbox_http_answer_text (msg, 404, "text/plain", "Not found\n");
  else if (token == NULL || !g_str_equal (token, file->token))
    sandbox_http_answer_text (msg, 403, "text/plain", "The token is missing or wrong\n");
  else
    sandbox_download_start (server, msg, file, preview, TRUE);
}

void
sandbox_transfer_add (SandboxServer *server)
{
  sandbox_upload_add (server);
  soup_server_add_handler (server->soup, SANDBOX_FILES_PATH, on_files, server, NULL);
}
