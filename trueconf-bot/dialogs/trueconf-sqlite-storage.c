/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-dialog-file-private.h"
#include "dialogs/trueconf-sqlite-storage.h"

/**
 * TrueconfSqliteStorage:
 *
 * Keeps dialogs in a file of SQLite, so that they survive the end of the program.
 *
 * What was stored is there after the program was killed, and after a power failure. Several bots and several processes of one machine may
 * use the same file, also one in which the application keeps tables of its own, and one that a [class@Scheduler] uses: the tables of the
 * library begin with `trueconf_`. A file on a network file system is not safe, as SQLite's documentation says.
 *
 * The file is made when it is needed, readable by its owner only. One that is damaged is renamed to `NAME.damaged-DATE`, which is logged as
 * a warning, and a new one is begun. One that was written by a newer version of the library is left alone, and each call fails. One that
 * is removed or replaced while it is in use is opened anew, with a warning, and what SQLite had in `NAME-wal` for the former one is renamed
 * to `NAME-wal.former-DATE`. Before a backup is put back while no bot runs, remove `NAME-wal` and `NAME-shm`.
 *
 * Whatever takes time happens in a thread of the storage's own. A call fails with `TRUECONF_ERROR_STORAGE_FAILED` if the file cannot be
 * read or written, and with `TRUECONF_ERROR_NOT_SUPPORTED` if the library was built without SQLite.
 *
 * Since: 0.1
 */
struct _TrueconfSqliteStorage
{
  GObject parent_instance;

  GFile *file;
  GAsyncQueue *work; /* of TrueconfWork; NULL until something was asked for */
};

typedef enum
{
  PROP_FILE = 1,
} TrueconfSqliteStorageProperty;

static GParamSpec *properties[PROP_FILE + 1];

static void trueconf_sqlite_storage_iface_init (TrueconfFsmStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrueconfSqliteStorage,
                               trueconf_sqlite_storage,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TRUECONF_TYPE_FSM_STORAGE,
                                                      trueconf_sqlite_storage_iface_init))

/* ---- in the thread of the storage */

typedef struct _TrueconfWork TrueconfWork;

struct _TrueconfWork
{
  void (*run) (TrueconfWork *work, TrueconfDialogFile *file); /* NULL: the storage is gone */
  GTask *task;
  TrueconfFsmKey *key;
  TrueconfFsmRecord *record;
  char *version;
  gint64 time;
  guint limit;
};

static void
work_free (TrueconfWork *work)
{
  g_clear_object (&work->task);
  g_clear_object (&work->key);
  g_clear_object (&work->record);
  g_free (work->version);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfWork, work_free)

static void
run_load (TrueconfWork *work, TrueconfDialogFile *file)
{
  GError *error = NULL;
  g_autoptr (TrueconfFsmRecord) record = trueconf_dialog_file_load (file, work->key, &error);

  if (record != NULL)
    trueconf_fsm_record_answer (record, work->task);
  else
    g_task_return_error (work->task, error);
}

static void
run_store (TrueconfWork *work, TrueconfDialogFile *file)
{
  GError *error = NULL;
  gboolean stored = FALSE;

  if (trueconf_dialog_file_store (file, work->key, work->record, work->version, &stored, &error))
    g_task_return_boolean (work->task, stored);
  else
    g_task_return_error (work->task, error);
}

static void
run_find_expired (TrueconfWork *work, TrueconfDialogFile *file)
{
  GError *error = NULL;
  g_autoptr (GListStore) keys = trueconf_dialog_file_find_expired (file, work->time, work->limit, &error);

  if (keys != NULL)
    trueconf_fsm_storage_answer_keys (g_task_get_source_object (work->task), work->task, G_LIST_MODEL (keys));
  else
    g_task_return_error (work->task, error);
}

typedef struct
{
  GAsyncQueue *work;
  char *path;
} TrueconfWorker;

static gpointer
worker_thread (gpointer data)
{
  TrueconfWorker *worker = data;
  TrueconfDialogFile *file = trueconf_dialog_file_new (worker->path);

  for (;;)
    {
      g_autoptr (TrueconfWork) work = g_async_queue_pop (worker->work);

      if (work->run == NULL)
        break;
      if (!g_task_return_error_if_cancelled (work->task))
        work->run (work, file);
    }

  trueconf_dialog_file_free (file);
  g_async_queue_unref (worker->work);
  g_free (worker->path);
  g_free (worker);
  return NULL;
}

/* ---- in the thread of the user */

