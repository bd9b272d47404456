/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-files-private.h"
#include "bot/trueconf-bot-files.h"
#include "files/trueconf-file-name-private.h"

typedef struct
{
  TrueconfOutput *output;
  TrueconfProgress *progress;
} TrueconfFetch;

static void
fetch_free (gpointer data)
{
  TrueconfFetch *op = data;

  trueconf_output_unref (op->output);
  trueconf_progress_unref (op->progress);
  g_free (op);
}

/* The steps below take the task, and pass it on or return its result. */

static void
end_with_error (GTask *task, GError *error)
{
  TrueconfFetch *op = g_task_get_task_data (task);

  trueconf_progress_close (op->progress);
  trueconf_bot_task_return_error (task, error);
}

static void
fetched (GTask *task, TrueconfTransfer *transfer)
{
  TrueconfFetch *op = g_task_get_task_data (task);

  if (transfer->error != NULL)
    {
      end_with_error (task, g_steal_pointer (&transfer->error));
      return;
    }

  trueconf_progress_close (op->progress);
  if (trueconf_output_get_file (op->output) != NULL)
    g_task_return_pointer (task, g_object_ref (trueconf_output_get_file (op->output)), g_object_unref);
  else
    g_task_return_pointer (task, g_bytes_ref (trueconf_output_get_bytes (op->output)),
                           (GDestroyNotify) g_bytes_unref);
  g_object_unref (task);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfBot *self = TRUECONF_BOT (source);
  GTask *task = user_data;
  TrueconfFetch *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TrueconfFileInfo) info = trueconf_bot_wait_for_file_finish (self, result, &error);
  g_autoptr (TrueconfSettings) settings = NULL;
  g_autoptr (TrueconfTransfer) transfer = NULL;

  if (info == NULL)
    {
      end_with_error (task, error);
      return;
    }

  settings = trueconf_bot_make_settings (self);
  transfer =
      trueconf_transfer_new_download (settings, trueconf_file_info_get_download_url (info), op->output);
  transfer->name = trueconf_file_name_confine (trueconf_file_info_get_name (info));
  transfer->expected = trueconf_file_info_get_size (info);
  if (transfer->expected < 0 || transfer->limit >= 0)
    {
      goffset most = (goffset) MIN (self->max_download_size, (guint64) G_MAXOFFSET);

      transfer->limit = transfer->limit >= 0 ? MIN (transfer->limit, most) : most;
    }
  trueconf_bot_run_transfer (task, transfer, op->progress, transfer->name, fetched);
}

/* Takes the output. */
static void
fetch (TrueconfBot *self,
       const char *file_id,
       TrueconfOutput *output,
       GFileProgressCallback progress,
       gpointer progress_data,
       GDestroyNotify progress_destroy,
       gpointer source_tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task;
  TrueconfFetch *op;

  if (trueconf_bot_refuses_thread (self, source_tag, cancellable, callback, user_data))
    {
      trueconf_output_unref (output);
      if (progress_destroy != NULL)
        progress_destroy (progress_data);
      return;
    }

  task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);
  trueconf_bot_begin_file_task (task);
  op = g_new0 (TrueconfFetch, 1);
  /* If it is cancelled after the file is in its place, the caller is to learn of the file nevertheless. */
  g_task_set_check_cancellable (task, FALSE);

  op->output = output;
  op->progress = trueconf_progress_new (self->calls, progress, progress_data, progress_destroy);
  g_task_set_task_data (task, op, fetch_free);
  trueconf_bot_wait_for_file_async (self, file_id, cancellable, ready_cb, task);
}

/**
 * trueconf_bot_download_file_async:
 * @self: a bot
 * @file_id: the id of the file
 * @destination: the folder or the file to write to
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the file is there
 * @user_data: data for @callback
 *
 * Downloads a file.
 *
 * If @destination is a folder, the name that the sender gave to the file is made safe, and a number is added if it
 * is taken: the file never leaves the folder, and never replaces another file. Otherwise @destination is the file
 * to write; an existing file is replaced, and keeps its permissions. If a file of that name appears only while the download
 * is on its way, as when two downloads have one destination, it stays, and a number is added to the name.
 *
 * The file appears when the download is complete. Until then there is only a hidden file whose name ends in
 * `.part`.
 *
 * If the file is still being uploaded, the download waits until it is complete. The wait ends if the upload makes
 * no progress for six times [property@Bot:timeout]. The duration of the download itself is not limited. @progress
 * is called in the bot's main context, at most ten times a second, and once at the end.
 *
 * A file whose size the server does not say can have [property@Bot:max-download-size] bytes; if it has more, the download
 * fails with `TRUECONF_ERROR_FILE_TOO_LARGE`, and nothing is left of it.
 *
 * If the server does not know @file_id, it fails with `TRUECONF_API_ERROR_NO_SUCH_FILE`, with servers before 5.5.6
 * `TRUECONF_API_ERROR_FILE_NOT_FOUND`; if the server has lost the file or does not get it in time, with
 * `TRUECONF_ERROR_FILE_NOT_AVAILABLE`; if the download is incomplete or the file cannot be written, with
 * `TRUECONF_ERROR_DOWNLOAD_FAILED`.
 *
 * Call [method@Bot.download_file_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_download_file_async (TrueconfBot *self,
                                  const char *file_id,
                                  GFile *destination,
                                  GFileProgressCallback progress,
                                  gpointer progress_data,
                                  GDestroyNotify progress_destroy,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (file_id != NULL);
  g_return_if_fail (G_IS_FILE (destination));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  fetch (self, file_id, trueconf_output_new_file (destination), progress, progress_data, progress_destroy,
         trueconf_bot_download_file_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_download_file_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.download_file_async].
 *
 * Returns: (transfer full): the file that was written
 *
 * Since: 0.1
 */
GFile *
trueconf_bot_download_file_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_download_file_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_download_file_bytes_async:
 * @self: a bot
 * @file_id: the id of the file
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the file is there
 * @user_data: data for @callback
 *
 * Downloads a file into memory.
 *
 * This is meant for small files. If it has more than [property@Bot:max-download-size] bytes, or more than 1 GiB, it fails with
 * `TRUECONF_ERROR_FILE_TOO_LARGE`.
 *
 * If the file is still being uploaded, the download waits until it is complete. The wait ends if the upload makes
 * no progress for six times [property@Bot:timeout]. The duration of the download itself is not limited. @progress
 * is called in the bot's main context, at most ten times a second, and once at the end.
 *
 * If the server does not know @file_id, it fails with `TRUECONF_API_ERROR_NO_SUCH_FILE`, with servers before 5.5.6
 * `TRUECONF_API_ERROR_FILE_NOT_FOUND`; if the server has lost the file or does not get it in time, with
 * `TRUECONF_ERROR_FILE_NOT_AVAILABLE`; if the download is incomplete, with `TRUECONF_ERROR_DOWNLOAD_FAILED`.
 *
 * Call [method@Bot.download_file_bytes_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_download_file_bytes_async (TrueconfBot *self,
                                        const char *file_id,
                                        GFileProgressCallback progress,
                                        gpointer progress_data,
                                        GDestroyNotify progress_destroy,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (file_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  fetch (self, file_id, trueconf_output_new_memory (), progress, progress_data, progress_destroy,
         trueconf_bot_download_file_bytes_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_download_file_bytes_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.download_file_bytes_async].
 *
 * Returns: (transfer full): the contents of the file
 *
 * Since: 0.1
 */
GBytes *
trueconf_bot_download_file_bytes_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_download_file_bytes_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
