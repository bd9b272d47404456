/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-draft.h"
#include "model/trueconf-callback-query.h"
#include "model/trueconf-sent-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_callback_query_edit_message_async (TrueconfCallbackQuery *self,
                                                 const char *text,
                                                 TrueconfParseMode parse_mode,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_callback_query_edit_message_finish (TrueconfCallbackQuery *self,
                                                                  GAsyncResult *result,
                                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_callback_query_edit_draft_async (TrueconfCallbackQuery *self,
                                               TrueconfDraft *draft,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_callback_query_edit_draft_finish (TrueconfCallbackQuery *self,
                                                                GAsyncResult *result,
                                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_callback_query_answer_async (TrueconfCallbackQuery *self,
                                           TrueconfDraft *draft,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_callback_query_answer_finish (TrueconfCallbackQuery *self, GAsyncResult *result, GError **error);

G_END_DECLS
