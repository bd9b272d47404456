/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tool-print.h"
#include "tool-progress.h"
#include "tool-run.h"

#define BUFFER_SIZE (64 * 1024)

static gboolean
write_all (const char *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize written = write (STDOUT_FILENO, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          /* Translators: what the system says */
          g_set_error (error, TOOL_ERROR, TOOL_STATUS_OUTPUT, _ ("Standard output cannot be written: %s"),
                       g_strerror (errno));
          return FALSE;
        }
      data += written;
      length -= (gsize) written;
    }

  return TRUE;
}

static void
copy_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  int in = GPOINTER_TO_INT (task_data);
  g_autofree char *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (GError) error = NULL;
  gssize n = 0;

  while (!g_cancellable_is_cancelled (cancellable) && (n = read (in, buffer, BUFFER_SIZE)) > 0)
    if (!write_all (buffer, (gsize) n, &error))
      break;
  if (n < 0)
    g_set_error_literal (&error, TOOL_ERROR, TOOL_STATUS_FAILED, g_strerror (errno));
  close (in);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Copies what was downloaded to standard output, and closes it. A reader may be slower than the network, or not read at all: whoever
 * then presses Ctrl-C does not wait for it, and what hangs in the thread ends with the program. */
static gboolean
copy_to_stdout (ToolRun *run, int in, GError **error)
{
  g_autoptr (GTask) task = g_task_new (NULL, tool_run_get_cancellable (run), tool_run_ready, run);

  g_task_set_source_tag (task, copy_to_stdout);
  g_task_set_task_data (task, GINT_TO_POINTER (in), NULL);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, copy_thread);

  return g_task_propagate_boolean (G_TASK (tool_run_wait_patiently (run)), error);
}

static GFile *
download (ToolRun *run, GFile *destination, GError **error)
{
  const char *file_id = tool_run_get_argument (run, 0);
  TrueconfBot *bot = tool_run_connect (run, error);
  GFile *written;

  if (bot == NULL)
    return NULL;

  tool_progress_begin (file_id, tool_run_is_quiet (run));
  trueconf_bot_download_file_async (bot, file_id, destination, tool_run_progress, run, NULL,
                                    tool_run_get_cancellable (run), tool_run_ready, run);
  written = trueconf_bot_download_file_finish (bot, tool_run_wait (run), error);
  tool_progress_end ();

  return written;
}

static gboolean
check_destination (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR) || g_access (parent, W_OK | X_OK) == 0)
    return TRUE;

  g_set_error (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE, "%s: %s", parent, g_strerror (errno));
  return FALSE;
}

/* Opens a file, which then has no name any more, so that nothing of it is left however the tool ends. */
static int
open_nameless (GFile *file, GError **error)
{
  const char *path = g_file_peek_path (file);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);

  if (fd < 0)
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_FAILED, "%s: %s", path, g_strerror (errno));
  g_unlink (path);

  return fd;
}

static int
download_to_stdout (ToolRun *run)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("trueconf-bot-%s", random);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GFile) destination = g_file_new_for_path (path);
  g_autoptr (GFile) written = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  /* the folder is everybody's */
  umask (077);
  if (!check_destination (path, &error))
    return tool_run_fail (run, error);

  written = download (run, destination, &error);
  fd = written != NULL ? open_nameless (written, &error) : -1;
  if (fd >= 0)
    copy_to_stdout (run, fd, &error);

  return error == NULL ? TOOL_STATUS_OK : tool_run_fail (run, error);
}

static int
run_download (ToolRun *run)
{
  const char *output = tool_run_get (run, "output");
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) destination = NULL;
  g_autoptr (GFile) written = NULL;
  g_autofree char *name = NULL;

  if (output != NULL && g_str_equal (output, "-"))
    return download_to_stdout (run);
  if (!check_destination (output != NULL ? output : ".", &error))
    return tool_run_fail (run, error);

  destination = g_file_new_for_path (output != NULL ? output : ".");
  written = download (run, destination, &error);
  if (written == NULL)
    return tool_run_fail (run, error);

  name = g_file_get_path (written);
  if (tool_run_is_json (run))
    {
      g_autoptr (GFileInfo) info =
          g_file_query_info (written, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
      g_autoptr (JsonObject) object = json_object_new ();
      g_autofree char *shown = g_filename_display_name (name);

      json_object_set_string_member (object, "file_id", tool_run_get_argument (run, 0));
      json_object_set_string_member (object, "path", shown);
      if (info != NULL)
        json_object_set_int_member (object, "size", g_file_info_get_size (info));
      tool_print_object (object);
    }
  else if (!tool_run_is_quiet (run))
    {
      tool_print_path (name);
    }

  return TOOL_STATUS_OK;
}

static const ToolOption options[] = {
  { "output", 'o', TOOL_VALUE_FILE, N_ ("FILE"),
    N_ ("Write to this file or folder, “-” for standard output (the current folder)") },
  TOOL_OPTION_END,
};

const ToolCommand tool_command_download = {
  .name = "download",
  .arguments = N_ ("ID"),
  .summary = N_ ("Download a file"),
  .description = N_ (
      "ID is the id of a file, as “listen” and “history” print it. The name of the file that was written is "
      "printed.\n\n"
      "In a folder the file gets the name that its sender has given to it, and a number if there is a file "
      "of that name. The file appears when it is complete."),
  .examples = "trueconf-bot download FILE_ID -o /tmp\n"
              "trueconf-bot download FILE_ID -o - | sha256sum",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run_download,
};
