/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>

#include "bot/trueconf-bot.h"
#include "model/trueconf-message.h"
#include "model/trueconf-sent-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_forward_message_async (TrueconfBot *self,
                                         const char *chat_id,
                                         const char *message_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_bot_forward_message_finish (TrueconfBot *self,
                                                          GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_remove_message_async (TrueconfBot *self,
                                        const char *message_id,
                                        gboolean for_all,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_remove_message_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_message_by_id_async (TrueconfBot *self,
                                           const char *message_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_bot_get_message_by_id_finish (TrueconfBot *self,
                                                        GAsyncResult *result,
                                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_chat_history_async (TrueconfBot *self,
                                          const char *chat_id,
                                          guint count,
                                          const char *from_message_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GPtrArray *trueconf_bot_get_chat_history_finish (TrueconfBot *self,
                                                 GAsyncResult *result,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
