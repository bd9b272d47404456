/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "model/trueconf-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CREATED_FAVORITES_CHAT (trueconf_created_favorites_chat_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfCreatedFavoritesChat,
                      trueconf_created_favorites_chat,
                      TRUECONF,
                      CREATED_FAVORITES_CHAT,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_created_favorites_chat_get_chat_id (TrueconfCreatedFavoritesChat *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_created_favorites_chat_get_title (TrueconfCreatedFavoritesChat *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatType trueconf_created_favorites_chat_get_chat_type (TrueconfCreatedFavoritesChat *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_created_favorites_chat_get_last_message (TrueconfCreatedFavoritesChat *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_created_favorites_chat_get_unread_messages (TrueconfCreatedFavoritesChat *self);

G_END_DECLS
