/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "lists/trueconf-live-item.h"
#include "model/trueconf-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CHAT_ITEM (trueconf_chat_item_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfChatItem, trueconf_chat_item, TRUECONF, CHAT_ITEM, TrueconfLiveItem)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_chat_item_get_chat_id (TrueconfChatItem *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_chat_item_get_title (TrueconfChatItem *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatType trueconf_chat_item_get_chat_type (TrueconfChatItem *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_chat_item_get_unread_messages (TrueconfChatItem *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_chat_item_get_avatar_url (TrueconfChatItem *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_chat_item_get_last_message (TrueconfChatItem *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_chat_item_mark_read (TrueconfChatItem *self);

G_END_DECLS
