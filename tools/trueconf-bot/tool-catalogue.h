/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The translations of one language, read from a file of msgfmt. gettext itself gives them only where the system has a locale of
 * that language, and a machine that builds packages often has none. */
typedef struct _ToolCatalogue ToolCatalogue;

ToolCatalogue *tool_catalogue_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tool_catalogue_free (ToolCatalogue *self);

/* The translation of a text, or the text. Without a catalogue (NULL) it is gettext that is asked. */
const char *tool_catalogue_translate (ToolCatalogue *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolCatalogue, tool_catalogue_free)

G_END_DECLS
