/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-attachment.h"
#include "model/trueconf-author.h"
#include "model/trueconf-box.h"
#include "model/trueconf-content.h"
#include "model/trueconf-draft.h"
#include "model/trueconf-event.h"
#include "model/trueconf-keyboard.h"
#include "model/trueconf-location-content.h"
#include "model/trueconf-sent-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_MESSAGE (trueconf_message_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfMessage, trueconf_message, TRUECONF, MESSAGE, TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_get_message_id (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_get_chat_id (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAuthor *trueconf_message_get_author (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAuthor *trueconf_message_get_from_user (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfBox *trueconf_message_get_box (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_message_get_timestamp (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
GDateTime *trueconf_message_get_date_time (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessageType trueconf_message_get_message_type (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_message_get_is_edited (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_get_reply_message_id (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_message_get_reply_message (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatType trueconf_message_get_chat_type (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_get_chat_title (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfContent *trueconf_message_get_content (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_get_text (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfParseMode trueconf_message_get_parse_mode (TrueconfMessage *self);

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
const char *trueconf_message_get_plain_text (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_message_get_quote (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessage *trueconf_message_get_forwarded_message (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfLocationContent *trueconf_message_get_location (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboard *trueconf_message_get_keyboard (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAttachment *trueconf_message_get_photo (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAttachment *trueconf_message_get_video (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAttachment *trueconf_message_get_voice (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAttachment *trueconf_message_get_sticker (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfAttachment *trueconf_message_get_document (TrueconfMessage *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_message_get_mentions_bot (TrueconfMessage *self);

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
