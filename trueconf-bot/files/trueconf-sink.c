/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gfiledescriptorbased.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files/trueconf-file-name-private.h"
#include "files/trueconf-sink-private.h"

/* Memory is for small things; what is larger belongs into a file. */
#define MAX_MEMORY ((goffset) 1024 * 1024 * 1024)

/* How many other names are tried for a file whose name is taken. */
#define MAX_NUMBER 9999

typedef enum
{
  TRUECONF_SINK_FILE,
  TRUECONF_SINK_MEMORY,
  TRUECONF_SINK_SPOOL,
} TrueconfSinkKind;

struct _TrueconfSink
{
  TrueconfSinkKind kind;

  GFile *destination;
  gboolean replace; /* the destination is the file itself, which may be there already */
  GFile *folder;
  char *name;
  GFile *part; /* what is written as long as it is not whole, if it has a name */
  GFile *written;

  GFileIOStream *spool;
  GOutputStream *stream;

  guint8 *memory;
  gsize length;
  gsize allocated;
  GBytes *bytes;
};

static TrueconfSink *
sink_new (TrueconfSinkKind kind)
{
  TrueconfSink *self = g_atomic_rc_box_new0 (TrueconfSink);

  self->kind = kind;
  return self;
}

TrueconfSink *
trueconf_sink_new_file (GFile *destination)
{
  TrueconfSink *self = sink_new (TRUECONF_SINK_FILE);

  self->destination = g_object_ref (destination);
  return self;
}

TrueconfSink *
trueconf_sink_new_memory (void)
{
  return sink_new (TRUECONF_SINK_MEMORY);
}

TrueconfSink *
trueconf_sink_new_spool (void)
{
  return sink_new (TRUECONF_SINK_SPOOL);
}

TrueconfSink *
trueconf_sink_ref (TrueconfSink *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
sink_clear (gpointer data)
{
  TrueconfSink *self = data;

  g_clear_object (&self->stream);
  g_clear_object (&self->spool);
  g_clear_object (&self->destination);
  g_clear_object (&self->folder);
  g_clear_object (&self->part);
  g_clear_object (&self->written);
  g_free (self->name);
  g_free (self->memory);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

void
trueconf_sink_unref (TrueconfSink *self)
{
  g_atomic_rc_box_release_full (self, sink_clear);
}

static void
set_error_from_errno (GError **error, int code)
{
  g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));
}

/* A disk that cannot take it all says so before the first byte has come. */
static gboolean
reserve (TrueconfSink *self, goffset size, GError **error)
{
  int fd;

  if (size <= 0 || !G_IS_FILE_DESCRIPTOR_BASED (self->stream))
    return TRUE;

  fd = g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (self->stream));
  if (fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, size) == 0 || (errno != ENOSPC && errno != EFBIG))
    return TRUE;

  set_error_from_errno (error, errno);
  return FALSE;
}

static GFile *
make_part (TrueconfSink *self)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *part = g_strdup_printf (".%s.part", random);

  return g_file_get_child (self->folder, part);
}

static void
get_link (int fd, char *path, gsize size)
{
  g_snprintf (path, size, "/proc/self/fd/%d", fd);
}

/* A file without a name: nothing is left of it, whatever becomes of the process. NULL: not to be had here. */
static GOutputStream *
open_nameless (TrueconfSink *self)
{
  const char *folder = g_file_peek_path (self->folder);
  int fd = folder != NULL ? open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666) : -1;
  char path[64];

  if (fd < 0)
    return NULL;

  get_link (fd, path, sizeof path);
  if (access (path, F_OK) == 0)
    return g_unix_output_stream_new (fd, TRUE);

  close (fd);
  return NULL;
}

/* It gets its name when it is whole. */
static gboolean
name_part (TrueconfSink *self, GError **error)
{
  g_autoptr (GFile) part = NULL;
  char path[64];

  if (self->part != NULL)
    return TRUE;

  part = make_part (self);
  get_link (g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (self->stream)), path, sizeof path);
  if (linkat (AT_FDCWD, path, AT_FDCWD, g_file_peek_path (part), AT_SYMLINK_FOLLOW) != 0)
    {
      set_error_from_errno (error, errno);
      return FALSE;
    }
  self->part = g_steal_pointer (&part);

  return TRUE;
}

