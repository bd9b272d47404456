/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-request-next.h"

G_BEGIN_DECLS

/* What one middleware has to do with one request. Only the last reference may go in another thread than the bot's. */

typedef struct _TrueconfStep TrueconfStep;

/* What the passage does when the middleware has decided. */
typedef struct
{
  void (*run) (TrueconfStep *step);
  /* Takes the task. */
  void (*run_and_look) (TrueconfStep *step, GTask *task);
  /* Takes the node or the error. */
  void (*decide) (TrueconfStep *step, JsonNode *answer, GError *error);
  /* The middleware has let go of it without a decision. */
  void (*dropped) (TrueconfStep *step);
} TrueconfStepTable;

struct _TrueconfStep
{
  const TrueconfStepTable *table;
  gpointer passage; /* NULL once this is over */
  guint level;
  gboolean has_run;
  gboolean looks;     /* at the outcome of what comes next */
  gboolean decided;   /* by the middleware itself */
  GTask *waiting;     /* for that outcome */
  gboolean cancelled; /* by others */
  GCancellable *cancellable;
};

TrueconfStep *trueconf_step_new (const TrueconfStepTable *table, gpointer passage, guint level);
TrueconfStep *trueconf_step_ref (TrueconfStep *self);
void trueconf_step_unref (TrueconfStep *self);
void trueconf_step_cancel (TrueconfStep *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfStep, trueconf_step_unref)

TrueconfRequestNext *trueconf_request_next_new (TrueconfStep *step, GMainContext *context);

G_END_DECLS
