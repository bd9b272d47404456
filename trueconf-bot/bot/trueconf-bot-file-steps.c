/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-files-private.h"
#include "files/trueconf-file-name-private.h"
#include "text/trueconf-shown-private.h"
#include "trueconf-error.h"

typedef struct
{
  GTask *task;
  TrueconfTransfer *transfer;
  TrueconfTransferRan done;
  gulong cancelled_id;
  gboolean stopped; /* by trueconf_bot_stop_async(), not by the cancellable */
} TrueconfRunningTransfer;

static void
unref_transfer (gpointer data, GClosure *closure)
{
  trueconf_transfer_unref (data);
}

/* Runs in the thread that cancels the cancellable. */
static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  trueconf_transfer_cancel (user_data);
}

static void
transfer_done (TrueconfTransfer *transfer, gpointer data)
{
  TrueconfRunningTransfer *run = data;
  GTask *task = run->task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (TrueconfBot) self = g_object_ref (g_task_get_source_object (task));

  if (run->cancelled_id != 0)
    g_signal_handler_disconnect (cancellable, run->cancelled_id);

  if (run->stopped && !g_cancellable_is_cancelled (cancellable) &&
      g_error_matches (transfer->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&transfer->error);
      transfer->error =
          g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                       _ ("The file “%s” is only half-way: the bot was stopped. Start it, and begin again"),
                       transfer->label);
    }

  g_ptr_array_remove_fast (trueconf_bot_get_files (self)->transfers, run);
  run->done (task, transfer);
  g_free (run);
}

static void
stop_run (TrueconfRunningTransfer *run)
{
  run->stopped = TRUE;
  trueconf_transfer_cancel (run->transfer);
}

/* A transfer cannot complete without a connection. */
void
trueconf_bot_stop_transfers (TrueconfBot *self)
{
  trueconf_bot_stop_waits (self);
  for (guint i = 0; self->files != NULL && i < self->files->transfers->len; i++)
    stop_run (self->files->transfers->pdata[i]);
}

/* From one step to the next a task may be in no list at all, for example while a file is opened: so the tasks are
 * counted, until GTask says that it has called their callbacks. */
gboolean
trueconf_bot_has_file_tasks (TrueconfBot *self)
{
  return self->files != NULL && self->files->tasks > 0;
}

static void
completed_cb (GTask *task, GParamSpec *pspec, gpointer user_data)
{
  g_autoptr (TrueconfBot) self = g_object_ref (g_task_get_source_object (task));

  trueconf_bot_get_files (self)->tasks--;
  trueconf_bot_file_task_ended (self);
}

void
trueconf_bot_begin_file_task (GTask *task)
{
  trueconf_bot_get_files (g_task_get_source_object (task))->tasks++;
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), NULL);
}

void
trueconf_bot_run_transfer (GTask *task,
                           TrueconfTransfer *transfer,
                           TrueconfProgress *progress,
                           const char *label,
                           TrueconfTransferRan done)
{
  TrueconfBot *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  TrueconfRunningTransfer *run = g_new0 (TrueconfRunningTransfer, 1);

  run->task = task;
  run->transfer = transfer;
  run->done = done;
  g_ptr_array_add (trueconf_bot_get_files (self)->transfers, run);
  trueconf_transfer_start (transfer, self->calls, progress, label, transfer_done, run);
  if (self->phase == TRUECONF_BOT_STOPPING || trueconf_bot_is_disposed (self))
    stop_run (run);

  if (cancellable == NULL)
    return;

  run->cancelled_id = g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (cancelled_cb),
                                             trueconf_transfer_ref (transfer), unref_transfer, 0);
  if (g_cancellable_is_cancelled (cancellable))
    trueconf_transfer_cancel (transfer);
}

static char *
list_extensions (TrueconfUploadLimits *limits)
{
  const char *const *extensions = trueconf_upload_limits_get_extensions (limits);
  g_autofree char *list = extensions != NULL ? g_strjoinv (", ", (char **) extensions) : NULL;

  return list != NULL && list[0] != '\0' ? trueconf_text_show (list) : g_strdup (_ ("none"));
}

static GError *
check_extension (TrueconfUploadLimits *limits, const char *file_name)
{
  TrueconfExtensionMode mode = trueconf_upload_limits_get_mode (limits);
  const char *const *extensions = trueconf_upload_limits_get_extensions (limits);
  g_autofree char *extension = trueconf_file_name_get_extension (file_name);
  gboolean listed = extension != NULL && extensions != NULL && g_strv_contains (extensions, extension);
  g_autofree char *list = NULL;

  if ((mode == TRUECONF_EXTENSION_MODE_ALLOW && !listed))
    {
      list = list_extensions (limits);
      return g_error_new (
          TRUECONF_ERROR, TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED,
          /* Translators: file name, list */
          _ ("The file “%s” cannot be sent: the server takes only files with these extensions: %s"),
          file_name, list);
    }

  if (mode == TRUECONF_EXTENSION_MODE_BLOCK && listed)
    {
      list = list_extensions (limits);
      return g_error_new (
          TRUECONF_ERROR, TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED,
          /* Translators: file name, extension, list */
          _ ("The file “%s” cannot be sent: the server takes no files with the extension “%s” "
             "(nor with any of these: %s)"),
          file_name, extension, list);
    }

  return NULL;
}

/* `limits` is NULL if they are not known. */
GError *
trueconf_upload_limits_check (TrueconfUploadLimits *limits, const char *file_name, goffset size)
{
  guint64 most = limits != NULL ? trueconf_upload_limits_get_max_size (limits) : 0;

  if (limits == NULL)
    return NULL;

  if (most > 0 && size > 0 && (guint64) size > most)
    {
      g_autofree char *is =
          g_format_size_full ((guint64) size, G_FORMAT_SIZE_IEC_UNITS | G_FORMAT_SIZE_LONG_FORMAT);
      g_autofree char *may = g_format_size_full (most, G_FORMAT_SIZE_IEC_UNITS | G_FORMAT_SIZE_LONG_FORMAT);

      return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE,
                          /* Translators: file name, size, size */
                          _ ("The file “%s” cannot be sent: it has %s, and the server takes %s at most"),
                          file_name, is, may);
    }

  return check_extension (limits, file_name);
}
