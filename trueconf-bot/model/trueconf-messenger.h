/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-draft.h"
#include "model/trueconf-sent-message.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_MESSENGER (trueconf_messenger_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (TrueconfMessenger, trueconf_messenger, TRUECONF, MESSENGER, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_messenger_get_user_id (TrueconfMessenger *self);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_send_message_async (TrueconfMessenger *self,
                                            const char *chat_id,
                                            const char *text,
                                            TrueconfParseMode parse_mode,
                                            const char *reply_message_id,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_messenger_send_message_finish (TrueconfMessenger *self,
                                                             GAsyncResult *result,
                                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_forward_message_async (TrueconfMessenger *self,
                                               const char *chat_id,
                                               const char *message_id,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_messenger_forward_message_finish (TrueconfMessenger *self,
                                                                GAsyncResult *result,
                                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_remove_message_async (TrueconfMessenger *self,
                                              const char *message_id,
                                              gboolean for_all,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_messenger_remove_message_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_create_favorites_chat_async (TrueconfMessenger *self,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_messenger_create_favorites_chat_finish (TrueconfMessenger *self,
                                                       GAsyncResult *result,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_send_draft_async (TrueconfMessenger *self,
                                          const char *chat_id,
                                          TrueconfDraft *draft,
                                          GFileProgressCallback progress,
                                          gpointer progress_data,
                                          GDestroyNotify progress_destroy,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_messenger_send_draft_finish (TrueconfMessenger *self,
                                                           GAsyncResult *result,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_edit_message_async (TrueconfMessenger *self,
                                            const char *message_id,
                                            const char *text,
                                            TrueconfParseMode parse_mode,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_messenger_edit_message_finish (TrueconfMessenger *self,
                                                             GAsyncResult *result,
                                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_edit_draft_async (TrueconfMessenger *self,
                                          const char *message_id,
                                          TrueconfDraft *draft,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfSentMessage *trueconf_messenger_edit_draft_finish (TrueconfMessenger *self,
                                                           GAsyncResult *result,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_messenger_answer_command_async (TrueconfMessenger *self,
                                              const char *command_id,
                                              const char *text,
                                              TrueconfCommandAnswer answer,
                                              TrueconfCommandStatus status,
                                              TrueconfCommandVisibility visibility,
                                              TrueconfCommandLevel level,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean
trueconf_messenger_answer_command_finish (TrueconfMessenger *self, GAsyncResult *result, GError **error);

G_END_DECLS
