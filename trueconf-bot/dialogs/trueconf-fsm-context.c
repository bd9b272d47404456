/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dialogs/trueconf-dialog-expired.h"
#include "dialogs/trueconf-fsm-context-private.h"
#include "dialogs/trueconf-fsm-record-private.h"
#include "dialogs/trueconf-fsm-storage-private.h"
#include "dialogs/trueconf-fsm-subject-private.h"
#include "dialogs/trueconf-state-private.h"
#include "model/trueconf-bot-handle-private.h"
#include "model/trueconf-event-private.h"
#include "trueconf-error.h"
#include "text/trueconf-log-line-private.h"
#include "wire/trueconf-json-private.h"

/* Each conflict means that somebody else has got through. */
#define MAX_CONFLICTS 1000

/* in seconds; in milliseconds it is far below G_MAXINT64 */
#define LONGEST_TIMEOUT 1e12

/**
 * TrueconfFsmContext:
 *
 * The dialog with a user: the state that it is in, and what the user has said so far.
 *
 * Handlers get it with [method@Context.get_state]. The data are a JSON object.
 *
 * Everything is read from the [iface@FsmStorage] and stored there at once. If two processes change a dialog at the same
 * time, the changes are made one after the other, and none is lost. If the storage fails, the call fails, and the dialog
 * stays where it is. The event is not done before all calls of its dialog are.
 *
 * Since: 0.1
 */
struct _TrueconfFsmContext
{
  GObject parent_instance;

  TrueconfFsmStorage *storage;
  TrueconfFsmKey *key; /* NULL until it is known */
  TrueconfFsmStrategy strategy;
  TrueconfEvent *event; /* NULL if the key is known */
  TrueconfFsmSubject subject;

  char *raw_state;
  gboolean raw_state_known;

  const TrueconfFsmOwner *owner_calls;
  gpointer owner; /* NULL if there is none any more */
};

G_DEFINE_FINAL_TYPE (TrueconfFsmContext, trueconf_fsm_context, G_TYPE_OBJECT)

typedef enum
{
  PROP_STORAGE = 1,
  PROP_KEY,
  PROP_RAW_STATE,
} TrueconfFsmContextProperty;

static GParamSpec *properties[PROP_RAW_STATE + 1];

static void
op_free (gpointer data)
{
  TrueconfFsmOp *self = data;

  g_clear_object (&self->state);
  g_clear_pointer (&self->data, json_object_unref);
  g_clear_pointer (&self->member, g_free);
  g_clear_object (&self->group);
  g_free (self);
}

TrueconfFsmOp *
trueconf_fsm_op_new (TrueconfFsmOpKind kind)
{
  TrueconfFsmOp *self = g_new0 (TrueconfFsmOp, 1);

  self->kind = kind;

  return self;
}

static void
trueconf_fsm_context_finalize (GObject *object)
{
  TrueconfFsmContext *self = TRUECONF_FSM_CONTEXT (object);

  g_clear_object (&self->storage);
  g_clear_object (&self->key);
  g_clear_object (&self->event);
  trueconf_fsm_subject_clear (&self->subject);
  g_clear_pointer (&self->raw_state, g_free);

  G_OBJECT_CLASS (trueconf_fsm_context_parent_class)->finalize (object);
}

