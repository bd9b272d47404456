/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"

/**
 * trueconf_bot_get_status: (get-property status)
 * @self: a bot
 *
 * Gets how far the connection has come.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfStatus
trueconf_bot_get_status (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), TRUECONF_STATUS_DISCONNECTED);

  return self->status;
}

/**
 * trueconf_bot_get_websocket_connected: (get-property websocket-connected)
 * @self: a bot
 *
 * Gets whether there is a connection to the server.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_get_websocket_connected (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);

  return self->status != TRUECONF_STATUS_DISCONNECTED;
}

/**
 * trueconf_bot_get_authorized: (get-property authorized)
 * @self: a bot
 *
 * Gets whether the bot is logged in.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_get_authorized (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);

  return self->status == TRUECONF_STATUS_AUTHORIZED;
}

/**
 * trueconf_bot_get_user_id: (get-property user-id)
 * @self: a bot
 *
 * Gets the bot's own TrueConf ID, or `NULL` before the first log-in.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_bot_get_user_id (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->user_id;
}

/**
 * trueconf_bot_get_upload_limits: (get-property upload-limits)
 * @self: a bot
 *
 * Gets what files the server takes, as it last said (TrueConf Server 5.5.3).
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfUploadLimits *
trueconf_bot_get_upload_limits (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->upload_limits;
}

/**
 * trueconf_bot_get_last_error: (get-property last-error)
 * @self: a bot
 *
 * Gets why the bot is not connected, or why the last attempt failed; `NULL` once it is logged in.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const GError *
trueconf_bot_get_last_error (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->last_error;
}
