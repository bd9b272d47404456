/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gfiledescriptorbased.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/trueconf-file-name-private.h"
#include "files/trueconf-partial-file-private.h"
#include "text/trueconf-log-line-private.h"

/* "plan (2).pdf" … "plan (9999).pdf" are tried if the name is taken. */
#define MAX_NUMBER 9999

static void
set_error_from_errno (GError **error, int code)
{
  g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));
}

/* Reserves the space, so that a full disk is noticed before the download begins. */
gboolean
trueconf_partial_file_reserve (GOutputStream *stream, goffset size, GError **error)
{
#ifdef HAVE_FALLOC_FL_KEEP_SIZE
  int fd;

  if (size <= 0 || !G_IS_FILE_DESCRIPTOR_BASED (stream))
    return TRUE;

  fd = g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (stream));
  if (fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, size) == 0 || (errno != ENOSPC && errno != EFBIG))
    return TRUE;

  set_error_from_errno (error, errno);
  return FALSE;
#else
  return TRUE;
#endif
}

static GFile *
make_part (TrueconfPartialFile *self)
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

/* Opens a file without a name, of which nothing is left if the process dies. Returns NULL if the file system has none. */
static GOutputStream *
open_nameless (TrueconfPartialFile *self)
{
#ifdef HAVE_O_TMPFILE
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
#else
  return NULL;
#endif
}

/* Gives a file without a name the name of a partial one. */
static gboolean
name_file (TrueconfPartialFile *self, GOutputStream *stream, GError **error)
{
  g_autoptr (GFile) part = NULL;
  char path[64];

  if (self->part != NULL)
    return TRUE;

  part = make_part (self);
  get_link (g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (stream)), path, sizeof path);
  if (linkat (AT_FDCWD, path, AT_FDCWD, g_file_peek_path (part), AT_SYMLINK_FOLLOW) != 0)
    {
      set_error_from_errno (error, errno);
      return FALSE;
    }
  self->part = g_steal_pointer (&part);

  return TRUE;
}

/* `destination` is a folder, in which the file gets `name`, or a file. One that exists now is replaced; one that appears
 * while the new one is written is somebody else's, and stays. */
GOutputStream *
trueconf_partial_file_open (TrueconfPartialFile *self,
                            GFile *destination,
                            const char *name,
                            GCancellable *cancellable,
                            GError **error)
{
  GFileType type = g_file_query_file_type (destination, G_FILE_QUERY_INFO_NONE, cancellable);
  GOutputStream *stream;
  g_autoptr (GError) problem = NULL;
  g_autofree char *folder = NULL;

  if (type == G_FILE_TYPE_DIRECTORY)
    {
      self->folder = g_object_ref (destination);
      self->name = trueconf_file_name_confine_in_folder (name);
    }
  else if (type == G_FILE_TYPE_UNKNOWN || type == G_FILE_TYPE_REGULAR)
    {
      self->folder = g_file_get_parent (destination);
      self->name = g_file_get_basename (destination);
      self->replace = type == G_FILE_TYPE_REGULAR;
    }

  if (self->folder == NULL || self->name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           _ ("it is neither a folder nor a regular file"));
      return NULL;
    }

  stream = open_nameless (self);
  if (stream != NULL)
    return stream;

  self->part = make_part (self);
  stream = G_OUTPUT_STREAM (g_file_create (self->part, G_FILE_CREATE_NONE, cancellable, &problem));
  if (stream != NULL)
    return stream;

  g_clear_object (&self->part);
  folder = g_file_get_parse_name (self->folder);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, G_IO_ERROR, problem->code,
                 _ ("the folder “%s” is missing, or the program may not write to it"), folder);
  else
    g_propagate_error (error, g_steal_pointer (&problem));

  return NULL;
}

/* Renames a file. A file that somebody else has put there meanwhile stays, unless it is to be replaced. */
static int
rename_file (const char *from, const char *to, gboolean replace)
{
#ifdef HAVE_RENAME_NOREPLACE
  return renameat2 (AT_FDCWD, from, AT_FDCWD, to, replace ? 0 : RENAME_NOREPLACE);
#else
  if (replace)
    return rename (from, to);
  if (link (from, to) != 0)
    return -1;
  unlink (from);
  return 0;
#endif
}

/* Replaces an existing file only if the destination was one. */
static gboolean
move (TrueconfPartialFile *self, GFile *target, GError **error)
{
  const char *from = g_file_peek_path (self->part);
  const char *to = g_file_peek_path (target);

  if (from != NULL && to != NULL)
    {
      if (rename_file (from, to, self->replace) == 0)
        return TRUE;
      /* some file systems cannot */
      if (errno != EINVAL && errno != ENOSYS && errno != EPERM)
        {
          set_error_from_errno (error, errno);
          return FALSE;
        }
    }

  return g_file_move (self->part, target, self->replace ? G_FILE_COPY_OVERWRITE : G_FILE_COPY_NONE, NULL,
                      NULL, NULL, error);
}

static gboolean
place (TrueconfPartialFile *self, GError **error)
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

/* Without this a power cut can leave a file with its name and without its contents. */
static gboolean
flush_to_disk (GOutputStream *stream, GError **error)
{
  if (!G_IS_FILE_DESCRIPTOR_BASED (stream) ||
      fsync (g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (stream))) == 0 || errno == EINVAL)
    return TRUE;

  set_error_from_errno (error, errno);
  return FALSE;
}

static void
flush_folder (TrueconfPartialFile *self)
{
  const char *path = g_file_peek_path (self->folder);
  int fd = path != NULL ? open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  if (fd < 0)
    return;

  if (fsync (fd) != 0)
    trueconf_log (G_LOG_LEVEL_DEBUG, "the folder of a downloaded file cannot be flushed: %s",
                  g_strerror (errno));
  close (fd);
}

/* A file that is replaced keeps its permissions. Bits that would let others act in the user's name are not kept. */
static void
keep_mode (TrueconfPartialFile *self, GOutputStream *stream)
{
  g_autoptr (GFile) target = g_file_get_child (self->folder, self->name);
  const char *path = g_file_peek_path (target);
  struct stat status;

  if (!self->replace || path == NULL || !G_IS_FILE_DESCRIPTOR_BASED (stream) || stat (path, &status) != 0)
    return;

  if (fchmod (g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (stream)), status.st_mode & 0777) != 0)
    trueconf_log (G_LOG_LEVEL_DEBUG, "the mode of a file that a download replaces cannot be kept: %s",
                  g_strerror (errno));
}

/* Closes the stream and gives the file its final name. */
gboolean
trueconf_partial_file_complete (TrueconfPartialFile *self,
                                GOutputStream *stream,
                                GCancellable *cancellable,
                                GError **error)
{
  keep_mode (self, stream);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !flush_to_disk (stream, error) ||
      !name_file (self, stream, error) || !g_output_stream_close (stream, NULL, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error) || !place (self, error))
    return FALSE;

  flush_folder (self);
  return TRUE;
}

/* The stream has to be closed before. */
void
trueconf_partial_file_discard (TrueconfPartialFile *self)
{
  g_autoptr (GError) error = NULL;

  if (self->part != NULL && !g_file_delete (self->part, NULL, &error))
    trueconf_log (G_LOG_LEVEL_WARNING, "An unfinished download cannot be deleted: %s", error->message);
  g_clear_object (&self->part);
}

void
trueconf_partial_file_clear (TrueconfPartialFile *self)
{
  g_clear_object (&self->folder);
  g_clear_object (&self->part);
  g_clear_object (&self->written);
  g_clear_pointer (&self->name, g_free);
}
