/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#ifdef HAVE_SQLITE
#  include <sqlite3.h>
#endif

#include "schedule/trueconf-job-store-private.h"
#include "schedule/trueconf-schedule-private.h"
#include "trueconf-error.h"
#include "trueconf-former-log-private.h"
#include "trueconf-hash-private.h"
#include "trueconf-private-file-private.h"

/* How long to wait for another process that uses the file. */
#define BUSY_MILLISECONDS 5000

/* What no program has asked for in such a time is thrown away. */
#define KEPT_TIME (400 * G_TIME_SPAN_DAY)

struct _TrueconfJobStore
{
  gatomicrefcount references;
  char *path; /* NULL: the file is not one of this machine */
  void (*failed) (const GError *error, gpointer data);
  gpointer data;
  guint n_users; /* threads that use the file, or will */
  gboolean writing;
  GQueue flushes;  /* GTask */
  GQueue awaits;   /* GTask, with the number of the save that it waits for */
  GError *problem; /* why what is unsaved could not be written */
  gint patience;   /* in milliseconds, atomic */

  GMutex mutex;
  GHashTable *unsaved; /* TrueconfJobRow, or NULL to forget it, by name */
  GHashTable *known;   /* TrueconfJobRow by name: what should be in the file */
  guint64 n_saves;

  GMutex file_mutex;
  gboolean anew;  /* what is known may not be in the file */
  gboolean moved; /* since it was removed or replaced */
#ifdef HAVE_SQLITE
  sqlite3 *database;
  guint64 log; /* see trueconf_former_log_find () */
#endif
};

/* One attempt to write. */
typedef struct
{
  TrueconfJobStore *store;
  guint64 n_saves; /* of those that it has tried to write, the last */
  gboolean moved;
} TrueconfJobWrite;

static GHashTable *
new_rows (void)
{
  return g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, g_free);
}

TrueconfJobStore *
trueconf_job_store_new (GFile *file, void (*failed) (const GError *error, gpointer data), gpointer data)
{
  TrueconfJobStore *self = g_new0 (TrueconfJobStore, 1);

  g_atomic_ref_count_init (&self->references);
  self->path = g_file_get_path (file);
  self->failed = failed;
  self->data = data;
  self->unsaved = new_rows ();
  self->known = new_rows ();
  self->patience = BUSY_MILLISECONDS;
  g_queue_init (&self->flushes);
  g_queue_init (&self->awaits);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->file_mutex);

  return self;
}

static TrueconfJobStore *
store_ref (TrueconfJobStore *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
store_unref (gpointer data)
{
  TrueconfJobStore *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;

#ifdef HAVE_SQLITE
  sqlite3_close (self->database);
#endif
  g_clear_error (&self->problem);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->file_mutex);
  g_hash_table_unref (self->unsaved);
  g_hash_table_unref (self->known);
  g_free (self->path);
  g_free (self);
}

void
trueconf_job_store_close (TrueconfJobStore *self)
{
  self->failed = NULL;
  store_unref (self);
}

void
trueconf_job_store_set_patience (TrueconfJobStore *self, int milliseconds)
{
  g_atomic_int_set (&self->patience, milliseconds);
}

static gpointer
copy_row (gconstpointer row)
{
  return row != NULL ? g_memdup2 (row, sizeof (TrueconfJobRow)) : NULL;
}

/* ---- in the other thread */

#ifdef HAVE_SQLITE

static gboolean
fail (TrueconfJobStore *self, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->path);

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED,
               /* Translators: path, the words of SQLite */
               _ ("The times of the jobs cannot be kept in “%s”: %s"), shown,
               self->database != NULL ? sqlite3_errmsg (self->database) : sqlite3_errstr (SQLITE_NOMEM));
  return FALSE;
}

