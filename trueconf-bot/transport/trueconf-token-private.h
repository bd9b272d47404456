/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be known of a token without asking the server. Times are in seconds since 1970. */

gboolean trueconf_token_check (const char *token, GError **error);
gboolean trueconf_token_check_expiry (gint64 expires, gint64 now, GError **error);
gint64 trueconf_token_get_expiry (const char *token);
gint64 trueconf_token_get_renewal (gint64 expires, gint64 now);
gint64 trueconf_token_normalise_expiry (gboolean known, gint64 value, const char *token, gint64 now);

G_END_DECLS
