/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-login.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (ConsoleLogin, console_login, console_login_copy, console_login_free)

ConsoleLogin *
console_login_copy (const ConsoleLogin *self)
{
  ConsoleLogin *copy = g_new0 (ConsoleLogin, 1);

  *copy = *self;
  copy->server = g_strdup (self->server);
  copy->user = g_strdup (self->user);
  copy->secret = g_strdup (self->secret);

  return copy;
}

void
console_login_free (ConsoleLogin *self)
{
  g_free (self->server);
  g_free (self->user);
  if (self->secret != NULL)
    explicit_bzero (self->secret, strlen (self->secret));
  g_free (self->secret);
  g_free (self);
}

TrueconfBot *
console_login_make_bot (const ConsoleLogin *self)
{
  TrueconfBot *bot = self->is_token
                         ? trueconf_bot_new (self->server, self->secret)
                         : trueconf_bot_new_from_credentials (self->server, self->user, self->secret);

  trueconf_bot_set_https (bot, self->encrypted);
  trueconf_bot_set_port (bot, self->port);

  return bot;
}
