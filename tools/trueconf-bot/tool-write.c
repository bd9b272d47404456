/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include "tool-interrupt.h"
#include "tool-write.h"

/* If a pipe has room at all, so much fits in without waiting. */
#define CHUNK PIPE_BUF

/* Milliseconds between two looks at the signals. */
#define INTERVAL 100

static void
wait_for_room (int fd)
{
  struct pollfd writable = { .fd = fd, .events = POLLOUT };

  while (poll (&writable, 1, INTERVAL) <= 0)
    tool_interrupt_check ();
}

gboolean
tool_write (int fd, const char *data, gsize length)
{
  while (length > 0)
    {
      gssize written;

      wait_for_room (fd);
      written = write (fd, data, MIN (length, CHUNK));
      if (written < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (written < 0)
        return FALSE;
      data += written;
      length -= (gsize) written;
    }

  return TRUE;
}
