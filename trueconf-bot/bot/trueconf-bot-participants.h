/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>

#include "bot/trueconf-bot.h"
#include "model/trueconf-chat-participant.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_chat_participants_async (TrueconfBot *self,
                                               const char *chat_id,
                                               guint page_size,
                                               guint page_number,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GPtrArray *trueconf_bot_get_chat_participants_finish (TrueconfBot *self,
                                                      GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_chat_participant_async (TrueconfBot *self,
                                              const char *chat_id,
                                              const char *user_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChatParticipant *trueconf_bot_get_chat_participant_finish (TrueconfBot *self,
                                                                   GAsyncResult *result,
                                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_has_chat_participant_async (TrueconfBot *self,
                                              const char *chat_id,
                                              const char *user_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_has_chat_participant_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_add_participant_to_chat_async (TrueconfBot *self,
                                                 const char *chat_id,
                                                 const char *user_id,
                                                 gboolean display_history,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_bot_add_participant_to_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_remove_participant_from_chat_async (TrueconfBot *self,
                                                      const char *chat_id,
                                                      const char *user_id,
                                                      gboolean clear_history,
                                                      GCancellable *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_bot_remove_participant_from_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_change_participant_role_async (TrueconfBot *self,
                                                 const char *chat_id,
                                                 const char *user_id,
                                                 TrueconfParticipantRole role,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_bot_change_participant_role_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

G_END_DECLS
