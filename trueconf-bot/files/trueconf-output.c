/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "files/trueconf-partial-file-private.h"
#include "files/trueconf-output-private.h"

/* Larger downloads have to go into a file. */
#define MAX_MEMORY ((goffset) 1024 * 1024 * 1024)

typedef enum
{
  TRUECONF_OUTPUT_FILE,
  TRUECONF_OUTPUT_MEMORY,
  TRUECONF_OUTPUT_TEMPORARY,
} TrueconfOutputKind;

struct _TrueconfOutput
{
  TrueconfOutputKind kind;

  GFile *destination;
  TrueconfPartialFile part;

  GFileIOStream *temporary;
  GOutputStream *stream;

  guint8 *memory;
  gsize length;
  gsize allocated;
  GBytes *bytes;
};

static TrueconfOutput *
sink_new (TrueconfOutputKind kind)
{
  TrueconfOutput *self = g_atomic_rc_box_new0 (TrueconfOutput);

  self->kind = kind;
  return self;
}

TrueconfOutput *
trueconf_output_new_file (GFile *destination)
{
  TrueconfOutput *self = sink_new (TRUECONF_OUTPUT_FILE);

  self->destination = g_object_ref (destination);
  return self;
}

TrueconfOutput *
trueconf_output_new_memory (void)
{
  return sink_new (TRUECONF_OUTPUT_MEMORY);
}

TrueconfOutput *
trueconf_output_new_temporary (void)
{
  return sink_new (TRUECONF_OUTPUT_TEMPORARY);
}

TrueconfOutput *
trueconf_output_ref (TrueconfOutput *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
sink_clear (gpointer data)
{
  TrueconfOutput *self = data;

  g_clear_object (&self->stream);
  g_clear_object (&self->temporary);
  g_clear_object (&self->destination);
  trueconf_partial_file_clear (&self->part);
  g_free (self->memory);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

void
trueconf_output_unref (TrueconfOutput *self)
{
  g_atomic_rc_box_release_full (self, sink_clear);
}

static gboolean
open_temporary (TrueconfOutput *self, GError **error)
{
  g_autoptr (GFile) file = g_file_new_tmp ("trueconf-XXXXXX", &self->temporary, error);

  if (file == NULL)
    return FALSE;

  self->stream = g_object_ref (g_io_stream_get_output_stream (G_IO_STREAM (self->temporary)));
  return g_file_delete (file, NULL, error);
}

typedef struct
{
  TrueconfOutput *output;
  char *name;
  goffset size;
} TrueconfOutputCall;

static void
call_free (gpointer data)
{
  TrueconfOutputCall *call = data;

  trueconf_output_unref (call->output);
  g_free (call->name);
  g_free (call);
}

static GTask *
call_new (TrueconfOutput *self,
          gpointer source_tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  TrueconfOutputCall *call = g_new0 (TrueconfOutputCall, 1);

  g_task_set_source_tag (task, source_tag);
  /* the real outcome is needed to clean up, even if it was cancelled */
  g_task_set_check_cancellable (task, FALSE);
  call->output = trueconf_output_ref (self);
  g_task_set_task_data (task, call, call_free);

  return task;
}

/* If the disk is full, the message has to say which one. */
static GError *
explain (TrueconfOutput *self, GError *error)
{
  g_autofree char *folder = NULL;
  GError *better;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return error;

  folder =
      self->part.folder != NULL ? g_file_get_parse_name (self->part.folder) : g_strdup (g_get_tmp_dir ());
  if (self->kind == TRUECONF_OUTPUT_TEMPORARY)
    better = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                          /* Translators: folder, the system's words */
                          _ ("the disk with the folder for temporary files, “%s”, has no room for it (%s). "
                             "Free some, or let TMPDIR name another folder"),
                          folder, error->message);
  else
    better =
        g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                     /* Translators: folder, the system's words */
                     _ ("the disk with the folder “%s” has no room for it (%s). Free some, or download it "
                        "to another disk"),
                     folder, error->message);
  g_error_free (error);

  return better;
}

