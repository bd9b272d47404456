/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "transport/trueconf-route-private.h"
#include "transport/trueconf-settings-private.h"

G_BEGIN_DECLS

/* The HTTP request that opens a WebSocket. */

typedef struct
{
  GIOStream *stream; /* NULL: it was not opened */
  GByteArray *rest;  /* what came after the answer's head */
  guint status;      /* 0: there was no answer */
  SoupMessageHeaders *headers;
  GTlsCertificate *certificate; /* of the server, if it was not accepted */
  GTlsCertificateFlags certificate_errors;
  char *redirect; /* what is wrong with a redirection that was not followed */
  GError *error;
} TrueconfUpgradeResult;

/* Called once, and also after it was cancelled. */
typedef void (*TrueconfUpgradeDone) (const TrueconfUpgradeResult *result, gpointer data);

/* The route is the caller's, and needed until it has been called. */
void trueconf_upgrade_start (SoupSession *session,
                             TrueconfSettings *settings,
                             const char *path,
                             const char *protocol,
                             TrueconfRoute *route,
                             GCancellable *cancellable,
                             TrueconfUpgradeDone done,
                             gpointer data);

G_END_DECLS
