/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-bot-handle-private.h"
#include "model/trueconf-event.h"
#include "model/trueconf-raw-private.h"

G_BEGIN_DECLS

void trueconf_event_set_method (TrueconfEvent *self, const char *method);
void trueconf_event_take_chat_key (TrueconfEvent *self, char *chat_key);
const char *trueconf_event_get_chat_key (TrueconfEvent *self);
TrueconfRaw *trueconf_event_get_raw_source (TrueconfEvent *self);
void trueconf_event_set_handle (TrueconfEvent *self, TrueconfBotHandle *bot);
TrueconfBotHandle *trueconf_event_get_handle (TrueconfEvent *self);

void trueconf_event_fail (TrueconfEvent *self,
                          GError *error,
                          gpointer source_tag,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void trueconf_event_send (TrueconfEvent *self,
                          const TrueconfSending *sending,
                          gpointer source_tag,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void trueconf_event_request (TrueconfEvent *self,
                             TrueconfBotRequest request,
                             const char *message_id,
                             const char *chat_id,
                             gpointer source_tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GObject *trueconf_event_begin_activity (TrueconfEvent *self, TrueconfChatActivity activity);

G_END_DECLS
