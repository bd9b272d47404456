/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-changed-participant-role-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfChangedParticipantRole:
 *
 * The role of a user in a chat has changed (TrueConf Server 5.5.2).
 *
 * Servers name the event `changeParticipantRole`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfChangedParticipantRole, trueconf_changed_participant_role, TRUECONF_TYPE_EVENT)

/**
 * trueconf_changed_participant_role_get_chat_id: (get-property chat-id)
 * @self: an object of this type
 *
 * Gets the id of the chat.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_changed_participant_role_get_chat_id (TrueconfChangedParticipantRole *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHANGED_PARTICIPANT_ROLE (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_changed_participant_role_get_user_id: (get-property user-id)
 * @self: an object of this type
 *
 * Gets the TrueConf ID of the user.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_changed_participant_role_get_user_id (TrueconfChangedParticipantRole *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHANGED_PARTICIPANT_ROLE (self), NULL);

  return self->user_id;
}

/**
 * trueconf_changed_participant_role_get_role: (get-property role)
 * @self: an object of this type
 *
 * Gets the role of the user in the chat.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfParticipantRole
trueconf_changed_participant_role_get_role (TrueconfChangedParticipantRole *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHANGED_PARTICIPANT_ROLE (self), 0);

  return self->role;
}

/**
 * trueconf_changed_participant_role_get_timestamp: (get-property timestamp)
 * @self: an object of this type
 *
 * Gets when it happened, in milliseconds since 1970-01-01 00:00 UTC.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_changed_participant_role_get_timestamp (TrueconfChangedParticipantRole *self)
{
  g_return_val_if_fail (TRUECONF_IS_CHANGED_PARTICIPANT_ROLE (self), 0);

  return self->timestamp;
}

static const TrueconfModelField fields[] = {
  { "chat-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfChangedParticipantRole, chat_id) },
  { "user-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfChangedParticipantRole, user_id) },
  { "role", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfChangedParticipantRole, role),
    trueconf_participant_role_get_type },
  { "timestamp", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfChangedParticipantRole, timestamp) },
};

static void
trueconf_changed_participant_role_class_init (TrueconfChangedParticipantRoleClass *klass)
{
  /**
   * TrueconfChangedParticipantRole:chat-id: (getter get_chat_id)
   *
   * The id of the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChangedParticipantRole:user-id: (getter get_user_id)
   *
   * The TrueConf ID of the user.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChangedParticipantRole:role: (getter get_role)
   *
   * The role of the user in the chat.
   *
   * Since: 0.1
   */
  /**
   * TrueconfChangedParticipantRole:timestamp: (getter get_timestamp)
   *
   * When it happened, in milliseconds since 1970-01-01 00:00 UTC.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_changed_participant_role_init (TrueconfChangedParticipantRole *self)
{
}
