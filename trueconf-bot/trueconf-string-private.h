/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "config.h"

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* This is g_set_str() of GLib 2.76. It copies `text` before it frees the old string, since `text` may be a part of
 * it. */
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

/* Overwrites a secret before its memory is freed; a plain memset() may be left out by the compiler. `text` may be
 * NULL. */
static inline void
trueconf_wipe_string (char *text)
{
  if (text == NULL)
    return;

#ifdef HAVE_EXPLICIT_BZERO
  explicit_bzero (text, strlen (text));
#else
  for (volatile char *c = text; *c != '\0'; c++)
    *c = '\0';
#endif
}

static inline void
trueconf_clear_secret (char **secret)
{
  trueconf_wipe_string (*secret);
  g_clear_pointer (secret, g_free);
}

G_END_DECLS
