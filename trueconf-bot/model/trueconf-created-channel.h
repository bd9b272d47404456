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

#define TRUECONF_TYPE_CREATED_CHANNEL (trueconf_created_channel_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfCreatedChannel,
                      trueconf_created_channel,
                      TRUECONF,
                      CREATED_CHANNEL,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_created_channel_get_chat_id (TrueconfCreatedChannel *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_created_channel_get_title (TrueconfCreatedChannel *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatType trueconf_created_channel_get_chat_type (TrueconfCreatedChannel *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_created_channel_get_last_message (TrueconfCreatedChannel *self);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_created_channel_get_unread_messages (TrueconfCreatedChannel *self);

G_END_DECLS
