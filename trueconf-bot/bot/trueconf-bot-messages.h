/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "bot/trueconf-bot.h"
#include "model/trueconf-draft.h"
#include "model/trueconf-sent-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_send_message_async (TrueconfBot *self,
                                      const char *chat_id,
                                      const char *text,
                                      TrueconfParseMode parse_mode,
                                      const char *reply_message_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_bot_send_message_finish (TrueconfBot *self,
                                                       GAsyncResult *result,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_edit_message_async (TrueconfBot *self,
                                      const char *message_id,
                                      const char *text,
                                      TrueconfParseMode parse_mode,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_bot_edit_message_finish (TrueconfBot *self,
                                                       GAsyncResult *result,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_send_draft_async (TrueconfBot *self,
                                    const char *chat_id,
                                    TrueconfDraft *draft,
                                    GFileProgressCallback progress,
                                    gpointer progress_data,
                                    GDestroyNotify progress_destroy,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_bot_send_draft_finish (TrueconfBot *self,
                                                     GAsyncResult *result,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_edit_draft_async (TrueconfBot *self,
                                    const char *message_id,
                                    TrueconfDraft *draft,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_bot_edit_draft_finish (TrueconfBot *self,
                                                     GAsyncResult *result,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_answer_command_async (TrueconfBot *self,
                                        const char *command_id,
                                        TrueconfDraft *draft,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_answer_command_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

G_END_DECLS
