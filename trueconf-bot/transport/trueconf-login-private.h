/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-failure-private.h"

G_BEGIN_DECLS

/* One request for a token with a user name and a password. */

typedef struct _TrueconfLogin TrueconfLogin;

/* Called once, with a token (NULL on failure) and when it expires (0: unknown), unless the log-in is abandoned. */
typedef void (*TrueconfLoginDone) (const char *token,
                                   gint64 expires,
                                   const TrueconfFailure *failure,
                                   gpointer data);

TrueconfLogin *trueconf_login_start (SoupSession *session,
                                     TrueconfSettings *settings,
                                     TrueconfLoginDone done,
                                     gpointer data);
void trueconf_login_abandon (TrueconfLogin *self);

G_END_DECLS
