/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"
#include "transport/trueconf-transport-private.h"

G_BEGIN_DECLS

/* Calls the handlers of events that have arrived: once for each message, in the order of their chat. Acknowledges the
 * event after its handler. */

typedef struct _TrueconfDelivery TrueconfDelivery;

TrueconfDelivery *trueconf_delivery_new (TrueconfBot *bot);
void trueconf_delivery_free (TrueconfDelivery *self);
/* Takes the ticket, and gives it back when the event is done. */
void trueconf_delivery_receive (TrueconfDelivery *self,
                                TrueconfEvent *event,
                                TrueconfReceipt receipt,
                                TrueconfLoadTicket *ticket);
/* For an event that no server has sent. */
void trueconf_delivery_deliver (TrueconfDelivery *self, TrueconfEvent *event);
void trueconf_delivery_drop_waiting (TrueconfDelivery *self);
gboolean trueconf_delivery_is_busy (TrueconfDelivery *self);

G_END_DECLS