static void
trueconf_fsm_context_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfFsmContext *self = TRUECONF_FSM_CONTEXT (object);

  switch ((TrueconfFsmContextProperty) prop_id)
    {
    case PROP_STORAGE:
      g_value_set_object (value, self->storage);
      break;

    case PROP_KEY:
      g_value_set_object (value, self->key);
      break;

    case PROP_RAW_STATE:
      g_value_set_string (value, self->raw_state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_fsm_context_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfFsmContext *self = TRUECONF_FSM_CONTEXT (object);

  switch ((TrueconfFsmContextProperty) prop_id)
    {
    case PROP_STORAGE:
      self->storage = g_value_dup_object (value);
      break;

    case PROP_KEY:
      self->key = g_value_dup_object (value);
      break;

    case PROP_RAW_STATE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_fsm_context_class_init (TrueconfFsmContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_fsm_context_finalize;
  object_class->get_property = trueconf_fsm_context_get_property;
  object_class->set_property = trueconf_fsm_context_set_property;

  /**
   * TrueconfFsmContext:storage: (getter get_storage)
   *
   * Where the dialog is kept.
   *
   * Since: 0.1
   */
  properties[PROP_STORAGE] =
      g_param_spec_object ("storage", NULL, NULL, TRUECONF_TYPE_FSM_STORAGE,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmContext:key: (getter get_key)
   *
   * Whose dialog it is, or `NULL` as long as that is not known.
   *
   * Who has pressed a button in a personal chat is known after the first call.
   *
   * Since: 0.1
   */
  properties[PROP_KEY] =
      g_param_spec_object ("key", NULL, NULL, TRUECONF_TYPE_FSM_KEY,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmContext:raw-state: (getter get_raw_state)
   *
   * The name of the state that the event has found, or `NULL` if there was none, or if no filter has asked.
   *
   * Since: 0.1
   */
  properties[PROP_RAW_STATE] = g_param_spec_string (
      "raw-state", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_fsm_context_init (TrueconfFsmContext *self)
{
}

/**
 * trueconf_fsm_context_new:
 * @storage: a storage
 * @key: whose dialog it is
 *
 * Creates the dialog of a key, for programs that change dialogs outside of handlers.
 *
 * Returns: (transfer full): a dialog
 *
 * Since: 0.1
 */
TrueconfFsmContext *
trueconf_fsm_context_new (TrueconfFsmStorage *storage, TrueconfFsmKey *key)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_STORAGE (storage), NULL);
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (key), NULL);

  return g_object_new (TRUECONF_TYPE_FSM_CONTEXT, "storage", storage, "key", key, NULL);
}

TrueconfFsmContext *
trueconf_fsm_context_new_for_event (TrueconfFsmStorage *storage,
                                    TrueconfFsmStrategy strategy,
                                    TrueconfEvent *event,
                                    const TrueconfFsmOwner *calls,
                                    gpointer owner)
{
  TrueconfFsmContext *self;
  TrueconfFsmSubject subject;
  g_autoptr (TrueconfFsmKey) key = NULL;

  if (!trueconf_fsm_subject_init (&subject, event))
    return NULL;

  if (TRUECONF_IS_DIALOG_EXPIRED (event))
    key = g_object_ref (trueconf_dialog_expired_get_key (TRUECONF_DIALOG_EXPIRED (event)));
  else
    key = trueconf_fsm_subject_make_key (&subject, strategy);
  if (key == NULL && !subject.is_personal)
    {
      trueconf_fsm_subject_clear (&subject);
      return NULL;
    }

  self = g_object_new (TRUECONF_TYPE_FSM_CONTEXT, "storage", storage, "key", key, NULL);
  self->strategy = strategy;
  self->subject = subject;
  self->owner_calls = calls;
  self->owner = owner;
  if (key == NULL)
    g_set_object (&self->event, event);

  return self;
}

void
trueconf_fsm_context_leave_owner (TrueconfFsmContext *self)
{
  self->owner = NULL;
}

/**
 * trueconf_fsm_context_get_storage: (get-property storage)
 * @self: a dialog
 *
 * Gets where the dialog is kept.
 *
 * Returns: (transfer none): the storage
 *
 * Since: 0.1
 */
TrueconfFsmStorage *
trueconf_fsm_context_get_storage (TrueconfFsmContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_CONTEXT (self), NULL);

  return self->storage;
}

/**
 * trueconf_fsm_context_get_key: (get-property key)
 * @self: a dialog
 *
 * Gets whose dialog it is.
 *
 * Returns: (transfer none) (nullable): the key, or `NULL` as long as it is not known
 *
 * Since: 0.1
 */
TrueconfFsmKey *
trueconf_fsm_context_get_key (TrueconfFsmContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_CONTEXT (self), NULL);

  return self->key;
}

/**
 * trueconf_fsm_context_get_raw_state: (get-property raw-state)
 * @self: a dialog
 *
 * Gets the name of the state that the event has found.
 *
 * Returns: (transfer none) (nullable): the name, or `NULL` if there was none, or if no filter has asked
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_context_get_raw_state (TrueconfFsmContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_CONTEXT (self), NULL);

  return self->raw_state;
}

static JsonObject *
parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      trueconf_json_make_writable (node);
      return json_node_dup_object (node);
    }

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
               _ ("The stored data of the dialog are damaged: they are no JSON object"));
  return NULL;
}

char *
trueconf_fsm_write_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  GString *text = g_string_new (NULL);

  trueconf_json_append_typed_node (text, node);

  return g_string_free (text, FALSE);
}

/* json-glib has only shallow copies. */
JsonObject *
trueconf_fsm_copy_object (JsonObject *object)
{
  g_autofree char *text = trueconf_fsm_write_object (object);

  return parse (text, NULL);
}

static void
set_member (JsonObject *object, const char *name, JsonNode *node, gpointer into)
{
  json_object_set_member (into, name, json_node_copy (node));
}

static void load (GTask *task);

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TrueconfFsmOp *op = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFsmRecord) record =
      trueconf_fsm_storage_store_finish (TRUECONF_FSM_STORAGE (source), result, &error);

  if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_CONFLICT) &&
      ++op->conflicts < MAX_CONFLICTS)
    load (g_steal_pointer (&task));
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (op->kind == OP_UPDATE_DATA)
    g_task_return_pointer (task, parse (trueconf_fsm_record_get_data (record), NULL),
                           (GDestroyNotify) json_object_unref);
  else if (op->kind == OP_GO_BACK || op->kind == OP_GO_ON)
    g_task_return_pointer (task, g_object_ref (op->state), g_object_unref);
  else
    g_task_return_boolean (task, TRUE);
}

