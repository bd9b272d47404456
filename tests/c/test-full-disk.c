/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* No room for a file, where it is downloaded to or where it is kept until it is sent. The disk is a small one in memory,
 * which only this process sees and which goes with it. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "tc-file-server.h"
#include "tc-traces.h"

#define MIB (1024 * 1024)

#define READY "{'fileId':'f','name':'a.bin','size':%d,'readyState':2,'downloadUrl':'/download/x'}"
/* It is found out on the way how large it is. */
#define READY_WITHOUT_SIZE "{'name':'a.bin','readyState':2,'downloadUrl':'/download/x'}"

static char *disk = NULL;

static void write_to (const char *path, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
write_to (const char *path, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (fd < 0 || write (fd, text, strlen (text)) != (gssize) strlen (text))
    g_error ("%s: %s", path, g_strerror (errno));
  close (fd);
}

/* As a container has it: a view of the disks of one's own, which everybody may have who is root in a view of the users of
 * one's own. To be called as long as there is one thread. */
static void
enter_own_namespace (void)
{
  guint uid = getuid ();
  guint gid = getgid ();

  if (uid == 0 && unshare (CLONE_NEWNS) == 0)
    return;
  if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    g_error (
        "a small disk cannot be made here: %s. Run this test as root, or where users may make namespaces "
        "(sysctl kernel.unprivileged_userns_clone=1)",
        g_strerror (errno));

  write_to ("/proc/self/setgroups", "deny");
  write_to ("/proc/self/uid_map", "0 %u 1", uid);
  write_to ("/proc/self/gid_map", "0 %u 1", gid);
}

static void
mount_disk (void)
{
  enter_own_namespace ();
  disk = g_strdup ("/tmp/trueconf-disk-XXXXXX");
  g_assert_nonnull (g_mkdtemp (disk));
  if (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", disk, "tmpfs", 0, "size=1m") != 0)
    g_error ("a small disk cannot be mounted: %s", g_strerror (errno));
}

static guint64
get_free (void)
{
  struct statvfs status;

  g_assert_cmpint (statvfs (disk, &status), ==, 0);
  return (guint64) status.f_bavail * status.f_frsize;
}

static void
set_content (TcFileServer *server, gsize size)
{
  g_bytes_unref (server->content);
  server->content = g_bytes_new_take (g_strnfill (size, 'x'), size);
}

static char *
download (TrueconfBot *bot, const char *path, GError **error)
{
  g_autoptr (GFile) destination = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) written = NULL;

  trueconf_bot_download_file_async (bot, "f", destination, NULL, NULL, NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  written = trueconf_bot_download_file_finish (bot, result, error);
  return written != NULL ? g_file_get_path (written) : NULL;
}

static char *
upload (TrueconfBot *bot, TcFileServer *server, GError **error)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/download/x", server->port);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_uri (uri);
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_bot_upload_file_async (bot, file, NULL, NULL, NULL, NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  return trueconf_bot_upload_file_finish (bot, result, error);
}

static void
check_error (GError **error, int code, const char *folder, const char *advice)
{
  g_assert_error (*error, TRUECONF_ERROR, code);
  g_test_message ("%s", (*error)->message);
  tc_assert_contains ((*error)->message, folder);
  tc_assert_contains ((*error)->message, "No space left");
  tc_assert_contains ((*error)->message, advice);
  g_clear_error (error);
}

static void
test_download (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autofree char *folder = g_build_filename (disk, "downloads", NULL);
  g_autofree char *path = g_build_filename (folder, "a.bin", NULL);
  g_autofree char *other = g_build_filename (folder, "b.bin", NULL);
  g_autofree char *old = NULL;
  guint64 before;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (other, "old", -1, NULL));
  before = get_free ();
  server->download_fault = TC_DOWNLOAD_CHUNKED;

  /* known before, or found out on the way; into a folder, or over a file, which then is as it was */
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;

      set_content (server, 4 * MIB);
      if (i % 2 == 0)
        tc_file_server_set_info (server, READY, 4 * MIB);
      else
        tc_file_server_set_info (server, READY_WITHOUT_SIZE);
      g_assert_null (download (bot, i < 2 ? folder : other, &error));
      check_error (&error, TRUECONF_ERROR_DOWNLOAD_FAILED, folder, "another disk");
      g_assert_cmpuint (get_free (), ==, before);
    }
  g_assert_true (g_file_get_contents (other, &old, NULL, NULL));
  g_assert_cmpstr (old, ==, "old");

  /* and what has room is there */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *written = NULL;

      set_content (server, MIB / 2);
      tc_file_server_set_info (server, READY, MIB / 2);
      written = download (bot, i == 0 ? folder : other, &error);
      if (i == 0)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (written, ==, path);
          g_assert_cmpint (g_unlink (path), ==, 0);
        }
      g_assert_no_error (error);
    }

  g_assert_cmpint (g_unlink (other), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  tc_bot_end (bot);
}

