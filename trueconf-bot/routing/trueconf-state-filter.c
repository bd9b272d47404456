/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-fsm-context-private.h"
#include "routing/trueconf-context.h"
#include "routing/trueconf-state-filter.h"

/**
 * TrueconfStateFilter:
 *
 * Matches the events of dialogs that are in a certain state.
 *
 * The state is read once for an event: if a handler changes it and then leaves the event to the next one, filters still see
 * the state that the event has found. An event that belongs to no dialog is in no state. If the state cannot be read, the
 * event is not handled, and the error is reported as that of a handler is.
 *
 * Since: 0.1
 */
struct _TrueconfStateFilter
{
  TrueconfFilter parent_instance;

  TrueconfState *state;
  TrueconfStatesGroup *group;
};

G_DEFINE_FINAL_TYPE (TrueconfStateFilter, trueconf_state_filter, TRUECONF_TYPE_FILTER)

static void
trueconf_state_filter_finalize (GObject *object)
{
  TrueconfStateFilter *self = TRUECONF_STATE_FILTER (object);

  g_clear_object (&self->state);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (trueconf_state_filter_parent_class)->finalize (object);
}

static gboolean
matches (TrueconfStateFilter *self, const char *name)
{
  if (self->group != NULL)
    return trueconf_states_group_contains (self->group, name);

  /* without a state as well, it is the filter for some state */
  return self->state != NULL ? trueconf_state_matches (self->state, name) : name != NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TrueconfFsmContext *dialog = TRUECONF_FSM_CONTEXT (source);
  GError *error = NULL;

  if (!trueconf_fsm_context_read_raw_state_finish (dialog, result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (
        task, matches (g_task_get_source_object (task), trueconf_fsm_context_get_raw_state (dialog)));
}

static void
trueconf_state_filter_match_async (TrueconfFilter *filter,
                                   TrueconfEvent *event,
                                   TrueconfContext *context,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  TrueconfStateFilter *self = TRUECONF_STATE_FILTER (filter);
  TrueconfFsmContext *dialog = trueconf_context_get_state (context);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, trueconf_state_filter_match_async);
  if (dialog == NULL)
    g_task_return_boolean (task, matches (self, NULL));
  else
    trueconf_fsm_context_read_raw_state_async (dialog, cancellable, read_cb, g_steal_pointer (&task));
}

static void
trueconf_state_filter_class_init (TrueconfStateFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  TrueconfFilterClass *filter_class = TRUECONF_FILTER_CLASS (klass);

  object_class->finalize = trueconf_state_filter_finalize;
  filter_class->match_async = trueconf_state_filter_match_async;
}

static void
trueconf_state_filter_init (TrueconfStateFilter *self)
{
}

/**
 * trueconf_state_filter_new:
 * @state: (nullable): a state, or `NULL` for events of dialogs that are in none
 *
 * Creates a filter for a state.
 *
 * With [func@State.get_any] it matches all events.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfStateFilter *
trueconf_state_filter_new (TrueconfState *state)
{
  TrueconfStateFilter *self;

  g_return_val_if_fail (state == NULL || TRUECONF_IS_STATE (state), NULL);

  self = g_object_new (TRUECONF_TYPE_STATE_FILTER, NULL);
  self->state = g_object_ref (state != NULL ? state : trueconf_state_get_none ());

  return self;
}

/**
 * trueconf_state_filter_new_group:
 * @group: a group
 *
 * Creates a filter for all states of a group, and of the groups in it.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfStateFilter *
trueconf_state_filter_new_group (TrueconfStatesGroup *group)
{
  TrueconfStateFilter *self;

  g_return_val_if_fail (TRUECONF_IS_STATES_GROUP (group), NULL);

  self = g_object_new (TRUECONF_TYPE_STATE_FILTER, NULL);
  self->group = g_object_ref (group);

  return self;
}

/**
 * trueconf_state_filter_new_some:
 *
 * Creates a filter for all states, but not for none.
 *
 * Returns: (transfer full): a filter
 *
 * Since: 0.1
 */
TrueconfStateFilter *
trueconf_state_filter_new_some (void)
{
  return g_object_new (TRUECONF_TYPE_STATE_FILTER, NULL);
}
