/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "transport/trueconf-route-private.h"
#include "transport/trueconf-settings-private.h"

G_BEGIN_DECLS

/* Why an attempt to connect failed, in words that an administrator can act on, and whether to try again. */

typedef enum
{
  TRUECONF_FAILURE_TRANSIENT,     /* may be over in a moment */
  TRUECONF_FAILURE_MISSING,       /* there is no such service: final, unless it has been there before */
  TRUECONF_FAILURE_REFUSED,       /* a human has to act */
  TRUECONF_FAILURE_TOKEN_REFUSED, /* the same, unless a new token helps */
  TRUECONF_FAILURE_DISMISSED,     /* closed with a code that says so, for a reason that is not known */
} TrueconfFailureKind;

typedef struct
{
  TrueconfFailureKind kind;
  GError *error;
  gint64 retry_after; /* what the server has asked for, in microseconds, 0: nothing */
} TrueconfFailure;

void trueconf_failure_clear (TrueconfFailure *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfFailure, trueconf_failure_clear)

/* A route that is NULL is not known. */
TrueconfFailure trueconf_failure_from_error (const GError *error,
                                             SoupMessage *message,
                                             const TrueconfRoute *route,
                                             const TrueconfSettings *settings);
TrueconfFailure trueconf_failure_from_certificate (GTlsCertificate *certificate,
                                                   GTlsCertificateFlags flags,
                                                   const TrueconfRoute *route,
                                                   const TrueconfSettings *settings);
TrueconfFailure trueconf_failure_from_status (guint status, const TrueconfSettings *settings);
/* Without the name of the server. */
char *trueconf_failure_describe_proxy_error (const GError *error, const TrueconfRoute *route);

TrueconfFailure trueconf_failure_from_redirect (const char *problem, const TrueconfSettings *settings);
gboolean
trueconf_failure_is_tls_port (guint status, const char *body, gsize length, const TrueconfSettings *settings);
TrueconfFailure trueconf_failure_from_tls_port (const TrueconfSettings *settings);
TrueconfFailure trueconf_failure_from_time_out (const char *what,
                                                gint64 timeout,
                                                gboolean opening,
                                                const TrueconfRoute *route,
                                                const TrueconfSettings *settings);

/* Of all secrets that the server may have seen: those that are NULL are not there. */
TrueconfFailure trueconf_failure_from_token_answer (guint status,
                                                    const char *code,
                                                    const char *description,
                                                    gboolean missing_scope,
                                                    const char *const *secrets,
                                                    gsize n_secrets,
                                                    const TrueconfSettings *settings);
char *trueconf_failure_quote (const char *words, const char *const *secrets, gsize n_secrets);

G_END_DECLS
