/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-message.h"
#include "model/trueconf-sending-private.h"

G_BEGIN_DECLS

/* Sends to the chat of the message. */
void trueconf_message_send (TrueconfMessage *self,
                            TrueconfSending *sending,
                            gpointer source_tag,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

G_END_DECLS
