/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "model/trueconf-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CHAT (trueconf_chat_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfChat, trueconf_chat, TRUECONF, CHAT, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_chat_get_chat_id (TrueconfChat *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_chat_get_title (TrueconfChat *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatType trueconf_chat_get_chat_type (TrueconfChat *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_chat_get_unread_messages (TrueconfChat *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_chat_get_avatar_url (TrueconfChat *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_chat_get_last_message (TrueconfChat *self);

G_END_DECLS
