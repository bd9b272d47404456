/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-pages.h"
#include "tool-status.h"

void
tool_pages_init (ToolPages *self)
{
  *self = (ToolPages){ .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
}

void
tool_pages_clear (ToolPages *self)
{
  g_clear_pointer (&self->ids, g_hash_table_unref);
}

gboolean
tool_pages_add (ToolPages *self, const char *id)
{
  gboolean is_new;

  self->any = TRUE;
  if (id == NULL)
    return TRUE;

  is_new = g_hash_table_add (self->ids, g_strdup (id));
  self->any_new = self->any_new || is_new;

  return is_new;
}

gboolean
tool_pages_turn (ToolPages *self, GError **error)
{
  gboolean stuck = self->any && !self->any_new;

  self->any = FALSE;
  self->any_new = FALSE;
  if (stuck)
    g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_UNKNOWN,
                         _ ("The server repeats what it has sent already, so that the list has no end"));

  return !stuck;
}
