/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-bot-server.h"
#include "trueconf-error.h"

static void
describe (TrueconfBot *self,
          const char *known,
          gpointer source_tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GError *error = NULL;

  if (trueconf_bot_refuses_thread (self, source_tag, cancellable, callback, user_data))
    return;

  if (trueconf_bot_is_disposed (self))
    error = trueconf_bot_make_disposed_error ();
  else if (known == NULL && self->started == NULL)
    trueconf_bot_prepare (self, &error);

  if (error != NULL)
    {
      trueconf_bot_fail (self, source_tag, cancellable, callback, user_data, error);
    }
  else if (known != NULL)
    {
      g_autoptr (GTask) task = trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data);

      g_task_return_boolean (task, TRUE);
    }
  else
    {
      trueconf_bot_task_list_add (self->describe_tasks,
                                  trueconf_bot_task_new (self, source_tag, cancellable, callback, user_data),
                                  NULL);
      trueconf_transport_describe_server (self->transport);
    }
}

static char *
finish (GAsyncResult *result, const char *known, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  if (known == NULL)
    g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL, _ ("The server does not say it"));

  return g_strdup (known);
}

/**
 * trueconf_bot_fetch_server_name_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the waiting
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the server's own name, which follows the `@` in the ids of its users.
 *
 * The bot asks at each log-in, and this function asks if the name is not known yet. After that it is in
 * [property@Bot:server-name]. The bot need not be logged in.
 *
 * Call [method@Bot.fetch_server_name_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_bot_fetch_server_name_async (TrueconfBot *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  describe (self, self->server_name, trueconf_bot_fetch_server_name_async, cancellable, callback, user_data);
}

/**
 * trueconf_bot_fetch_server_name_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.fetch_server_name_async].
 *
 * Returns: (transfer full): the name
 *
 * Since: 0.1
 */
char *
trueconf_bot_fetch_server_name_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_fetch_server_name_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return finish (result, self->server_name, error);
}

/**
 * trueconf_bot_fetch_server_version_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the waiting
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets the version of the server, for example `5.5.6.10301`.
 *
 * The bot asks at each log-in, and this function asks if the version is not known yet. After that it is in
 * [property@Bot:server-version]. The bot need not be logged in.
 *
 * Call [method@Bot.fetch_server_version_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_bot_fetch_server_version_async (TrueconfBot *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  describe (self, self->server_version, trueconf_bot_fetch_server_version_async, cancellable, callback,
            user_data);
}

/**
 * trueconf_bot_fetch_server_version_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.fetch_server_version_async].
 *
 * Returns: (transfer full): the version
 *
 * Since: 0.1
 */
char *
trueconf_bot_fetch_server_version_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_fetch_server_version_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return finish (result, self->server_version, error);
}