static gboolean
execute (TrueconfJobStore *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

/* Only a rollback journal makes SQLite notice it; with a log, what is written would be lost. */
static void
leave_moved (TrueconfJobStore *self)
{
  int moved = 0;

  if (self->database == NULL ||
      sqlite3_file_control (self->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK)
    return;

  if (moved == 0)
    {
      self->log = trueconf_former_log_find (self->path);
      return;
    }

  self->anew = TRUE;
  self->moved = TRUE;
  /* SQLite would remove the log by its name, which may be that of the new file */
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_clear_pointer (&self->database, sqlite3_close);
  trueconf_former_log_leave (self->path, self->log);
}

static gboolean
open_file (TrueconfJobStore *self, GError **error)
{
  leave_moved (self);
  if (self->database != NULL)
    return TRUE;

  if (self->path == NULL)
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("The times of jobs can only be kept in a file of this machine"));
      return FALSE;
    }

  /* Dialogs may be in the same file, and they are private, whoever makes it. */
  trueconf_private_file_make (self->path);
  if (sqlite3_open_v2 (self->path, &self->database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      sqlite3_busy_timeout (self->database, g_atomic_int_get (&self->patience)) == SQLITE_OK &&
      sqlite3_exec (self->database,
                    "CREATE TABLE IF NOT EXISTS trueconf_jobs "
                    "(name TEXT NOT NULL PRIMARY KEY, accounted INTEGER NOT NULL, last_run INTEGER)",
                    NULL, NULL, NULL) == SQLITE_OK)
    {
      self->log = trueconf_former_log_find (self->path);
      return TRUE;
    }

  fail (self, error);
  g_clear_pointer (&self->database, sqlite3_close);
  return FALSE;
}

static gboolean
throw_old_away (TrueconfJobStore *self, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM trueconf_jobs WHERE accounted < %" G_GINT64_FORMAT,
                                          g_get_real_time () - KEPT_TIME);

  return execute (self, sql, error);
}

static GHashTable *
read_rows (TrueconfJobStore *self, GError **error)
{
  g_autoptr (GHashTable) rows = new_rows ();
  sqlite3_stmt *statement = NULL;
  int step;

  if (!open_file (self, error) || !throw_old_away (self, error))
    return NULL;

  if (sqlite3_prepare_v2 (self->database, "SELECT name, accounted, last_run FROM trueconf_jobs", -1,
                          &statement, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }

  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    {
      TrueconfJobRow *row = g_new0 (TrueconfJobRow, 1);

      row->accounted = sqlite3_column_int64 (statement, 1);
      row->last_run = sqlite3_column_type (statement, 2) != SQLITE_NULL ? sqlite3_column_int64 (statement, 2)
                                                                        : TRUECONF_SCHEDULE_NEVER;
      g_hash_table_replace (rows, g_strdup ((const char *) sqlite3_column_text (statement, 0)), row);
    }
  if (step != SQLITE_DONE)
    fail (self, error);
  sqlite3_finalize (statement);

  return step == SQLITE_DONE ? g_steal_pointer (&rows) : NULL;
}

/* A start takes the file as it is, whatever was there before. */
static GHashTable *
load (TrueconfJobStore *self, GError **error)
{
  GHashTable *rows = read_rows (self, error);

  if (rows == NULL)
    {
      g_clear_pointer (&self->database, sqlite3_close);
      return NULL;
    }

  self->anew = FALSE;
  self->moved = FALSE;
  return rows;
}

#  define WRITE  "INSERT OR REPLACE INTO trueconf_jobs VALUES (?1, ?2, ?3)"
#  define FORGET "DELETE FROM trueconf_jobs WHERE name = ?1"
/* Another scheduler that uses the file may have written its own newer times already. */
#  define WRITE_LATER                                                                                        \
    "INSERT INTO trueconf_jobs VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE "                            \
    "SET accounted = excluded.accounted, last_run = excluded.last_run "                                      \
    "WHERE (excluded.accounted, ifnull (excluded.last_run, 0)) > (accounted, ifnull (last_run, 0))"

static gboolean
write_row (TrueconfJobStore *self,
           const char *sql,
           const char *name,
           const TrueconfJobRow *row,
           GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean done;

  if (sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL) != SQLITE_OK)
    return fail (self, error);

  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  if (row != NULL)
    {
      sqlite3_bind_int64 (statement, 2, row->accounted);
      if (row->last_run != TRUECONF_SCHEDULE_NEVER)
        sqlite3_bind_int64 (statement, 3, row->last_run);
    }
  done = sqlite3_step (statement) == SQLITE_DONE || fail (self, error);
  sqlite3_finalize (statement);

  return done;
}

static GHashTable *
copy_known (TrueconfJobStore *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTable *copy = new_rows ();
  GHashTableIter iter;
  gpointer name;
  gpointer row;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &name, &row))
    g_hash_table_insert (copy, g_strdup (name), copy_row (row));

  return copy;
}

