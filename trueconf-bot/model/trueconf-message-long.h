/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-draft.h"
#include "model/trueconf-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_answer_long_async (TrueconfMessage *self,
                                         const char *text,
                                         TrueconfParseMode parse_mode,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_message_answer_long_finish (TrueconfMessage *self,
                                                 GAsyncResult *result,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_answer_long_draft_async (TrueconfMessage *self,
                                               TrueconfDraft *draft,
                                               GFileProgressCallback progress,
                                               gpointer progress_data,
                                               GDestroyNotify progress_destroy,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_message_answer_long_draft_finish (TrueconfMessage *self,
                                                       GAsyncResult *result,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_reply_long_async (TrueconfMessage *self,
                                        const char *text,
                                        TrueconfParseMode parse_mode,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_message_reply_long_finish (TrueconfMessage *self,
                                                GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_reply_long_draft_async (TrueconfMessage *self,
                                              TrueconfDraft *draft,
                                              GFileProgressCallback progress,
                                              gpointer progress_data,
                                              GDestroyNotify progress_destroy,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_message_reply_long_draft_finish (TrueconfMessage *self,
                                                      GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
