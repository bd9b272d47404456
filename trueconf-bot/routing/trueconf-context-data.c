/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-context-private.h"

/* Of most commands only the handler is found, and nobody asks for the object. The parts are of the text of the event,
 * which the context keeps; `command` is NULL, or the context's then. */
void
trueconf_context_take_command (TrueconfContext *self,
                               const TrueconfCommandParts *parts,
                               TrueconfCommand *command)
{
  trueconf_stored_data_take_command (trueconf_context_get_stored (self), parts, command);
}

/* Returns the command of the handler, or NULL also if it was not made yet: then the filter does not describe arguments. */
TrueconfCommand *
trueconf_context_peek_command (TrueconfContext *self)
{
  TrueconfStoredData *stored = trueconf_context_get_stored (self);

  return stored->command.found ? stored->command.command : NULL;
}

/**
 * trueconf_context_set_data:
 * @self: a context
 * @key: a key
 * @value: (nullable): data to be copied, or `NULL` to remove the key
 *
 * Stores data for the filters, middlewares and handlers that get the event later.
 *
 * What a filter stores is only kept for the handler that it finds.
 *
 * Since: 0.1
 */
void
trueconf_context_set_data (TrueconfContext *self, const char *key, const GValue *value)
{
  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (value == NULL || G_IS_VALUE (value));

  trueconf_stored_data_put (trueconf_context_get_stored (self), key, value);
}

/**
 * trueconf_context_get_data:
 * @self: a context
 * @key: a key
 * @value: (out caller-allocates): return location for a copy of the data, not initialized
 *
 * Gets data that was stored with [method@Context.set_data].
 *
 * Returns: whether there is data for @key
 *
 * Since: 0.1
 */
gboolean
trueconf_context_get_data (TrueconfContext *self, const char *key, GValue *value)
{
  const GValue *found;

  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  found = trueconf_context_peek_data (self, key);
  if (found == NULL)
    return FALSE;

  g_value_init (value, G_VALUE_TYPE (found));
  g_value_copy (found, value);
  return TRUE;
}

/**
 * trueconf_context_peek_data: (rename-to trueconf_context_get_data)
 * @self: a context
 * @key: a key
 *
 * Gets data that was stored with [method@Context.set_data], without copying it.
 *
 * Other languages than C know this function as `get_data`.
 *
 * Returns: (transfer none) (nullable): the data, or `NULL` if there is none for @key. It is valid until @key is set
 *   again
 *
 * Since: 0.1
 */
const GValue *
trueconf_context_peek_data (TrueconfContext *self, const char *key)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return trueconf_stored_data_find (trueconf_context_get_stored (self), key);
}

/**
 * trueconf_context_get_command: (get-property command)
 * @self: a context
 *
 * Gets the command that a [class@CommandFilter] has found. It is also the data with the key `command`.
 *
 * Returns: (transfer none) (nullable): the command, or `NULL` if the event came through no such filter
 *
 * Since: 0.1
 */
TrueconfCommand *
trueconf_context_get_command (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  return trueconf_stored_data_get_command (trueconf_context_get_stored (self));
}