static gboolean
write_known (TrueconfJobStore *self, GError **error)
{
  g_autoptr (GHashTable) known = copy_known (self);
  GHashTableIter iter;
  gpointer name;
  gpointer row;

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &name, &row))
    if (!write_row (self, WRITE_LATER, name, row, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_all (TrueconfJobStore *self, GHashTable *rows, GError **error)
{
  GHashTableIter iter;
  gpointer name;
  gpointer row;

  if (!open_file (self, error))
    return FALSE;

  sqlite3_busy_timeout (self->database, g_atomic_int_get (&self->patience));
  if (!execute (self, "BEGIN IMMEDIATE", error) || (self->anew && !write_known (self, error)))
    return FALSE;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &name, &row))
    if (!write_row (self, row != NULL ? WRITE : FORGET, name, row, error))
      return FALSE;

  return execute (self, "COMMIT", error);
}

/* Whoever keeps the file locked has not damaged it. */
static gboolean
is_only_locked (TrueconfJobStore *self)
{
  return self->database != NULL && sqlite3_errcode (self->database) == SQLITE_BUSY &&
         (sqlite3_get_autocommit (self->database) ||
          sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);
}

static gboolean
write_rows (TrueconfJobStore *self, GHashTable *rows, gboolean *moved, GError **error)
{
  if (write_all (self, rows, error))
    {
      *moved = self->moved;
      self->anew = FALSE;
      self->moved = FALSE;
      return TRUE;
    }

  if (!is_only_locked (self))
    {
      /* A transaction ends with its connection. */
      g_clear_pointer (&self->database, sqlite3_close);
      self->anew = TRUE;
    }
  return FALSE;
}

#else

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_FAILED,
                       _ ("The library was built without SQLite, which keeps the times of jobs in a file"));
  return FALSE;
}

static GHashTable *
load (TrueconfJobStore *self, GError **error)
{
  refuse (error);
  return NULL;
}

static gboolean
write_rows (TrueconfJobStore *self, GHashTable *rows, gboolean *moved, GError **error)
{
  return refuse (error);
}

#endif

static GHashTable *
take_unsaved (TrueconfJobStore *self, guint64 *n_saves)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTable *taken = self->unsaved;

  self->unsaved = new_rows ();
  *n_saves = self->n_saves;
  return taken;
}

/* The rows wait for the next attempt, unless newer ones have come meanwhile. */
static void
put_back (TrueconfJobStore *self, GHashTable *rows)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer name;
  gpointer row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &name, &row))
    if (!g_hash_table_contains (self->unsaved, name))
      g_hash_table_insert (self->unsaved, g_strdup (name), copy_row (row));
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TrueconfJobWrite *writing = data;
  TrueconfJobStore *self = writing->store;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->file_mutex);
  g_autoptr (GHashTable) rows = take_unsaved (self, &writing->n_saves);
  g_autoptr (GError) error = NULL;

  if (write_rows (self, rows, &writing->moved, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  put_back (self, rows);
  g_task_return_error (task, g_steal_pointer (&error));
}

typedef struct
{
  TrueconfJobStore *store;
  GMainContext *context;
} TrueconfJobLoad;

/* What is not in the file yet is newer than what is. */
static void
set_known (TrueconfJobStore *self, GHashTable *rows)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer name;
  gpointer row;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &name, &row))
    if (row != NULL)
      g_hash_table_replace (rows, g_strdup (name), copy_row (row));
    else
      g_hash_table_remove (rows, name);

  g_hash_table_unref (self->known);
  self->known = rows;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TrueconfJobLoad *loading = data;
  TrueconfJobStore *self = loading->store;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->file_mutex);
  GError *error = NULL;
  GHashTable *rows = load (self, &error);

  if (rows != NULL)
    {
      set_known (self, rows);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

/* ---- in the thread of the scheduler */

static void
leave (TrueconfJobStore *self)
{
  GTask *task;

  self->n_users--;
  while (self->n_users == 0 && (task = g_queue_pop_head (&self->flushes)) != NULL)
    {
      if (self->problem != NULL)
        g_task_return_error (task, g_error_copy (self->problem));
      else
        g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static gboolean
leave_cb (gpointer user_data)
{
  leave (user_data);

  return G_SOURCE_REMOVE;
}

/* When the task is cancelled, this comes later than its callback: only when its thread has done with the file. */
static void
load_free (gpointer data)
{
  TrueconfJobLoad *loading = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "trueconf-job-store-loaded");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, leave_cb, loading->store, store_unref);
  g_source_attach (source, loading->context);
  g_main_context_unref (loading->context);
  g_free (loading);
}

void
trueconf_job_store_load_async (TrueconfJobStore *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  TrueconfJobLoad *loading = g_new0 (TrueconfJobLoad, 1);

  self->n_users++;
  loading->store = store_ref (self);
  loading->context = g_main_context_ref (g_task_get_context (task));
  g_task_set_source_tag (task, trueconf_job_store_load_async);
  g_task_set_task_data (task, loading, load_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, load_in_thread);
}

gboolean
trueconf_job_store_load_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
trueconf_job_store_look_up (TrueconfJobStore *self, const char *name, TrueconfJobRow *row)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const TrueconfJobRow *known = g_hash_table_lookup (self->known, name);

  if (known == NULL)
    return FALSE;

  *row = *known;
  return TRUE;
}

