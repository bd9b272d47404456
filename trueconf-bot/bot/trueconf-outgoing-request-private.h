/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-outgoing-request.h"

G_BEGIN_DECLS

/* Takes the payload. */
TrueconfOutgoingRequest *trueconf_outgoing_request_new (TrueconfBot *bot,
                                                        TrueconfEvent *event,
                                                        const TrueconfMethodRow *row,
                                                        const char *method,
                                                        char *payload,
                                                        GCancellable *cancellable);
/* Returns the payload as it is sent. It cannot be changed from then on. */
char *trueconf_outgoing_request_send (TrueconfOutgoingRequest *self);
/* Nobody waits for it any more. */
void trueconf_outgoing_request_end (TrueconfOutgoingRequest *self);

G_END_DECLS
