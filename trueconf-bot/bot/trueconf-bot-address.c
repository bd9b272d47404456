/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "trueconf-string-private.h"

/**
 * trueconf_bot_get_server: (get-property server)
 * @self: a bot
 *
 * Gets the host name or address of the server, without a scheme.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_bot_get_server (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->server;
}

/**
 * trueconf_bot_get_port: (get-property port)
 * @self: a bot
 *
 * Gets the port; 0: 443 with TLS, 4309 without.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
trueconf_bot_get_port (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), 0);

  return self->port;
}

/**
 * trueconf_bot_set_port: (set-property port)
 * @self: a bot
 * @port: the value
 *
 * Sets the port; 0: 443 with TLS, 4309 without.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_port (TrueconfBot *self, guint port)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (port <= G_MAXUINT16);

  if (self->port == port)
    return;

  self->port = port;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_PORT]);
}

/**
 * trueconf_bot_get_https: (get-property https)
 * @self: a bot
 *
 * Gets whether to use TLS, for all that goes over the network.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_get_https (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);

  return self->https;
}

/**
 * trueconf_bot_set_https: (set-property https)
 * @self: a bot
 * @https: the value
 *
 * Sets whether to use TLS, for all that goes over the network.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_https (TrueconfBot *self, gboolean https)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  https = !!https;
  if (self->https == https)
    return;

  self->https = https;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_HTTPS]);
}

/**
 * trueconf_bot_get_token: (get-property token)
 * @self: a bot
 *
 * Gets the token to log in with.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_bot_get_token (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->token;
}

/**
 * trueconf_bot_set_token: (set-property token)
 * @self: a bot
 * @token: (nullable): the value
 *
 * Sets the token to log in with.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_token (TrueconfBot *self, const char *token)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  if (!trueconf_set_string (&self->token, token))
    return;

  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_TOKEN]);
}

/**
 * trueconf_bot_get_username: (get-property username)
 * @self: a bot
 *
 * Gets the login to get tokens with.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_bot_get_username (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->username;
}

/**
 * trueconf_bot_get_client_id: (get-property client-id)
 * @self: a bot
 *
 * Gets the id of the OAuth2 application to get tokens with.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_bot_get_client_id (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->client_id;
}

/**
 * trueconf_bot_get_verify_tls: (get-property verify-tls)
 * @self: a bot
 *
 * Gets whether the server has to show a certificate that can be verified.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_bot_get_verify_tls (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), FALSE);

  return self->verify_tls;
}

/**
 * trueconf_bot_set_verify_tls: (set-property verify-tls)
 * @self: a bot
 * @verify_tls: the value
 *
 * Sets whether the server has to show a certificate that can be verified.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_verify_tls (TrueconfBot *self, gboolean verify_tls)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  verify_tls = !!verify_tls;
  if (self->verify_tls == verify_tls)
    return;

  self->verify_tls = verify_tls;
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_VERIFY_TLS]);
}

/**
 * trueconf_bot_get_tls_database: (get-property tls-database)
 * @self: a bot
 *
 * Gets the authorities whose certificates are accepted; `NULL`: those that the system trusts.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
GTlsDatabase *
trueconf_bot_get_tls_database (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->tls_database;
}

/**
 * trueconf_bot_set_tls_database: (set-property tls-database)
 * @self: a bot
 * @tls_database: (nullable): the value
 *
 * Sets the authorities whose certificates are accepted; `NULL`: those that the system trusts.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_tls_database (TrueconfBot *self, GTlsDatabase *tls_database)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (tls_database == NULL || G_IS_TLS_DATABASE (tls_database));

  if (!g_set_object (&self->tls_database, tls_database))
    return;

  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_TLS_DATABASE]);
}

/**
 * trueconf_bot_get_tls_ca_file: (get-property tls-ca-file)
 * @self: a bot
 *
 * Gets the path of a file with the certificates of the authorities that are accepted, in PEM format.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_bot_get_tls_ca_file (TrueconfBot *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);

  return self->tls_ca_file;
}

/**
 * trueconf_bot_set_tls_ca_file: (set-property tls-ca-file)
 * @self: a bot
 * @tls_ca_file: (nullable): the value
 *
 * Sets the path of a file with the certificates of the authorities that are accepted, in PEM format.
 *
 * Since: 0.1
 */
void
trueconf_bot_set_tls_ca_file (TrueconfBot *self, const char *tls_ca_file)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));

  if (!trueconf_set_string (&self->tls_ca_file, tls_ca_file))
    return;

  g_clear_object (&self->ca_database);
  trueconf_bot_settings_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), trueconf_bot_properties[TRUECONF_BOT_PROP_TLS_CA_FILE]);
}
