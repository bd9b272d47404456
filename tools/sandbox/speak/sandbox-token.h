/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_TOKEN_VALID,
  SANDBOX_TOKEN_INVALID,
  SANDBOX_TOKEN_EXPIRED,
} SandboxTokenVerdict;

char *sandbox_token_make (const char *secret,
                          const char *login,
                          gint64 expires_at,
                          gint64 claimed,
                          gint64 generation) G_GNUC_WARN_UNUSED_RESULT;
SandboxTokenVerdict
sandbox_token_verify (const char *secret, const char *token, char **login, gint64 *generation);

G_END_DECLS
