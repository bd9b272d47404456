/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-stored-data-private.h"
#include "trueconf-hash-private.h"

static void
found_command_clear (TrueconfFoundCommand *self)
{
  self->found = FALSE;
  g_clear_object (&self->command);
}

static TrueconfCommand *
found_command_get (TrueconfFoundCommand *self)
{
  if (self->command == NULL)
    self->command = trueconf_command_new (&self->parts);

  return self->command;
}

void
trueconf_stored_data_clear (TrueconfStoredData *self)
{
  g_clear_pointer (&self->common, g_hash_table_unref);
  g_clear_pointer (&self->pending, g_hash_table_unref);
  g_clear_pointer (&self->matched, g_hash_table_unref);
  found_command_clear (&self->pending_command);
  found_command_clear (&self->command);
  if (G_IS_VALUE (&self->command_value))
    g_value_unset (&self->command_value);
}

void
trueconf_stored_data_share (TrueconfStoredData *self, TrueconfStoredData *other)
{
  self->common = other->common != NULL ? g_hash_table_ref (other->common) : NULL;
}

void
trueconf_stored_data_begin_filter (TrueconfStoredData *self)
{
  self->filtering = TRUE;
}

void
trueconf_stored_data_end_filter (TrueconfStoredData *self, gboolean matches)
{
  self->filtering = FALSE;
  trueconf_stored_data_end_handler (self);
  if (matches)
    {
      self->matched = g_steal_pointer (&self->pending);
      self->command = self->pending_command;
      self->pending_command.found = FALSE;
      self->pending_command.command = NULL;
    }
  else
    {
      g_clear_pointer (&self->pending, g_hash_table_unref);
      found_command_clear (&self->pending_command);
    }
}

void
trueconf_stored_data_end_handler (TrueconfStoredData *self)
{
  g_clear_pointer (&self->matched, g_hash_table_unref);
  found_command_clear (&self->command);
}

static void
value_free (gpointer data)
{
  GValue *value = data;

  g_value_unset (value);
  g_free (value);
}

static void
put (GHashTable **data, const char *key, const GValue *value)
{
  GValue *copy;

  if (value == NULL)
    {
      if (*data != NULL)
        g_hash_table_remove (*data, key);
      return;
    }

  if (*data == NULL)
    *data = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, value_free);

  copy = g_new0 (GValue, 1);
  g_value_init (copy, G_VALUE_TYPE (value));
  g_value_copy (value, copy);
  g_hash_table_replace (*data, g_strdup (key), copy);
}

static const GValue *
store_command (TrueconfStoredData *self, TrueconfFoundCommand *command)
{
  if (!G_IS_VALUE (&self->command_value))
    g_value_init (&self->command_value, TRUECONF_TYPE_COMMAND);
  g_value_set_object (&self->command_value, found_command_get (command));

  return &self->command_value;
}

static const GValue *
look_up (GHashTable *data, const char *key)
{
  return data != NULL ? g_hash_table_lookup (data, key) : NULL;
}

const GValue *
trueconf_stored_data_find (TrueconfStoredData *self, const char *key)
{
  const GValue *value;

  if (self->pending_command.found && g_str_equal (key, "command"))
    return store_command (self, &self->pending_command);

  value = look_up (self->pending, key);
  if (value == NULL && self->command.found && g_str_equal (key, "command"))
    return store_command (self, &self->command);
  if (value == NULL)
    value = look_up (self->matched, key);
  if (value == NULL)
    value = look_up (self->common, key);

  return value;
}

void
trueconf_stored_data_put (TrueconfStoredData *self, const char *key, const GValue *value)
{
  if (g_str_equal (key, "command"))
    found_command_clear (self->filtering ? &self->pending_command : &self->command);

  if (self->filtering)
    {
      put (&self->pending, key, value);
      return;
    }

  /* what was stored last is found */
  if (self->matched != NULL)
    g_hash_table_remove (self->matched, key);
  put (&self->common, key, value);
}

/* `command` is NULL, or the store's then. */
void
trueconf_stored_data_take_command (TrueconfStoredData *self,
                                   const TrueconfCommandParts *parts,
                                   TrueconfCommand *command)
{
  TrueconfFoundCommand *place = self->filtering ? &self->pending_command : &self->command;

  found_command_clear (place);
  place->found = TRUE;
  place->parts = *parts;
  place->command = command;
}

/* Returns the command that a filter has found. */
TrueconfCommand *
trueconf_stored_data_get_command (TrueconfStoredData *self)
{
  const GValue *value;

  if (self->pending_command.found || self->command.found)
    return found_command_get (self->pending_command.found ? &self->pending_command : &self->command);

  value = trueconf_stored_data_find (self, "command");

  return value != NULL && G_VALUE_HOLDS (value, TRUECONF_TYPE_COMMAND) ? g_value_get_object (value) : NULL;
}
