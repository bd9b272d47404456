/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"

/* Limits the memory that a server can take with invented names. */
#define MAX_NAMES 100
#define MAX_BYTES 64

void
trueconf_bot_note_unknown (TrueconfBot *self, const char *method)
{
  g_autofree char *start = g_strndup (method, MAX_BYTES);
  char *name = g_utf8_make_valid (start, -1);

  if (self->unknown_methods == NULL)
    self->unknown_methods = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (g_hash_table_size (self->unknown_methods) >= MAX_NAMES)
    g_free (name);
  else if (g_hash_table_add (self->unknown_methods, name))
    g_message ("the server sends events named “%s”, which this version of the library does not know; "
               "handlers get them as they are",
               name);
}
