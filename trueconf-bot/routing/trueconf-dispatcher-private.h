/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-dispatcher.h"

G_BEGIN_DECLS

/* Callbacks for an event that was dispatched. `done` is called once; `overdue` and `asks` may be called before. */
typedef struct
{
  /* A handler is called, and returns. It may block for `threshold` microseconds; 0: for as long as it likes. */
  void (*begin) (TrueconfContext *context, gint64 threshold, gpointer data);
  void (*end) (TrueconfContext *context, gpointer data);
  void (*done) (TrueconfEvent *event, gboolean failed, gpointer data);
  void (*overdue) (TrueconfEvent *event, gpointer data);
  /* The handler wants to wait for another event, the answer to a question. FALSE: none will come. */
  gboolean (*asks) (TrueconfEvent *event, gpointer data);
} TrueconfDispatchReports;

void trueconf_dispatcher_dispatch (TrueconfDispatcher *self,
                                   TrueconfEvent *event,
                                   const TrueconfDispatchReports *reports,
                                   gpointer data);
void trueconf_dispatcher_end_questions (TrueconfDispatcher *self, TrueconfBot *bot);
void trueconf_dispatcher_report_error (TrueconfDispatcher *self, const GError *error, TrueconfEvent *event);

G_END_DECLS
