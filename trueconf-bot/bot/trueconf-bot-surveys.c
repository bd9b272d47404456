/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-bot-surveys.h"
#include "trueconf-enum-private.h"

/**
 * trueconf_bot_send_survey_async:
 * @self: a bot
 * @chat_id: the id of the chat to send to
 * @title: the title on the card
 * @campaign_id: the id of the survey campaign
 * @survey_type: the kind of survey
 * @reply_message_id: (nullable): the id of the message to reply to
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Sends a card with a link to a survey.
 *
 * The survey itself, the campaign, has to be created first with the server's web interface.
 *
 * Call [method@Bot.send_survey_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_send_survey_async (TrueconfBot *self,
                                const char *chat_id,
                                const char *title,
                                const char *campaign_id,
                                TrueconfSurveyType survey_type,
                                const char *reply_message_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_auto (TrueconfSurveyCard) card = { 0 };
  GError *error;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (chat_id != NULL);
  g_return_if_fail (title != NULL);
  g_return_if_fail (campaign_id != NULL);
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_SURVEY_TYPE, survey_type));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_title (title);
  if (error != NULL)
    {
      trueconf_bot_fail (self, trueconf_bot_send_survey_async, cancellable, callback, user_data, error);
      return;
    }

  trueconf_survey_card_init (&card, self->server, title, campaign_id);
  trueconf_bot_request (self, TRUECONF_METHOD_SEND_SURVEY, trueconf_bot_send_survey_async, cancellable,
                        callback, user_data, chat_id, reply_message_id, card.url, campaign_id, title,
                        survey_type, card.secret, card.alt);
}

/**
 * trueconf_bot_send_survey_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.send_survey_async].
 *
 * Returns: (transfer full): the message as the server confirms it
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_send_survey_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_send_survey_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * trueconf_bot_edit_survey_async:
 * @self: a bot
 * @message_id: the id of the message with the survey
 * @title: the title on the card
 * @campaign_id: the id of the survey campaign
 * @survey_type: the kind of survey
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the server has answered
 * @user_data: data for @callback
 *
 * Replaces the card of a survey that the bot has sent.
 *
 * Call [method@Bot.edit_survey_finish] in @callback to get the result. If @callback is `NULL`, a failure is logged and
 * reported by [signal@Dispatcher::error].
 *
 * Since: 0.1
 */
void
trueconf_bot_edit_survey_async (TrueconfBot *self,
                                const char *message_id,
                                const char *title,
                                const char *campaign_id,
                                TrueconfSurveyType survey_type,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_auto (TrueconfSurveyCard) card = { 0 };
  GError *error;

  g_return_if_fail (TRUECONF_IS_BOT (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (title != NULL);
  g_return_if_fail (campaign_id != NULL);
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_SURVEY_TYPE, survey_type));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  error = trueconf_bot_check_title (title);
  if (error != NULL)
    {
      trueconf_bot_fail (self, trueconf_bot_edit_survey_async, cancellable, callback, user_data, error);
      return;
    }

  trueconf_survey_card_init (&card, self->server, title, campaign_id);
  trueconf_bot_request (self, TRUECONF_METHOD_EDIT_SURVEY, trueconf_bot_edit_survey_async, cancellable,
                        callback, user_data, message_id, campaign_id, title, survey_type, card.alt);
}

/**
 * trueconf_bot_edit_survey_finish:
 * @self: a bot
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Bot.edit_survey_async].
 *
 * Returns: (transfer full): the message as the server confirms it
 *
 * Since: 0.1
 */
TrueconfSentMessage *
trueconf_bot_edit_survey_finish (TrueconfBot *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_BOT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_bot_edit_survey_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
