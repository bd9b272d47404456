/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#ifdef HAVE_SQLITE
#  include <sqlite3.h>
#endif

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

#ifdef HAVE_SQLITE

static const sqlite3_io_methods *
find_methods (sqlite3 *database, sqlite3_file **file)
{
  sqlite3_file_control (database, "main", SQLITE_FCNTL_FILE_POINTER, file);
  return *file != NULL ? (*file)->pMethods : NULL;
}

/* Returns whether somebody has the new file open, who has its log open, too. If nobody has, nobody gets it until the connection is closed.
 * Only SQLite can tell: a process that opens the file beside it, and closes it, loses the locks that SQLite has on it. The log is not
 * touched before something is read. */
static gboolean
is_in_use (const char *path, sqlite3 **database)
{
  sqlite3_file *file = NULL;
  const sqlite3_io_methods *methods;
  int code;

  if (sqlite3_open_v2 (path, database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    {
      g_clear_pointer (database, sqlite3_close);
      return FALSE;
    }

  methods = find_methods (*database, &file);
  if (methods == NULL)
    return FALSE;

  code = methods->xLock (file, SQLITE_LOCK_SHARED);
  if (code == SQLITE_OK)
    code = methods->xLock (file, SQLITE_LOCK_EXCLUSIVE);

  return code == SQLITE_BUSY;
}

static void
end_use (sqlite3 *database)
{
  sqlite3_file *file = NULL;
  const sqlite3_io_methods *methods;

  if (database == NULL)
    return;

  methods = find_methods (database, &file);
  if (methods != NULL)
    methods->xUnlock (file, SQLITE_LOCK_NONE);
  sqlite3_close (database);
}

#endif

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

static void
set_aside_unless_in_use (const char *path, const char *log)
{
#ifdef HAVE_SQLITE
  sqlite3 *database = NULL;

  if (is_in_use (path, &database))
    {
      g_autofree char *shown = g_filename_display_name (path);

      trueconf_log (
          G_LOG_LEVEL_WARNING,
          "another program has begun with the new “%s” and the log of the former one, so both are in it "
          "now; to restore a copy, stop all programs that use it",
          shown);
    }
  else
    {
      set_aside (path, log);
    }
  end_use (database);
#else
  set_aside (path, log);
#endif
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
    set_aside_unless_in_use (path, log);
  g_close (fd, NULL);
}
