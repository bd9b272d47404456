/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "trueconf-enum-types.h"

/* Infinite ones are the same, too. */
static gboolean
is_same_duration (double a, double b)
{
  return !(a < b) && !(a > b);
}

/**
 * trueconf_bot_get_ws_max_delay: (get-property ws-max-delay)
 * @self: a bot
 *
 * Gets the longest wait between two attempts, in seconds. The first is about one second, each further one doubles it.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_bot_get_ws_max_delay (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->ws_max_delay;
}

/**
 * trueconf_bot_set_ws_max_delay: (set-property ws-max-delay)
 * @self: a bot
 * @ws_max_delay: the value
 *
 * Sets the longest wait between two attempts, in seconds. The first is about one second, each further one doubles it.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_ws_max_delay (TrueconfBot *self, guint ws_max_delay)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (ws_max_delay >= 1 && ws_max_delay <= TRUECONF_BOT_LONGEST_PAUSE);

  if (self->ws_max_delay == ws_max_delay)
    return;

  self->ws_max_delay = ws_max_delay;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_WS_MAX_DELAY]);
}

/**
 * trueconf_bot_get_timeout: (get-property timeout)
 * @self: a bot
 *
 * Gets how long to wait for the answer to a request, in seconds, from when it is sent.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_bot_get_timeout (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->timeout;
}

/**
 * trueconf_bot_set_timeout: (set-property timeout)
 * @self: a bot
 * @timeout: the value
 *
 * Sets how long to wait for the answer to a request, in seconds, from when it is sent.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_timeout (TrueconfBot *self, double timeout)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (timeout >= TRUECONF_BOT_SHORTEST_TIMEOUT);

  if (is_same_duration (self->timeout, timeout))
    return;

  self->timeout = timeout;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_TIMEOUT]);
}

/**
 * trueconf_bot_get_offline_timeout: (get-property offline-timeout)
 * @self: a bot
 *
 * Gets how long a request may wait for a connection, in seconds; 0: fail at once.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
trueconf_bot_get_offline_timeout (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->offline_timeout;
}

/**
 * trueconf_bot_set_offline_timeout: (set-property offline-timeout)
 * @self: a bot
 * @offline_timeout: the value
 *
 * Sets how long a request may wait for a connection, in seconds; 0: fail at once.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_offline_timeout (TrueconfBot *self, double offline_timeout)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (offline_timeout >= 0);

  if (is_same_duration (self->offline_timeout, offline_timeout))
    return;

  self->offline_timeout = offline_timeout;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_OFFLINE_TIMEOUT]);
}

/**
 * trueconf_bot_get_outbox_limit: (get-property outbox-limit)
 * @self: a bot
 *
 * Gets how many requests may wait for a connection.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_bot_get_outbox_limit (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->outbox_limit;
}

/**
 * trueconf_bot_set_outbox_limit: (set-property outbox-limit)
 * @self: a bot
 * @outbox_limit: the value
 *
 * Sets how many requests may wait for a connection.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_outbox_limit (TrueconfBot *self, guint outbox_limit)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  if (self->outbox_limit == outbox_limit)
    return;

  self->outbox_limit = outbox_limit;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_OUTBOX_LIMIT]);
}

/**
 * trueconf_bot_get_resend_policy: (get-property resend-policy)
 * @self: a bot
 *
 * Gets what becomes of a request whose answer was lost with the connection.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfResendPolicy
trueconf_bot_get_resend_policy (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), TRUECONF_RESEND_POLICY_IDEMPOTENT);

  return self->resend_policy;
}

/**
 * trueconf_bot_set_resend_policy: (set-property resend-policy)
 * @self: a bot
 * @resend_policy: the value
 *
 * Sets what becomes of a request whose answer was lost with the connection.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_resend_policy (TrueconfBot *self, TrueconfResendPolicy resend_policy)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (trueconf_bot_has_enum_value (TRUECONF_TYPE_RESEND_POLICY, resend_policy));

  if (self->resend_policy == resend_policy)
    return;

  self->resend_policy = resend_policy;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_RESEND_POLICY]);
}

/**
 * trueconf_bot_get_ping_interval: (get-property ping-interval)
 * @self: a bot
 *
 * Gets how often the connection is tested, in seconds.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_bot_get_ping_interval (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->ping_interval;
}

/**
 * trueconf_bot_set_ping_interval: (set-property ping-interval)
 * @self: a bot
 * @ping_interval: the value
 *
 * Sets how often the connection is tested, in seconds.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_ping_interval (TrueconfBot *self, guint ping_interval)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (ping_interval >= 1 && ping_interval <= TRUECONF_BOT_LONGEST_PAUSE);

  if (self->ping_interval == ping_interval)
    return;

  self->ping_interval = ping_interval;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_PING_INTERVAL]);
}

/**
 * trueconf_bot_get_ping_timeout: (get-property ping-timeout)
 * @self: a bot
 *
 * Gets how long the answer to such a test may take, in seconds; then the connection is taken for dead.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_bot_get_ping_timeout (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->ping_timeout;
}

/**
 * trueconf_bot_set_ping_timeout: (set-property ping-timeout)
 * @self: a bot
 * @ping_timeout: the value
 *
 * Sets how long the answer to such a test may take, in seconds; then the connection is taken for dead.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_ping_timeout (TrueconfBot *self, guint ping_timeout)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (ping_timeout >= 1 && ping_timeout <= TRUECONF_BOT_LONGEST_PAUSE);

  if (self->ping_timeout == ping_timeout)
    return;

  self->ping_timeout = ping_timeout;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_PING_TIMEOUT]);
}

/**
 * trueconf_bot_get_max_message_size: (get-property max-message-size)
 * @self: a bot
 *
 * Gets the largest message that is accepted from the server, in bytes.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint64
trueconf_bot_get_max_message_size (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->max_message_size;
}

/**
 * trueconf_bot_set_max_message_size: (set-property max-message-size)
 * @self: a bot
 * @max_message_size: the value
 *
 * Sets the largest message that is accepted from the server, in bytes.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_max_message_size (TrueconfBot *self, guint64 max_message_size)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (max_message_size >= TRUECONF_BOT_SMALLEST_MESSAGE);

  if (self->max_message_size == max_message_size)
    return;

  self->max_message_size = max_message_size;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_MAX_MESSAGE_SIZE]);
}
