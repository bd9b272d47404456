/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-call-queue-private.h"
#include "transport/trueconf-settings-private.h"

G_BEGIN_DECLS

/* A token that is wanted for itself, without a connection: made and ended in the bot's main context, worked on by the I/O
 * thread. */

typedef struct _TrueconfTokenRequest TrueconfTokenRequest;

/* In the bot's main context, once, unless the request is abandoned. */
typedef void (*TrueconfTokenRequestDone) (const char *token, const GError *error, gpointer data);

TrueconfTokenRequest *trueconf_token_request_start (TrueconfSettings *settings,
                                                    TrueconfCallQueue *calls,
                                                    TrueconfTokenRequestDone done,
                                                    gpointer data);
void trueconf_token_request_abandon (TrueconfTokenRequest *self);

G_END_DECLS
