/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ids of users are the same whatever their case; what follows a slash names the connection, not the user. */
gboolean trueconf_user_id_equal (const char *a, const char *b);
char *trueconf_user_id_fold (const char *id);

/* Whether an id is the one that is wanted. One without a server is that of a user of the bot's server: a user of the same
 * name on another server is somebody else. `bot_id` may be NULL. */
gboolean trueconf_user_id_matches (const char *id, const char *wanted, const char *bot_id);

G_END_DECLS
