/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sandbox-control.h"

#include "sandbox-json.h"
#include "sandbox-listing.h"
#include "sandbox-transfer.h"

static void
list_files (const SandboxCall *call)
{
  GPtrArray *files = sandbox_files_list (call->server->files);
  JsonObject *body = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < files->len; i++)
    json_array_add_object_element (array, sandbox_listing_file (g_ptr_array_index (files, i)));
  json_object_set_array_member (body, "files", array);
  sandbox_http_answer (call->msg, 200, body);
}

static SandboxFile *
require_file (const SandboxCall *call, const char *id)
{
  SandboxFile *file = sandbox_files_find (call->server->files, id);

  if (file == NULL)
    sandbox_http_refuse (call->msg, 404, "There is no file \"%s\".", id);
  return file;
}

/* The list, one of it, or its bytes: as they are, whatever the faults say. */
void
sandbox_control_files (const SandboxCall *call)
{
  g_auto (GStrv) parts = g_strsplit (call->rest, "/", 2);
  SandboxFile *file;

  if (*call->rest == '\0')
    {
      list_files (call);
      return;
    }
  file = require_file (call, parts[0]);
  if (file == NULL)
    return;
  if (parts[1] == NULL)
    sandbox_http_answer (call->msg, 200, sandbox_listing_file (file));
  else if (g_str_equal (parts[1], "content") && file->content != NULL)
    sandbox_download_start (call->server, call->msg, file, FALSE, FALSE);
  else if (g_str_equal (parts[1], "preview") && file->preview != NULL)
    sandbox_download_start (call->server, call->msg, file, TRUE, FALSE);
  else
    sandbox_http_refuse (call->msg, 404, "The file has no \"%s\".", parts[1]);
}

/* Makes a file that takes its time ready, sooner or later. */
void
sandbox_control_change_file (const SandboxCall *call)
{
  SandboxFile *file = require_file (call, call->rest);

  if (file == NULL)
    return;
  sandbox_file_make_wait (file, sandbox_json_integer_or (call->body, "ready_ms", 0));
  if (!g_ptr_array_find (call->server->arriving, file, NULL))
    g_ptr_array_add (call->server->arriving, file);
  sandbox_http_answer (call->msg, 200, sandbox_listing_file (file));
}

void
sandbox_control_remove_file (const SandboxCall *call)
{
  SandboxFile *file = require_file (call, call->rest);

  if (file == NULL)
    return;
  sandbox_file_drop_content (file);
  sandbox_http_answer (call->msg, 200, sandbox_listing_file (file));
}
