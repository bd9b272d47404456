/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "text/trueconf-log-line-private.h"
#include "trueconf-former-log-private.h"

static guint64
get_inode (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_ino : 0;
}

guint64
trueconf_former_log_find (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  return get_inode (log);
}

static void
set_aside (const char *path, const char *log)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%dT%H%M%S.%fZ");
  g_autofree char *aside = g_strconcat (log, ".former-", date, NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  g_autofree char *shown = g_filename_display_name (log);
  g_autofree char *shown_aside = g_filename_display_name (aside);

  if (g_rename (log, aside) != 0)
    return;

  /* it is made anew of the log */
  g_unlink (index);
  trueconf_log (G_LOG_LEVEL_MESSAGE, "“%s” belongs to the file that was removed or replaced: it is now “%s”",
                shown, shown_aside);
}

void
trueconf_former_log_leave (const char *path, guint64 former)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  int fd;

  if (former == 0)
    return;

  fd = g_open (log, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return;

  /* all who have had the former file open come here, and one of them may have begun the log of the new file meanwhile */
  if (flock (fd, LOCK_EX) == 0 && get_inode (log) == former)
    set_aside (path, log);
  g_close (fd, NULL);
}
