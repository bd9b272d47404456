/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The steps of sending a file: check the limits, open it, request “uploadFile”, upload it by HTTP, request
 * “sendFile”. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-files-private.h"
#include "files/trueconf-input-file-private.h"
#include "text/trueconf-log-line-private.h"
#include "trueconf-error.h"

typedef struct
{
  TrueconfSendingKind kind;
  char *chat_id;
  TrueconfInputFile *file;
  TrueconfInputFile *preview;
  char *caption;
  TrueconfParseMode parse_mode;
  char *reply_message_id;
  TrueconfProgress *progress;

  TrueconfInputFile *opening; /* the file or the preview */
  TrueconfInput *source;
  TrueconfInput *preview_source;
  gboolean again; /* the server did not know the first upload any more */
} TrueconfSendFile;

static void
send_file_free (gpointer data)
{
  TrueconfSendFile *op = data;

  g_free (op->chat_id);
  g_clear_object (&op->file);
  g_clear_object (&op->preview);
  g_free (op->caption);
  g_free (op->reply_message_id);
  trueconf_progress_unref (op->progress);
  g_clear_pointer (&op->source, trueconf_input_unref);
  g_clear_pointer (&op->preview_source, trueconf_input_unref);
  g_free (op);
}

/* The steps below take the task, and pass it on or return its result. */

static void
end_with_error (GTask *task, GError *error)
{
  TrueconfSendFile *op = g_task_get_task_data (task);

  trueconf_progress_close (op->progress);
  trueconf_bot_task_return_error (task, error);
}

static void
end_with (GTask *task, gpointer value, GDestroyNotify free)
{
  TrueconfSendFile *op = g_task_get_task_data (task);

  trueconf_progress_close (op->progress);
  g_task_return_pointer (task, value, free);
  g_object_unref (task);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gpointer sent = g_task_propagate_pointer (G_TASK (result), &error);

  if (sent == NULL)
    end_with_error (user_data, error);
  else
    end_with (user_data, sent, g_object_unref);
}

static void
avatar_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfSendFile *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      end_with_error (task, error);
      return;
    }

  trueconf_progress_close (op->progress);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void request_upload (GTask *task);

static void
uploaded (GTask *task, TrueconfTransfer *transfer)
{
  TrueconfSendFile *op = g_task_get_task_data (task);

  if (g_error_matches (transfer->error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_UPLOAD_TASK_NOT_FOUND) &&
      !op->again)
    {
      op->again = TRUE;
      request_upload (task);
      return;
    }

  if (transfer->error != NULL)
    {
      end_with_error (task, g_steal_pointer (&transfer->error));
      return;
    }

  /* The upload is complete, so the file can be closed. */
  g_clear_pointer (&op->source, trueconf_input_unref);
  g_clear_pointer (&op->preview_source, trueconf_input_unref);

  if (op->kind == TRUECONF_SENDING_UPLOAD)
    end_with (task, g_steal_pointer (&transfer->file_id), g_free);
  else if (op->kind == TRUECONF_SENDING_AVATAR)
    trueconf_bot_request_step (task, TRUECONF_METHOD_EDIT_CHAT_AVATAR, uploaded, avatar_cb, op->chat_id,
                               transfer->file_id);
  else
    trueconf_bot_request_step (task, TRUECONF_METHOD_SEND_FILE, uploaded, sent_cb, op->chat_id,
                               op->reply_message_id, transfer->file_id, op->caption, op->parse_mode);
}

static void
upload_promised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfSendFile *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *task_id = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (TrueconfSettings) settings = NULL;
  g_autoptr (TrueconfUploadBody) body = NULL;
  g_autoptr (TrueconfTransfer) transfer = NULL;

  if (task_id == NULL)
    {
      end_with_error (task, error);
      return;
    }

  settings = trueconf_bot_make_settings (TRUECONF_BOT (source));
  body = trueconf_upload_body_new (
      op->source, op->kind == TRUECONF_SENDING_STICKER ? "sticker/webp" : op->source->mime_type,
      op->preview_source);
  transfer = trueconf_transfer_new_upload (settings, task_id, body);
  trueconf_bot_run_transfer (task, transfer, op->progress, op->source->name, uploaded);
}

static void
request_upload (GTask *task)
{
  TrueconfSendFile *op = g_task_get_task_data (task);

  trueconf_bot_request_step (task, TRUECONF_METHOD_UPLOAD_FILE, request_upload, upload_promised_cb,
                             (gint64) op->source->size, op->source->name);
}

