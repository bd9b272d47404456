/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "lists/trueconf-live-item.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_PARTICIPANT_ITEM (trueconf_participant_item_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfParticipantItem,
                      trueconf_participant_item,
                      TRUECONF,
                      PARTICIPANT_ITEM,
                      TrueconfLiveItem)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_participant_item_get_user_id (TrueconfParticipantItem *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParticipantRole trueconf_participant_item_get_role (TrueconfParticipantItem *self);

G_END_DECLS
