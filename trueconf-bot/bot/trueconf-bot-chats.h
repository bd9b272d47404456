/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>

#include "bot/trueconf-bot.h"
#include "files/trueconf-input-file.h"
#include "model/trueconf-chat.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_chats_async (TrueconfBot *self,
                                   guint count,
                                   guint page,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GPtrArray *trueconf_bot_get_chats_finish (TrueconfBot *self,
                                          GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_chat_by_id_async (TrueconfBot *self,
                                        const char *chat_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfChat *trueconf_bot_get_chat_by_id_finish (TrueconfBot *self,
                                                  GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_create_personal_chat_async (TrueconfBot *self,
                                              const char *user_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_bot_create_personal_chat_finish (TrueconfBot *self,
                                                GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_create_group_chat_async (TrueconfBot *self,
                                           const char *title,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_bot_create_group_chat_finish (TrueconfBot *self,
                                             GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_create_channel_async (TrueconfBot *self,
                                        const char *title,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_bot_create_channel_finish (TrueconfBot *self,
                                          GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_create_favorites_chat_async (TrueconfBot *self,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_bot_create_favorites_chat_finish (TrueconfBot *self,
                                                 GAsyncResult *result,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_delete_chat_async (TrueconfBot *self,
                                     const char *chat_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_delete_chat_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_clear_chat_history_async (TrueconfBot *self,
                                            const char *chat_id,
                                            gboolean for_all,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_clear_chat_history_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_edit_chat_title_async (TrueconfBot *self,
                                         const char *chat_id,
                                         const char *title,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_edit_chat_title_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_edit_chat_avatar_async (TrueconfBot *self,
                                          const char *chat_id,
                                          TrueconfInputFile *file,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_edit_chat_avatar_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_me_chat_async (TrueconfBot *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_bot_get_me_chat_finish (TrueconfBot *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