static void
tell (TrueconfJobStore *self, const GError *error)
{
  if (self->failed != NULL)
    self->failed (error, self->data);
}

static void
tell_moved (TrueconfJobStore *self)
{
  g_autofree char *shown = g_filename_display_name (self->path);
  g_autoptr (GError) error =
      g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_FAILED,
                   /* Translators: path */
                   _ ("The file “%s” was removed or replaced while it was in use: the times of the jobs were "
                      "written to the one that is there now"),
                   shown);

  tell (self, error);
}

static gboolean
await_cb (gpointer task)
{
  g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

/* Those that wait do so for one attempt, whether it succeeds or not. Each has a source of its own, since a job may run a main
 * loop, and the others do not wait for its end. */
static void
end_awaits (TrueconfJobStore *self, guint64 n_saves)
{
  GTask *task;

  while ((task = g_queue_peek_head (&self->awaits)) != NULL &&
         *(guint64 *) g_task_get_task_data (task) <= n_saves)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_static_name (source, "trueconf-job-store-await");
      g_task_attach_source (task, source, await_cb);
      g_object_unref (g_queue_pop_head (&self->awaits));
    }
}

static guint64
count_saves (TrueconfJobStore *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_saves;
}

static void write_unsaved (TrueconfJobStore *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfJobStore *self = user_data;
  TrueconfJobWrite *writing = g_task_get_task_data (G_TASK (result));
  guint64 n_saves = count_saves (self);
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  g_clear_error (&self->problem);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    self->problem = g_error_copy (error);
  if (writing->n_saves < n_saves)
    write_unsaved (self);

  if (error != NULL)
    tell (self, error);
  else if (writing->moved)
    tell_moved (self);

  /* after a failure, also those that have come too late for it: while the file is locked, each attempt takes its time */
  end_awaits (self, error != NULL ? n_saves : writing->n_saves);
  leave (self);
  store_unref (self);
}

static gboolean
has_unsaved (TrueconfJobStore *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_size (self->unsaved) > 0;
}

static void
write_free (gpointer data)
{
  TrueconfJobWrite *writing = data;

  store_unref (writing->store);
  g_free (writing);
}

static void
write_unsaved (TrueconfJobStore *self)
{
  g_autoptr (GTask) task = NULL;
  TrueconfJobWrite *writing;

  if (self->writing || !has_unsaved (self))
    return;

  self->writing = TRUE;
  self->n_users++;
  writing = g_new0 (TrueconfJobWrite, 1);
  writing->store = store_ref (self);
  task = g_task_new (NULL, NULL, written_cb, store_ref (self));
  g_task_set_source_tag (task, write_unsaved);
  g_task_set_task_data (task, writing, write_free);
  g_task_run_in_thread (task, write_in_thread);
}

static void
add_unsaved (TrueconfJobStore *self, const char *name, const TrueconfJobRow *row)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_saves++;
  g_hash_table_replace (self->unsaved, g_strdup (name), copy_row (row));
  if (row != NULL)
    g_hash_table_replace (self->known, g_strdup (name), copy_row (row));
  else
    g_hash_table_remove (self->known, name);
}

void
trueconf_job_store_save (TrueconfJobStore *self, const char *name, const TrueconfJobRow *row)
{
  add_unsaved (self, name, row);
  write_unsaved (self);
}

void
trueconf_job_store_flush_async (TrueconfJobStore *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, trueconf_job_store_flush_async);
  write_unsaved (self);
  if (self->n_users == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_queue_push_tail (&self->flushes, g_steal_pointer (&task));
}

void
trueconf_job_store_await_async (TrueconfJobStore *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  guint64 n_saves = count_saves (self);

  g_task_set_source_tag (task, trueconf_job_store_await_async);
  if (!self->writing)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_task_set_task_data (task, g_memdup2 (&n_saves, sizeof n_saves), g_free);
  g_queue_push_tail (&self->awaits, g_steal_pointer (&task));
}

gboolean
trueconf_job_store_await_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
trueconf_job_store_flush_finish (TrueconfJobStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
