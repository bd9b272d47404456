/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dialogs in a file: they outlive the process, whenever it is killed, and several processes share them. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "tc-bot.h"
#include "tc-util.h"

static const char *program;

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

static TrueconfFsmContext *
dialog_new (TrueconfFsmStorage *storage, const char *user)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, NULL);

  return trueconf_fsm_context_new (storage, key);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  TC_WAIT (*result != NULL);
  return *result;
}

static JsonObject *
get_data (TrueconfFsmStorage *storage, const char *user, GError **error)
{
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (storage, user);
  g_autoptr (GAsyncResult) result = NULL;

  trueconf_fsm_context_get_data_async (dialog, NULL, tc_store_result, &result);
  return trueconf_fsm_context_get_data_finish (dialog, wait_for (&result), error);
}

static gint64
get_number (TrueconfFsmStorage *storage, const char *user, const char *member)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = get_data (storage, user, &error);

  g_assert_no_error (error);
  return json_object_has_member (data, member) ? json_object_get_int_member (data, member) : 0;
}

static void
update (TrueconfFsmStorage *storage, const char *user, const char *member, gint64 number)
{
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (storage, user);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) updates = json_object_new ();
  g_autoptr (JsonObject) all = NULL;

  json_object_set_int_member (updates, member, number);
  trueconf_fsm_context_update_data_async (dialog, updates, NULL, tc_store_result, &result);
  all = trueconf_fsm_context_update_data_finish (dialog, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (all, member), ==, number);
}

static void
assert_fails (TrueconfFsmStorage *storage, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_data (storage, "alice", &error));
  g_assert_error (error, TRUECONF_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (self->storage, "alice");
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
  g_assert_true (trueconf_fsm_context_set_state_finish (dialog, wait_for (&set), &error));
  g_assert_no_error (error);
  update (self->storage, "alice", "age", 7);
  update (self->storage, "bob", "age", 70);
  /* nobody else reads what users have told */
  g_assert_cmpint (stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  reopen (self);
  again = dialog_new (self->storage, "alice");
  trueconf_fsm_context_get_state_async (again, NULL, tc_store_result, &got);
  name = trueconf_fsm_context_get_state_finish (again, wait_for (&got), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "asked");
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 7);
  g_assert_cmpint (get_number (self->storage, "bob", "age"), ==, 70);

  trueconf_fsm_context_clear_async (again, NULL, tc_store_result, &cleared);
  g_assert_true (trueconf_fsm_context_clear_finish (again, wait_for (&cleared), &error));
  reopen (self);
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 0);
  g_assert_cmpint (get_number (self->storage, "bob", "age"), ==, 70);
}

static gboolean
store (TrueconfFsmStorage *storage,
       TrueconfFsmKey *key,
       TrueconfFsmRecord *record,
       const char *version,
       char **now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFsmRecord) stored = NULL;

  trueconf_fsm_storage_store_async (storage, key, record, version, NULL, tc_store_result, &result);
  stored = trueconf_fsm_storage_store_finish (storage, wait_for (&result), &error);
  if (stored == NULL)
    {
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT);
      return FALSE;
    }
  g_free (*now);
  *now = g_strdup (trueconf_fsm_record_get_version (stored));
  return TRUE;
}

static void
test_versions (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", "alice", NULL);
  g_autoptr (TrueconfFsmRecord) one = trueconf_fsm_record_new ("one", NULL, 0, NULL);
  g_autoptr (TrueconfFsmRecord) two = trueconf_fsm_record_new ("two", "{\"a\":1}", 0, NULL);
  g_autoptr (TrueconfFsmRecord) none = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
  g_autofree char *version = NULL;
  g_autofree char *old = NULL;
  g_autofree char *gone = NULL;

  /* nothing is replaced by nothing */
  g_assert_true (store (self->storage, key, none, NULL, &gone));
  g_assert_true (store (self->storage, key, one, NULL, &version));
  g_assert_false (store (self->storage, key, two, NULL, &version));
  g_assert_false (store (self->storage, key, two, "another", &version));
  g_assert_false (store (self->storage, key, none, "another", &version));
  old = g_strdup (version);
  g_assert_true (store (self->storage, key, two, old, &version));
  g_assert_cmpstr (version, !=, old);
  g_assert_false (store (self->storage, key, one, old, &version));
  g_assert_true (store (self->storage, key, none, version, &gone));
  g_assert_true (store (self->storage, key, one, NULL, &version));
}

