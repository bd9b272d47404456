/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_REMOVED_CHAT (trueconf_removed_chat_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRemovedChat, trueconf_removed_chat, TRUECONF, REMOVED_CHAT, TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_removed_chat_get_chat_id (TrueconfRemovedChat *self);

G_END_DECLS
