/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-added-chat-participant.h"
#include "model/trueconf-callback-query.h"
#include "model/trueconf-changed-file-upload-limits.h"
#include "model/trueconf-changed-participant-role.h"
#include "model/trueconf-cleared-chat-history.h"
#include "model/trueconf-created-channel.h"
#include "model/trueconf-created-favorites-chat.h"
#include "model/trueconf-created-group-chat.h"
#include "model/trueconf-created-personal-chat.h"
#include "model/trueconf-edited-chat-avatar.h"
#include "model/trueconf-edited-chat-title.h"
#include "model/trueconf-edited-message.h"
#include "model/trueconf-event.h"
#include "model/trueconf-message.h"
#include "model/trueconf-removed-chat.h"
#include "model/trueconf-removed-chat-participant.h"
#include "model/trueconf-removed-message.h"
#include "model/trueconf-uploading-progress.h"

static const struct
{
  GType (*get_type) (void);
  TrueconfEventType event_type;
} rows[] = {
  { trueconf_message_get_type, TRUECONF_EVENT_TYPE_MESSAGE },
  { trueconf_added_chat_participant_get_type, TRUECONF_EVENT_TYPE_ADDED_CHAT_PARTICIPANT },
  { trueconf_removed_chat_participant_get_type, TRUECONF_EVENT_TYPE_REMOVED_CHAT_PARTICIPANT },
  { trueconf_changed_participant_role_get_type, TRUECONF_EVENT_TYPE_CHANGED_PARTICIPANT_ROLE },
  { trueconf_changed_file_upload_limits_get_type, TRUECONF_EVENT_TYPE_CHANGED_FILE_UPLOAD_LIMITS },
  { trueconf_cleared_chat_history_get_type, TRUECONF_EVENT_TYPE_CLEARED_CHAT_HISTORY },
  { trueconf_created_channel_get_type, TRUECONF_EVENT_TYPE_CREATED_CHANNEL },
  { trueconf_created_favorites_chat_get_type, TRUECONF_EVENT_TYPE_CREATED_FAVORITES_CHAT },
  { trueconf_created_group_chat_get_type, TRUECONF_EVENT_TYPE_CREATED_GROUP_CHAT },
  { trueconf_created_personal_chat_get_type, TRUECONF_EVENT_TYPE_CREATED_PERSONAL_CHAT },
  { trueconf_edited_chat_avatar_get_type, TRUECONF_EVENT_TYPE_EDITED_CHAT_AVATAR },
  { trueconf_edited_chat_title_get_type, TRUECONF_EVENT_TYPE_EDITED_CHAT_TITLE },
  { trueconf_edited_message_get_type, TRUECONF_EVENT_TYPE_EDITED_MESSAGE },
  { trueconf_removed_chat_get_type, TRUECONF_EVENT_TYPE_REMOVED_CHAT },
  { trueconf_removed_message_get_type, TRUECONF_EVENT_TYPE_REMOVED_MESSAGE },
  { trueconf_uploading_progress_get_type, TRUECONF_EVENT_TYPE_UPLOADING_PROGRESS },
  { trueconf_callback_query_get_type, TRUECONF_EVENT_TYPE_CALLBACK_QUERY },
};

/**
 * trueconf_event_get_event_type: (get-property event-type)
 * @self: an event
 *
 * Gets what kind of event it is, which its class says as well.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfEventType
trueconf_event_get_event_type (TrueconfEvent *self)
{
  g_return_val_if_fail (TRUECONF_IS_EVENT (self), TRUECONF_EVENT_TYPE_UPDATE);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (G_TYPE_CHECK_INSTANCE_TYPE (self, rows[i].get_type ()))
      return rows[i].event_type;

  return TRUECONF_EVENT_TYPE_UPDATE;
}
