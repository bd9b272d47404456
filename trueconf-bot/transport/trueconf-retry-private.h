/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-failure-private.h"

G_BEGIN_DECLS

/* What is tried again, and how often. docs/errors.md has the same as a table, which tests/c/test-retry.c goes through. */

typedef struct
{
  guint failures;
  guint refusals;
  guint dismissals;
  gboolean ever_connected;
  gboolean ever_authorized;
  gboolean renewed; /* a new token was requested because the server had refused the old one */
} TrueconfRetry;

typedef enum
{
  TRUECONF_VERDICT_AGAIN,
  TRUECONF_VERDICT_AGAIN_WITH_NEW_TOKEN,
  TRUECONF_VERDICT_FINAL,     /* it will not get better by itself */
  TRUECONF_VERDICT_EXHAUSTED, /* as often as the settings allow */
} TrueconfVerdict;

void trueconf_retry_connected (TrueconfRetry *self);
void trueconf_retry_authorized (TrueconfRetry *self);
void trueconf_retry_stable (TrueconfRetry *self);
TrueconfVerdict
trueconf_retry_judge (TrueconfRetry *self, TrueconfFailureKind kind, gboolean can_renew, int max_retries);

TrueconfFailureKind trueconf_retry_classify_close (guint code);
TrueconfFailureKind trueconf_retry_classify_auth_error (const GError *error);

G_END_DECLS
