/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-call.h"
#include "bot/trueconf-bot-private.h"
#include "wire/trueconf-json-private.h"

static char *
write_payload (JsonNode *payload)
{
  GString *text = g_string_new (NULL);

  if (payload != NULL)
    trueconf_json_append_node (text, payload);
  else
    g_string_append (text, "{}");

  return g_string_free (text, FALSE);
}

/**
 * trueconf_bot_call_async:
 * @self: a bot
 * @method: the method's name in TrueConf's protocol, for example `getChatByID`
 * @payload: (nullable): the payload, a JSON object
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Calls any method of the server, also one that this version of the library does not know.
 *
 * If the connection is lost, a method whose name begins with `get` or `has` is taken for one that can be repeated,
 * see [property@Bot:resend-policy].
 *
 * Call [method@Bot.call_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and reported by
 * [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_call_async (TrueconfBot *self,
                         const char *method,
                         JsonNode *payload,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (method != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  trueconf_bot_request_other (self, method, write_payload (payload), trueconf_bot_call_async, cancellable,
                              callback, user_data);
}

/**
 * trueconf_bot_call_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.call_async].
 *
 * Returns: (transfer full): the payload of the server's answer, as immutable JSON
 *
 * Since: 0.1
 */
JsonNode *
trueconf_bot_call_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_call_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
