/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-messenger.h"

G_BEGIN_DECLS

struct _TrueconfMessengerInterface
{
  GTypeInterface parent_iface;

  const char *(*get_user_id) (TrueconfMessenger *self);
  /* of something that nobody waits for */
  void (*report_error) (TrueconfMessenger *self, const GError *error);
  void (*send_message_async) (TrueconfMessenger *self,
                              const char *chat_id,
                              const char *text,
                              TrueconfParseMode parse_mode,
                              const char *reply_message_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  TrueconfSentMessage *(*send_message_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
  void (*forward_message_async) (TrueconfMessenger *self,
                                 const char *chat_id,
                                 const char *message_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
  TrueconfSentMessage *(*forward_message_finish) (TrueconfMessenger *self,
                                                  GAsyncResult *result,
                                                  GError **error);
  void (*remove_message_async) (TrueconfMessenger *self,
                                const char *message_id,
                                gboolean for_all,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
  gboolean (*remove_message_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
  void (*create_favorites_chat_async) (TrueconfMessenger *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
  char *(*create_favorites_chat_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
  void (*send_draft_async) (TrueconfMessenger *self,
                            const char *chat_id,
                            TrueconfDraft *draft,
                            GFileProgressCallback progress,
                            gpointer progress_data,
                            GDestroyNotify progress_destroy,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  TrueconfSentMessage *(*send_draft_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
  void (*edit_message_async) (TrueconfMessenger *self,
                              const char *message_id,
                              const char *text,
                              TrueconfParseMode parse_mode,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  TrueconfSentMessage *(*edit_message_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
  void (*edit_draft_async) (TrueconfMessenger *self,
                            const char *message_id,
                            TrueconfDraft *draft,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  TrueconfSentMessage *(*edit_draft_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
  void (*answer_command_async) (TrueconfMessenger *self,
                                const char *command_id,
                                const char *text,
                                TrueconfCommandAnswer answer,
                                TrueconfCommandStatus status,
                                TrueconfCommandVisibility visibility,
                                TrueconfCommandLevel level,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
  gboolean (*answer_command_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
};

G_END_DECLS
