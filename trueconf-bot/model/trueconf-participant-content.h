/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_PARTICIPANT_CONTENT (trueconf_participant_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfParticipantContent,
                      trueconf_participant_content,
                      TRUECONF,
                      PARTICIPANT_CONTENT,
                      TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_participant_content_get_user_id (TrueconfParticipantContent *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParticipantRole trueconf_participant_content_get_role (TrueconfParticipantContent *self);

G_END_DECLS
