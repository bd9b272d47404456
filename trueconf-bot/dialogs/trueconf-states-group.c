/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "dialogs/trueconf-state-private.h"
#include "dialogs/trueconf-states-group.h"
#include "trueconf-string-private.h"

/**
 * TrueconfStatesGroup:
 *
 * The steps of a dialog, in order.
 *
 * ```c
 * g_autoptr (TrueconfStatesGroup) form = trueconf_states_group_new ("Form");
 * TrueconfState *name = trueconf_states_group_add (form, "name"); // Form:name
 * TrueconfState *city = trueconf_states_group_add (form, "city"); // Form:city
 * ```
 *
 * A group can have groups, whose states come after its own: the state `city` of the group `Address` in the group
 * `Registration` is called `Registration.Address:city`.
 *
 * Make groups before the bot starts, and keep them as long as it runs.
 *
 * Since: 0.1
 */
struct _TrueconfStatesGroup
{
  GObject parent_instance;

  char *name;
  char *full_name;
  TrueconfStatesGroup *parent; /* not owned */
  GListStore *states;
  GListStore *groups;
};

G_DEFINE_FINAL_TYPE (TrueconfStatesGroup, trueconf_states_group, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_FULL_NAME,
  PROP_PARENT,
  PROP_STATES,
  PROP_GROUPS,
} TrueconfStatesGroupProperty;

static GParamSpec *properties[PROP_GROUPS + 1];

static void
trueconf_states_group_finalize (GObject *object)
{
  TrueconfStatesGroup *self = TRUECONF_STATES_GROUP (object);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->states)); i++)
    {
      g_autoptr (TrueconfState) state = g_list_model_get_item (G_LIST_MODEL (self->states), i);

      trueconf_state_unbind (state);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (TrueconfStatesGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      group->parent = NULL;
    }

  g_clear_object (&self->states);
  g_clear_object (&self->groups);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->full_name, g_free);

  G_OBJECT_CLASS (trueconf_states_group_parent_class)->finalize (object);
}

