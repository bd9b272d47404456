/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tool-attachment.h"

/* What standard input had: may be the dump of a database, of which nothing is left behind however the program ends. */
typedef struct
{
  int fd;
  char *path; /* NULL once it has no name */
} Spool;

static void
spool_free (gpointer data)
{
  Spool *self = data;

  if (self->path != NULL)
    g_unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

static Spool *
spool_new (GError **error)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("trueconf-bot-XXXXXX", &path, error);
  Spool *self;

  if (fd < 0)
    {
      g_prefix_error (error, "%s: ", _ ("There is no room for standard input; TMPDIR says where"));
      return NULL;
    }

  self = g_new0 (Spool, 1);
  self->fd = fd;
  self->path = path;

  return self;
}

/* It is read by the number of its descriptor from then on, where there is /proc. */
static GFile *
spool_take_name (Spool *self)
{
  g_autofree char *by_number = g_strdup_printf ("/proc/self/fd/%d", self->fd);

  if (access (by_number, R_OK) != 0)
    return g_file_new_for_path (self->path);

  g_unlink (self->path);
  g_clear_pointer (&self->path, g_free);

  return g_file_new_for_path (by_number);
}

static TrueconfInputFile *
spool_stdin (ToolRun *run, const char *name, const char *option, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GOutputStream) output = NULL;
  TrueconfInputFile *attachment;
  Spool *spool;

  if (name == NULL)
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                           _ ("A file from standard input needs a name: --name NAME"));
      return NULL;
    }
  if (!tool_run_claim_stdin (run, option, error))
    return NULL;

  spool = spool_new (error);
  if (spool == NULL)
    return NULL;
  file = spool_take_name (spool);
  attachment = trueconf_input_file_new_for_file (file);
  trueconf_input_file_set_file_name (attachment, name);
  g_object_set_data_full (G_OBJECT (attachment), "tool-spool", spool, spool_free);

  input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  output = g_unix_output_stream_new (spool->fd, FALSE);
  g_output_stream_splice_async (output, input, G_OUTPUT_STREAM_SPLICE_NONE, G_PRIORITY_DEFAULT,
                                tool_run_get_cancellable (run), tool_run_ready, run);
  if (g_output_stream_splice_finish (output, tool_run_wait_patiently (run), error) < 0)
    {
      g_prefix_error (error, "%s: ", _ ("Standard input cannot be kept"));
      g_object_unref (attachment);
      return NULL;
    }

  return attachment;
}

TrueconfInputFile *
tool_attachment_open (ToolRun *run, const char *path, const char *name, const char *option, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (g_str_equal (path, "-"))
    return spool_stdin (run, name, option, error);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      /* Translators: path of a folder */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_NO_INPUT, _ ("%s is a folder. Send an archive of it"),
                   path);
      return NULL;
    }
  if (access (path, R_OK) != 0)
    {
      int code = errno;

      g_set_error (error, TOOL_ERROR, TOOL_STATUS_NO_INPUT, "%s: %s", path, g_strerror (code));
      return NULL;
    }

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      /* Translators: path of a file that is a pipe or a device */
      g_set_error (
          error, TOOL_ERROR, TOOL_STATUS_NO_INPUT,
          _ ("%s is not a regular file. Send its contents through standard input, with “-” and --name NAME"),
          path);
      return NULL;
    }

  file = g_file_new_for_path (path);

  return trueconf_input_file_new_for_file (file);
}
