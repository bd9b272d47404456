/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dialogs/trueconf-fsm-record-private.h"
#include "dialogs/trueconf-fsm-storage-private.h"
#include "trueconf-error.h"

/* in seconds; a storage that says nothing for so long has failed */
#define DEADLINE 60

/**
 * TrueconfFsmStorage:
 *
 * Keeps the states and the data of dialogs.
 *
 * [class@MemoryStorage] keeps them in memory. To keep them elsewhere, for example in a database, implement
 * [vfunc@FsmStorage.load] and [vfunc@FsmStorage.store]; all that a dialog needs is made of these two.
 *
 * Each time a record is stored it gets a new version. A record is only stored if the version that it replaces is the one
 * that was loaded, so that processes that change a dialog at the same time do not lose each other's changes: one of them
 * fails with `TRUECONF_ERROR_STORAGE_CONFLICT` and begins anew. A [class@FsmContext] does that by itself.
 *
 * The functions of the interface are called in the thread of the bot, and must not block it. Whatever they do, a call
 * ends when it is cancelled, and after a minute.
 *
 * ```python
 * class Storage(GObject.Object, Trueconf.FsmStorage):
 *     def __init__(self):
 *         super().__init__()
 *         self.records = {}
 *
 *     def do_load(self, key, task):
 *         self.records.get(key.to_string(), Trueconf.FsmRecord()).answer(task)
 *
 *     def do_store(self, key, record, version, task):
 *         stored = self.records.get(key.to_string(), Trueconf.FsmRecord())
 *         if stored.props.version == version:
 *             self.records[key.to_string()] = record
 *         task.return_boolean(stored.props.version in (version, record.props.version))
 * ```
 *
 * Since: 0.1
 */

/**
 * TrueconfFsmStorageInterface::load:
 * @self: a storage
 * @key: which dialog
 * @task: what to answer
 *
 * Gets the record of a dialog.
 *
 * Answer @task with [method@FsmRecord.answer], or with an error, now or later, once. A dialog that is not stored has an
 * empty record without a version.
 *
 * Since: 0.1
 */

/**
 * TrueconfFsmStorageInterface::store:
 * @self: a storage
 * @key: which dialog
 * @record: what to store
 * @version: (nullable): the version that is replaced, or `NULL` if nothing must be stored yet
 * @task: what to answer
 *
 * Replaces the record of a dialog, if the stored one has the version @version.
 *
 * Answer @task by [method@Gio.Task.return_boolean], whether the record was stored, or with an error, now or later, once. An
 * answer of another type is an error, unless it looks like a boolean: [method@Gio.Task.return_pointer] with `NULL` says that the
 * record was not stored, and [method@Gio.Task.return_int] with 0 or 1 is taken for `FALSE` or `TRUE`.
 *
 * A @record that is empty need not be kept. If the stored record has the version of @record, it has been stored before, and the
 * answer is `TRUE`.
 *
 * Since: 0.1
 */

/**
 * TrueconfFsmStorageInterface::find_expired:
 * @self: a storage
 * @time: a time, in milliseconds since 1970-01-01 00:00 UTC
 * @limit: how many dialogs to find at most
 * @task: what to answer
 *
 * Finds the dialogs that have expired before a time, the oldest first.
 *
 * Answer @task with [method@FsmStorage.answer_keys], now or later, once. Storages that do not have it let a dialog expire
 * when its user comes back.
 *
 * Since: 0.1
 */

G_DEFINE_INTERFACE (TrueconfFsmStorage, trueconf_fsm_storage, G_TYPE_OBJECT)

static void
trueconf_fsm_storage_real_load (TrueconfFsmStorage *self, TrueconfFsmKey *key, GTask *task)
{
  g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_NOT_SUPPORTED,
                           /* Translators: class */
                           _ ("The storage %s cannot load dialogs: it has to implement “load”"),
                           G_OBJECT_TYPE_NAME (self));
}

static void
trueconf_fsm_storage_real_store (TrueconfFsmStorage *self,
                                 TrueconfFsmKey *key,
                                 TrueconfFsmRecord *record,
                                 const char *version,
                                 GTask *task)
{
  g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_NOT_SUPPORTED,
                           /* Translators: class */
                           _ ("The storage %s cannot store dialogs: it has to implement “store”"),
                           G_OBJECT_TYPE_NAME (self));
}

static void
trueconf_fsm_storage_real_find_expired (TrueconfFsmStorage *self, gint64 time, guint limit, GTask *task)
{
  g_autoptr (GListStore) none = g_list_store_new (TRUECONF_TYPE_FSM_KEY);

  trueconf_fsm_storage_answer_keys (self, task, G_LIST_MODEL (none));
}

