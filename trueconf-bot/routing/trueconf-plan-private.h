/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-handler-private.h"

G_BEGIN_DECLS

/* The handlers of a router for one class of events, found by what their filters ask for. It never changes. */
typedef struct _TrueconfPlan TrueconfPlan;

/* `handlers`: of TrueconfHandler, in order of their ids */
TrueconfPlan *trueconf_plan_new (GPtrArray *handlers, GType event_type);
TrueconfPlan *trueconf_plan_ref (TrueconfPlan *self);
void trueconf_plan_unref (TrueconfPlan *self);
gboolean trueconf_plan_is_empty (TrueconfPlan *self);

#define TRUECONF_CURSOR_LANES 8

/* Goes through the handlers that may match an event, in order of their ids. */
typedef struct
{
  TrueconfPlan *plan;
  guint last_id;
  guint n_lanes;
  struct
  {
    GPtrArray *handlers;
    guint position;
  } lanes[TRUECONF_CURSOR_LANES];
  GArray *more; /* of lanes, if those are too few */
} TrueconfCursor;

void trueconf_cursor_init (TrueconfCursor *self, TrueconfPlan *plan, TrueconfEvent *event);
TrueconfHandler *trueconf_cursor_next (TrueconfCursor *self);
void trueconf_cursor_clear (TrueconfCursor *self);

G_END_DECLS
