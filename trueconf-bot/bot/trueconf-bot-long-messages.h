/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "bot/trueconf-bot.h"
#include "model/trueconf-draft.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_send_long_message_async (TrueconfBot *self,
                                           const char *chat_id,
                                           const char *text,
                                           TrueconfParseMode parse_mode,
                                           const char *reply_message_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_bot_send_long_message_finish (TrueconfBot *self,
                                                   GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_send_long_draft_async (TrueconfBot *self,
                                         const char *chat_id,
                                         TrueconfDraft *draft,
                                         GFileProgressCallback progress,
                                         gpointer progress_data,
                                         GDestroyNotify progress_destroy,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_bot_send_long_draft_finish (TrueconfBot *self,
                                                 GAsyncResult *result,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
