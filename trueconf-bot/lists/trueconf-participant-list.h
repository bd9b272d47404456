/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "lists/trueconf-live-list.h"
#include "lists/trueconf-participant-item.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_PARTICIPANT_LIST (trueconf_participant_list_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfParticipantList,
                      trueconf_participant_list,
                      TRUECONF,
                      PARTICIPANT_LIST,
                      TrueconfLiveList)

TRUECONF_AVAILABLE_IN_ALL
TrueconfParticipantList *trueconf_participant_list_new (TrueconfBot *bot,
                                                        const char *chat_id) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_participant_list_get_chat_id (TrueconfParticipantList *self);

G_END_DECLS