static guint
count_names (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

static void
note_progress (goffset current, goffset total, gpointer user_data)
{
  *(goffset *) user_data = current;
}

/* What is not whole has no name: nothing can be left of it, not even by a process that is killed. */
static void
test_under_way (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autofree char *folder = g_build_filename (disk, "under-way", NULL);
  g_autoptr (GFile) destination = g_file_new_for_path (folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  goffset seen = 0;
  guint64 before;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  before = get_free ();
  set_content (server, MIB / 2);
  tc_file_server_set_info (server, READY, MIB / 2);
  server->download_fault = TC_DOWNLOAD_STALL;
  trueconf_bot_download_file_async (bot, "f", destination, note_progress, &seen, NULL, cancellable,
                                    tc_store_result, &result);
  TC_WAIT (seen > 0);
  g_assert_cmpuint (get_free (), <, before);
  g_assert_cmpuint (count_names (folder), ==, 0);

  g_cancellable_cancel (cancellable);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_download_file_finish (bot, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (get_free (), ==, before);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_clear_object (&result);
  tc_bot_end (bot);
}

/* Where a file cannot get its name later, it has another one until it is whole. */
static void
test_without_proc (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autofree char *folder = g_build_filename (disk, "without-proc", NULL);
  g_autofree char *path = g_build_filename (folder, "a.bin", NULL);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  set_content (server, 7);
  tc_file_server_set_info (server, READY, 7);
  g_assert_cmpint (mount ("tmpfs", "/proc", "tmpfs", 0, NULL), ==, 0);
  written = download (bot, folder, &error);
  g_assert_cmpint (umount ("/proc"), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, path);
  g_assert_cmpuint (count_names (folder), ==, 1);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  tc_bot_end (bot);
}

/* Not even a name has room. */
static void
test_no_names (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  g_autofree char *folder = g_build_filename (disk, "names", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mount ("tmpfs", folder, "tmpfs", 0, "nr_inodes=1"), ==, 0);
  tc_file_server_set_info (server, READY, 7);
  g_assert_null (download (bot, folder, &error));
  check_error (&error, TRUECONF_ERROR_DOWNLOAD_FAILED, folder, "another disk");
  g_assert_cmpint (umount (folder), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  tc_bot_end (bot);
}

/* What is fetched for sending is kept there, too. */
static void
test_temporary (void)
{
  g_autoptr (TcFileServer) server = tc_file_server_new ();
  TrueconfBot *bot = tc_file_server_make_bot (server, 0);
  guint64 before = get_free ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  set_content (server, 4 * MIB);
  for (guint i = 0; i < 2; i++)
    {
      server->download_fault = i == 0 ? TC_DOWNLOAD_FINE : TC_DOWNLOAD_CHUNKED;
      g_assert_null (upload (bot, server, &error));
      check_error (&error, TRUECONF_ERROR_UPLOAD_FAILED, g_get_tmp_dir (), "TMPDIR");
      g_assert_cmpuint (get_free (), ==, before);
    }
  g_assert_cmpuint (tc_file_server_count (server, "uploadFile"), ==, 0);

  set_content (server, MIB / 2);
  id = upload (bot, server, &error);
  g_assert_no_error (error);
  g_assert_nonnull (id);
  g_assert_cmpuint (g_bytes_get_size (server->body), >, MIB / 2);
  TC_WAIT (get_free () == before);
  tc_bot_end (bot);
}

int
main (int argc, char *argv[])
{
  int status;

  mount_disk ();
  g_assert_true (g_setenv ("TMPDIR", disk, TRUE));
  tc_traces_init ();
  tc_init (&argc, &argv);
  tc_file_server_warm_up ();

  tc_traces_add_test ("/full-disk/download", test_download);
  tc_traces_add_test ("/full-disk/under-way", test_under_way);
  tc_traces_add_test ("/full-disk/without-proc", test_without_proc);
  tc_traces_add_test ("/full-disk/no-names", test_no_names);
  tc_traces_add_test ("/full-disk/temporary", test_temporary);

  status = g_test_run ();
  tc_traces_end ();
  g_assert_cmpint (umount2 (disk, MNT_DETACH), ==, 0);
  g_assert_cmpint (g_rmdir (disk), ==, 0);
  g_free (disk);

  return status;
}