static GError *
check_source (TrueconfBot *self, TrueconfSendFile *op)
{
  const char *type = op->source->mime_type;

  if (op->kind == TRUECONF_SENDING_PHOTO && !g_str_has_prefix (type, "image/"))
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                        /* Translators: file name, MIME type */
                        _ ("The file “%s” is not a picture, but %s. Send it as a document"), op->source->name,
                        type);

  if (op->kind == TRUECONF_SENDING_AVATAR && !g_str_has_prefix (type, "image/"))
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                        /* Translators: file name, MIME type */
                        _ ("The file “%s” is %s, and the picture of a chat has to be an image"),
                        op->source->name, type);

  if (op->kind == TRUECONF_SENDING_STICKER && !g_str_equal (type, "image/webp") &&
      !g_str_equal (type, "sticker/webp"))
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                        /* Translators: file name, MIME type */
                        _ ("The file “%s” is %s, and stickers have to be image/webp"), op->source->name,
                        type);

  return trueconf_upload_limits_check (self->upload_limits, op->source->name, op->source->size);
}

static void
all_opened (GTask *task)
{
  TrueconfSendFile *op = g_task_get_task_data (task);

  /* Without a preview, applications show a photo as a file, and a sticker with a background. */
  if (op->preview_source == NULL &&
      (op->kind == TRUECONF_SENDING_PHOTO || op->kind == TRUECONF_SENDING_STICKER))
    op->preview_source = trueconf_input_ref (op->source);

  if (op->kind == TRUECONF_SENDING_STICKER)
    {
      g_free (op->source->mime_type);
      op->source->mime_type = g_strdup ("image/webp");
    }

  request_upload (task);
}

static void open_file (GTask *task, TrueconfInputFile *file);

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfSendFile *op = g_task_get_task_data (task);
  GError *error = NULL;
  TrueconfInput *opened = trueconf_input_file_open_finish (op->opening, result, &error);

  if (opened != NULL && op->source == NULL)
    {
      op->source = opened;
      error = check_source (g_task_get_source_object (task), op);
    }
  else if (opened != NULL)
    {
      op->preview_source = opened;
    }

  if (error != NULL)
    end_with_error (task, error);
  else if (op->preview_source == NULL && op->preview != NULL && op->preview != op->file)
    open_file (task, op->preview);
  else
    {
      if (op->preview_source == NULL && op->preview != NULL)
        op->preview_source = trueconf_input_ref (op->source);
      all_opened (task);
    }
}

static void
fetched (GTask *task, TrueconfTransfer *transfer)
{
  TrueconfSendFile *op = g_task_get_task_data (task);

  if (transfer->error != NULL)
    end_with_error (task, g_steal_pointer (&transfer->error));
  else
    trueconf_input_file_open_async (op->opening, trueconf_output_get_temporary (transfer->output),
                                    transfer->name, g_task_get_cancellable (task), opened_cb, task);
}

static void
open_file (GTask *task, TrueconfInputFile *file)
{
  TrueconfBot *self = g_task_get_source_object (task);
  TrueconfSendFile *op = g_task_get_task_data (task);

  op->opening = file;

  if (file->uri != NULL)
    {
      g_autoptr (TrueconfSettings) settings = trueconf_bot_make_settings (self);
      g_autoptr (TrueconfOutput) output = trueconf_output_new_temporary ();
      g_autoptr (TrueconfTransfer) transfer = trueconf_transfer_new_fetch (settings, file->uri, output);
      guint64 most =
          self->upload_limits != NULL ? trueconf_upload_limits_get_max_size (self->upload_limits) : 0;

      most = most > 0 ? MIN (most, self->max_download_size) : self->max_download_size;
      transfer->limit = (goffset) MIN (most, (guint64) G_MAXOFFSET);
      trueconf_bot_run_transfer (task, transfer, NULL, file->file_name, fetched);
      return;
    }

  trueconf_input_file_open_async (file, NULL, NULL, g_task_get_cancellable (task), opened_cb, task);
}

/* Servers before 5.5.3 have no limits. They answer with one of several errors, or not at all. */
static gboolean
knows_no_limits (const GError *error)
{
  return error->domain == TRUECONF_API_ERROR ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT) ||
         g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL);
}

static void
limits_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TrueconfSendFile *op = g_task_get_task_data (task);
  GError *error = NULL;
  TrueconfUploadLimits *limits =
      trueconf_bot_get_file_upload_limits_finish (TRUECONF_BOT (source), result, &error);

  if (limits == NULL && !knows_no_limits (error))
    {
      end_with_error (task, error);
      return;
    }

  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL))
    trueconf_log (G_LOG_LEVEL_MESSAGE, "files are sent without knowing the limits: %s", error->message);

  if (trueconf_bot_get_upload_limits (TRUECONF_BOT (source)) == NULL)
    trueconf_bot_get_files (TRUECONF_BOT (source))->limits_asked = TRUE;

  g_clear_error (&error);
  g_clear_object (&limits);
  open_file (task, op->file);
}

