/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-edited-chat-title-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfEditedChatTitle:
 *
 * A chat has a new title (TrueConf Server 5.5.3).
 *
 * Servers name the event `editChatTitle`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfEditedChatTitle, trueconf_edited_chat_title, TRUECONF_TYPE_EVENT)

/**
 * trueconf_edited_chat_title_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_edited_chat_title_get_chat_id (TrueconfEditedChatTitle *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_CHAT_TITLE (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_edited_chat_title_get_title: (get-property title)
 * @self: an object of this type
 *
 * Gets the new title.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_edited_chat_title_get_title (TrueconfEditedChatTitle *self)
{
  g_return_val_if_fail (TRUECONF_IS_EDITED_CHAT_TITLE (self), NULL);

  return self->title;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfEditedChatTitle, chat_id) },
  { "title", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfEditedChatTitle, title) },
};

static void
trueconf_edited_chat_title_class_init (TrueconfEditedChatTitleClass *klass)
{
  /**
   * TrueconfEditedChatTitle:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfEditedChatTitle:title: (getter get_title)
   *
   * The new title.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_edited_chat_title_init (TrueconfEditedChatTitle *self)
{
}
