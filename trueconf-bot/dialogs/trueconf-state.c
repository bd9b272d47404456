/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <math.h>

#include "dialogs/trueconf-state-private.h"
#include "trueconf-string-private.h"

#define ANY "*"

/* A group includes its states. */
extern GType trueconf_states_group_get_type (void);

/**
 * TrueconfState:
 *
 * A step of a dialog.
 *
 * Storages only know the name of a state. A state of a [class@StatesGroup] is named after its group, for example
 * `Form:name`, or `Registration.Address:city` in a group inside of another. Two states of the same name are the same
 * step.
 *
 * A dialog that stays in a state for longer than [property@State:timeout] expires: it is in no state any more, and what
 * was stored with it is gone.
 *
 * Since: 0.1
 */
struct _TrueconfState
{
  GObject parent_instance;

  char *name;
  TrueconfStatesGroup *group; /* not owned */
  double timeout;             /* seconds; 0: none */
};

G_DEFINE_FINAL_TYPE (TrueconfState, trueconf_state, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_GROUP,
  PROP_TIMEOUT,
} TrueconfStateProperty;

static GParamSpec *properties[PROP_TIMEOUT + 1];

static void
trueconf_state_finalize (GObject *object)
{
  TrueconfState *self = TRUECONF_STATE (object);

  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (trueconf_state_parent_class)->finalize (object);
}

static void
trueconf_state_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfState *self = TRUECONF_STATE (object);

  switch ((TrueconfStateProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_GROUP:
      g_value_set_object (value, self->group);
      break;

    case PROP_TIMEOUT:
      g_value_set_double (value, self->timeout);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_state_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfState *self = TRUECONF_STATE (object);

  switch ((TrueconfStateProperty) prop_id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;

    case PROP_TIMEOUT:
      trueconf_state_set_timeout (self, g_value_get_double (value));
      break;

    case PROP_GROUP:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_state_class_init (TrueconfStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_state_finalize;
  object_class->get_property = trueconf_state_get_property;
  object_class->set_property = trueconf_state_set_property;

  /**
   * TrueconfState:name: (getter get_name)
   *
   * The name of the state together with that of its group, or `NULL` as long as it has none.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string (
      "name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfState:group: (getter get_group)
   *
   * The group of the state, or `NULL` if it is in none.
   *
   * Since: 0.1
   */
  properties[PROP_GROUP] =
      g_param_spec_object ("group", NULL, NULL, trueconf_states_group_get_type (),
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfState:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How long a dialog may stay in the state, in seconds; 0 or infinity means for ever.
   *
   * The time begins whenever the state is set, also to what it was before.
   *
   * Since: 0.1
   */
  properties[PROP_TIMEOUT] =
      g_param_spec_double ("timeout", NULL, NULL, 0.0, INFINITY, 0.0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_state_init (TrueconfState *self)
{
}

/**
 * trueconf_state_new:
 * @name: (nullable): the name, or `NULL` for a state that [method@StatesGroup.add_state] names
 *
 * Creates a state.
 *
 * The name cannot be empty.
 *
 * Returns: (transfer full): a state
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_state_new (const char *name)
{
  g_return_val_if_fail (name == NULL || name[0] != '\0', NULL);

  return g_object_new (TRUECONF_TYPE_STATE, "name", name, NULL);
}

static TrueconfState *
get_fixed (TrueconfState **place, const char *name)
{
  if (g_once_init_enter (place))
    g_once_init_leave (place, trueconf_state_new (name));

  return *place;
}

/**
 * trueconf_state_get_any:
 *
 * Gets what stands for any state, and for none, where states are compared.
 *
 * No dialog can be in it.
 *
 * Returns: (transfer none): a state with the name `*`
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_state_get_any (void)
{
  static TrueconfState *any;

  return get_fixed (&any, ANY);
}

/**
 * trueconf_state_get_none:
 *
 * Gets what stands for no state: the one of a user who is in no dialog.
 *
 * Returns: (transfer none): a state without a name
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_state_get_none (void)
{
  static TrueconfState *none;

  return get_fixed (&none, NULL);
}

void
trueconf_state_bind (TrueconfState *self, TrueconfStatesGroup *group, const char *name)
{
  self->group = group;
  trueconf_state_set_full_name (self, name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP]);
}

void
trueconf_state_set_full_name (TrueconfState *self, const char *name)
{
  if (trueconf_set_string (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
trueconf_state_unbind (TrueconfState *self)
{
  self->group = NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP]);
}

const char *
trueconf_state_get_stored_name (TrueconfState *self)
{
  return self != NULL ? self->name : NULL;
}

/**
 * trueconf_state_get_name: (get-property name)
 * @self: a state
 *
 * Gets the name of the state together with that of its group.
 *
 * Returns: (transfer none) (nullable): the name, for example `Form:name`, or `NULL` as long as it has none
 *
 * Since: 0.1
 */
const char *
trueconf_state_get_name (TrueconfState *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATE (self), NULL);

  return self->name;
}

/**
 * trueconf_state_get_group: (get-property group)
 * @self: a state
 *
 * Gets the group of the state.
 *
 * Returns: (transfer none) (nullable): the group, or `NULL` if it is in none
 *
 * Since: 0.1
 */
TrueconfStatesGroup *
trueconf_state_get_group (TrueconfState *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATE (self), NULL);

  return self->group;
}

/**
 * trueconf_state_get_timeout: (get-property timeout)
 * @self: a state
 *
 * Gets how long a dialog may stay in the state, in seconds.
 *
 * Returns: seconds; 0 or infinity means for ever
 *
 * Since: 0.1
 */
double
trueconf_state_get_timeout (TrueconfState *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATE (self), 0.0);

  return self->timeout;
}

/**
 * trueconf_state_set_timeout: (set-property timeout)
 * @self: a state
 * @timeout: seconds; 0 or infinity means for ever
 *
 * Sets how long a dialog may stay in the state, in seconds.
 *
 * Dialogs that are in the state already keep their time.
 *
 * Since: 0.1
 */
void
trueconf_state_set_timeout (TrueconfState *self, double timeout)
{
  g_return_if_fail (TRUECONF_IS_STATE (self));
  /* not a number is refused as well */
  g_return_if_fail (timeout >= 0.0);

  if (!(self->timeout < timeout) && !(self->timeout > timeout))
    return;

  self->timeout = timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

/**
 * trueconf_state_matches:
 * @self: a state
 * @name: (nullable): the name of the state that a dialog is in, or `NULL` if it is in none
 *
 * Finds out whether a dialog is in the state.
 *
 * [func@State.get_any] matches every name and `NULL`.
 *
 * Returns: `TRUE` if it is
 *
 * Since: 0.1
 */
gboolean
trueconf_state_matches (TrueconfState *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_STATE (self), FALSE);

  return g_strcmp0 (self->name, ANY) == 0 || g_strcmp0 (self->name, name) == 0;
}
