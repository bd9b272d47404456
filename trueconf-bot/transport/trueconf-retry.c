/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-retry-private.h"
#include "trueconf-error.h"

/* A bot that was logged in before tries this often, because a server that restarts may refuse anybody for a moment. */
#define MAX_REFUSALS 3

/* What a server means by the codes of its own is not known, so that one try would be too few. */
#define MAX_DISMISSALS 3

#define FIRST_PRIVATE_CODE 3000

void
trueconf_retry_connected (TrueconfRetry *self)
{
  self->ever_connected = TRUE;
  self->failures = 0;
}

void
trueconf_retry_authorized (TrueconfRetry *self)
{
  self->ever_authorized = TRUE;
  self->refusals = 0;
  self->renewed = FALSE;
}

/* The connection has lasted for a while. */
void
trueconf_retry_stable (TrueconfRetry *self)
{
  self->dismissals = 0;
}

static TrueconfVerdict
judge_refusal (TrueconfRetry *self)
{
  self->refusals++;

  if (self->refusals >= (self->ever_authorized ? MAX_REFUSALS : 1))
    return TRUECONF_VERDICT_FINAL;

  return TRUECONF_VERDICT_AGAIN_WITH_NEW_TOKEN;
}

TrueconfVerdict
trueconf_retry_judge (TrueconfRetry *self, TrueconfFailureKind kind, gboolean can_renew, int max_retries)
{
  switch (kind)
    {
    case TRUECONF_FAILURE_TOKEN_REFUSED:
      if (!can_renew || self->renewed)
        return judge_refusal (self);
      self->renewed = TRUE;
      return TRUECONF_VERDICT_AGAIN_WITH_NEW_TOKEN;

    case TRUECONF_FAILURE_REFUSED:
      return judge_refusal (self);

    case TRUECONF_FAILURE_DISMISSED:
      self->dismissals++;
      return self->dismissals >= MAX_DISMISSALS ? TRUECONF_VERDICT_FINAL
                                                : TRUECONF_VERDICT_AGAIN_WITH_NEW_TOKEN;

    case TRUECONF_FAILURE_MISSING:
      if (!self->ever_connected)
        return TRUECONF_VERDICT_FINAL;
      break;

    case TRUECONF_FAILURE_TRANSIENT:
    default:
      break;
    }

  self->refusals = 0;
  self->dismissals = 0;
  self->failures++;
  if (!self->ever_connected && max_retries >= 0 && self->failures >= (guint) MAX (max_retries, 1))
    return TRUECONF_VERDICT_EXHAUSTED;

  return TRUECONF_VERDICT_AGAIN;
}

TrueconfFailureKind
trueconf_retry_classify_close (guint code)
{
  return code == SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION || code >= FIRST_PRIVATE_CODE
             ? TRUECONF_FAILURE_DISMISSED
             : TRUECONF_FAILURE_TRANSIENT;
}

TrueconfFailureKind
trueconf_retry_classify_auth_error (const GError *error)
{
  if (error->domain != TRUECONF_API_ERROR)
    return TRUECONF_FAILURE_TRANSIENT;

  switch (error->code)
    {
    case TRUECONF_API_ERROR_INVALID_CREDENTIALS:
    case TRUECONF_API_ERROR_CREDENTIALS_EXPIRED:
      return TRUECONF_FAILURE_TOKEN_REFUSED;

    case TRUECONF_API_ERROR_USER_DISABLED:
    case TRUECONF_API_ERROR_UNSUPPORTED_CREDENTIALS:
      return TRUECONF_FAILURE_REFUSED;

    default:
      return TRUECONF_FAILURE_TRANSIENT;
    }
}