static void
return_outcome (GTask *task, GError *error)
{
  TrueconfOutputCall *call = g_task_get_task_data (task);

  if (error != NULL)
    g_task_return_error (task, explain (call->output, error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
open_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfOutputCall *call = task_data;
  TrueconfOutput *self = call->output;
  GError *error = NULL;

  if (self->kind == TRUECONF_OUTPUT_TEMPORARY)
    open_temporary (self, &error);
  else
    self->stream =
        trueconf_partial_file_open (&self->part, self->destination, call->name, cancellable, &error);

  if (error == NULL)
    trueconf_partial_file_reserve (self->stream, call->size, &error);

  return_outcome (task, error);
}

static void
too_large_for_memory (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           _ ("it is too large to be kept in memory. Download it into a file"));
}

void
trueconf_output_open_async (TrueconfOutput *self,
                            const char *name,
                            goffset size,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, trueconf_output_open_async, cancellable, callback, user_data);
  TrueconfOutputCall *call = g_task_get_task_data (task);

  if (self->kind == TRUECONF_OUTPUT_MEMORY)
    {
      if (size > MAX_MEMORY)
        too_large_for_memory (task);
      else
        g_task_return_boolean (task, TRUE);
      return;
    }

  call->name = g_strdup (name);
  call->size = size;
  g_task_run_in_thread (task, open_in_thread);
}

static gboolean
append (TrueconfOutput *self, GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  if (length > (gsize) MAX_MEMORY - self->length)
    return FALSE;

  if (self->length + length > self->allocated)
    {
      gsize wanted = MAX (self->length + length, self->allocated * 2);
      guint8 *memory = g_try_realloc (self->memory, wanted);

      if (memory == NULL)
        return FALSE;
      self->memory = memory;
      self->allocated = wanted;
    }

  memcpy (self->memory + self->length, data, length);
  self->length += length;
  return TRUE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);
  return_outcome (task, error);
}

/* One write at a time. The caller keeps the bytes until it is finished. */
void
trueconf_output_write_async (TrueconfOutput *self,
                             GBytes *bytes,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, trueconf_output_write_async, cancellable, callback, user_data);

  if (self->kind == TRUECONF_OUTPUT_MEMORY)
    {
      if (append (self, bytes))
        g_task_return_boolean (task, TRUE);
      else
        too_large_for_memory (task);
      return;
    }

  g_output_stream_write_all_async (self->stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, cancellable, written_cb, g_steal_pointer (&task));
}

static void
close_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfOutput *self = ((TrueconfOutputCall *) task_data)->output;
  GError *error = NULL;

  trueconf_partial_file_complete (&self->part, self->stream, cancellable, &error);
  return_outcome (task, error);
}

void
trueconf_output_close_async (TrueconfOutput *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, trueconf_output_close_async, cancellable, callback, user_data);

  switch (self->kind)
    {
    case TRUECONF_OUTPUT_FILE:
      g_task_run_in_thread (task, close_in_thread);
      break;

    case TRUECONF_OUTPUT_MEMORY:
      self->bytes = g_bytes_new_take (g_steal_pointer (&self->memory), self->length);
      g_task_return_boolean (task, TRUE);
      break;

    case TRUECONF_OUTPUT_TEMPORARY:
    default:
      g_task_return_boolean (task, TRUE);
      break;
    }
}

gboolean
trueconf_output_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
discard_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfOutput *self = ((TrueconfOutputCall *) task_data)->output;

  if (self->stream != NULL && !g_output_stream_is_closed (self->stream))
    g_output_stream_close (self->stream, NULL, NULL);
  trueconf_partial_file_discard (&self->part);
  g_clear_object (&self->stream);
  g_clear_object (&self->temporary);

  g_task_return_boolean (task, TRUE);
}

void
trueconf_output_discard_async (TrueconfOutput *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, trueconf_output_discard_async, NULL, callback, user_data);

  g_task_run_in_thread (task, discard_in_thread);
}

GFile *
trueconf_output_get_file (TrueconfOutput *self)
{
  return self->part.written;
}

GBytes *
trueconf_output_get_bytes (TrueconfOutput *self)
{
  return self->bytes;
}

GFileIOStream *
trueconf_output_get_temporary (TrueconfOutput *self)
{
  return self->temporary;
}

goffset
trueconf_output_get_limit (TrueconfOutput *self)
{
  return self->kind == TRUECONF_OUTPUT_MEMORY ? MAX_MEMORY : -1;
}
