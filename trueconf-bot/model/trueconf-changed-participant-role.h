/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CHANGED_PARTICIPANT_ROLE (trueconf_changed_participant_role_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfChangedParticipantRole,
                      trueconf_changed_participant_role,
                      TRUECONF,
                      CHANGED_PARTICIPANT_ROLE,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_changed_participant_role_get_chat_id (TrueconfChangedParticipantRole *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_changed_participant_role_get_user_id (TrueconfChangedParticipantRole *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParticipantRole trueconf_changed_participant_role_get_role (TrueconfChangedParticipantRole *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_changed_participant_role_get_timestamp (TrueconfChangedParticipantRole *self);

G_END_DECLS
