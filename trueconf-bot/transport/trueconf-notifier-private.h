/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"
#include "transport/trueconf-ack-table-private.h"
#include "transport/trueconf-call-queue-private.h"
#include "transport/trueconf-load-private.h"
#include "transport/trueconf-request-private.h"

G_BEGIN_DECLS

/* Calls the bot from the I/O thread, in the bot's main context. The bot is held weakly: once it is gone, nothing is called. */

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

/* All are called in the main context of the call queue. */
typedef struct
{
  void (*state_changed) (gpointer owner, const TrueconfTransportState *state);
  void (*attempt_failed) (gpointer owner, const GError *error);
  /* takes the ticket */
  void (*received) (gpointer owner,
                    TrueconfEvent *event,
                    TrueconfReceipt receipt,
                    TrueconfLoadTicket *ticket);
  void (*skipped) (gpointer owner, const char *method, guint64 size, const GError *error);
  void (*answered) (gpointer owner, TrueconfRequest *request);
  void (*gave_up) (gpointer owner, const GError *error);
  void (*stopped) (gpointer owner);
  void (*described) (gpointer owner, const TrueconfServerInfo *info, const GError *error);
} TrueconfTransportCallbacks;

typedef struct
{
  GWeakRef owner;
  TrueconfCallQueue *calls;
  const TrueconfTransportCallbacks *callbacks;
} TrueconfNotifier;

TrueconfNotifier *
trueconf_notifier_new (GObject *owner, TrueconfCallQueue *calls, const TrueconfTransportCallbacks *callbacks);
TrueconfNotifier *trueconf_notifier_ref (TrueconfNotifier *self);
void trueconf_notifier_unref (TrueconfNotifier *self);

void trueconf_notifier_state (TrueconfNotifier *self,
                              TrueconfStatus status,
                              const char *user_id,
                              const GError *error);
void trueconf_notifier_attempt_failed (TrueconfNotifier *self, const GError *error);
void trueconf_notifier_received (TrueconfNotifier *self,
                                 TrueconfEvent *event,
                                 TrueconfReceipt receipt,
                                 TrueconfLoadTicket *ticket);
void
trueconf_notifier_skipped (TrueconfNotifier *self, const char *method, guint64 size, const GError *error);
void trueconf_notifier_answered (TrueconfNotifier *self, TrueconfRequest *request);
void trueconf_notifier_gave_up (TrueconfNotifier *self, const GError *error);
void trueconf_notifier_stopped (TrueconfNotifier *self);
void trueconf_notifier_described (TrueconfNotifier *self, TrueconfServerInfo *info, const GError *error);

G_END_DECLS
