/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-draft.h"
#include "model/trueconf-message.h"
#include "model/trueconf-sent-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_answer_async (TrueconfMessage *self,
                                    const char *text,
                                    TrueconfParseMode parse_mode,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_message_answer_finish (TrueconfMessage *self,
                                                     GAsyncResult *result,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_reply_async (TrueconfMessage *self,
                                   const char *text,
                                   TrueconfParseMode parse_mode,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_message_reply_finish (TrueconfMessage *self,
                                                    GAsyncResult *result,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_forward_async (TrueconfMessage *self,
                                     const char *chat_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_message_forward_finish (TrueconfMessage *self,
                                                      GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_copy_to_async (TrueconfMessage *self,
                                     const char *chat_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_message_copy_to_finish (TrueconfMessage *self,
                                                      GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_delete_async (TrueconfMessage *self,
                                    gboolean for_all,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_message_delete_finish (TrueconfMessage *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_save_to_favorites_async (TrueconfMessage *self,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_message_save_to_favorites_finish (TrueconfMessage *self,
                                                                GAsyncResult *result,
                                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_answer_draft_async (TrueconfMessage *self,
                                          TrueconfDraft *draft,
                                          GFileProgressCallback progress,
                                          gpointer progress_data,
                                          GDestroyNotify progress_destroy,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_message_answer_draft_finish (TrueconfMessage *self,
                                                           GAsyncResult *result,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_message_reply_draft_async (TrueconfMessage *self,
                                         TrueconfDraft *draft,
                                         GFileProgressCallback progress,
                                         gpointer progress_data,
                                         GDestroyNotify progress_destroy,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_message_reply_draft_finish (TrueconfMessage *self,
                                                          GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
