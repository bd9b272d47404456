/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-added-chat-participant-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfAddedChatParticipant:
 *
 * Somebody was added to a chat, perhaps the bot itself.
 *
 * Servers name the event `addChatParticipant`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfAddedChatParticipant, trueconf_added_chat_participant, TRUECONF_TYPE_EVENT)

/**
 * trueconf_added_chat_participant_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_added_chat_participant_get_chat_id (TrueconfAddedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_ADDED_CHAT_PARTICIPANT (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_added_chat_participant_get_user_id: (get-property user-id)
 * @self: an object of this type
 *
 * Gets the TrueConf ID of the user.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_added_chat_participant_get_user_id (TrueconfAddedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_ADDED_CHAT_PARTICIPANT (self), NULL);

  return self->user_id;
}

/**
 * trueconf_added_chat_participant_get_timestamp: (get-property timestamp)
 * @self: an object of this type
 *
 * Gets when it happened, in milliseconds since 1970-01-01 00:00 UTC.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_added_chat_participant_get_timestamp (TrueconfAddedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_ADDED_CHAT_PARTICIPANT (self), 0);

  return self->timestamp;
}

/**
 * trueconf_added_chat_participant_get_added_by: (get-property added-by)
 * @self: an object of this type
 *
 * Gets who has added the user.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfAuthor *
trueconf_added_chat_participant_get_added_by (TrueconfAddedChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_ADDED_CHAT_PARTICIPANT (self), NULL);

  return self->added_by;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfAddedChatParticipant, chat_id) },
  { "user-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfAddedChatParticipant, user_id) },
  { "timestamp", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfAddedChatParticipant, timestamp) },
  { "added-by", TRUECONF_FIELD_OBJECT, G_STRUCT_OFFSET (TrueconfAddedChatParticipant, added_by),
    trueconf_author_get_type },
};

static void
trueconf_added_chat_participant_class_init (TrueconfAddedChatParticipantClass *klass)
{
  /**
   * TrueconfAddedChatParticipant:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAddedChatParticipant:user-id: (getter get_user_id)
   *
   * The TrueConf ID of the user.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAddedChatParticipant:timestamp: (getter get_timestamp)
   *
   * When it happened, in milliseconds since 1970-01-01 00:00 UTC.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAddedChatParticipant:added-by: (getter get_added_by)
   *
   * Who has added the user.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_added_chat_participant_init (TrueconfAddedChatParticipant *self)
{
}