static void
trueconf_fsm_storage_default_init (TrueconfFsmStorageInterface *iface)
{
  iface->load = trueconf_fsm_storage_real_load;
  iface->store = trueconf_fsm_storage_real_store;
  iface->find_expired = trueconf_fsm_storage_real_find_expired;
}

/* A call that waits for its storage, which may never answer: the call ends without it then. */
typedef struct
{
  GTask *asked; /* NULL once it has ended */
  GSource *cancelled;
  GSource *deadline;
  TrueconfFsmRecord *record; /* of a call of store */
} TrueconfStorageCall;

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GTask *
end_call (TrueconfStorageCall *call)
{
  clear_source (&call->cancelled);
  clear_source (&call->deadline);

  return g_steal_pointer (&call->asked);
}

static void
call_clear (gpointer data)
{
  TrueconfStorageCall *call = data;

  g_clear_object (&call->record);
}

static void
call_unref (gpointer data)
{
  g_rc_box_release_full (data, call_clear);
}

/* The storage has dropped its task. GTask does not call back if it was not answered. */
static void
task_gone (gpointer data)
{
  TrueconfStorageCall *call = data;
  g_autoptr (GTask) asked = end_call (call);

  if (asked != NULL)
    g_task_return_new_error (asked, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
                             /* Translators: class */
                             _ ("The storage %s has dropped its task without an answer"),
                             G_OBJECT_TYPE_NAME (g_task_get_source_object (asked)));
  call_unref (call);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) asked = end_call (data);

  g_task_return_error_if_cancelled (asked);
  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer data)
{
  g_autoptr (GTask) asked = end_call (data);

  g_task_return_new_error (asked, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                           /* Translators: class, seconds */
                           _ ("The storage %s has not answered for %d s"),
                           G_OBJECT_TYPE_NAME (g_task_get_source_object (asked)), DEADLINE);
  return G_SOURCE_REMOVE;
}

/* Returns the task for the storage, whose answer goes to `answered`. */
static GTask *
begin_call (TrueconfFsmStorage *self,
            gpointer source_tag,
            TrueconfFsmRecord *record,
            GAsyncReadyCallback answered,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  TrueconfStorageCall *call = g_rc_box_new0 (TrueconfStorageCall);
  GTask *task = g_task_new (self, cancellable, answered, call);

  call->asked = g_task_new (self, cancellable, callback, user_data);
  call->record = record;
  g_task_set_source_tag (call->asked, source_tag);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, task_gone);

  return task;
}

static void
await_call (GTask *task)
{
  TrueconfStorageCall *call = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  call->deadline = g_timeout_source_new_seconds (DEADLINE);
  g_source_set_callback (call->deadline, deadline_cb, g_rc_box_acquire (call), call_unref);
  g_source_attach (call->deadline, g_task_get_context (task));

  if (cancellable == NULL)
    return;

  call->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (call->cancelled, G_SOURCE_FUNC (cancelled_cb), g_rc_box_acquire (call), call_unref);
  g_source_attach (call->cancelled, g_task_get_context (task));
}

/* Returns the task that has to be answered, or NULL if the call has ended already. */
static GTask *
take_answer (gpointer data, GError *error)
{
  g_autoptr (GTask) asked = end_call (data);

  if (asked != NULL && error != NULL)
    g_task_return_error (asked, g_error_copy (error));

  return error == NULL ? g_steal_pointer (&asked) : NULL;
}

static gpointer
take_object (GAsyncResult *result, GType type, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GError *failure = NULL;

  if (!g_task_propagate_value (G_TASK (result), &value, &failure) && failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  /* what was not returned by g_task_return_value () has left no value */
  if (G_VALUE_HOLDS_OBJECT (&value) && g_value_get_object (&value) != NULL &&
      g_type_is_a (G_OBJECT_TYPE (g_value_get_object (&value)), type))
    return g_value_dup_object (&value);

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
               /* Translators: class, class */
               _ ("The storage %s has not answered with a %s"),
               G_OBJECT_TYPE_NAME (g_task_get_source_object (G_TASK (result))), g_type_name (type));
  return NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFsmRecord) record = take_object (result, TRUECONF_TYPE_FSM_RECORD, &error);
  g_autoptr (GTask) asked = take_answer (data, error);

  if (asked != NULL)
    g_task_return_pointer (asked, g_steal_pointer (&record), g_object_unref);
}

