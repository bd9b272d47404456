/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "dialogs/trueconf-fsm-context-private.h"

/* The functions of TrueconfFsmContext that read and store. */

/**
 * trueconf_fsm_context_get_state_async:
 * @self: a dialog
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Gets the name of the state that the dialog is in.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_get_state_async (TrueconfFsmContext *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_GET_STATE);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_get_state_async, cancellable, callback,
                              user_data);
}

/**
 * trueconf_fsm_context_get_state_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.get_state_async].
 *
 * Returns: (transfer full) (nullable): the name, or `NULL` if the dialog is in no state or @error is set
 *
 * Since: 0.1
 */
char *
trueconf_fsm_context_get_state_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_get_state_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_set_state_async:
 * @self: a dialog
 * @state: (nullable): a state, or `NULL` for none
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Sets the state of the dialog; its data stay.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_set_state_async (TrueconfFsmContext *self,
                                      TrueconfState *state,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (state == NULL || TRUECONF_IS_STATE (state));
  g_return_if_fail (state != trueconf_state_get_any ());
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_SET_STATE);
  if (state != NULL)
    g_set_object (&op->state, state);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_set_state_async, cancellable, callback,
                              user_data);
}

/**
 * trueconf_fsm_context_set_state_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.set_state_async].
 *
 * Returns: `TRUE` if it was set, or `FALSE` with @error set
 *
 * Since: 0.1
 */
gboolean
trueconf_fsm_context_set_state_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_set_state_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_get_data_async:
 * @self: a dialog
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Gets the data of the dialog.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_get_data_async (TrueconfFsmContext *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_GET_DATA);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_get_data_async, cancellable, callback,
                              user_data);
}

/**
 * trueconf_fsm_context_get_data_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.get_data_async].
 *
 * Returns: (transfer full): a copy of the data, or `NULL` with @error set
 *
 * Since: 0.1
 */
JsonObject *
trueconf_fsm_context_get_data_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_get_data_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_set_data_async:
 * @self: a dialog
 * @data: the new data
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Replaces the data of the dialog.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_set_data_async (TrueconfFsmContext *self,
                                     JsonObject *data,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (data != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_SET_DATA);
  op->data = trueconf_fsm_copy_object (data);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_set_data_async, cancellable, callback,
                              user_data);
}

/**
 * trueconf_fsm_context_set_data_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.set_data_async].
 *
 * Returns: `TRUE` if they were set, or `FALSE` with @error set
 *
 * Since: 0.1
 */
gboolean
trueconf_fsm_context_set_data_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_set_data_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_update_data_async:
 * @self: a dialog
 * @updates: what to add to the data, or to replace in them
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Sets some members of the data of the dialog; the others stay.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_update_data_async (TrueconfFsmContext *self,
                                        JsonObject *updates,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (updates != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_UPDATE_DATA);
  op->data = trueconf_fsm_copy_object (updates);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_update_data_async, cancellable, callback,
                              user_data);
}

/**
 * trueconf_fsm_context_update_data_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.update_data_async].
 *
 * Returns: (transfer full): a copy of all data as they are now, or `NULL` with @error set
 *
 * Since: 0.1
 */
JsonObject *
trueconf_fsm_context_update_data_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_update_data_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_get_value_async:
 * @self: a dialog
 * @member: the name of a member of the data
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Gets a member of the data of the dialog.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_get_value_async (TrueconfFsmContext *self,
                                      const char *member,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (member != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_GET_VALUE);
  op->member = g_strdup (member);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_get_value_async, cancellable, callback,
                              user_data);
}

/**
 * trueconf_fsm_context_get_value_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.get_value_async].
 *
 * Returns: (transfer full) (nullable): the member, or `NULL` if there is none or @error is set
 *
 * Since: 0.1
 */
JsonNode *
trueconf_fsm_context_get_value_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_get_value_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_clear_async:
 * @self: a dialog
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Ends the dialog: it is in no state and has no data.
 *
 * This also ends a dialog that cannot be read, on which all other calls fail with `TRUECONF_ERROR_STORAGE_FAILED`.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_clear_async (TrueconfFsmContext *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_CLEAR);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_clear_async, cancellable, callback, user_data);
}

/**
 * trueconf_fsm_context_clear_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.clear_async].
 *
 * Returns: `TRUE` if it was ended, or `FALSE` with @error set
 *
 * Since: 0.1
 */
gboolean
trueconf_fsm_context_clear_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_clear_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_go_back_async:
 * @self: a dialog
 * @group: the states of the dialog, in order
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Sets the state to the one before it in a group; the data stay.
 *
 * Nothing changes if the dialog is in the first state of the group, or in none of it.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_go_back_async (TrueconfFsmContext *self,
                                    TrueconfStatesGroup *group,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (TRUECONF_IS_STATES_GROUP (group));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_GO_BACK);
  g_set_object (&op->group, group);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_go_back_async, cancellable, callback, user_data);
}

/**
 * trueconf_fsm_context_go_back_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.go_back_async].
 *
 * Returns: (transfer full) (nullable): the state that the dialog is in now, or `NULL` if nothing has changed or @error is set
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_fsm_context_go_back_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_go_back_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_fsm_context_go_on_async:
 * @self: a dialog
 * @group: the states of the dialog, in order
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Sets the state to the one after it in a group; the data stay.
 *
 * Nothing changes if the dialog is in the last state of the group, or in none of it.
 *
 * Since: 0.1
 */
void
trueconf_fsm_context_go_on_async (TrueconfFsmContext *self,
                                  TrueconfStatesGroup *group,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  TrueconfFsmOp *op;

  g_return_if_fail (TRUECONF_IS_FSM_CONTEXT (self));
  g_return_if_fail (TRUECONF_IS_STATES_GROUP (group));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  op = trueconf_fsm_op_new (OP_GO_ON);
  g_set_object (&op->group, group);
  trueconf_fsm_context_start (self, op, trueconf_fsm_context_go_on_async, cancellable, callback, user_data);
}

/**
 * trueconf_fsm_context_go_on_finish:
 * @self: a dialog
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@FsmContext.go_on_async].
 *
 * Returns: (transfer full) (nullable): the state that the dialog is in now, or `NULL` if nothing has changed or @error is set
 *
 * Since: 0.1
 */
TrueconfState *
trueconf_fsm_context_go_on_finish (TrueconfFsmContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_fsm_context_go_on_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
