/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "dialogs/trueconf-fsm-record-private.h"

/**
 * TrueconfFsmRecord:
 *
 * What a storage keeps of a dialog: its state and its data.
 *
 * Only those who write a [iface@FsmStorage] need it; handlers use a [class@FsmContext]. Records never change, so they may
 * be used in any thread.
 *
 * Since: 0.1
 */
struct _TrueconfFsmRecord
{
  GObject parent_instance;

  char *state;
  char *data;
  gint64 expires_at;
  char *version;
  char *damage; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (TrueconfFsmRecord, trueconf_fsm_record, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_DATA,
  PROP_EXPIRES_AT,
  PROP_VERSION,
} TrueconfFsmRecordProperty;

static GParamSpec *properties[PROP_VERSION + 1];

static void
trueconf_fsm_record_finalize (GObject *object)
{
  TrueconfFsmRecord *self = TRUECONF_FSM_RECORD (object);

  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->damage, g_free);

  G_OBJECT_CLASS (trueconf_fsm_record_parent_class)->finalize (object);
}

static void
trueconf_fsm_record_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfFsmRecord *self = TRUECONF_FSM_RECORD (object);

  switch ((TrueconfFsmRecordProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_string (value, self->state);
      break;

    case PROP_DATA:
      g_value_set_string (value, self->data);
      break;

    case PROP_EXPIRES_AT:
      g_value_set_int64 (value, self->expires_at);
      break;

    case PROP_VERSION:
      g_value_set_string (value, self->version);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_fsm_record_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfFsmRecord *self = TRUECONF_FSM_RECORD (object);

  switch ((TrueconfFsmRecordProperty) prop_id)
    {
    case PROP_STATE:
      /* storages that do not know NULL keep an empty text for no state */
      if (g_strcmp0 (g_value_get_string (value), "") != 0)
        self->state = g_value_dup_string (value);
      break;

    case PROP_DATA:
      self->data = g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "{}");
      break;

    case PROP_EXPIRES_AT:
      self->expires_at = g_value_get_int64 (value);
      break;

    case PROP_VERSION:
      self->version = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_fsm_record_class_init (TrueconfFsmRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_fsm_record_finalize;
  object_class->get_property = trueconf_fsm_record_get_property;
  object_class->set_property = trueconf_fsm_record_set_property;

  /**
   * TrueconfFsmRecord:state: (getter get_state)
   *
   * The name of the state, or `NULL` if the dialog is in none.
   *
   * Since: 0.1
   */
  properties[PROP_STATE] = g_param_spec_string (
      "state", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmRecord:data: (getter get_data)
   *
   * The data of the dialog: a JSON object as text.
   *
   * Since: 0.1
   */
  properties[PROP_DATA] = g_param_spec_string (
      "data", NULL, NULL, "{}", G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmRecord:expires-at: (getter get_expires_at)
   *
   * The time at which the dialog expires, in milliseconds since 1970-01-01 00:00 UTC, or 0 if it does not.
   *
   * Since: 0.1
   */
  properties[PROP_EXPIRES_AT] =
      g_param_spec_int64 ("expires-at", NULL, NULL, 0, G_MAXINT64, 0,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmRecord:version: (getter get_version)
   *
   * The version of the record, or `NULL` if it has never been stored.
   *
   * Since: 0.1
   */
  properties[PROP_VERSION] = g_param_spec_string (
      "version", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_fsm_record_init (TrueconfFsmRecord *self)
{
}

/**
 * trueconf_fsm_record_new:
 * @state: (nullable): the name of the state, or `NULL` if the dialog is in none
 * @data: (nullable): a JSON object as text, or `NULL` for an empty one
 * @expires_at: when the dialog expires, in milliseconds since 1970-01-01 00:00 UTC, or 0
 * @version: (nullable): the version with which it was stored, or `NULL`
 *
 * Creates a record.
 *
 * Returns: (transfer full): a record
 *
 * Since: 0.1
 */
TrueconfFsmRecord *
trueconf_fsm_record_new (const char *state, const char *data, gint64 expires_at, const char *version)
{
  g_return_val_if_fail (expires_at >= 0, NULL);

  return g_object_new (TRUECONF_TYPE_FSM_RECORD, "state", state, "data", data != NULL ? data : "{}",
                       "expires-at", expires_at, "version", version, NULL);
}

TrueconfFsmRecord *
trueconf_fsm_record_new_damaged (const char *version, const char *words)
{
  TrueconfFsmRecord *self = trueconf_fsm_record_new (NULL, NULL, 0, version);

  self->damage = g_strdup (words);
  return self;
}

const char *
trueconf_fsm_record_get_damage (TrueconfFsmRecord *self)
{
  return self->damage;
}

/**
 * trueconf_fsm_record_get_state: (get-property state)
 * @self: a record
 *
 * Gets the name of the state, or `NULL` if the dialog is in none.
 *
 * Returns: (transfer none) (nullable): the name, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_record_get_state (TrueconfFsmRecord *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_RECORD (self), NULL);

  return self->state;
}

/**
 * trueconf_fsm_record_get_data: (get-property data)
 * @self: a record
 *
 * Gets the data of the dialog: a JSON object as text.
 *
 * Returns: (transfer none): JSON
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_record_get_data (TrueconfFsmRecord *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_RECORD (self), NULL);

  return self->data;
}

/**
 * trueconf_fsm_record_get_expires_at: (get-property expires-at)
 * @self: a record
 *
 * Gets the time at which the dialog expires, in milliseconds since 1970-01-01 00:00 UTC, or 0 if it does not.
 *
 * Returns: milliseconds, or 0
 *
 * Since: 0.1
 */
gint64
trueconf_fsm_record_get_expires_at (TrueconfFsmRecord *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_RECORD (self), 0);

  return self->expires_at;
}

/**
 * trueconf_fsm_record_get_version: (get-property version)
 * @self: a record
 *
 * Gets the version of the record, or `NULL` if it has never been stored.
 *
 * Returns: (transfer none) (nullable): the version, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_record_get_version (TrueconfFsmRecord *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_RECORD (self), NULL);

  return self->version;
}

/**
 * trueconf_fsm_record_is_empty:
 * @self: a record
 *
 * Finds out whether there is neither a state nor data, so that a storage need not keep the record.
 *
 * Returns: `TRUE` if it is empty
 *
 * Since: 0.1
 */
gboolean
trueconf_fsm_record_is_empty (TrueconfFsmRecord *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_RECORD (self), FALSE);

  return self->state == NULL && strcmp (self->data, "{}") == 0;
}

/**
 * trueconf_fsm_record_is_expired:
 * @self: a record
 *
 * Finds out whether the time of the dialog is over.
 *
 * Returns: `TRUE` if it is
 *
 * Since: 0.1
 */
gboolean
trueconf_fsm_record_is_expired (TrueconfFsmRecord *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_RECORD (self), FALSE);

  return self->expires_at > 0 && self->expires_at <= g_get_real_time () / 1000;
}

/**
 * trueconf_fsm_record_answer:
 * @self: a record
 * @task: the task of [vfunc@FsmStorage.load]
 *
 * Answers the task of [vfunc@FsmStorage.load] with the record.
 *
 * This may be called in any thread.
 *
 * Since: 0.1
 */
void
trueconf_fsm_record_answer (TrueconfFsmRecord *self, GTask *task)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_return_if_fail (TRUECONF_IS_FSM_RECORD (self));
  g_return_if_fail (G_IS_TASK (task));

  g_value_init (&value, TRUECONF_TYPE_FSM_RECORD);
  g_value_set_object (&value, self);
  g_task_return_value (task, &value);
}
