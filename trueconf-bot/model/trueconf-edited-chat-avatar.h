/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_EDITED_CHAT_AVATAR (trueconf_edited_chat_avatar_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfEditedChatAvatar,
                      trueconf_edited_chat_avatar,
                      TRUECONF,
                      EDITED_CHAT_AVATAR,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_edited_chat_avatar_get_chat_id (TrueconfEditedChatAvatar *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_edited_chat_avatar_get_avatar_url (TrueconfEditedChatAvatar *self);

G_END_DECLS