static void
store (GTask *task, const char *state, const char *data, gint64 expires_at, TrueconfFsmRecord *old)
{
  TrueconfFsmContext *self = g_task_get_source_object (task);
  g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new (state, data, expires_at, NULL);

  trueconf_fsm_storage_store_async (self->storage, self->key, record, trueconf_fsm_record_get_version (old),
                                    g_task_get_cancellable (task), stored_cb, task);
}

static gint64
get_expiry (TrueconfState *state)
{
  double timeout = state != NULL ? trueconf_state_get_timeout (state) : 0.0;

  /* 0 would mean never */
  return timeout > 0.0 && timeout < LONGEST_TIMEOUT
             ? g_get_real_time () / 1000 + MAX (1, (gint64) (timeout * 1000.0))
             : 0;
}

static void
update_data (GTask *task, JsonObject *data, const char *state, gint64 expires_at, TrueconfFsmRecord *old)
{
  TrueconfFsmOp *op = g_task_get_task_data (task);
  g_autofree char *text = NULL;

  json_object_foreach_member (op->data, set_member, data);
  text = trueconf_fsm_write_object (data);
  store (task, state, text, expires_at, old);
}

static void
move (GTask *task, const char *state, const char *data, TrueconfFsmRecord *old)
{
  TrueconfFsmOp *op = g_task_get_task_data (task);
  TrueconfState *to = op->kind == OP_GO_ON ? trueconf_states_group_get_next (op->group, state)
                                           : trueconf_states_group_get_previous (op->group, state);

  g_set_object (&op->state, to);
  if (to == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
      return;
    }

  store (task, trueconf_state_get_name (to), data, get_expiry (to), old);
}

static void
keep_raw_state (TrueconfFsmContext *self, const char *state)
{
  if (self->raw_state_known)
    return;

  self->raw_state_known = TRUE;
  self->raw_state = g_strdup (state);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RAW_STATE]);
}

/* Does what was asked for with the record that was found. */
static void
apply (GTask *task, TrueconfFsmRecord *record)
{
  TrueconfFsmContext *self = g_task_get_source_object (task);
  TrueconfFsmOp *op = g_task_get_task_data (task);
  gboolean expired = trueconf_fsm_record_is_expired (record);
  const char *state = expired ? NULL : trueconf_fsm_record_get_state (record);
  const char *data = expired ? "{}" : trueconf_fsm_record_get_data (record);
  gint64 expires_at = expired ? 0 : trueconf_fsm_record_get_expires_at (record);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  if (op->kind == OP_GET_DATA || op->kind == OP_UPDATE_DATA || op->kind == OP_GET_VALUE)
    {
      object = parse (data, &error);
      if (object == NULL)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          g_object_unref (task);
          return;
        }
    }

  switch (op->kind)
    {
    case OP_SET_STATE:
      store (task, trueconf_state_get_stored_name (op->state), data, get_expiry (op->state), record);
      return;

    case OP_SET_DATA:
      text = trueconf_fsm_write_object (op->data);
      store (task, state, text, expires_at, record);
      return;

    case OP_UPDATE_DATA:
      update_data (task, object, state, expires_at, record);
      return;

    case OP_CLEAR:
      store (task, NULL, NULL, 0, record);
      return;

    case OP_GO_BACK:
    case OP_GO_ON:
      move (task, state, data, record);
      return;

    case OP_GET_STATE:
      g_task_return_pointer (task, g_strdup (state), g_free);
      break;

    case OP_READ_RAW_STATE:
      keep_raw_state (self, state);
      g_task_return_boolean (task, TRUE);
      break;

    case OP_GET_DATA:
      g_task_return_pointer (task, g_steal_pointer (&object), (GDestroyNotify) json_object_unref);
      break;

    case OP_GET_VALUE:
      g_task_return_pointer (
          task,
          json_object_has_member (object, op->member) ? json_object_dup_member (object, op->member) : NULL,
          (GDestroyNotify) json_node_unref);
      break;

    default:
      g_assert_not_reached ();
    }

  g_object_unref (task);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TrueconfFsmOp *op = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFsmRecord) record =
      trueconf_fsm_storage_load_any_finish (TRUECONF_FSM_STORAGE (source), result, &error);
  const char *damage = record != NULL ? trueconf_fsm_record_get_damage (record) : NULL;

  if (record == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  /* whatever is there can be cleared, or nobody would get out of the dialog */
  else if (damage != NULL && op->kind != OP_CLEAR)
    g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED, "%s", damage);
  else
    apply (g_steal_pointer (&task), record);
}

