/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>

#include "trueconf-private-file-private.h"

/* When a process closes a file, it loses all its locks on it, also those that SQLite has taken for another connection. So
 * what exists is not opened, and no other thread may come in between, which would find the file and lock it. */
void
trueconf_private_file_make (const char *path)
{
  static GMutex mutex;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  int fd;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return;

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_close (fd, NULL);
}
