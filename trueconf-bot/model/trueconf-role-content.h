/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ROLE_CONTENT (trueconf_role_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRoleContent, trueconf_role_content, TRUECONF, ROLE_CONTENT, TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_role_content_get_user_id (TrueconfRoleContent *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParticipantRole trueconf_role_content_get_role (TrueconfRoleContent *self);

G_END_DECLS
