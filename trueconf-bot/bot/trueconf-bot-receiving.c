/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "trueconf-enum-types.h"

/**
 * trueconf_bot_get_dispatcher: (get-property dispatcher)
 * @self: a bot
 *
 * Gets the root router: where the bot's events begin their way to a handler. It is made on demand.
 *
 * Returns: (transfer none): the value
 *
 * Since: 0.1
 */
TrueconfDispatcher *
trueconf_bot_get_dispatcher (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  if (self->dispatcher == NULL)
    self->dispatcher = trueconf_dispatcher_new ();

  return self->dispatcher;
}

/**
 * trueconf_bot_set_dispatcher: (set-property dispatcher)
 * @self: a bot
 * @dispatcher: (nullable): the value
 *
 * Sets the root router: where the bot's events begin their way to a handler. It is made on demand.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_dispatcher (TrueconfBot *self, TrueconfDispatcher *dispatcher)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (dispatcher == NULL || TRUECONF_IS_DISPATCHER (dispatcher));

  if (!g_set_object (&self->dispatcher, dispatcher))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_DISPATCHER]);
}

/**
 * trueconf_bot_get_receive_unread_messages: (get-property receive-unread-messages)
 * @self: a bot
 *
 * Gets whether to receive the messages that came while the bot was away.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_get_receive_unread_messages (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);

  return self->receive_unread_messages;
}

/**
 * trueconf_bot_set_receive_unread_messages: (set-property receive-unread-messages)
 * @self: a bot
 * @receive_unread_messages: the value
 *
 * Sets whether to receive the messages that came while the bot was away.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_receive_unread_messages (TrueconfBot *self, gboolean receive_unread_messages)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  receive_unread_messages = !!receive_unread_messages;
  if (self->receive_unread_messages == receive_unread_messages)
    return;

  self->receive_unread_messages = receive_unread_messages;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self),
                            trueconf_bot_properties[TRUECONF_BOT_PROP_RECEIVE_UNREAD_MESSAGES]);
}

/**
 * trueconf_bot_get_receive_system_messages: (get-property receive-system-messages)
 * @self: a bot
 *
 * Gets whether to receive the messages by which the server notes in a chat what has happened in it (TrueConf Server 5.5.4).
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_get_receive_system_messages (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);

  return self->receive_system_messages;
}

/**
 * trueconf_bot_set_receive_system_messages: (set-property receive-system-messages)
 * @self: a bot
 * @receive_system_messages: the value
 *
 * Sets whether to receive the messages by which the server notes in a chat what has happened in it (TrueConf Server 5.5.4).
 *
 * Since: 0.1
 */
void
trueconf_bot_set_receive_system_messages (TrueconfBot *self, gboolean receive_system_messages)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  receive_system_messages = !!receive_system_messages;
  if (self->receive_system_messages == receive_system_messages)
    return;

  self->receive_system_messages = receive_system_messages;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self),
                            trueconf_bot_properties[TRUECONF_BOT_PROP_RECEIVE_SYSTEM_MESSAGES]);
}

/**
 * trueconf_bot_get_skip_self_messages: (get-property skip-self-messages)
 * @self: a bot
 *
 * Gets whether to leave out messages that the bot itself has written, perhaps from another place.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_get_skip_self_messages (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);

  return self->skip_self_messages;
}

/**
 * trueconf_bot_set_skip_self_messages: (set-property skip-self-messages)
 * @self: a bot
 * @skip_self_messages: the value
 *
 * Sets whether to leave out messages that the bot itself has written, perhaps from another place.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_skip_self_messages (TrueconfBot *self, gboolean skip_self_messages)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  skip_self_messages = !!skip_self_messages;
  if (self->skip_self_messages == skip_self_messages)
    return;

  self->skip_self_messages = skip_self_messages;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_SKIP_SELF_MESSAGES]);
}

/**
 * trueconf_bot_get_ack_policy: (get-property ack-policy)
 * @self: a bot
 *
 * Gets when an event is acknowledged, which for a message is when its author sees that it was read.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfAckPolicy
trueconf_bot_get_ack_policy (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), TRUECONF_ACK_POLICY_ON_RECEIPT);

  return self->ack_policy;
}

/**
 * trueconf_bot_set_ack_policy: (set-property ack-policy)
 * @self: a bot
 * @ack_policy: the value
 *
 * Sets when an event is acknowledged, which for a message is when its author sees that it was read.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_ack_policy (TrueconfBot *self, TrueconfAckPolicy ack_policy)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (trueconf_bot_has_enum_value (TRUECONF_TYPE_ACK_POLICY, ack_policy));

  if (self->ack_policy == ack_policy)
    return;

  self->ack_policy = ack_policy;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_ACK_POLICY]);
}

/**
 * trueconf_bot_get_ordering: (get-property ordering)
 * @self: a bot
 *
 * Gets in which order handlers see events while earlier ones are still being handled.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfOrdering
trueconf_bot_get_ordering (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), TRUECONF_ORDERING_PER_CHAT);

  return self->ordering;
}

/**
 * trueconf_bot_set_ordering: (set-property ordering)
 * @self: a bot
 * @ordering: the value
 *
 * Sets in which order handlers see events while earlier ones are still being handled.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_ordering (TrueconfBot *self, TrueconfOrdering ordering)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (trueconf_bot_has_enum_value (TRUECONF_TYPE_ORDERING, ordering));

  if (self->ordering == ordering)
    return;

  self->ordering = ordering;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_ORDERING]);
}

/**
 * trueconf_bot_get_ws_max_retries: (get-property ws-max-retries)
 * @self: a bot
 *
 * Gets how many attempts in a row may fail to reach a server that has never answered since the start; then the bot gives up. -1: never.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
int
trueconf_bot_get_ws_max_retries (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->ws_max_retries;
}

/**
 * trueconf_bot_set_ws_max_retries: (set-property ws-max-retries)
 * @self: a bot
 * @ws_max_retries: the value
 *
 * Sets how many attempts in a row may fail to reach a server that has never answered since the start; then the bot gives up. -1: never.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_ws_max_retries (TrueconfBot *self, int ws_max_retries)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (ws_max_retries >= -1);

  if (self->ws_max_retries == ws_max_retries)
    return;

  self->ws_max_retries = ws_max_retries;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_WS_MAX_RETRIES]);
}