/**
 * trueconf_fsm_storage_load_async:
 * @self: a storage
 * @key: the key of a dialog
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called with the record
 * @user_data: data for @callback
 *
 * Gets the record of a dialog.
 *
 * Since: 0.1
 */
void
trueconf_fsm_storage_load_async (TrueconfFsmStorage *self,
                                 TrueconfFsmKey *key,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_FSM_STORAGE (self));
  g_return_if_fail (TRUECONF_IS_FSM_KEY (key));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task =
      begin_call (self, trueconf_fsm_storage_load_async, NULL, loaded_cb, cancellable, callback, user_data);
  await_call (task);
  TRUECONF_FSM_STORAGE_GET_IFACE (self)->load (self, key, task);
}

/**
 * trueconf_fsm_storage_load_finish:
 * @self: a storage
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmStorage.load_async].
 *
 * Returns: (transfer full): the record, which is empty if the dialog is not stored, or `NULL` with @error set
 *
 * Since: 0.1
 */
TrueconfFsmRecord *
trueconf_fsm_storage_load_finish (TrueconfFsmStorage *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TrueconfFsmRecord) record = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_storage_load_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  record = trueconf_fsm_storage_load_any_finish (self, result, error);
  if (record == NULL || trueconf_fsm_record_get_damage (record) == NULL)
    return g_steal_pointer (&record);

  g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
                       trueconf_fsm_record_get_damage (record));
  return NULL;
}

TrueconfFsmRecord *
trueconf_fsm_storage_load_any_finish (TrueconfFsmStorage *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  TrueconfFsmStorageFunc func;
  gpointer data;
} TrueconfStorageWatch;

static GQuark
watches_quark (void)
{
  static GQuark quark = 0;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("trueconf-fsm-storage-watches");

  return quark;
}

void
trueconf_fsm_storage_watch (TrueconfFsmStorage *self, TrueconfFsmStorageFunc func, gpointer data)
{
  GArray *watches = g_object_get_qdata (G_OBJECT (self), watches_quark ());
  TrueconfStorageWatch watch = { func, data };

  if (watches == NULL)
    {
      watches = g_array_new (FALSE, FALSE, sizeof (TrueconfStorageWatch));
      g_object_set_qdata_full (G_OBJECT (self), watches_quark (), watches, (GDestroyNotify) g_array_unref);
    }
  g_array_append_val (watches, watch);
}

void
trueconf_fsm_storage_unwatch (TrueconfFsmStorage *self, TrueconfFsmStorageFunc func, gpointer data)
{
  GArray *watches = g_object_get_qdata (G_OBJECT (self), watches_quark ());

  for (guint i = 0; watches != NULL && i < watches->len; i++)
    {
      const TrueconfStorageWatch *watch = &g_array_index (watches, TrueconfStorageWatch, i);

      if (watch->func == func && watch->data == data)
        {
          g_array_remove_index (watches, i);
          return;
        }
    }
}

static void
tell_watches (TrueconfFsmStorage *self, gint64 expires_at)
{
  GArray *watches = g_object_get_qdata (G_OBJECT (self), watches_quark ());

  for (guint i = 0; expires_at > 0 && watches != NULL && i < watches->len; i++)
    {
      const TrueconfStorageWatch *watch = &g_array_index (watches, TrueconfStorageWatch, i);

      watch->func (expires_at, watch->data);
    }
}

/* Returns whether the record was stored. */
static gboolean
take_boolean (GAsyncResult *result, GError **error)
{
  GError *failure = NULL;
  gboolean answer = g_task_propagate_boolean (G_TASK (result), &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  /* GTask takes what was returned by another of its functions for a boolean, too: a pointer is neither TRUE nor FALSE */
  if (answer == TRUE || answer == FALSE)
    return answer;

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
               /* Translators: class, class */
               _ ("The storage %s has not answered with a %s"),
               G_OBJECT_TYPE_NAME (g_task_get_source_object (G_TASK (result))), g_type_name (G_TYPE_BOOLEAN));
  return FALSE;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfStorageCall *call = data;
  g_autoptr (GError) error = NULL;
  gboolean stored = take_boolean (result, &error);
  g_autoptr (GTask) asked = take_answer (call, error);

  if (stored)
    tell_watches (TRUECONF_FSM_STORAGE (source), trueconf_fsm_record_get_expires_at (call->record));

  if (asked == NULL)
    return;

  if (stored)
    g_task_return_pointer (asked, g_object_ref (call->record), g_object_unref);
  else
    g_task_return_new_error (asked, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT,
                             _ ("The dialog was changed by somebody else at the same time; load it again"));
}

