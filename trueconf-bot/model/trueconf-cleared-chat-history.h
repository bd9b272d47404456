/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CLEARED_CHAT_HISTORY (trueconf_cleared_chat_history_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfClearedChatHistory,
                      trueconf_cleared_chat_history,
                      TRUECONF,
                      CLEARED_CHAT_HISTORY,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_cleared_chat_history_get_chat_id (TrueconfClearedChatHistory *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_cleared_chat_history_get_for_all (TrueconfClearedChatHistory *self);

G_END_DECLS
