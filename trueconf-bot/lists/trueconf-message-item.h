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

#define TRUECONF_TYPE_MESSAGE_ITEM (trueconf_message_item_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfMessageItem, trueconf_message_item, TRUECONF, MESSAGE_ITEM, TrueconfLiveItem)

TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_message_item_get_message (TrueconfMessageItem *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_item_get_message_id (TrueconfMessageItem *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_item_get_text (TrueconfMessageItem *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_message_item_get_timestamp (TrueconfMessageItem *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_message_item_get_is_own (TrueconfMessageItem *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfDeliveryState trueconf_message_item_get_state (TrueconfMessageItem *self);
TRUECONF_AVAILABLE_IN_ALL
const GError *trueconf_message_item_get_error (TrueconfMessageItem *self);

G_END_DECLS
