/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "lists/trueconf-chat-item.h"
#include "model/trueconf-chat.h"

G_BEGIN_DECLS

TrueconfChatItem *trueconf_chat_item_new (const char *chat_id);
/* From one of the events that tell of a new chat. */
TrueconfChatItem *trueconf_chat_item_new_from_event (const char *chat_id, TrueconfEvent *event);
gboolean trueconf_chat_item_is_of_others (TrueconfMessage *message, const char *bot_id);
/* At least so many messages of others have come. */
void trueconf_chat_item_count_at_least (TrueconfChatItem *self, guint n);

/* All of these return whether anything differs; whoever calls them tells the list. */
gboolean trueconf_chat_item_set_chat (TrueconfChatItem *self, TrueconfChat *chat, gboolean counts);
gboolean trueconf_chat_item_set_title (TrueconfChatItem *self, const char *title);
gboolean trueconf_chat_item_set_avatar_url (TrueconfChatItem *self, const char *avatar_url);
gboolean trueconf_chat_item_set_last_message (TrueconfChatItem *self, TrueconfMessage *message);
gboolean
trueconf_chat_item_add_message (TrueconfChatItem *self, TrueconfMessage *message, const char *bot_id);
gboolean trueconf_chat_item_clear (TrueconfChatItem *self);

G_END_DECLS
