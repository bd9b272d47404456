/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"

/* A server can invent any number of names. */
#define MAX_NAMES 100

/* Once for each name, so that whoever reads the log learns of it, and is not flooded. */
void
trueconf_bot_note_unknown (TrueconfBot *self, const char *method)
{
  if (self->unknown_methods == NULL)
    self->unknown_methods = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (g_hash_table_size (self->unknown_methods) < MAX_NAMES &&
      g_hash_table_add (self->unknown_methods, g_strdup (method)))
    g_message ("the server sends events named “%s”, which this version of the library does not know; "
               "handlers get them as they are",
               method);
}
