/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What has come of a list that a server sends in pages. Pages may overlap, when something was added meanwhile; but a server that
 * sends the same ones again and again would be read for ever. */
typedef struct
{
  GHashTable *ids;
  gboolean any;
  gboolean any_new;
} ToolPages;

void tool_pages_init (ToolPages *self);
void tool_pages_clear (ToolPages *self);

/* Notes an item. Returns whether it has not come before. What has no id is to be shown, but is no progress. */
gboolean tool_pages_add (ToolPages *self, const char *id);

/* Asks, before another page is asked for, whether this one had anything new. Fails with TOOL_STATUS_UNKNOWN if not, unless it was
 * empty. */
gboolean tool_pages_turn (ToolPages *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ToolPages, tool_pages_clear)

G_END_DECLS
