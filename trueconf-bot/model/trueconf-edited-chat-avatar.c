/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-edited-chat-avatar-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfEditedChatAvatar:
 *
 * A chat has a new picture (TrueConf Server 5.5.3).
 *
 * Servers name the event `editChatAvatar`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfEditedChatAvatar, trueconf_edited_chat_avatar, TRUECONF_TYPE_EVENT)

/**
 * trueconf_edited_chat_avatar_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_edited_chat_avatar_get_chat_id (TrueconfEditedChatAvatar *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_CHAT_AVATAR (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_edited_chat_avatar_get_avatar_url: (get-property avatar-url)
 * @self: an object of this type
 *
 * Gets the address of the picture, or `NULL` if it was taken away.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_edited_chat_avatar_get_avatar_url (TrueconfEditedChatAvatar *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_CHAT_AVATAR (self), NULL);

  return self->avatar_url;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfEditedChatAvatar, chat_id) },
  { "avatar-url", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfEditedChatAvatar, avatar_url) },
};

static void
trueconf_edited_chat_avatar_class_init (TrueconfEditedChatAvatarClass *klass)
{
  /**
   * TrueconfEditedChatAvatar:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfEditedChatAvatar:avatar-url: (getter get_avatar_url)
   *
   * The address of the picture, or `NULL` if it was taken away.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_edited_chat_avatar_init (TrueconfEditedChatAvatar *self)
{
}
