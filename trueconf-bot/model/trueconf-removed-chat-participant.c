/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-removed-chat-participant-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfRemovedChatParticipant:
 *
 * Somebody was removed from a chat or has left it, perhaps the bot itself.
 *
 * Servers name the event `removeChatParticipant`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfRemovedChatParticipant, trueconf_removed_chat_participant, TRUECONF_TYPE_EVENT)

/**
 * trueconf_removed_chat_participant_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_removed_chat_participant_get_chat_id (TrueconfRemovedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_removed_chat_participant_get_user_id: (get-property user-id)
 * @self: an object of this type
 *
 * Gets the TrueConf ID of the user.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_removed_chat_participant_get_user_id (TrueconfRemovedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (self), NULL);

  return self->user_id;
}

/**
 * trueconf_removed_chat_participant_get_timestamp: (get-property timestamp)
 * @self: an object of this type
 *
 * Gets when it happened, in milliseconds since 1970-01-01 00:00 UTC.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_removed_chat_participant_get_timestamp (TrueconfRemovedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (self), 0);

  return self->timestamp;
}

/**
 * trueconf_removed_chat_participant_get_removed_by: (get-property removed-by)
 * @self: an object of this type
 *
 * Gets who has removed the user; the user who has left is removed by himself.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfAuthor *
trueconf_removed_chat_participant_get_removed_by (TrueconfRemovedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_REMOVED_CHAT_PARTICIPANT (self), NULL);

  return self->removed_by;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfRemovedChatParticipant, chat_id) },
  { "user-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfRemovedChatParticipant, user_id) },
  { "timestamp", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfRemovedChatParticipant, timestamp) },
  { "removed-by", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfRemovedChatParticipant, removed_by),
    trueconf_author_get_type },
};

static void
trueconf_removed_chat_participant_class_init (TrueconfRemovedChatParticipantClass *klass)
{
  /**
   * TrueconfRemovedChatParticipant:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfRemovedChatParticipant:user-id: (getter get_user_id)
   *
   * The TrueConf ID of the user.
   *
   * Since: 0.1
   */
  /**
   * TrueconfRemovedChatParticipant:timestamp: (getter get_timestamp)
   *
   * When it happened, in milliseconds since 1970-01-01 00:00 UTC.
   *
   * Since: 0.1
   */
  /**
   * TrueconfRemovedChatParticipant:removed-by: (getter get_removed_by)
   *
   * Who has removed the user; the user who has left is removed by himself.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_removed_chat_participant_init (TrueconfRemovedChatParticipant *self)
{
}
