/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-cleared-chat-history-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfClearedChatHistory:
 *
 * The history of a chat was cleared (TrueConf Server 5.5.3).
 *
 * Servers name the event `clearHistory`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfClearedChatHistory, trueconf_cleared_chat_history, TRUECONF_TYPE_EVENT)

/**
 * trueconf_cleared_chat_history_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_cleared_chat_history_get_chat_id (TrueconfClearedChatHistory *self)
{
  g_return_val_if_fail (TRUECONF_IS_CLEARED_CHAT_HISTORY (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_cleared_chat_history_get_for_all: (get-property for-all)
 * @self: an object of this type
 *
 * Gets whether it was cleared for all participants.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
trueconf_cleared_chat_history_get_for_all (TrueconfClearedChatHistory *self)
{
  g_return_val_if_fail (TRUECONF_IS_CLEARED_CHAT_HISTORY (self), FALSE);

  return self->for_all;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfClearedChatHistory, chat_id) },
  { "for-all", TRUECONF_FIELD_BOOLEAN, G_STRUCT_OFFSET (TrueconfClearedChatHistory, for_all) },
};

static void
trueconf_cleared_chat_history_class_init (TrueconfClearedChatHistoryClass *klass)
{
  /**
   * TrueconfClearedChatHistory:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfClearedChatHistory:for-all: (getter get_for_all)
   *
   * Whether it was cleared for all participants.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_cleared_chat_history_init (TrueconfClearedChatHistory *self)
{
}
