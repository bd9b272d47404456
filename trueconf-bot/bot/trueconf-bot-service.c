/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-service-notifier-private.h"
#include "text/trueconf-shown-private.h"

char *
trueconf_bot_describe_state (TrueconfBot *self)
{
  const char *host = self->server != NULL ? trueconf_settings_hide_user (self->server) : "";
  g_autofree char *server = trueconf_text_show (host);
  g_autofree char *trouble = self->last_error != NULL ? trueconf_text_show (self->last_error->message) : NULL;

  if (self->phase == TRUECONF_BOT_STOPPING)
    return g_strdup (_ ("Stopping"));
  if (self->phase == TRUECONF_BOT_STOPPED && trouble == NULL)
    return g_strdup (_ ("Not running"));
  if (self->phase == TRUECONF_BOT_STOPPED)
    /* Translators: error */
    return g_strdup_printf (_ ("Given up: %s"), trouble);

  if (self->status == TRUECONF_STATUS_AUTHORIZED)
    {
      g_autofree char *user = trueconf_text_show (self->user_id != NULL ? self->user_id : "");

      /* Translators: server, user */
      return g_strdup_printf (_ ("Logged in to %s as %s"), server, user);
    }
  if (self->status == TRUECONF_STATUS_CONNECTED)
    /* Translators: server */
    return g_strdup_printf (_ ("Logging in to %s"), server);
  if (trouble == NULL)
    /* Translators: server */
    return g_strdup_printf (_ ("Connecting to %s"), server);

  /* Translators: server, error */
  return g_strdup_printf (_ ("Connecting to %s again: %s"), server, trouble);
}

void
trueconf_bot_begin_service (TrueconfBot *self)
{
  TrueconfServiceNotifier *notifier =
      self->service != NULL ? self->service : trueconf_service_notifier_get_default ();

  if (trueconf_service_notifier_get_active (notifier))
    trueconf_service_notifier_add_bot (notifier, self);
}

void
trueconf_bot_end_service (TrueconfBot *self)
{
  if (self->service != NULL)
    trueconf_service_notifier_remove_bot (self->service, self);
}