static gboolean
open_part (TrueconfSink *self, const char *name, GCancellable *cancellable, GError **error)
{
  GFileType type = g_file_query_file_type (self->destination, G_FILE_QUERY_INFO_NONE, cancellable);
  g_autoptr (GError) problem = NULL;
  g_autofree char *folder = NULL;

  if (type == G_FILE_TYPE_DIRECTORY)
    {
      self->folder = g_object_ref (self->destination);
      self->name = trueconf_file_name_confine (name);
    }
  else if (type == G_FILE_TYPE_UNKNOWN || type == G_FILE_TYPE_REGULAR)
    {
      self->folder = g_file_get_parent (self->destination);
      self->name = g_file_get_basename (self->destination);
      self->replace = TRUE;
    }

  if (self->folder == NULL || self->name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           _ ("it is neither a folder nor a regular file"));
      return FALSE;
    }

  self->stream = open_nameless (self);
  if (self->stream != NULL)
    return TRUE;

  self->part = make_part (self);
  self->stream = G_OUTPUT_STREAM (g_file_create (self->part, G_FILE_CREATE_NONE, cancellable, &problem));
  if (self->stream != NULL)
    return TRUE;

  g_clear_object (&self->part);
  folder = g_file_get_parse_name (self->folder);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, G_IO_ERROR, problem->code,
                 _ ("the folder “%s” is missing, or the program may not write to it"), folder);
  else
    g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static gboolean
open_spool (TrueconfSink *self, GError **error)
{
  g_autoptr (GFile) file = g_file_new_tmp ("trueconf-XXXXXX", &self->spool, error);

  if (file == NULL)
    return FALSE;

  self->stream = g_object_ref (g_io_stream_get_output_stream (G_IO_STREAM (self->spool)));
  return g_file_delete (file, NULL, error);
}

typedef struct
{
  TrueconfSink *sink;
  char *name;
  goffset size;
} TrueconfSinkJob;

static void
job_free (gpointer data)
{
  TrueconfSinkJob *job = data;

  trueconf_sink_unref (job->sink);
  g_free (job->name);
  g_free (job);
}

static GTask *
job_new (TrueconfSink *self,
         gpointer source_tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  TrueconfSinkJob *job = g_new0 (TrueconfSinkJob, 1);

  g_task_set_source_tag (task, source_tag);
  /* what was done is told as it is, so that nothing is left behind */
  g_task_set_check_cancellable (task, FALSE);
  job->sink = trueconf_sink_ref (self);
  g_task_set_task_data (task, job, job_free);

  return task;
}

/* Where there is no room says who can make some. */
static GError *
explain (TrueconfSink *self, GError *error)
{
  g_autofree char *folder = NULL;
  GError *better;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return error;

  folder = self->folder != NULL ? g_file_get_parse_name (self->folder) : g_strdup (g_get_tmp_dir ());
  if (self->kind == TRUECONF_SINK_SPOOL)
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
  TrueconfSinkJob *job = g_task_get_task_data (task);

  if (error != NULL)
    g_task_return_error (task, explain (job->sink, error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
open_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfSinkJob *job = task_data;
  TrueconfSink *self = job->sink;
  GError *error = NULL;

  if (self->kind == TRUECONF_SINK_SPOOL)
    open_spool (self, &error);
  else
    open_part (self, job->name, cancellable, &error);

  if (error == NULL)
    reserve (self, job->size, &error);

  return_outcome (task, error);
}

static void
too_large_for_memory (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           _ ("it is too large to be kept in memory. Download it into a file"));
}

void
trueconf_sink_open_async (TrueconfSink *self,
                          const char *name,
                          goffset size,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = job_new (self, trueconf_sink_open_async, cancellable, callback, user_data);
  TrueconfSinkJob *job = g_task_get_task_data (task);

  if (self->kind == TRUECONF_SINK_MEMORY)
    {
      if (size > MAX_MEMORY)
        too_large_for_memory (task);
      else
        g_task_return_boolean (task, TRUE);
      return;
    }

  job->name = g_strdup (name);
  job->size = size;
  g_task_run_in_thread (task, open_in_thread);
}

static gboolean
append (TrueconfSink *self, GBytes *bytes)
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

/* One at a time; the bytes have to live until it is done. */
void
trueconf_sink_write_async (TrueconfSink *self,
                           GBytes *bytes,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = job_new (self, trueconf_sink_write_async, cancellable, callback, user_data);

  if (self->kind == TRUECONF_SINK_MEMORY)
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

/* Into place, never over a file that is there already, unless it is the one that was asked for. */
static gboolean
move (TrueconfSink *self, GFile *target, GError **error)
{
  const char *from = g_file_peek_path (self->part);
  const char *to = g_file_peek_path (target);

  if (from != NULL && to != NULL)
    {
      if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, self->replace ? 0 : RENAME_NOREPLACE) == 0)
        return TRUE;
      if (errno != EINVAL && errno != ENOSYS)
        {
          set_error_from_errno (error, errno);
          return FALSE;
        }
    }

  return g_file_move (self->part, target, self->replace ? G_FILE_COPY_OVERWRITE : G_FILE_COPY_NONE, NULL,
                      NULL, NULL, error);
}