static TrueconfFsmRecord *
with_new_version (TrueconfFsmRecord *record)
{
  g_autofree char *version = g_strdup_printf ("%08x%08x", g_random_int (), g_random_int ());

  return trueconf_fsm_record_new (trueconf_fsm_record_get_state (record),
                                  trueconf_fsm_record_get_data (record),
                                  trueconf_fsm_record_get_expires_at (record), version);
}

/**
 * trueconf_fsm_storage_store_async:
 * @self: a storage
 * @key: the key of a dialog
 * @record: the new record; its version is not used
 * @version: (nullable): the version of the record that is replaced, or `NULL` if there is none
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when the record has been stored
 * @user_data: data for @callback
 *
 * Replaces the record of a dialog, unless it has changed meanwhile.
 *
 * Since: 0.1
 */
void
trueconf_fsm_storage_store_async (TrueconfFsmStorage *self,
                                  TrueconfFsmKey *key,
                                  TrueconfFsmRecord *record,
                                  const char *version,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  TrueconfFsmRecord *stored;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_FSM_STORAGE (self));
  g_return_if_fail (TRUECONF_IS_FSM_KEY (key));
  g_return_if_fail (TRUECONF_IS_FSM_RECORD (record));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  stored = with_new_version (record);
  task = begin_call (self, trueconf_fsm_storage_store_async, stored, stored_cb, cancellable, callback,
                     user_data);
  await_call (task);
  TRUECONF_FSM_STORAGE_GET_IFACE (self)->store (self, key, stored, version, task);
}

/**
 * trueconf_fsm_storage_store_finish:
 * @self: a storage
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmStorage.store_async].
 *
 * The error is `TRUECONF_ERROR_STORAGE_CONFLICT` if the stored record has another version.
 *
 * Returns: (transfer full): the record with its new version, or `NULL` with @error set
 *
 * Since: 0.1
 */
TrueconfFsmRecord *
trueconf_fsm_storage_store_finish (TrueconfFsmStorage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_storage_store_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) keys = take_object (result, G_TYPE_LIST_MODEL, &error);
  g_autoptr (GTask) asked = take_answer (data, error);

  if (asked != NULL)
    g_task_return_pointer (asked, g_steal_pointer (&keys), g_object_unref);
}

/**
 * trueconf_fsm_storage_find_expired_async:
 * @self: a storage
 * @time: a time, in milliseconds since 1970-01-01 00:00 UTC
 * @limit: how many dialogs to find at most
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called with the dialogs
 * @user_data: data for @callback
 *
 * Finds dialogs that have expired before a time, the oldest first.
 *
 * They are still stored. A storage may find none, if it cannot look for them.
 *
 * Since: 0.1
 */
void
trueconf_fsm_storage_find_expired_async (TrueconfFsmStorage *self,
                                         gint64 time,
                                         guint limit,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TRUECONF_IS_FSM_STORAGE (self));
  g_return_if_fail (limit > 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = begin_call (self, trueconf_fsm_storage_find_expired_async, NULL, found_cb, cancellable, callback,
                     user_data);
  await_call (task);
  TRUECONF_FSM_STORAGE_GET_IFACE (self)->find_expired (self, time, limit, task);
}

/**
 * trueconf_fsm_storage_find_expired_finish:
 * @self: a storage
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmStorage.find_expired_async].
 *
 * Returns: (transfer full): a list of [class@FsmKey], or `NULL` with @error set
 *
 * Since: 0.1
 */
GListModel *
trueconf_fsm_storage_find_expired_finish (TrueconfFsmStorage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_storage_find_expired_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_fsm_storage_answer_keys:
 * @self: a storage
 * @task: the task of [vfunc@FsmStorage.find_expired]
 * @keys: a list of [class@FsmKey]
 *
 * Answers the task of [vfunc@FsmStorage.find_expired].
 *
 * This may be called in any thread.
 *
 * Since: 0.1
 */
void
trueconf_fsm_storage_answer_keys (TrueconfFsmStorage *self, GTask *task, GListModel *keys)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_return_if_fail (TRUECONF_IS_FSM_STORAGE (self));
  g_return_if_fail (g_task_is_valid (task, self));
  g_return_if_fail (G_IS_LIST_MODEL (keys));

  g_value_init (&value, G_TYPE_LIST_MODEL);
  g_value_set_object (&value, keys);
  g_task_return_value (task, &value);
}
