/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "files/trueconf-file-name-private.h"
#include "files/trueconf-input-file-private.h"
#include "files/trueconf-mime-private.h"
#include "files/trueconf-source-private.h"
#include "trueconf-error.h"

TrueconfSource *
trueconf_source_ref (TrueconfSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
source_clear (gpointer data)
{
  TrueconfSource *self = data;

  g_free (self->name);
  g_free (self->mime_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->stream);
  g_clear_object (&self->spool);
}

void
trueconf_source_unref (TrueconfSource *self)
{
  g_atomic_rc_box_release_full (self, source_clear);
}

gboolean
trueconf_source_rewind (TrueconfSource *self, GError **error)
{
  if (self->stream == NULL)
    return TRUE;

  return g_seekable_seek (G_SEEKABLE (self->stream), 0, G_SEEK_SET, NULL, error);
}

/* What is to be opened, as it was set when the call was made. */
typedef struct
{
  GFile *file;
  GBytes *bytes;
  GFileIOStream *spool;
  char *name;
  char *mime_type;
} TrueconfOpening;

static void
opening_free (gpointer data)
{
  TrueconfOpening *opening = data;

  g_clear_object (&opening->file);
  g_clear_pointer (&opening->bytes, g_bytes_unref);
  g_clear_object (&opening->spool);
  g_free (opening->name);
  g_free (opening->mime_type);
  g_free (opening);
}

/* Looks before it opens: a pipe would keep whoever opens it waiting. */
static gboolean
open_file (GFile *file, TrueconfSource *source, GCancellable *cancellable, GError **error)
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

  source->size = g_file_info_get_size (opened);
  source->stream = G_INPUT_STREAM (g_steal_pointer (&stream));
  return TRUE;
}

static gboolean
open_spool (GFileIOStream *spool, TrueconfSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_io_stream_query_info (spool, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, error);

  if (info == NULL)
    return FALSE;

  source->size = g_file_info_get_size (info);
  source->stream = g_object_ref (g_io_stream_get_input_stream (G_IO_STREAM (spool)));
  source->spool = g_object_ref (spool);
  return trueconf_source_rewind (source, error);
}

static gboolean
find_mime_type (TrueconfSource *source, GCancellable *cancellable, GError **error)
{
  guint8 buffer[TRUECONF_MIME_HEAD];
  gconstpointer head = buffer;
  gsize length = 0;

  if (source->bytes != NULL)
    {
      head = g_bytes_get_data (source->bytes, &length);
      length = MIN (length, TRUECONF_MIME_HEAD);
    }
  else if (source->stream != NULL &&
           (!g_input_stream_read_all (source->stream, buffer, sizeof buffer, &length, cancellable, error) ||
            !trueconf_source_rewind (source, error)))
    {
      return FALSE;
    }

  source->mime_type = trueconf_mime_guess (head, length, source->name);
  return TRUE;
}

static void
open_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfOpening *opening = task_data;
  g_autoptr (TrueconfSource) source = g_atomic_rc_box_new0 (TrueconfSource);
  GError *error = NULL;

  source->name = g_strdup (opening->name);

  if (opening->bytes != NULL)
    {
      source->bytes = g_bytes_ref (opening->bytes);
      source->size = (goffset) g_bytes_get_size (opening->bytes);
    }
  else if (opening->spool != NULL)
    {
      open_spool (opening->spool, source, cancellable, &error);
    }
  else if (opening->file != NULL)
    {
      open_file (opening->file, source, cancellable, &error);
    }
  else
    {
      source->size = -1;
    }

  /* what is known is not looked up, because that loads a large table */
  if (opening->mime_type != NULL)
    source->mime_type = g_strdup (opening->mime_type);
  else if (error == NULL)
    find_mime_type (source, cancellable, &error);

  if (error == NULL)
    g_task_return_pointer (task, g_steal_pointer (&source), (GDestroyNotify) trueconf_source_unref);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
    }
  else
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED,
                               /* Translators: file name, why */
                               _ ("The file “%s” cannot be read: %s"), opening->name, error->message);
      g_error_free (error);
    }
}

void
trueconf_source_open_async (TrueconfInputFile *file,
                            GFileIOStream *spool,
                            const char *name,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);
  TrueconfOpening *opening = g_new0 (TrueconfOpening, 1);

  g_task_set_source_tag (task, trueconf_source_open_async);
  /* a disk that does not answer keeps the thread, and not whoever cancels */
  g_task_set_return_on_cancel (task, TRUE);
  g_set_object (&opening->file, file->file);
  g_set_object (&opening->spool, spool);
  opening->bytes = file->bytes != NULL ? g_bytes_ref (file->bytes) : NULL;
  opening->name = trueconf_file_name_confine (name != NULL && !file->named ? name : file->file_name);
  opening->mime_type = g_strdup (file->mime_type);

  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, open_in_thread);
}

TrueconfSource *
trueconf_source_open_finish (TrueconfInputFile *file, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
