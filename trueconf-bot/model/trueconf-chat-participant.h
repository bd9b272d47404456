/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CHAT_PARTICIPANT (trueconf_chat_participant_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfChatParticipant, trueconf_chat_participant, TRUECONF, CHAT_PARTICIPANT, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_chat_participant_get_user_id (TrueconfChatParticipant *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParticipantRole trueconf_chat_participant_get_role (TrueconfChatParticipant *self);

G_END_DECLS
