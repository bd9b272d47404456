/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-bot-token.h"
#include "transport/trueconf-token-request-private.h"
#include "trueconf-error.h"
#include "trueconf-string-private.h"

static void
token_free (gpointer token)
{
  trueconf_wipe_string (token);
  g_free (token);
}

static void
answered (const char *token, const GError *error, gpointer data)
{
  TrueconfBot *self = data;
  g_autoptr (GPtrArray) tasks = trueconf_bot_task_list_take (self->token_tasks);

  TRUECONF_ASSERT_BOT_CONTEXT (self);

  self->token_request = NULL;
  for (guint i = 0; i < tasks->len; i++)
    {
      if (error != NULL)
        trueconf_bot_task_return_error (g_object_ref (g_ptr_array_index (tasks, i)), g_error_copy (error));
      else
        g_task_return_pointer (g_ptr_array_index (tasks, i), g_strdup (token), token_free);
    }
}

/* Nobody waits for it any more. */
static void
cancelled (TrueconfBot *self, GPtrArray *list)
{
  if (self->token_tasks->len == 0)
    g_clear_pointer (&self->token_request, trueconf_token_request_abandon);
}

void
trueconf_bot_end_token_tasks (TrueconfBot *self, const GError *error)
{
  g_clear_pointer (&self->token_request, trueconf_token_request_abandon);
  trueconf_bot_task_list_end (self->token_tasks, error);
}

static gboolean
check (TrueconfBot *self, GError **error)
{
  if (trueconf_bot_is_disposed (self))
    {
      g_propagate_error (error, trueconf_bot_make_disposed_error ());
      return FALSE;
    }

  if (self->username == NULL || self->username[0] == '\0' || self->password == NULL)
    {
      g_set_error_literal (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
          _ ("A token is given for a user name and a password. Set “username” and “password”"));
      return FALSE;
    }

  return trueconf_transport_check_process ("fetch_token", error) &&
         (self->started != NULL || trueconf_bot_prepare (self, error));
}

/**
 * trueconf_bot_fetch_token_async:
 * @self: a bot
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Gets a token with the user name and the password, for use elsewhere.
 *
 * The bot itself neither connects nor changes; [property@Bot:token] stays as it is. Another bot, or this one the next time, can
 * log in with the token alone until it expires, and need not know the password. Keep it as secret as the password.
 *
 * The server is asked once. It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if there is no user name or no password, with
 * `TRUECONF_ERROR_INVALID_GRANT` if the server refuses them, and as [method@Bot.start_async] does if the server cannot be
 * reached.
 *
 * Call [method@Bot.fetch_token_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_bot_fetch_token_async (TrueconfBot *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GError *error = NULL;
  GTask *task;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (trueconf_bot_refuses_thread (self, trueconf_bot_fetch_token_async, cancellable, callback, user_data))
    return;

  if (!check (self, &error))
    {
      trueconf_bot_fail (self, trueconf_bot_fetch_token_async, cancellable, callback, user_data, error);
      return;
    }

  task = trueconf_bot_task_new (self, trueconf_bot_fetch_token_async, cancellable, callback, user_data);
  trueconf_bot_task_list_add (self->token_tasks, task, cancelled);
  if (self->token_request == NULL)
    {
      g_autoptr (TrueconfSettings) settings = trueconf_bot_make_settings (self);

      self->token_request = trueconf_token_request_start (settings, self->calls, answered, self);
    }
}

/**
 * trueconf_bot_fetch_token_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.fetch_token_async].
 *
 * Returns: (transfer full): the token
 *
 * Since: 0.1
 */
char *
trueconf_bot_fetch_token_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_fetch_token_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
