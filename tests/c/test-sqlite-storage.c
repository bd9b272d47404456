/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dialogs in a file: they outlive the process, whenever it is killed, and several processes share them. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "tc-dialog.h"
#include "tc-sqlite.h"
#include "tc-util.h"

typedef struct
{
  char *folder;
  char *path;
  TrueconfFsmStorage *storage;
} Fixture;

static TrueconfFsmStorage *
open_storage (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return TRUECONF_FSM_STORAGE (trueconf_sqlite_storage_new (file));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("sqlite-storage-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "dialogs.sqlite", NULL);
  self->storage = open_storage (self->path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  g_object_unref (self->storage);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

/* As after the end of the program. */
static void
reopen (Fixture *self)
{
  g_object_unref (self->storage);
  self->storage = open_storage (self->path);
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (self->storage, "alice");
  g_autoptr (TrueconfState) state = trueconf_state_new ("asked");
  g_autoptr (TrueconfFsmContext) again = NULL;
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *found =
      g_file_get_path (trueconf_sqlite_storage_get_file (TRUECONF_SQLITE_STORAGE (self->storage)));
  g_autoptr (GFile) file = NULL;
  struct stat status;

  g_assert_cmpstr (found, ==, self->path);
  g_object_get (self->storage, "file", &file, NULL);
  g_assert_true (file == trueconf_sqlite_storage_get_file (TRUECONF_SQLITE_STORAGE (self->storage)));

  trueconf_fsm_context_set_state_async (dialog, state, NULL, tc_store_result, &set);
  g_assert_true (trueconf_fsm_context_set_state_finish (dialog, tc_dialog_wait (&set), &error));
  g_assert_no_error (error);
  tc_dialog_update (self->storage, "alice", "age", 7);
  tc_dialog_update (self->storage, "bob", "age", 70);
  /* nobody else reads what users have told */
  g_assert_cmpint (stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  reopen (self);
  again = tc_dialog_new (self->storage, "alice");
  trueconf_fsm_context_get_state_async (again, NULL, tc_store_result, &got);
  name = trueconf_fsm_context_get_state_finish (again, tc_dialog_wait (&got), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "asked");
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 7);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "bob", "age"), ==, 70);

  trueconf_fsm_context_clear_async (again, NULL, tc_store_result, &cleared);
  g_assert_true (trueconf_fsm_context_clear_finish (again, tc_dialog_wait (&cleared), &error));
  reopen (self);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 0);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "bob", "age"), ==, 70);
}

static void
test_versions (Fixture *self, gconstpointer data)
{
  tc_dialog_check_versions (self->storage);
}

static void
test_expired (Fixture *self, gconstpointer data)
{
  tc_dialog_check_expired (self->storage);
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  tc_dialog_check_shared (self->storage, self->path);
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  tc_dialog_check_killed (&self->storage, self->path);
}

/* ---- troubles */

static char *
find_aside (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "dialogs.sqlite.damaged-") && !g_str_has_suffix (name, "-wal") &&
        !g_str_has_suffix (name, "-shm"))
      return g_build_filename (self->folder, name, NULL);

  return NULL;
}

static void
damage (Fixture *self, gboolean header)
{
  g_autofree char *content = NULL;
  gsize length;
  gsize from;

  g_assert_true (g_file_get_contents (self->path, &content, &length, NULL));
  from = header ? 0 : 4096;
  g_assert_cmpuint (length, >, from + 1000);
  memset (content + from, header ? 'x' : 0xa5, length - from);
  g_assert_true (
      g_file_set_contents_full (self->path, content, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
check_damaged (Fixture *self, gboolean header)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  gsize length, length_after;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *user = g_strdup_printf ("user %u", i);

      tc_dialog_update (self->storage, user, "age", i);
    }
  tc_dialog_update (self->storage, "alice", "age", 7);
  g_clear_object (&self->storage);
  /* the thread of the storage puts everything into the file, and removes SQLite's other files */
  {
    g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);

    TC_WAIT (!g_file_test (wal, G_FILE_TEST_EXISTS));
  }
  damage (self, header);
  g_assert_true (g_file_get_contents (self->path, &before, &length, NULL));

  tc_log_begin ();
  self->storage = open_storage (self->path);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 0);
  messages = tc_log_end ();
  aside = find_aside (self);
  g_assert_nonnull (aside);
  g_assert_true (tc_log_has (messages, self->path));
  g_assert_true (tc_log_has (messages, aside));
  g_assert_true (g_file_get_contents (aside, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);

  tc_dialog_update (self->storage, "alice", "age", 8);
  reopen (self);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 8);
}

