/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-memory-storage.h"

/**
 * TrueconfMemoryStorage:
 *
 * Keeps dialogs in memory, until the program ends.
 *
 * It must only be used in one thread.
 *
 * Since: 0.1
 */
struct _TrueconfMemoryStorage
{
  GObject parent_instance;

  GHashTable *records; /* TrueconfFsmKey → TrueconfFsmRecord */
};

static void trueconf_memory_storage_iface_init (TrueconfFsmStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrueconfMemoryStorage,
                               trueconf_memory_storage,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TRUECONF_TYPE_FSM_STORAGE,
                                                      trueconf_memory_storage_iface_init))

static void
trueconf_memory_storage_finalize (GObject *object)
{
  TrueconfMemoryStorage *self = TRUECONF_MEMORY_STORAGE (object);

  g_clear_pointer (&self->records, g_hash_table_unref);

  G_OBJECT_CLASS (trueconf_memory_storage_parent_class)->finalize (object);
}

static void
trueconf_memory_storage_load (TrueconfFsmStorage *storage, TrueconfFsmKey *key, GTask *task)
{
  TrueconfMemoryStorage *self = TRUECONF_MEMORY_STORAGE (storage);
  TrueconfFsmRecord *stored = g_hash_table_lookup (self->records, key);
  g_autoptr (TrueconfFsmRecord) empty = NULL;

  if (stored == NULL)
    stored = empty = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
  trueconf_fsm_record_answer (stored, task);
}

static void
trueconf_memory_storage_store (TrueconfFsmStorage *storage,
                               TrueconfFsmKey *key,
                               TrueconfFsmRecord *record,
                               const char *version,
                               GTask *task)
{
  TrueconfMemoryStorage *self = TRUECONF_MEMORY_STORAGE (storage);
  TrueconfFsmRecord *stored = g_hash_table_lookup (self->records, key);

  if (g_strcmp0 (stored != NULL ? trueconf_fsm_record_get_version (stored) : NULL, version) != 0)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  if (trueconf_fsm_record_is_empty (record))
    g_hash_table_remove (self->records, key);
  else
    g_hash_table_replace (self->records, g_object_ref (key), g_object_ref (record));
  g_task_return_boolean (task, TRUE);
}

typedef struct
{
  TrueconfFsmKey *key;
  gint64 expires_at;
} TrueconfExpiredRow;

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const TrueconfExpiredRow *) a)->expires_at;
  gint64 second = ((const TrueconfExpiredRow *) b)->expires_at;

  return first < second ? -1 : first > second;
}

static void
trueconf_memory_storage_find_expired (TrueconfFsmStorage *storage, gint64 time, guint limit, GTask *task)
{
  TrueconfMemoryStorage *self = TRUECONF_MEMORY_STORAGE (storage);
  g_autoptr (GListStore) keys = g_list_store_new (TRUECONF_TYPE_FSM_KEY);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (TrueconfExpiredRow));
  GHashTableIter iter;
  gpointer key, record;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, &key, &record))
    {
      TrueconfExpiredRow row = { key, trueconf_fsm_record_get_expires_at (record) };

      if (row.expires_at > 0 && row.expires_at <= time)
        g_array_append_val (rows, row);
    }

  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < MIN (limit, rows->len); i++)
    g_list_store_append (keys, g_array_index (rows, TrueconfExpiredRow, i).key);

  trueconf_fsm_storage_answer_keys (storage, task, G_LIST_MODEL (keys));
}

static void
trueconf_memory_storage_iface_init (TrueconfFsmStorageInterface *iface)
{
  iface->load = trueconf_memory_storage_load;
  iface->store = trueconf_memory_storage_store;
  iface->find_expired = trueconf_memory_storage_find_expired;
}

static void
trueconf_memory_storage_class_init (TrueconfMemoryStorageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_memory_storage_finalize;
}

static guint
hash (gconstpointer key)
{
  return trueconf_fsm_key_hash ((TrueconfFsmKey *) key);
}

static gboolean
equal (gconstpointer key, gconstpointer other)
{
  return trueconf_fsm_key_equal ((TrueconfFsmKey *) key, (TrueconfFsmKey *) other);
}

static void
trueconf_memory_storage_init (TrueconfMemoryStorage *self)
{
  self->records = g_hash_table_new_full (hash, equal, g_object_unref, g_object_unref);
}

/**
 * trueconf_memory_storage_new:
 *
 * Creates a storage without dialogs.
 *
 * Returns: (transfer full): a storage
 *
 * Since: 0.1
 */
TrueconfMemoryStorage *
trueconf_memory_storage_new (void)
{
  return g_object_new (TRUECONF_TYPE_MEMORY_STORAGE, NULL);
}