static void
trueconf_states_group_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfStatesGroup *self = TRUECONF_STATES_GROUP (object);

  switch ((TrueconfStatesGroupProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_FULL_NAME:
      g_value_set_string (value, self->full_name);
      break;

    case PROP_PARENT:
      g_value_set_object (value, self->parent);
      break;

    case PROP_STATES:
      g_value_set_object (value, self->states);
      break;

    case PROP_GROUPS:
      g_value_set_object (value, self->groups);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_states_group_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfStatesGroup *self = TRUECONF_STATES_GROUP (object);

  switch ((TrueconfStatesGroupProperty) prop_id)
    {
    case PROP_NAME:
      self->name = g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
      self->full_name = g_strdup (self->name);
      break;

    case PROP_FULL_NAME:
    case PROP_PARENT:
    case PROP_STATES:
    case PROP_GROUPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_states_group_class_init (TrueconfStatesGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_states_group_finalize;
  object_class->get_property = trueconf_states_group_get_property;
  object_class->set_property = trueconf_states_group_set_property;

  /**
   * TrueconfStatesGroup:name: (getter get_name)
   *
   * The name of the group alone.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string (
      "name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfStatesGroup:full-name: (getter get_full_name)
   *
   * The names of the groups that the group is in, and its own, with dots in between.
   *
   * Since: 0.1
   */
  properties[PROP_FULL_NAME] = g_param_spec_string (
      "full-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfStatesGroup:parent: (getter get_parent)
   *
   * The group that the group is in, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_PARENT] =
      g_param_spec_object ("parent", NULL, NULL, TRUECONF_TYPE_STATES_GROUP,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfStatesGroup:states: (getter get_states)
   *
   * The states of the group itself, in order, as a list of [class@State].
   *
   * Since: 0.1
   */
  properties[PROP_STATES] =
      g_param_spec_object ("states", NULL, NULL, G_TYPE_LIST_MODEL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfStatesGroup:groups: (getter get_groups)
   *
   * The groups in the group, in order, as a list of [class@StatesGroup].
   *
   * Since: 0.1
   */
  properties[PROP_GROUPS] =
      g_param_spec_object ("groups", NULL, NULL, G_TYPE_LIST_MODEL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_states_group_init (TrueconfStatesGroup *self)
{
  self->states = g_list_store_new (TRUECONF_TYPE_STATE);
  self->groups = g_list_store_new (TRUECONF_TYPE_STATES_GROUP);
}

/**
 * trueconf_states_group_new:
 * @name: the name of the group
 *
 * Creates a group without states.
 *
 * Returns: (transfer full): a group
 *
 * Since: 0.1
 */
TrueconfStatesGroup *
trueconf_states_group_new (const char *name)
{
  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);

  return g_object_new (TRUECONF_TYPE_STATES_GROUP, "name", name, NULL);
}

/**
 * trueconf_states_group_add:
 * @self: a group
 * @name: the name of the state, without that of the group
 *
 * Adds a new state to the end of the group.
 *
 * Returns: (transfer none): the state
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_states_group_add (TrueconfStatesGroup *self, const char *name)
{
  g_autoptr (TrueconfState) state = NULL;

  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);
  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);

  state = trueconf_state_new (NULL);
  trueconf_states_group_add_state (self, name, state);

  return trueconf_state_get_group (state) == self ? state : NULL;
}

/**
 * trueconf_states_group_add_state:
 * @self: a group
 * @name: the name of the state, without that of the group
 * @state: a state that is in no group
 *
 * Adds a state to the end of the group.
 *
 * A state that has a name already keeps it, and @name is not used.
 *
 * It is a programming error to add two states of the same name.
 *
 * Since: 0.1
 */
void
trueconf_states_group_add_state (TrueconfStatesGroup *self, const char *name, TrueconfState *state)
{
  g_autofree char *full_name = NULL;

  g_return_if_fail (TRUECONF_IS_STATES_GROUP (self));
  g_return_if_fail (name != NULL && name[0] != '\0');
  g_return_if_fail (TRUECONF_IS_STATE (state));
  g_return_if_fail (trueconf_state_get_group (state) == NULL);
  g_return_if_fail (state != trueconf_state_get_any () && state != trueconf_state_get_none ());

  if (trueconf_state_get_name (state) != NULL)
    full_name = g_strdup (trueconf_state_get_name (state));
  else
    full_name = g_strconcat (self->full_name, ":", name, NULL);
  g_return_if_fail (!trueconf_states_group_contains (self, full_name));

  trueconf_state_bind (state, self, full_name);
  g_list_store_append (self->states, state);
}

/* The states that have been named after the group are named anew. */
static void
rename_states (TrueconfStatesGroup *self, const char *old, const char *new)
{
  gsize length = strlen (old);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->states)); i++)
    {
      g_autoptr (TrueconfState) state = g_list_model_get_item (G_LIST_MODEL (self->states), i);
      const char *name = trueconf_state_get_name (state);

      if (g_str_has_prefix (name, old) && name[length] == ':')
        {
          g_autofree char *renamed = g_strconcat (new, name + length, NULL);

          trueconf_state_set_full_name (state, renamed);
        }
    }
}

static void
set_parent (TrueconfStatesGroup *self, TrueconfStatesGroup *parent)
{
  g_autofree char *old = g_steal_pointer (&self->full_name);

  self->parent = parent;
  self->full_name = g_strconcat (parent->full_name, ".", self->name, NULL);
  rename_states (self, old, self->full_name);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (TrueconfStatesGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      set_parent (group, self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FULL_NAME]);
}

/**
 * trueconf_states_group_add_group:
 * @self: a group
 * @group: another group, which is in no group yet
 *
 * Puts a group into this one, behind the groups that are there.
 *
 * This renames the states of @group, so it has to be done before they are used.
 *
 * Since: 0.1
 */
void
trueconf_states_group_add_group (TrueconfStatesGroup *self, TrueconfStatesGroup *group)
{
  g_return_if_fail (TRUECONF_IS_STATES_GROUP (self));
  g_return_if_fail (TRUECONF_IS_STATES_GROUP (group));
  g_return_if_fail (group->parent == NULL);
  g_return_if_fail (trueconf_states_group_get_root (self) != group);

  set_parent (group, self);
  g_list_store_append (self->groups, group);
  g_object_notify_by_pspec (G_OBJECT (group), properties[PROP_PARENT]);
}

/**
 * trueconf_states_group_get_name: (get-property name)
 * @self: a group
 *
 * Gets the name of the group alone.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
trueconf_states_group_get_name (TrueconfStatesGroup *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return self->name;
}

/**
 * trueconf_states_group_get_full_name: (get-property full-name)
 * @self: a group
 *
 * Gets the names of the groups that the group is in, and its own.
 *
 * Returns: (transfer none): the name, for example `Registration.Address`
 *
 * Since: 0.1
 */
const char *
trueconf_states_group_get_full_name (TrueconfStatesGroup *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return self->full_name;
}

/**
 * trueconf_states_group_get_parent: (get-property parent)
 * @self: a group
 *
 * Gets the group that the group is in.
 *
 * Returns: (transfer none) (nullable): the group, or `NULL`
 *
 * Since: 0.1
 */
TrueconfStatesGroup *
trueconf_states_group_get_parent (TrueconfStatesGroup *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return self->parent;
}

/**
 * trueconf_states_group_get_root:
 * @self: a group
 *
 * Gets the outermost group.
 *
 * Returns: (transfer none): the group, which may be @self
 *
 * Since: 0.1
 */
TrueconfStatesGroup *
trueconf_states_group_get_root (TrueconfStatesGroup *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  while (self->parent != NULL)
    self = self->parent;

  return self;
}

/**
 * trueconf_states_group_get_states: (get-property states)
 * @self: a group
 *
 * Gets the states of the group itself, in order.
 *
 * Returns: (transfer none): a list of [class@State]
 *
 * Since: 0.1
 */
GListModel *
trueconf_states_group_get_states (TrueconfStatesGroup *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return G_LIST_MODEL (self->states);
}

/**
 * trueconf_states_group_get_groups: (get-property groups)
 * @self: a group
 *
 * Gets the groups in the group, in order.
 *
 * Returns: (transfer none): a list of [class@StatesGroup]
 *
 * Since: 0.1
 */
GListModel *
trueconf_states_group_get_groups (TrueconfStatesGroup *self)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return G_LIST_MODEL (self->groups);
}

static void
append_states (TrueconfStatesGroup *self, GListStore *all)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->states)); i++)
    {
      g_autoptr (TrueconfState) state = g_list_model_get_item (G_LIST_MODEL (self->states), i);

      g_list_store_append (all, state);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (TrueconfStatesGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      append_states (group, all);
    }
}

