/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>

#include "bot/trueconf-bot.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_send_chat_activity_async (TrueconfBot *self,
                                            const char *chat_id,
                                            TrueconfChatActivity activity,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
int trueconf_bot_send_chat_activity_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

G_END_DECLS
