/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-failure-private.h"

G_BEGIN_DECLS

/* One small HTTP request to the bot's own server, and the whole answer. */

typedef struct _TrueconfHttp TrueconfHttp;

typedef struct
{
  guint status;
  gint64 retry_after; /* of the header, in microseconds, 0: none */
  GBytes *body;
} TrueconfHttpAnswer;

/* Called once, with an answer or else with a failure, unless the request is abandoned. */
typedef void (*TrueconfHttpDone) (const TrueconfHttpAnswer *answer,
                                  const TrueconfFailure *failure,
                                  gpointer data);

TrueconfHttp *trueconf_http_get (SoupSession *session,
                                 TrueconfSettings *settings,
                                 const char *path,
                                 TrueconfHttpDone done,
                                 gpointer data);
TrueconfHttp *trueconf_http_post (SoupSession *session,
                                  TrueconfSettings *settings,
                                  const char *path,
                                  char *json,
                                  TrueconfHttpDone done,
                                  gpointer data);
void trueconf_http_abandon (TrueconfHttp *self);

G_END_DECLS