static void
push (TrueconfSqliteStorage *self, TrueconfWork *work)
{
  if (self->work == NULL)
    {
      TrueconfWorker *worker = g_new0 (TrueconfWorker, 1);

      self->work = g_async_queue_new_full ((GDestroyNotify) work_free);
      worker->work = g_async_queue_ref (self->work);
      worker->path = self->file != NULL ? g_file_get_path (self->file) : NULL;
      g_thread_unref (g_thread_new ("trueconf-sqlite", worker_thread, worker));
    }
  g_async_queue_push (self->work, work);
}

static TrueconfWork *
work_new (void (*run) (TrueconfWork *work, TrueconfDialogFile *file), TrueconfFsmKey *key, GTask *task)
{
  TrueconfWork *work = g_new0 (TrueconfWork, 1);

  work->run = run;
  work->task = g_object_ref (task);
  g_set_object (&work->key, key);
  return work;
}

static void
trueconf_sqlite_storage_load (TrueconfFsmStorage *storage, TrueconfFsmKey *key, GTask *task)
{
  push (TRUECONF_SQLITE_STORAGE (storage), work_new (run_load, key, task));
}

static void
trueconf_sqlite_storage_store (TrueconfFsmStorage *storage,
                               TrueconfFsmKey *key,
                               TrueconfFsmRecord *record,
                               const char *version,
                               GTask *task)
{
  TrueconfWork *work = work_new (run_store, key, task);

  work->record = g_object_ref (record);
  work->version = g_strdup (version);
  push (TRUECONF_SQLITE_STORAGE (storage), work);
}

static void
trueconf_sqlite_storage_find_expired (TrueconfFsmStorage *storage, gint64 time, guint limit, GTask *task)
{
  TrueconfWork *work = work_new (run_find_expired, NULL, task);

  work->time = time;
  work->limit = limit;
  push (TRUECONF_SQLITE_STORAGE (storage), work);
}

static void
trueconf_sqlite_storage_iface_init (TrueconfFsmStorageInterface *iface)
{
  iface->load = trueconf_sqlite_storage_load;
  iface->store = trueconf_sqlite_storage_store;
  iface->find_expired = trueconf_sqlite_storage_find_expired;
}

static void
trueconf_sqlite_storage_finalize (GObject *object)
{
  TrueconfSqliteStorage *self = TRUECONF_SQLITE_STORAGE (object);

  if (self->work != NULL)
    {
      g_async_queue_push (self->work, g_new0 (TrueconfWork, 1));
      g_clear_pointer (&self->work, g_async_queue_unref);
    }
  g_clear_object (&self->file);

  G_OBJECT_CLASS (trueconf_sqlite_storage_parent_class)->finalize (object);
}

static void
trueconf_sqlite_storage_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfSqliteStorage *self = TRUECONF_SQLITE_STORAGE (object);

  switch ((TrueconfSqliteStorageProperty) prop_id)
    {
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_sqlite_storage_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfSqliteStorage *self = TRUECONF_SQLITE_STORAGE (object);

  switch ((TrueconfSqliteStorageProperty) prop_id)
    {
    case PROP_FILE:
      g_set_object (&self->file, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_sqlite_storage_class_init (TrueconfSqliteStorageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_sqlite_storage_finalize;
  object_class->get_property = trueconf_sqlite_storage_get_property;
  object_class->set_property = trueconf_sqlite_storage_set_property;

  /**
   * TrueconfSqliteStorage:file:
   *
   * The file of the dialogs.
   *
   * Since: 0.1
   */
  properties[PROP_FILE] = g_param_spec_object (
      "file", NULL, NULL, G_TYPE_FILE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_sqlite_storage_init (TrueconfSqliteStorage *self)
{
}

/**
 * trueconf_sqlite_storage_new:
 * @file: the file of the dialogs, on this machine; it need not exist
 *
 * Creates a storage that keeps dialogs in a file.
 *
 * Returns: (transfer full): a storage
 *
 * Since: 0.1
 */
TrueconfSqliteStorage *
trueconf_sqlite_storage_new (GFile *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return g_object_new (TRUECONF_TYPE_SQLITE_STORAGE, "file", file, NULL);
}

/**
 * trueconf_sqlite_storage_get_file:
 * @self: a storage
 *
 * Gets the file of the dialogs.
 *
 * Returns: (transfer none) (nullable): the file
 *
 * Since: 0.1
 */
GFile *
trueconf_sqlite_storage_get_file (TrueconfSqliteStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_SQLITE_STORAGE (self), NULL);

  return self->file;
}
