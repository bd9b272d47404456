/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-removed-chat-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfRemovedChat:
 *
 * A chat is gone for the bot.
 *
 * Servers name the event `removeChat`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfRemovedChat, trueconf_removed_chat, TRUECONF_TYPE_EVENT)

/**
 * trueconf_removed_chat_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_removed_chat_get_chat_id (TrueconfRemovedChat *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_CHAT (self), NULL);

  return self->chat_id;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfRemovedChat, chat_id) },
};

static void
trueconf_removed_chat_class_init (TrueconfRemovedChatClass *klass)
{
  /**
   * TrueconfRemovedChat:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_removed_chat_init (TrueconfRemovedChat *self)
{
}
