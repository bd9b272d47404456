/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-author.h"
#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ADDED_CHAT_PARTICIPANT (trueconf_added_chat_participant_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfAddedChatParticipant,
                      trueconf_added_chat_participant,
                      TRUECONF,
                      ADDED_CHAT_PARTICIPANT,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_added_chat_participant_get_chat_id (TrueconfAddedChatParticipant *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_added_chat_participant_get_user_id (TrueconfAddedChatParticipant *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_added_chat_participant_get_timestamp (TrueconfAddedChatParticipant *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAuthor *trueconf_added_chat_participant_get_added_by (TrueconfAddedChatParticipant *self);

G_END_DECLS