/**
 * trueconf_states_group_list_all_states:
 * @self: a group
 *
 * Lists the states of the group, and then those of the groups in it, in order.
 *
 * Returns: (transfer full): a list of [class@State]
 *
 * Since: 0.1
 */
GListModel *
trueconf_states_group_list_all_states (TrueconfStatesGroup *self)
{
  GListStore *all;

  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  all = g_list_store_new (TRUECONF_TYPE_STATE);
  append_states (self, all);

  return G_LIST_MODEL (all);
}

/* Returns the state that is so many places behind the one called `name`. */
static TrueconfState *
find_beside (TrueconfStatesGroup *self, const char *name, int places)
{
  g_autoptr (GListModel) all = trueconf_states_group_list_all_states (self);
  guint n = g_list_model_get_n_items (all);

  for (guint i = 0; name != NULL && i < n; i++)
    {
      g_autoptr (TrueconfState) state = g_list_model_get_item (all, i);

      if (strcmp (trueconf_state_get_name (state), name) == 0)
        {
          gint64 place = (gint64) i + places;
          g_autoptr (TrueconfState) found = NULL;

          if (place < 0 || place >= n)
            return NULL;

          /* the group keeps it */
          found = g_list_model_get_item (all, (guint) place);
          return found;
        }
    }

  return NULL;
}

/**
 * trueconf_states_group_find:
 * @self: a group
 * @name: (nullable): the full name of a state
 *
 * Finds a state of the group, or of a group in it.
 *
 * Returns: (transfer none) (nullable): the state, or `NULL` if there is none of this name
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_states_group_find (TrueconfStatesGroup *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return find_beside (self, name, 0);
}

/**
 * trueconf_states_group_contains:
 * @self: a group
 * @name: (nullable): the full name of a state
 *
 * Finds out whether the group, or a group in it, has a state.
 *
 * Returns: `TRUE` if it has
 *
 * Since: 0.1
 */
gboolean
trueconf_states_group_contains (TrueconfStatesGroup *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), FALSE);

  return find_beside (self, name, 0) != NULL;
}

/**
 * trueconf_states_group_get_next:
 * @self: a group
 * @name: (nullable): the full name of a state
 *
 * Gets the state after another one, in the order of [method@StatesGroup.list_all_states].
 *
 * Returns: (transfer none) (nullable): the state, or `NULL` if the other one is the last, or not in the group
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_states_group_get_next (TrueconfStatesGroup *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return find_beside (self, name, 1);
}

/**
 * trueconf_states_group_get_previous:
 * @self: a group
 * @name: (nullable): the full name of a state
 *
 * Gets the state before another one, in the order of [method@StatesGroup.list_all_states].
 *
 * Returns: (transfer none) (nullable): the state, or `NULL` if the other one is the first, or not in the group
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_states_group_get_previous (TrueconfStatesGroup *self, const char *name)
{
  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (self), NULL);

  return find_beside (self, name, -1);
}
