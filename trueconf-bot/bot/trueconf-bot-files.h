/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "bot/trueconf-bot.h"
#include "files/trueconf-input-file.h"
#include "model/trueconf-file-info.h"
#include "model/trueconf-sent-message.h"
#include "model/trueconf-upload-limits.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_upload_file_async (TrueconfBot *self,
                                     TrueconfInputFile *file,
                                     TrueconfInputFile *preview,
                                     GFileProgressCallback progress,
                                     gpointer progress_data,
                                     GDestroyNotify progress_destroy,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_bot_upload_file_finish (TrueconfBot *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_subscribe_file_progress_async (TrueconfBot *self,
                                                 const char *file_id,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_bot_subscribe_file_progress_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_unsubscribe_file_progress_async (TrueconfBot *self,
                                                   const char *file_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_bot_unsubscribe_file_progress_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_get_file_upload_limits_async (TrueconfBot *self,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfUploadLimits *trueconf_bot_get_file_upload_limits_finish (TrueconfBot *self,
                                                                  GAsyncResult *result,
                                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_download_file_async (TrueconfBot *self,
                                       const char *file_id,
                                       GFile *destination,
                                       GFileProgressCallback progress,
                                       gpointer progress_data,
                                       GDestroyNotify progress_destroy,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GFile *trueconf_bot_download_file_finish (TrueconfBot *self,
                                          GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_download_file_bytes_async (TrueconfBot *self,
                                             const char *file_id,
                                             GFileProgressCallback progress,
                                             gpointer progress_data,
                                             GDestroyNotify progress_destroy,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GBytes *trueconf_bot_download_file_bytes_finish (TrueconfBot *self,
                                                 GAsyncResult *result,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_bot_edit_chat_avatar_async (TrueconfBot *self,
                                          const char *chat_id,
                                          TrueconfInputFile *file,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_bot_edit_chat_avatar_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

G_END_DECLS