static gboolean
place (TrueconfSink *self, GError **error)
{
  for (guint number = 1; number <= MAX_NUMBER; number++)
    {
      g_autofree char *name =
          number == 1 ? g_strdup (self->name) : trueconf_file_name_number (self->name, number);
      g_autoptr (GFile) target = g_file_get_child (self->folder, name);
      g_autoptr (GError) reason = NULL;

      if (move (self, target, &reason))
        {
          self->written = g_steal_pointer (&target);
          g_clear_object (&self->part);
          return TRUE;
        }

      if (!g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_EXISTS) || number == MAX_NUMBER)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }

  g_assert_not_reached ();
}

/* A power cut must not leave a name without its contents. */
static gboolean
flush_to_disk (TrueconfSink *self, GError **error)
{
  if (!G_IS_FILE_DESCRIPTOR_BASED (self->stream) ||
      fsync (g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (self->stream))) == 0 || errno == EINVAL)
    return TRUE;

  set_error_from_errno (error, errno);
  return FALSE;
}

static void
flush_folder (TrueconfSink *self)
{
  const char *path = g_file_peek_path (self->folder);
  int fd = path != NULL ? open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  if (fd < 0)
    return;

  if (fsync (fd) != 0)
    g_debug ("the folder of a downloaded file cannot be flushed: %s", g_strerror (errno));
  close (fd);
}

static void
close_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfSink *self = ((TrueconfSinkJob *) task_data)->sink;
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) && flush_to_disk (self, &error) &&
      name_part (self, &error) && g_output_stream_close (self->stream, NULL, &error) &&
      !g_cancellable_set_error_if_cancelled (cancellable, &error) && place (self, &error))
    flush_folder (self);

  return_outcome (task, error);
}

void
trueconf_sink_close_async (TrueconfSink *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = job_new (self, trueconf_sink_close_async, cancellable, callback, user_data);

  switch (self->kind)
    {
    case TRUECONF_SINK_FILE:
      g_task_run_in_thread (task, close_in_thread);
      break;

    case TRUECONF_SINK_MEMORY:
      self->bytes = g_bytes_new_take (g_steal_pointer (&self->memory), self->length);
      g_task_return_boolean (task, TRUE);
      break;

    case TRUECONF_SINK_SPOOL:
    default:
      g_task_return_boolean (task, TRUE);
      break;
    }
}

gboolean
trueconf_sink_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
discard_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  TrueconfSink *self = ((TrueconfSinkJob *) task_data)->sink;
  g_autoptr (GError) error = NULL;

  if (self->stream != NULL && !g_output_stream_is_closed (self->stream))
    g_output_stream_close (self->stream, NULL, NULL);
  if (self->part != NULL && !g_file_delete (self->part, NULL, &error))
    g_warning ("An unfinished download cannot be deleted: %s", error->message);
  g_clear_object (&self->part);
  g_clear_object (&self->stream);
  g_clear_object (&self->spool);

  g_task_return_boolean (task, TRUE);
}

void
trueconf_sink_discard_async (TrueconfSink *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = job_new (self, trueconf_sink_discard_async, NULL, callback, user_data);

  g_task_run_in_thread (task, discard_in_thread);
}

GFile *
trueconf_sink_get_file (TrueconfSink *self)
{
  return self->written;
}

GBytes *
trueconf_sink_get_bytes (TrueconfSink *self)
{
  return self->bytes;
}

GFileIOStream *
trueconf_sink_get_spool (TrueconfSink *self)
{
  return self->spool;
}

goffset
trueconf_sink_get_limit (TrueconfSink *self)
{
  return self->kind == TRUECONF_SINK_MEMORY ? MAX_MEMORY : -1;
}
