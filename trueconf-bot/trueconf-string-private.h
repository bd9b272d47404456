/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* g_set_str() of GLib 2.76: `text` may be a part of the string that it replaces, so it is copied before that is freed.
 * Returns whether the string has changed. */
static inline gboolean
trueconf_set_string (char **place, const char *text)
{
  char *copy;

  if (g_strcmp0 (*place, text) == 0)
    return FALSE;

  copy = g_strdup (text);
  g_free (*place);
  *place = copy;

  return TRUE;
}

G_END_DECLS