static void
load (GTask *task)
{
  TrueconfFsmContext *self = g_task_get_source_object (task);

  trueconf_fsm_storage_load_async (self->storage, self->key, g_task_get_cancellable (task), loaded_cb, task);
}

static void
peer_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TrueconfFsmContext *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *peer = g_task_propagate_pointer (G_TASK (result), &error);

  if (peer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (self->key == NULL)
    {
      self->subject.user_id = g_steal_pointer (&peer);
      self->key = trueconf_fsm_subject_make_key (&self->subject, self->strategy);
      g_clear_object (&self->event);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY]);
    }
  load (g_steal_pointer (&task));
}

static void
find_peer (GTask *task)
{
  TrueconfFsmContext *self = g_task_get_source_object (task);
  TrueconfBotHandle *handle = trueconf_event_get_handle (self->event);
  TrueconfBot *bot = handle != NULL ? trueconf_bot_handle_get_bot (handle) : NULL;

  if (bot == NULL)
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED,
                               _ ("The bot is gone, so nobody can say who has pressed the button"));
      g_object_unref (task);
      return;
    }

  trueconf_bot_handle_get_table (handle)->find_peer (bot, self->subject.chat_id,
                                                     g_task_get_cancellable (task), peer_found_cb, task);
}

/* The callback has run. */
static void
completed_cb (GTask *task, GParamSpec *pspec, gpointer data)
{
  TrueconfFsmContext *self = g_task_get_source_object (task);

  if (self->owner != NULL)
    self->owner_calls->release (self->owner);
}

static void
ignored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfFsmContext *self = TRUECONF_FSM_CONTEXT (source);
  GTask *task = G_TASK (result);
  TrueconfFsmOp *op = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_task_had_error (task))
    return;

  if (op->kind == OP_SET_STATE || op->kind == OP_SET_DATA || op->kind == OP_CLEAR)
    g_task_propagate_boolean (task, &error);
  else
    g_task_propagate_pointer (task, &error);

  if (self->owner != NULL)
    self->owner_calls->failed (self->owner, error);
  else
    trueconf_log (G_LOG_LEVEL_WARNING, "A dialog could not be read or stored: %s", error->message);
}

void
trueconf_fsm_context_start (TrueconfFsmContext *self,
                            TrueconfFsmOp *op,
                            gpointer source_tag,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback != NULL ? callback : ignored_cb, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, op, op_free);
  /* what was stored is not called cancelled */
  g_task_set_check_cancellable (task, FALSE);
  if (self->owner != NULL && self->owner_calls->hold (self->owner))
    g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), NULL);

  if (self->key == NULL)
    find_peer (task);
  else
    load (task);
}

void
trueconf_fsm_context_read_raw_state_async (TrueconfFsmContext *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  if (self->raw_state_known)
    {
      g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

      g_task_set_source_tag (task, trueconf_fsm_context_read_raw_state_async);
      g_task_return_boolean (task, TRUE);
      return;
    }

  trueconf_fsm_context_start (self, trueconf_fsm_op_new (OP_READ_RAW_STATE),
                              trueconf_fsm_context_read_raw_state_async, cancellable, callback, user_data);
}

gboolean
trueconf_fsm_context_read_raw_state_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
