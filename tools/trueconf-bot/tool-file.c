/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tool-file.h"
#include "tool-interrupt.h"

#define CHUNK (64 * 1024)

/* More than any text or configuration has. What has no end, as /dev/zero, is an error and does not fill the memory. */
#define LIMIT (16 * 1024 * 1024)

/* Milliseconds between two looks at the signals. */
#define INTERVAL 100

/* A read from a pipe that nobody has opened for writing yet would be its end. */
static void
wait_for_data (int fd)
{
  struct pollfd readable = { .fd = fd, .events = POLLIN };

  while (poll (&readable, 1, INTERVAL) <= 0)
    tool_interrupt_check ();
}

static gboolean
read_all (int fd, GByteArray *all)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  while (all->len <= LIMIT)
    {
      gssize n;

      wait_for_data (fd);
      n = read (fd, chunk, CHUNK);
      if (n == 0)
        return TRUE;
      if (n > 0)
        g_byte_array_append (all, chunk, (guint) n);
      else if (errno != EINTR && errno != EAGAIN)
        return FALSE;
    }

  errno = EFBIG;
  return FALSE;
}

char *
tool_file_read (const char *path, gsize *length, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  /* without waiting, since a handler of signals of GLib does not end the opening of a pipe */
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);

  if (fd < 0 || !read_all (fd, all))
    {
      int code = errno;
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", name, g_strerror (code));
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  close (fd);
  *length = all->len;
  g_byte_array_append (all, (const guint8 *) "", 1);

  return (char *) g_byte_array_free (g_steal_pointer (&all), FALSE);
}
