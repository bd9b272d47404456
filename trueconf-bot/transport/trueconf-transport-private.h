/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-counters-private.h"
#include "transport/trueconf-notifier-private.h"
#include "transport/trueconf-settings-private.h"

G_BEGIN_DECLS

/* A bot's connection: it lives on the I/O thread, is told what to do from any thread, and tells the bot's main
 * context what has happened through its call queue. */

typedef struct _TrueconfTransport TrueconfTransport;

TrueconfTransport *trueconf_transport_new (GObject *owner,
                                           TrueconfCallQueue *calls,
                                           const TrueconfTransportCallbacks *callbacks);
TrueconfTransport *trueconf_transport_ref (TrueconfTransport *self);
void trueconf_transport_unref (TrueconfTransport *self);
void trueconf_transport_dispose (TrueconfTransport *self);

/* They never change, and belong to the transport. */
TrueconfCounters *trueconf_transport_get_counters (TrueconfTransport *self);

/* Fails in a child of the process that has the I/O thread: nothing that is asked for there would ever end. */
gboolean trueconf_transport_check_process (const char *what, GError **error);

void trueconf_transport_set_settings (TrueconfTransport *self, TrueconfSettings *settings);
void trueconf_transport_start (TrueconfTransport *self);
void trueconf_transport_stop (TrueconfTransport *self, gint64 deadline);
void trueconf_transport_submit (TrueconfTransport *self, TrueconfRequest *request);
/* Ends the requests that wait for a start that has not come. */
void trueconf_transport_fail_unstarted (TrueconfTransport *self);
/* The start that they wait for has failed before anything was sent. */
void trueconf_transport_fail_start (TrueconfTransport *self, const GError *error);
void trueconf_transport_cancel (TrueconfTransport *self, TrueconfRequest *request);
void trueconf_transport_describe_server (TrueconfTransport *self);
void trueconf_transport_acknowledge (TrueconfTransport *self, TrueconfReceipt receipt);
void trueconf_transport_decline (TrueconfTransport *self, TrueconfReceipt receipt);

G_END_DECLS
