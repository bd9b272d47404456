/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "files/trueconf-input-private.h"
#include "files/trueconf-mime-private.h"
#include "trueconf-error.h"

TrueconfInput *
trueconf_input_ref (TrueconfInput *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
input_clear (gpointer data)
{
  TrueconfInput *self = data;

  g_free (self->name);
  g_free (self->mime_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->stream);
  g_clear_object (&self->temporary);
}

void
trueconf_input_unref (TrueconfInput *self)
{
  g_atomic_rc_box_release_full (self, input_clear);
}

gboolean
trueconf_input_rewind (TrueconfInput *self, GError **error)
{
  if (self->stream == NULL)
    return TRUE;

  return g_seekable_seek (G_SEEKABLE (self->stream), 0, G_SEEK_SET, NULL, error);
}

static void
source_free (gpointer pointer)
{
  TrueconfInputSource *data = pointer;

  g_clear_object (&data->file);
  g_clear_pointer (&data->bytes, g_bytes_unref);
  g_clear_object (&data->temporary);
  g_free (data->name);
  g_free (data->mime_type);
  g_free (data);
}

/* The type is queried before the file is opened, because opening a pipe blocks until somebody writes into it. */
static gboolean
open_file (GFile *file, TrueconfInput *input, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autoptr (GFileInfo) opened = NULL;
  g_autoptr (GFileInputStream) stream = NULL;

  if (info == NULL)
    return FALSE;

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("it is not a regular file"));
      return FALSE;
    }

  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return FALSE;

  opened = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, error);
  if (opened == NULL)
    return FALSE;

  input->size = g_file_info_get_size (opened);
  input->stream = G_INPUT_STREAM (g_steal_pointer (&stream));
  return TRUE;
}

static gboolean
open_temporary (GFileIOStream *temporary, TrueconfInput *input, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_io_stream_query_info (temporary, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, error);

  if (info == NULL)
    return FALSE;

  input->size = g_file_info_get_size (info);
  input->stream = g_object_ref (g_io_stream_get_input_stream (G_IO_STREAM (temporary)));
  input->temporary = g_object_ref (temporary);
  return trueconf_input_rewind (input, error);
}

static gboolean
find_mime_type (TrueconfInput *input, GCancellable *cancellable, GError **error)
{
  guint8 buffer[TRUECONF_MIME_HEAD];
  gconstpointer head = buffer;
  gsize length = 0;

  if (input->bytes != NULL)
    {
      head = g_bytes_get_data (input->bytes, &length);
      length = MIN (length, TRUECONF_MIME_HEAD);
    }
  else if (input->stream != NULL &&
           (!g_input_stream_read_all (input->stream, buffer, sizeof buffer, &length, cancellable, error) ||
            !trueconf_input_rewind (input, error)))
    {
      return FALSE;
    }

  input->mime_type = trueconf_mime_guess (head, length, input->name);
  return TRUE;
}

static void
open_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfInputSource *data = task_data;
  g_autoptr (TrueconfInput) input = g_atomic_rc_box_new0 (TrueconfInput);
  GError *error = NULL;

  input->name = g_strdup (data->name);

  if (data->bytes != NULL)
    {
      input->bytes = g_bytes_ref (data->bytes);
      input->size = (goffset) g_bytes_get_size (data->bytes);
    }
  else if (data->temporary != NULL)
    {
      open_temporary (data->temporary, input, cancellable, &error);
    }
  else if (data->file != NULL)
    {
      open_file (data->file, input, cancellable, &error);
    }
  else
    {
      input->size = -1;
    }

  /* a known type is not guessed, because libmagic loads megabytes for that */
  if (data->mime_type != NULL)
    input->mime_type = g_strdup (data->mime_type);
  else if (error == NULL)
    find_mime_type (input, cancellable, &error);

  if (error == NULL)
    g_task_return_pointer (task, g_steal_pointer (&input), (GDestroyNotify) trueconf_input_unref);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
    }
  else
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED,
                               /* Translators: file name, why */
                               _ ("The file “%s” cannot be read: %s"), data->name, error->message);
      g_error_free (error);
    }
}

void
trueconf_input_open_async (GObject *owner,
                           const TrueconfInputSource *source,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (owner, cancellable, callback, user_data);

  g_task_set_source_tag (task, trueconf_input_open_async);
  g_task_set_task_data (task, g_memdup2 (source, sizeof *source), source_free);
  /* GLib would start the thread all the same, and lose an error */
  if (g_task_return_error_if_cancelled (task))
    return;

  /* if the disk does not answer, cancelling ends the task and leaves the thread waiting */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_in_thread);
}

TrueconfInput *
trueconf_input_open_finish (GObject *owner, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
