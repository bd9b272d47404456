/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"

G_BEGIN_DECLS

/* What filters have asked the server about chats; each bot has one. */

/* Gets the TrueconfChatType of a chat, or the TrueconfParticipantRole of a user in it. Returns FALSE if it is not known. */
gboolean
trueconf_chat_cache_look_up (TrueconfEvent *event, const char *chat_id, const char *user_id, int *value);

/* `user_id` is NULL to ask for the type of the chat, otherwise the role of the user is asked for. */
void trueconf_chat_cache_ask_async (TrueconfEvent *event,
                                    const char *chat_id,
                                    const char *user_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* Returns -1 if it failed. */
int trueconf_chat_cache_ask_finish (TrueconfEvent *event, GAsyncResult *result, GError **error);

G_END_DECLS
