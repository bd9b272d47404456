/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-participant-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfParticipantContent:
 *
 * The server notes that somebody was added, or was removed.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfParticipantContent, trueconf_participant_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_participant_content_get_user_id: (get-property user-id)
 * @self: an object of this type
 *
 * Gets the TrueConf ID of the user.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_participant_content_get_user_id (TrueconfParticipantContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_PARTICIPANT_CONTENT (self), NULL);

  return self->user_id;
}

/**
 * trueconf_participant_content_get_role: (get-property role)
 * @self: an object of this type
 *
 * Gets the role of the user in the chat.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfParticipantRole
trueconf_participant_content_get_role (TrueconfParticipantContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_PARTICIPANT_CONTENT (self), 0);

  return self->role;
}

static const TrueconfModelField fields[] = {
  { "user-id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfParticipantContent, user_id) },
  { "role", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfParticipantContent, role),
    trueconf_participant_role_get_type },
};

static void
trueconf_participant_content_class_init (TrueconfParticipantContentClass *klass)
{
  /**
   * TrueconfParticipantContent:user-id: (getter get_user_id)
   *
   * The TrueConf ID of the user.
   *
   * Since: 0.1
   */
  /**
   * TrueconfParticipantContent:role: (getter get_role)
   *
   * The role of the user in the chat.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_participant_content_init (TrueconfParticipantContent *self)
{
}
