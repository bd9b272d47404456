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

  GHashTable *dialogs; /* TrueconfFsmKey → TrueconfStoredDialog */
  /* of those that expire, the earliest first: each look asks for them, so it must not go through all */
  GSequence *expiring;
};

typedef struct
{
  TrueconfFsmKey *key;
  TrueconfFsmRecord *record;
  GSequenceIter *place; /* among those that expire, or NULL */
} TrueconfStoredDialog;

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

  g_clear_pointer (&self->dialogs, g_hash_table_unref);
  g_clear_pointer (&self->expiring, g_sequence_free);

  G_OBJECT_CLASS (trueconf_memory_storage_parent_class)->finalize (object);
}

static void
trueconf_memory_storage_load (TrueconfFsmStorage *storage, TrueconfFsmKey *key, GTask *task)
{
  TrueconfMemoryStorage *self = TRUECONF_MEMORY_STORAGE (storage);
  TrueconfStoredDialog *stored = g_hash_table_lookup (self->dialogs, key);
  g_autoptr (TrueconfFsmRecord) record =
      stored != NULL ? g_object_ref (stored->record) : trueconf_fsm_record_new (NULL, NULL, 0, NULL);

  trueconf_fsm_record_answer (record, task);
}

static void
stored_free (gpointer data)
{
  TrueconfStoredDialog *stored = data;

  if (stored->place != NULL)
    g_sequence_remove (stored->place);
  g_object_unref (stored->key);
  g_object_unref (stored->record);
  g_free (stored);
}

static int
compare_stored (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 first = trueconf_fsm_record_get_expires_at (((const TrueconfStoredDialog *) a)->record);
  gint64 second = trueconf_fsm_record_get_expires_at (((const TrueconfStoredDialog *) b)->record);

  return first < second ? -1 : first > second;
}

static void
keep (TrueconfMemoryStorage *self, TrueconfFsmKey *key, TrueconfFsmRecord *record)
{
  TrueconfStoredDialog *stored = g_new0 (TrueconfStoredDialog, 1);

  stored->key = g_object_ref (key);
  stored->record = g_object_ref (record);
  if (trueconf_fsm_record_get_expires_at (record) > 0)
    stored->place = g_sequence_insert_sorted (self->expiring, stored, compare_stored, NULL);
  g_hash_table_replace (self->dialogs, stored->key, stored);
}

static void
trueconf_memory_storage_store (TrueconfFsmStorage *storage,
                               TrueconfFsmKey *key,
                               TrueconfFsmRecord *record,
                               const char *version,
                               GTask *task)
{
  TrueconfMemoryStorage *self = TRUECONF_MEMORY_STORAGE (storage);
  TrueconfStoredDialog *stored = g_hash_table_lookup (self->dialogs, key);

  if (g_strcmp0 (stored != NULL ? trueconf_fsm_record_get_version (stored->record) : NULL, version) != 0)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  if (trueconf_fsm_record_is_empty (record))
    g_hash_table_remove (self->dialogs, key);
  else
    keep (self, key, record);
  g_task_return_boolean (task, TRUE);
}

static void
trueconf_memory_storage_find_expired (TrueconfFsmStorage *storage, gint64 time, guint limit, GTask *task)
{
  TrueconfMemoryStorage *self = TRUECONF_MEMORY_STORAGE (storage);
  g_autoptr (GListStore) keys = g_list_store_new (TRUECONF_TYPE_FSM_KEY);
  GSequenceIter *place = g_sequence_get_begin_iter (self->expiring);

  for (; !g_sequence_iter_is_end (place) && limit > 0; place = g_sequence_iter_next (place), limit--)
    {
      TrueconfStoredDialog *stored = g_sequence_get (place);

      if (trueconf_fsm_record_get_expires_at (stored->record) > time)
        break;

      g_list_store_append (keys, stored->key);
    }

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
  self->dialogs = g_hash_table_new_full (hash, equal, NULL, stored_free);
  self->expiring = g_sequence_new (NULL);
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
