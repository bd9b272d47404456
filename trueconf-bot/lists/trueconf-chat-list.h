/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "lists/trueconf-chat-item.h"
#include "lists/trueconf-live-list.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CHAT_LIST (trueconf_chat_list_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfChatList, trueconf_chat_list, TRUECONF, CHAT_LIST, TrueconfLiveList)

TRUECONF_AVAILABLE_IN_ALL
TrueconfChatList *trueconf_chat_list_new (TrueconfBot *bot) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatItem *trueconf_chat_list_find_chat (TrueconfChatList *self, const char *chat_id);

G_END_DECLS
