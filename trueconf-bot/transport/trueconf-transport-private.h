/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"
#include "transport/trueconf-ack-table-private.h"
#include "transport/trueconf-call-queue-private.h"
#include "transport/trueconf-request-private.h"
#include "transport/trueconf-settings-private.h"

G_BEGIN_DECLS

/* A bot's connection: it lives on the I/O thread, is told what to do from any thread, and reports to the bot's main
 * context through its call queue. */

typedef struct _TrueconfTransport TrueconfTransport;

typedef struct
{
  TrueconfStatus status;
  char *user_id;
  GError *error;   /* why it is disconnected */
  GDateTime *time; /* when it became so */
} TrueconfTransportState;

/* What the server says about itself; what it does not say is NULL. */
typedef struct
{
  char *name;
  char *version;
} TrueconfServerInfo;

/* All are called in the main context of the call queue. `owner` is the object that is told. */
typedef struct
{
  void (*state_changed) (gpointer owner, const TrueconfTransportState *state);
  void (*attempt_failed) (gpointer owner, const GError *error);
  void (*received) (gpointer owner, TrueconfEvent *event, TrueconfReceipt receipt);
  void (*answered) (gpointer owner, TrueconfRequest *request);
  void (*gave_up) (gpointer owner, const GError *error);
  void (*stopped) (gpointer owner);
  void (*described) (gpointer owner, const TrueconfServerInfo *info, const GError *error);
} TrueconfTransportReports;

TrueconfTransport *
trueconf_transport_new (GObject *owner, TrueconfCallQueue *calls, const TrueconfTransportReports *reports);
TrueconfTransport *trueconf_transport_ref (TrueconfTransport *self);
void trueconf_transport_unref (TrueconfTransport *self);
void trueconf_transport_dispose (TrueconfTransport *self);

/* Fails in a child of the process that has the I/O thread: nothing that is asked for there would ever end. */
gboolean trueconf_transport_check_process (const char *what, GError **error);

void trueconf_transport_set_settings (TrueconfTransport *self, TrueconfSettings *settings);
void trueconf_transport_start (TrueconfTransport *self);
void trueconf_transport_stop (TrueconfTransport *self);
void trueconf_transport_submit (TrueconfTransport *self, TrueconfRequest *request);
void trueconf_transport_cancel (TrueconfTransport *self, TrueconfRequest *request);
void trueconf_transport_describe_server (TrueconfTransport *self);
void trueconf_transport_acknowledge (TrueconfTransport *self, TrueconfReceipt receipt);

G_END_DECLS