static void
test_expired (Fixture *self, gconstpointer data)
{
  g_autofree char *version = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) keys = NULL;

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *user = g_strdup_printf ("user %u", i);
      g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, "destiny");
      g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, i == 5 ? 0 : 1000 - i, NULL);

      g_assert_true (store (self->storage, key, record, NULL, &version));
    }

  trueconf_fsm_storage_find_expired_async (self->storage, 999, 3, NULL, tc_store_result, &result);
  keys = trueconf_fsm_storage_find_expired_finish (self->storage, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (keys), ==, 3);
  /* the oldest ones first */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TrueconfFsmKey) key = g_list_model_get_item (keys, i);
      g_autofree char *user = g_strdup_printf ("user %u", 4 - i);
      g_autoptr (TrueconfFsmKey) expected = trueconf_fsm_key_new ("bot", "chat", user, "destiny");

      g_assert_true (trueconf_fsm_key_equal (key, expected));
    }
}

/* ---- other processes */

static GSubprocess *
spawn (const char *what, const char *path, const char *more, GSubprocessFlags flags)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (flags, &error, program, what, path, more, NULL);

  g_assert_no_error (error);
  return child;
}

#define N_COUNTS 40

/* The process stores its own members in the dialog that others change as well. */
static int
child_share (const char *path, const char *name)
{
  g_autoptr (TrueconfFsmStorage) storage = open_storage (path);

  for (guint i = 0; i < N_COUNTS; i++)
    {
      g_autofree char *member = g_strdup_printf ("%s %u", name, i);

      update (storage, "alice", member, i);
    }

  return 0;
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "one", "two", "three" };
  GSubprocess *children[G_N_ELEMENTS (names)];
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    children[i] = spawn ("--share", self->path, names[i], 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (g_subprocess_wait_check (children[i], NULL, &error));
      g_assert_no_error (error);
      g_object_unref (children[i]);
    }

  all = get_data (self->storage, "alice", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (all), ==, G_N_ELEMENTS (names) * N_COUNTS);
}

/* The process walks on from the step where the dialog is, and says each one that is stored. */
G_NORETURN static void
child_walk (const char *path)
{
  g_autoptr (TrueconfFsmStorage) storage = open_storage (path);

  for (gint64 step = get_number (storage, "alice", "step") + 1;; step++)
    {
      update (storage, "alice", "step", step);
      g_print ("%" G_GINT64_FORMAT "\n", step);
    }
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  gint64 told = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GSubprocess) child = spawn ("--walk", self->path, NULL, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      g_autoptr (GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
      guint n_steps = g_test_rand_int_range (1, 12);
      char *line;
      gint64 stored;

      for (guint step = 0; step < n_steps; step++)
        {
          line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
          g_assert_nonnull (line);
          /* none twice, none skipped, whatever was killed before */
          g_assert_cmpint (g_ascii_strtoll (line, NULL, 10), >=, told + 1);
          g_assert_cmpint (g_ascii_strtoll (line, NULL, 10), <=, told + (step == 0 ? 2 : 1));
          told = g_ascii_strtoll (line, NULL, 10);
          g_free (line);
        }
      g_usleep (g_test_rand_int_range (0, 3000));
      g_subprocess_send_signal (child, SIGKILL);
      while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL)
        {
          told = g_ascii_strtoll (line, NULL, 10);
          g_free (line);
        }
      g_subprocess_wait (child, NULL, NULL);

      /* what was told is stored, and at most the step after it */
      reopen (self);
      stored = get_number (self->storage, "alice", "step");
      g_assert_cmpint (stored, >=, told);
      g_assert_cmpint (stored, <=, told + 1);
      told = stored;
    }
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

      update (self->storage, user, "age", i);
    }
  update (self->storage, "alice", "age", 7);
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
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 0);
  messages = tc_log_end ();
  aside = find_aside (self);
  g_assert_nonnull (aside);
  g_assert_true (tc_log_has (messages, self->path));
  g_assert_true (tc_log_has (messages, aside));
  g_assert_true (g_file_get_contents (aside, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);

  update (self->storage, "alice", "age", 8);
  reopen (self);
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 8);
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

