/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-user-id-private.h"

gboolean
trueconf_user_id_equal (const char *a, const char *b)
{
  gsize length_a = strcspn (a, "/");
  gsize length_b = strcspn (b, "/");
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;

  if (length_a == length_b && g_ascii_strncasecmp (a, b, length_a) == 0)
    return TRUE;

  folded_a = trueconf_user_id_fold (a);
  folded_b = trueconf_user_id_fold (b);
  return strcmp (folded_a, folded_b) == 0;
}

/* Returns what is equal for ids of the same user, for example as the key of a table. */
char *
trueconf_user_id_fold (const char *id)
{
  return g_utf8_casefold (id, (gssize) strcspn (id, "/"));
}

gboolean
trueconf_user_id_matches (const char *id, const char *wanted, const char *bot_id)
{
  gsize length = strcspn (wanted, "/");
  const char *server = bot_id != NULL ? strchr (bot_id, '@') : NULL;
  g_autofree char *complete = NULL;

  if (trueconf_user_id_equal (id, wanted))
    return TRUE;

  if (server == NULL || memchr (wanted, '@', length) != NULL)
    return FALSE;

  complete = g_strdup_printf ("%.*s%s", (int) length, wanted, server);
  return trueconf_user_id_equal (id, complete);
}
