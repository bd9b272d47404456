/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "bot/trueconf-bot.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ACTIVITY (trueconf_activity_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfActivity, trueconf_activity, TRUECONF, ACTIVITY, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfActivity *trueconf_bot_begin_chat_activity (TrueconfBot *self,
                                                    const char *chat_id,
                                                    TrueconfChatActivity activity) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_activity_get_chat_id (TrueconfActivity *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatActivity trueconf_activity_get_activity (TrueconfActivity *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_activity_get_active (TrueconfActivity *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_activity_end (TrueconfActivity *self);

G_END_DECLS
