/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

G_BEGIN_DECLS

/* What an operator has entered to sign a bot in. */

#define CONSOLE_TYPE_LOGIN (console_login_get_type ())

typedef struct
{
  char *server;
  guint port; /* 0: that of the protocol */
  gboolean encrypted;
  char *user; /* a token needs none, until it is known whose it is */
  gboolean is_token;
  char *secret; /* the password or the token */
} ConsoleLogin;

GType console_login_get_type (void);
ConsoleLogin *console_login_copy (const ConsoleLogin *self);
void console_login_free (ConsoleLogin *self);
TrueconfBot *console_login_make_bot (const ConsoleLogin *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleLogin, console_login_free)

G_END_DECLS