static void
test_damaged_header (Fixture *self, gconstpointer data)
{
  check_damaged (self, TRUE);
}

static void
test_damaged_pages (Fixture *self, gconstpointer data)
{
  check_damaged (self, FALSE);
}

/* What another program has written into the file. */
static void
test_damaged_rows (Fixture *self, gconstpointer data)
{
  static const char *const damages[] = {
    "expires_at = -5",
    "expires_at = 'soon'",
    "state = CAST (x'ff' AS TEXT)",
    "data = CAST (x'7bff7d' AS TEXT)",
    "version = CAST (x'ff' AS TEXT)",
    "version = x'ff00'",
    "version = x'31', state = CAST (x'ff' AS TEXT)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *sql = g_strconcat ("UPDATE trueconf_dialogs SET ", damages[i], NULL);

      tc_dialog_update (self->storage, "alice", "age", 7);
      tc_sqlite_execute (self->path, sql);
      tc_dialog_check_damaged (self->storage, "is damaged: it cannot be read, and can only be cleared");
    }

  /* what can be read can be changed */
  tc_sqlite_execute (self->path, "UPDATE trueconf_dialogs SET version = x'3100'");
  tc_dialog_update (self->storage, "alice", "size", 9);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "size"), ==, 9);
}

/* Clearing it by another version than it has is a conflict, and no success. */
static void
test_damaged_conflict (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (TrueconfFsmRecord) none = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
  g_autofree char *version = NULL;

  tc_dialog_update (self->storage, "alice", "age", 7);
  tc_sqlite_execute (self->path, "UPDATE trueconf_dialogs SET expires_at = -5");
  g_assert_false (tc_dialog_store (self->storage, key, none, "another", &version));
  g_assert_false (tc_dialog_store (self->storage, key, none, NULL, &version));
  tc_dialog_assert_fails (self->storage, TRUECONF_ERROR_STORAGE_FAILED, "is damaged");
}

/* Dialogs whose keys cannot be read do not keep others from expiring, however many they are. */
static void
test_damaged_among_expired (Fixture *self, gconstpointer data)
{
  tc_dialog_update (self->storage, "alice", "age", 7);
  tc_sqlite_execute (self->path,
                     "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) "
                     "INSERT INTO trueconf_dialogs (key, bot_id, chat_id, user_id, expires_at, version) "
                     "SELECT 'damaged ' || i, 'bot', CAST (x'ff' AS TEXT), 'x', i, 'x' FROM n");
  tc_dialog_check_expired (self->storage);
}

static void
test_newer (Fixture *self, gconstpointer data)
{
  tc_dialog_update (self->storage, "alice", "age", 7);
  reopen (self);
  tc_sqlite_execute (self->path, "UPDATE trueconf_schema SET version = 99");
  tc_dialog_assert_fails (self->storage, TRUECONF_ERROR_STORAGE_FAILED, "newer version");
  /* it is as it was, for the newer version */
  tc_sqlite_execute (self->path, "UPDATE trueconf_schema SET version = 1");
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 7);
}

/* The file may be that of the application, or of a scheduler. */
static void
test_own_tables (Fixture *self, gconstpointer data)
{
  tc_sqlite_execute (self->path,
                     "CREATE TABLE mine (a); INSERT INTO mine VALUES (1); PRAGMA user_version = 42");
  tc_dialog_update (self->storage, "alice", "age", 7);
  reopen (self);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 7);
  tc_sqlite_execute (self->path,
                     "INSERT INTO mine SELECT user_version FROM pragma_user_version WHERE user_version = 42");
}