static void
execute (const char *path, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  /* the thread of a storage that is gone may still be closing the file */
  sqlite3_busy_timeout (database, 10000);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_newer (Fixture *self, gconstpointer data)
{
  update (self->storage, "alice", "age", 7);
  reopen (self);
  execute (self->path, "UPDATE trueconf_schema SET version = 99");
  assert_fails (self->storage, TRUECONF_ERROR_STORAGE_FAILED, "newer version");
  /* it is as it was, for the newer version */
  execute (self->path, "UPDATE trueconf_schema SET version = 1");
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 7);
}

/* The file may be that of the application, or of a scheduler. */
static void
test_own_tables (Fixture *self, gconstpointer data)
{
  execute (self->path, "CREATE TABLE mine (a); INSERT INTO mine VALUES (1); PRAGMA user_version = 42");
  update (self->storage, "alice", "age", 7);
  reopen (self);
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 7);
  execute (self->path,
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

  assert_fails (storage, TRUECONF_ERROR_STORAGE_FAILED, "check that the folder exists");
  assert_fails (other, TRUECONF_ERROR_INVALID_ARGUMENT, "a file of this machine");

  /* once there is one, it works */
  g_mkdir (folder, 0700);
  update (storage, "alice", "age", 7);
  g_clear_object (&storage);
  {
    g_autofree char *wal = g_strconcat (path, "-wal", NULL);

    TC_WAIT (!g_file_test (wal, G_FILE_TEST_EXISTS));
  }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFsmContext) dialog = dialog_new (self->storage, "alice");
  g_autoptr (TrueconfState) state = trueconf_state_new ("asked");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  update (self->storage, "alice", "age", 7);
  g_assert_cmpint (sqlite3_open (self->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  /* readers do not wait for a writer */
  g_assert_cmpint (get_number (self->storage, "alice", "age"), ==, 7);
  /* a writer does, without blocking the loop, until it is cancelled */
  trueconf_fsm_context_set_state_async (dialog, state, cancellable, tc_store_result, &result);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_false (trueconf_fsm_context_set_state_finish (dialog, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (database);
  update (self->storage, "alice", "age", 8);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 4 && g_str_equal (argv[1], "--share"))
    return child_share (argv[2], argv[3]);
  if (argc == 3 && g_str_equal (argv[1], "--walk"))
    child_walk (argv[2]);

  tc_init (&argc, &argv);

  g_test_add ("/sqlite-storage/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/sqlite-storage/versions", Fixture, NULL, set_up, test_versions, tear_down);
  g_test_add ("/sqlite-storage/expired", Fixture, NULL, set_up, test_expired, tear_down);
  g_test_add ("/sqlite-storage/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/sqlite-storage/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/sqlite-storage/damaged-header", Fixture, NULL, set_up, test_damaged_header, tear_down);
  g_test_add ("/sqlite-storage/damaged-pages", Fixture, NULL, set_up, test_damaged_pages, tear_down);
  g_test_add ("/sqlite-storage/newer", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/sqlite-storage/own-tables", Fixture, NULL, set_up, test_own_tables, tear_down);
  g_test_add ("/sqlite-storage/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  g_test_add ("/sqlite-storage/locked", Fixture, NULL, set_up, test_locked, tear_down);

  return g_test_run ();
}
