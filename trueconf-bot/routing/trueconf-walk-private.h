/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "dialogs/trueconf-fsm-storage.h"
#include "routing/trueconf-router-private.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

/* The way of one event through the routers. */
typedef struct _TrueconfWalk TrueconfWalk;

typedef struct
{
  TrueconfFsmStorage *(*get_storage) (TrueconfFsmStrategy *strategy, gpointer data);
  /* A handler is called, and returns. */
  void (*begin) (TrueconfContext *context, gpointer data);
  void (*end) (TrueconfContext *context, gpointer data);
  /* The handlers that get the event before the others do; NULL: none */
  GPtrArray *(*find_first) (TrueconfEvent *event, gpointer data);
  /* see TrueconfContextReports */
  void (*ask) (TrueconfContext *context,
               TrueconfDraft *question,
               TrueconfFilter *filter,
               TrueconfDraft *retry,
               double timeout,
               GTask *task,
               gpointer data);
  gboolean (*cancel_questions) (TrueconfEvent *event, gpointer data);
  /* No error handler has dealt with it. */
  void (*failed) (TrueconfContext *context, const GError *error, gpointer data);
  /* The event is done. This is called once, and may be called before trueconf_walk_start () returns. */
  void (*done) (TrueconfContext *context, gpointer data);
} TrueconfWalkReports;

/* Returns the context, which may be done. `every_router`: each router that `root` includes is tried, also after one that has handled the event. */
TrueconfContext *trueconf_walk_start (TrueconfRouter *root,
                                      TrueconfEvent *event,
                                      gboolean every_router,
                                      const TrueconfWalkReports *reports,
                                      gpointer data);

G_END_DECLS