static void
test_no_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "nowhere", "x", NULL);
  g_autoptr (TrueconfFsmStorage) storage = open_storage (path);
  g_autoptr (GFile) remote = g_file_new_for_uri ("http://example.org/dialogs");
  g_autoptr (TrueconfFsmStorage) other = TRUECONF_FSM_STORAGE (trueconf_sqlite_storage_new (remote));
  g_autofree char *folder = g_path_get_dirname (path);

  tc_dialog_assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, "check that the folder exists");
  tc_dialog_assert_fails (other, TRUECONF_ERROR_INVALID_ARGUMENT, "a file of this machine");

  /* once there is one, it works */
  g_mkdir (folder, 0700);
  tc_dialog_update (storage, "alice", "age", 7);
  g_clear_object (&storage);
  {
    g_autofree char *wal = g_strconcat (path, "-wal", NULL);

    TC_WAIT (!g_file_test (wal, G_FILE_TEST_EXISTS));
  }
  g_unlink (path);
  g_rmdir (folder);
}

/* What is stored after that is in the file that has the name. */
static void
test_removed (Fixture *self, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (self->path, "-shm", NULL);
  g_autoptr (TrueconfFsmStorage) other = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  tc_dialog_update (self->storage, "alice", "age", 7);
  g_unlink (self->path);
  g_unlink (wal);
  g_unlink (shm);
  tc_log_begin ();
  tc_dialog_update (self->storage, "alice", "size", 8);
  messages = tc_log_end ();
  g_assert_true (tc_log_has (messages, "was removed or replaced"));

  other = open_storage (self->path);
  g_assert_cmpint (tc_dialog_get_number (other, "alice", "size"), ==, 8);
  g_assert_cmpint (tc_dialog_get_number (other, "alice", "age"), ==, 0);
  reopen (self);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "size"), ==, 8);
}

/* As when a copy is put back: the log of the new file is left alone. */
static void
test_replaced (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "other", NULL);
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *other_wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (self->path, "-shm", NULL);
  g_autofree char *aside = g_build_filename (self->folder, "aside", NULL);
  g_autoptr (TrueconfFsmStorage) other = open_storage (path);
  g_autoptr (GPtrArray) messages = NULL;

  tc_dialog_update (other, "alice", "age", 70);
  g_clear_object (&other);
  TC_WAIT (!g_file_test (other_wal, G_FILE_TEST_EXISTS));
  tc_dialog_update (self->storage, "alice", "age", 7);

  g_assert_cmpint (g_rename (self->path, aside), ==, 0);
  g_unlink (wal);
  g_unlink (shm);
  g_assert_cmpint (g_rename (path, self->path), ==, 0);
  other = open_storage (self->path);
  tc_dialog_update (other, "bob", "age", 71);
  tc_log_begin ();
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 70);
  messages = tc_log_end ();
  g_assert_true (tc_log_has (messages, "was removed or replaced"));
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_cmpint (tc_dialog_get_number (self->storage, "bob", "age"), ==, 71);
  tc_dialog_update (self->storage, "bob", "age", 72);
  g_assert_cmpint (tc_dialog_get_number (other, "bob", "age"), ==, 72);
}

/* As when a copy is put back while the bot runs: what is in the log is that of the former file, and no part of the new one. */
static void
test_replaced_with_its_log (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "other", NULL);
  g_autofree char *other_wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *log = NULL;
  g_autofree char *left = NULL;
  g_autofree char *name = NULL;
  gsize length;
  gsize left_length;
  g_autofree char *aside = NULL;
  const char *found;
  g_autoptr (TrueconfFsmStorage) other = open_storage (path);
  g_autoptr (TrueconfFsmStorage) second = open_storage (self->path);
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GDir) folder = NULL;

  tc_dialog_update (other, "alice", "age", 70);
  g_clear_object (&other);
  TC_WAIT (!g_file_test (other_wal, G_FILE_TEST_EXISTS));
  tc_dialog_update (self->storage, "alice", "age", 7);
  g_assert_cmpint (tc_dialog_get_number (second, "alice", "age"), ==, 7);
  g_assert_true (g_file_get_contents (wal, &log, &length, NULL));
  g_assert_cmpint (g_rename (path, self->path), ==, 0);

  tc_log_begin ();
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 70);
  tc_dialog_update (self->storage, "bob", "age", 71);
  /* the second that notices it leaves the new log alone */
  g_assert_cmpint (tc_dialog_get_number (second, "bob", "age"), ==, 71);
  g_assert_cmpint (tc_dialog_get_number (second, "alice", "age"), ==, 70);
  messages = tc_log_end ();
  g_assert_true (tc_log_has (messages, "was removed or replaced"));

  /* it is kept, in case that it is needed for the former file */
  folder = g_dir_open (self->folder, 0, NULL);
  name = g_path_get_basename (wal);
  while ((found = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (found, name) && strstr (found, ".former-") != NULL)
      {
        g_assert_null (aside);
        aside = g_build_filename (self->folder, found, NULL);
      }
  g_assert_nonnull (aside);
  g_assert_true (g_file_get_contents (aside, &left, &left_length, NULL));
  g_assert_cmpmem (log, length, left, left_length);
  g_clear_object (&second);
  reopen (self);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 70);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "bob", "age"), ==, 71);
  g_assert_cmpint (g_unlink (aside), ==, 0);
}

