/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "world/sandbox-blob.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define MAX_MEMORY (1024 * 1024)

struct _SandboxBlob
{
  GByteArray *memory;
  int fd; /* -1: in memory, or made up */
  gint64 size;
  gboolean pattern;
};

SandboxBlob *
sandbox_blob_new (void)
{
  SandboxBlob *self = g_new0 (SandboxBlob, 1);

  self->memory = g_byte_array_new ();
  self->fd = -1;
  return self;
}

/* Needs no memory: the byte at `i` is the lowest byte of `i ^ (i >> 8)`. */
SandboxBlob *
sandbox_blob_new_pattern (gint64 size)
{
  SandboxBlob *self = sandbox_blob_new ();

  self->pattern = TRUE;
  self->size = size;
  return self;
}

SandboxBlob *
sandbox_blob_new_bytes (GBytes *bytes)
{
  SandboxBlob *self = sandbox_blob_new ();
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  self->size = (gint64) length;
  if (length > 0)
    g_byte_array_append (self->memory, data, (guint) length);
  return self;
}

void
sandbox_blob_free (SandboxBlob *self)
{
  g_byte_array_unref (self->memory);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

static gboolean
write_all (SandboxBlob *self, const char *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n = write (self->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
          return FALSE;
        }
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* The file is unlinked at once, so that the system removes it however the process ends. */
static gboolean
move_to_disk (SandboxBlob *self, GError **error)
{
  g_autofree char *path = NULL;

  self->fd = g_file_open_tmp ("trueconf-sandbox-XXXXXX", &path, error);
  if (self->fd < 0)
    return FALSE;
  g_unlink (path);
  if (!write_all (self, (const char *) self->memory->data, self->memory->len, error))
    return FALSE;
  g_byte_array_unref (self->memory);
  self->memory = g_byte_array_new ();
  return TRUE;
}

gboolean
sandbox_blob_append (SandboxBlob *self, const void *data, gsize length, GError **error)
{
  if (self->fd < 0 && self->size + (gint64) length > MAX_MEMORY && !move_to_disk (self, error))
    return FALSE;
  if (self->fd < 0)
    g_byte_array_append (self->memory, data, (guint) length);
  else if (!write_all (self, data, length, error))
    return FALSE;
  self->size += (gint64) length;
  return TRUE;
}

gint64
sandbox_blob_get_size (SandboxBlob *self)
{
  return self->size;
}

static GBytes *
read_disk (SandboxBlob *self, gint64 offset, gsize length)
{
  g_autofree guint8 *buffer = g_malloc (length);
  gsize have = 0;

  while (have < length)
    {
      gssize n = pread (self->fd, buffer + have, length - have, offset + (gint64) have);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      have += (gsize) n;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), have);
}

/* At the end it returns fewer bytes than requested. */
GBytes *
sandbox_blob_read (SandboxBlob *self, gint64 offset, gsize length)
{
  g_autofree guint8 *made = NULL;

  length = (gsize) CLAMP (self->size - offset, 0, (gint64) length);
  if (self->fd >= 0)
    return read_disk (self, offset, length);
  if (!self->pattern)
    return g_bytes_new (self->memory->data + offset, length);
  made = g_malloc (length);
  for (gsize i = 0; i < length; i++)
    {
      gint64 position = offset + (gint64) i;

      made[i] = (guint8) (position ^ (position >> 8));
    }
  return g_bytes_new_take (g_steal_pointer (&made), length);
}
