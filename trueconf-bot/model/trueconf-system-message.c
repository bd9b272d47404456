/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-system-message-private.h"

/**
 * TrueconfSystemMessage:
 *
 * What the server notes in a chat, for example that somebody was added.
 *
 * Its [property@Message:message-type] is one of `ADD_PARTICIPANT`, `REMOVE_PARTICIPANT`, `EDIT_CHAT_TITLE`,
 * `EDIT_CHAT_AVATAR`, `CLEAR_HISTORY` and `PARTICIPANT_ROLE`. Bots get such messages if
 * [property@Bot:receive-system-messages] is set.
 *
 * Handlers for `TRUECONF_TYPE_MESSAGE` and the signal [signal@Bot::message] are for what users write, and do not get
 * system messages: handlers for `TRUECONF_TYPE_SYSTEM_MESSAGE`, or for all events, do. In a chat's history they are of the
 * class [class@Message].
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (TrueconfSystemMessage, trueconf_system_message, TRUECONF_TYPE_MESSAGE)

static void
trueconf_system_message_class_init (TrueconfSystemMessageClass *klass)
{
}

static void
trueconf_system_message_init (TrueconfSystemMessage *self)
{
}

gboolean
trueconf_message_type_is_system (TrueconfMessageType message_type)
{
  switch (message_type)
    {
    case TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT:
    case TRUECONF_MESSAGE_TYPE_REMOVE_PARTICIPANT:
    case TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE:
    case TRUECONF_MESSAGE_TYPE_EDIT_CHAT_AVATAR:
    case TRUECONF_MESSAGE_TYPE_CLEAR_HISTORY:
    case TRUECONF_MESSAGE_TYPE_PARTICIPANT_ROLE:
      return TRUE;

    case TRUECONF_MESSAGE_TYPE_UNKNOWN:
    case TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE:
    case TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE:
    case TRUECONF_MESSAGE_TYPE_ATTACHMENT:
    case TRUECONF_MESSAGE_TYPE_LOCATION:
    case TRUECONF_MESSAGE_TYPE_SURVEY:
    case TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE:
    default:
      return FALSE;
    }
}

/* Whether handlers for the class `wanted` get events of a class. */
gboolean
trueconf_event_type_is_a (GType event_type, GType wanted)
{
  if (wanted == TRUECONF_TYPE_MESSAGE && event_type == TRUECONF_TYPE_SYSTEM_MESSAGE)
    return FALSE;

  return g_type_is_a (event_type, wanted);
}
