/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-author.h"
#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_REMOVED_CHAT_PARTICIPANT (trueconf_removed_chat_participant_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRemovedChatParticipant,
                      trueconf_removed_chat_participant,
                      TRUECONF,
                      REMOVED_CHAT_PARTICIPANT,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_removed_chat_participant_get_chat_id (TrueconfRemovedChatParticipant *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_removed_chat_participant_get_user_id (TrueconfRemovedChatParticipant *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_removed_chat_participant_get_timestamp (TrueconfRemovedChatParticipant *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAuthor *trueconf_removed_chat_participant_get_removed_by (TrueconfRemovedChatParticipant *self);

G_END_DECLS
