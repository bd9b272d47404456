/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "lists/trueconf-live-list.h"
#include "lists/trueconf-message-item.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_TRANSCRIPT (trueconf_transcript_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfTranscript, trueconf_transcript, TRUECONF, TRANSCRIPT, TrueconfLiveList)

TRUECONF_AVAILABLE_IN_ALL
TrueconfTranscript *trueconf_transcript_new (TrueconfBot *bot, const char *chat_id) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_transcript_get_chat_id (TrueconfTranscript *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_transcript_get_has_more (TrueconfTranscript *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfMessageItem *trueconf_transcript_find_message (TrueconfTranscript *self, const char *message_id);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_transcript_load_more_async (TrueconfTranscript *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_transcript_load_more_finish (TrueconfTranscript *self, GAsyncResult *result, GError **error);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_transcript_discard (TrueconfTranscript *self, TrueconfMessageItem *item);

G_END_DECLS
