/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-messenger.h"

G_BEGIN_DECLS

struct _TrueconfMessengerInterface
{
  GTypeInterface parent_iface;

  const char *(*get_user_id) (TrueconfMessenger *self);
  void (*send_message_async) (TrueconfMessenger *self,
                              const char *chat_id,
                              const char *text,
                              TrueconfParseMode parse_mode,
                              const char *reply_message_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  TrueconfSentMessage *(*send_message_finish) (TrueconfMessenger *self, GAsyncResult *result, GError **error);
};

G_END_DECLS