/* A program that was started after the replacement has begun with the new file and the former log: what it stores is not lost. */
static void
test_replaced_and_begun (Fixture *self, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *copy = g_build_filename (self->folder, "copy", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  struct stat before, after;
  gsize length;

  tc_dialog_update (self->storage, "alice", "age", 7);
  g_clear_object (&self->storage);
  TC_WAIT (!g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (self->path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (copy, content, length, NULL));
  self->storage = open_storage (self->path);
  tc_dialog_update (self->storage, "alice", "size", 8);
  g_assert_cmpint (g_rename (copy, self->path), ==, 0);

  child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--walk", self->path, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint step = 1; step <= 2; step++)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

      g_assert_cmpuint (g_ascii_strtoull (line, NULL, 10), ==, step);
    }
  g_assert_cmpint (stat (wal, &before), ==, 0);
  tc_log_begin ();
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "step"), >=, 2);
  messages = tc_log_end ();
  g_assert_true (tc_log_has (messages, "has begun with the new"));
  g_assert_cmpint (stat (wal, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "size"), ==, 8);
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmContext) dialog = tc_dialog_new (self->storage, "alice");
  g_autoptr (TrueconfState) state = trueconf_state_new ("asked");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  tc_dialog_update (self->storage, "alice", "age", 7);
  g_assert_cmpint (sqlite3_open (self->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  /* readers do not wait for a writer */
  g_assert_cmpint (tc_dialog_get_number (self->storage, "alice", "age"), ==, 7);
  /* a writer does, without blocking the loop, until it is cancelled */
  trueconf_fsm_context_set_state_async (dialog, state, cancellable, tc_store_result, &result);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_false (trueconf_fsm_context_set_state_finish (dialog, tc_dialog_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (database);
  tc_dialog_update (self->storage, "alice", "age", 8);
}

int
main (int argc, char *argv[])
{
  if (tc_dialog_is_other_process (argc, argv, open_storage))
    return 0;

  tc_init (&argc, &argv);

  g_test_add ("/sqlite-storage/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/sqlite-storage/versions", Fixture, NULL, set_up, test_versions, tear_down);
  g_test_add ("/sqlite-storage/expired", Fixture, NULL, set_up, test_expired, tear_down);
  g_test_add ("/sqlite-storage/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/sqlite-storage/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/sqlite-storage/damaged-header", Fixture, NULL, set_up, test_damaged_header, tear_down);
  g_test_add ("/sqlite-storage/damaged-pages", Fixture, NULL, set_up, test_damaged_pages, tear_down);
  g_test_add ("/sqlite-storage/damaged-rows", Fixture, NULL, set_up, test_damaged_rows, tear_down);
  g_test_add ("/sqlite-storage/damaged-conflict", Fixture, NULL, set_up, test_damaged_conflict, tear_down);
  g_test_add ("/sqlite-storage/damaged-among-expired", Fixture, NULL, set_up, test_damaged_among_expired,
              tear_down);
  g_test_add ("/sqlite-storage/newer", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/sqlite-storage/own-tables", Fixture, NULL, set_up, test_own_tables, tear_down);
  g_test_add ("/sqlite-storage/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  g_test_add ("/sqlite-storage/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/sqlite-storage/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add ("/sqlite-storage/replaced-with-its-log", Fixture, NULL, set_up, test_replaced_with_its_log,
              tear_down);
  g_test_add ("/sqlite-storage/replaced-and-begun", Fixture, NULL, set_up, test_replaced_and_begun,
              tear_down);
  g_test_add ("/sqlite-storage/locked", Fixture, NULL, set_up, test_locked, tear_down);

  return g_test_run ();
}
