/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-attachment.h"
#include "tool-print.h"
#include "tool-progress.h"
#include "tool-run.h"
#include "tool-terminal.h"

static gboolean
load (ToolRun *run, TrueconfInputFile *file, GError **error)
{
  trueconf_input_file_load_async (file, tool_run_get_cancellable (run), tool_run_ready, run);

  return trueconf_input_file_load_finish (file, tool_run_wait (run), error);
}

/* A preview that is no picture would be shown by nobody. */
static TrueconfInputFile *
open_preview (ToolRun *run, const char *path, GError **error)
{
  g_autoptr (TrueconfInputFile) preview = tool_attachment_open (run, path, "preview", "--preview", error);

  if (preview == NULL || !load (run, preview, error))
    return NULL;
  if (!g_str_has_prefix (trueconf_input_file_get_mime_type (preview), "image/"))
    {
      /* Translators: path of a file, its MIME type */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_DATA, _ ("--preview takes a picture, and %s is %s"), path,
                   trueconf_input_file_get_mime_type (preview));
      return NULL;
    }

  return g_steal_pointer (&preview);
}

static int
run_upload (ToolRun *run)
{
  const char *preview_path = tool_run_get (run, "preview");
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfInputFile) file = tool_attachment_open (
      run, tool_run_get_argument (run, 0), tool_run_get (run, "name"), _ ("the file"), &error);
  g_autoptr (TrueconfInputFile) preview = NULL;
  g_autofree char *file_id = NULL;
  TrueconfBot *bot;

  if (file == NULL)
    return tool_run_fail (run, error);
  if (tool_run_get (run, "name") != NULL)
    trueconf_input_file_set_file_name (file, tool_run_get (run, "name"));
  if (!load (run, file, &error))
    return tool_run_fail (run, error);
  if (preview_path != NULL)
    {
      preview = open_preview (run, preview_path, &error);
      if (preview == NULL)
        return tool_run_fail (run, error);
    }
  bot = tool_run_connect (run, &error);
  if (bot == NULL)
    return tool_run_fail (run, error);

  tool_progress_begin (trueconf_input_file_get_file_name (file), tool_run_is_quiet (run));
  trueconf_bot_upload_file_async (bot, file, preview, tool_run_progress, run, NULL,
                                  tool_run_get_cancellable (run), tool_run_ready, run);
  file_id = trueconf_bot_upload_file_finish (bot, tool_run_wait (run), &error);
  tool_progress_end ();
  if (file_id == NULL)
    return tool_run_fail (run, error);

  if (tool_run_is_json (run))
    {
      g_autoptr (JsonObject) object = json_object_new ();

      json_object_set_string_member (object, "file_id", file_id);
      json_object_set_string_member (object, "name", trueconf_input_file_get_file_name (file));
      json_object_set_int_member (object, "size", trueconf_input_file_get_size (file));
      tool_print_object (object);
    }
  else
    {
      g_autofree char *clean = tool_terminal_clean (file_id, FALSE);

      tool_print ("%s\n", clean);
    }

  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  { "name", 0, TOOL_VALUE_TEXT, N_ ("NAME"), N_ ("What the file is called on the server") },
  { "preview", 0, TOOL_VALUE_FILE, N_ ("FILE"), N_ ("A picture that is shown in the chat for the file") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_upload = {
  .name = "upload",
  .arguments = N_ ("FILE"),
  .summary = N_ ("Upload a file, and print its id"),
  .description = N_ (
      "The file is on the server then, and in no chat yet. Its id is for “call sendFile” and "
      "“call editChatAvatar”, and is good for some minutes. To send a file, use “send --file”.\n\n"
      "FILE is a path or “-” for standard input, which needs --name. A picture is shown in the chat if it "
      "has a preview, which may be itself."),
  .examples = "trueconf-bot upload report.pdf\n"
              "trueconf-bot upload plan.png --preview plan.png\n"
              "pg_dump db | gzip | trueconf-bot upload - --name db.sql.gz",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .completion = TOOL_VALUE_FILE,
  .run = run_upload,
};