void
trueconf_bot_send_file (TrueconfBot *self,
                        const TrueconfSending *sending,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;
  TrueconfSendFile *op;
  GError *error = NULL;

  task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);
  trueconf_bot_begin_file_task (task);
  op = g_new0 (TrueconfSendFile, 1);
  /* A message that was sent is reported, even if the task was cancelled in the meantime. */
  g_task_set_check_cancellable (task, FALSE);

  op->kind = sending->kind;
  op->chat_id = g_strdup (sending->chat_id);
  g_set_object (&op->file, sending->file);
  g_set_object (&op->preview, sending->preview);
  op->caption = sending->text != NULL && sending->text[0] != '\0' ? g_strdup (sending->text) : NULL;
  op->parse_mode = sending->parse_mode;
  op->reply_message_id = g_strdup (sending->reply_message_id);
  op->progress = trueconf_progress_new (self->calls, sending->progress, sending->progress_data,
                                        sending->progress_destroy);
  g_task_set_task_data (task, op, send_file_free);

  /* A forked child has neither the I/O thread nor the threads that read files. */
  if (!trueconf_transport_check_process ("send-file", &error))
    end_with_error (task, error);
  else if (self->upload_limits == NULL && !trueconf_bot_get_files (self)->limits_asked)
    trueconf_bot_get_file_upload_limits_async (self, cancellable, limits_cb, task);
  else
    open_file (task, op->file);
}

/**
 * trueconf_bot_upload_file_async:
 * @self: a bot
 * @file: the file to upload
 * @preview: (nullable): a preview picture of the file
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called with the number
 *   of bytes so far, and in all
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Uploads a file without sending it to a chat.
 *
 * The server keeps the file for a short time. Use the returned temporary id at once, for example with
 * [method@Bot.call_async].
 *
 * @progress is called in the bot's main context, at most ten times a second, and once at the end. The duration of
 *   the upload is not limited, but it fails if no byte moves for three times [property@Bot:timeout].
 *
 * It fails with `TRUECONF_ERROR_FILE_TOO_LARGE`, `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` or
 * `TRUECONF_ERROR_UPLOAD_FAILED`.
 *
 * Call [method@Bot.upload_file_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_upload_file_async (TrueconfBot *self,
                                TrueconfInputFile *file,
                                TrueconfInputFile *preview,
                                GFileProgressCallback progress,
                                gpointer progress_data,
                                GDestroyNotify progress_destroy,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_UPLOAD,
    .file = file,
    .preview = preview,
    .progress = progress,
    .progress_data = progress_data,
    .progress_destroy = progress_destroy,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (preview == NULL || TRUECONF_IS_INPUT_FILE (preview));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_upload_file_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_upload_file_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.upload_file_async].
 *
 * Returns: (transfer full): the temporary id of the file
 *
 * Since: 0.1
 */
char *
trueconf_bot_upload_file_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_upload_file_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_edit_chat_avatar_async:
 * @self: a bot
 * @chat_id: the id of a group chat or a channel
 * @file: the picture
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Changes the picture of a chat (TrueConf Server 5.5.3).
 *
 * The bot has to be an owner or an administrator of the chat.
 *
 * If the server's limits, [property@Bot:upload-limits], do not allow the file, it fails with
 * `TRUECONF_ERROR_FILE_TOO_LARGE` or `TRUECONF_ERROR_FILE_EXTENSION_NOT_ALLOWED` before anything is sent; if the
 * upload fails, with `TRUECONF_ERROR_UPLOAD_FAILED`; if the file is not a picture, with
 * `TRUECONF_ERROR_INVALID_ARGUMENT`; if the server is older, with `TRUECONF_ERROR_SERVER_TOO_OLD`.
 *
 * Call [method@Bot.edit_chat_avatar_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_edit_chat_avatar_async (TrueconfBot *self,
                                     const char *chat_id,
                                     TrueconfInputFile *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrueconfSending sending = {
    .kind = TRUECONF_SENDING_AVATAR,
    .chat_id = chat_id,
    .file = file,
  };

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_send (self, &sending, trueconf_bot_edit_chat_avatar_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_edit_chat_avatar_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.edit_chat_avatar_async].
 *
 * Returns: whether the picture was changed
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_edit_chat_avatar_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_edit_chat_avatar_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
