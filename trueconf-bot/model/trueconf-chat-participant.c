/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-chat-participant-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfChatParticipant:
 *
 * A user in a chat.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfChatParticipant, trueconf_chat_participant, G_TYPE_OBJECT)

/**
 * trueconf_chat_participant_get_user_id: (get-property user-id)
 * @self: an object of this type
 *
 * Gets the TrueConf ID of the user.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_chat_participant_get_user_id (TrueconfChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_PARTICIPANT (self), NULL);

  return self->user_id;
}

/**
 * trueconf_chat_participant_get_role: (get-property role)
 * @self: an object of this type
 *
 * Gets the role of the user in the chat.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfParticipantRole
trueconf_chat_participant_get_role (TrueconfChatParticipant *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHAT_PARTICIPANT (self), 0);

  return self->role;
}

static const TrueconfModelField fields[] = {
  { "user-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfChatParticipant, user_id) },
  { "role", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfChatParticipant, role),
    trueconf_participant_role_get_type },
};

static void
trueconf_chat_participant_class_init (TrueconfChatParticipantClass *klass)
{
  /**
   * TrueconfChatParticipant:user-id: (getter get_user_id)
   *
   * The TrueConf ID of the user.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChatParticipant:role: (getter get_role)
   *
   * The role of the user in the chat.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_chat_participant_init (TrueconfChatParticipant *self)
{
}
