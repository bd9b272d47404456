/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-user-id-private.h"
#include "model/trueconf-user-set-private.h"
#include "trueconf-hash-private.h"

struct _TrueconfUserSet
{
  GHashTable *ids; /* folded, with a server or without */
};

TrueconfUserSet *
trueconf_user_set_new (const char *const *wanted)
{
  TrueconfUserSet *self = g_new (TrueconfUserSet, 1);

  self->ids = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  for (guint i = 0; wanted[i] != NULL; i++)
    g_hash_table_add (self->ids, trueconf_user_id_fold (wanted[i]));

  return self;
}

void
trueconf_user_set_free (TrueconfUserSet *self)
{
  g_hash_table_unref (self->ids);
  g_free (self);
}

gboolean
trueconf_user_set_contains (TrueconfUserSet *self, const char *id, const char *bot_id)
{
  const char *server = bot_id != NULL ? strchr (bot_id, '@') : NULL;
  g_autofree char *folded = trueconf_user_id_fold (id);
  g_autofree char *folded_server = NULL;

  if (g_hash_table_contains (self->ids, folded))
    return TRUE;

  /* a user of the bot's server may be listed without it */
  folded_server = server != NULL ? trueconf_user_id_fold (server) : NULL;
  if (folded_server == NULL || !g_str_has_suffix (folded, folded_server))
    return FALSE;

  folded[strlen (folded) - strlen (folded_server)] = '\0';
  return strchr (folded, '@') == NULL && g_hash_table_contains (self->ids, folded);
}
