/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "transport/trueconf-transport-private.h"

G_BEGIN_DECLS

/* The way from the I/O thread to the bot. The owner is held weakly: reports to one that is gone are dropped. */

typedef struct
{
  GWeakRef owner;
  TrueconfCallQueue *calls;
  const TrueconfTransportReports *reports;
} TrueconfReporter;

TrueconfReporter *
trueconf_reporter_new (GObject *owner, TrueconfCallQueue *calls, const TrueconfTransportReports *reports);
TrueconfReporter *trueconf_reporter_ref (TrueconfReporter *self);
void trueconf_reporter_unref (TrueconfReporter *self);

void trueconf_reporter_state (TrueconfReporter *self,
                              TrueconfStatus status,
                              const char *user_id,
                              const GError *error);
void trueconf_reporter_attempt_failed (TrueconfReporter *self, const GError *error);
void trueconf_reporter_received (TrueconfReporter *self, TrueconfEvent *event, TrueconfReceipt receipt);
void trueconf_reporter_answered (TrueconfReporter *self, TrueconfRequest *request);
void trueconf_reporter_gave_up (TrueconfReporter *self, const GError *error);
void trueconf_reporter_stopped (TrueconfReporter *self);
void trueconf_reporter_described (TrueconfReporter *self, TrueconfServerInfo *info, const GError *error);

G_END_DECLS
