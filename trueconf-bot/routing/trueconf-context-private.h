/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-context.h"

G_BEGIN_DECLS

/* Called once, when the event is done. */
typedef void (*TrueconfContextDone) (TrueconfContext *context, gpointer data);

/* The dispatcher's, to whom the context reports. */
typedef struct
{
  void (*begin) (TrueconfContext *context, gpointer data);
  void (*end) (TrueconfContext *context, gpointer data);
  void (*failed) (TrueconfContext *context, const GError *error, gpointer data);
  TrueconfContextDone done;
} TrueconfContextReports;

TrueconfContext *
trueconf_context_new (TrueconfEvent *event, const TrueconfContextReports *reports, gpointer data);
void trueconf_context_finish_routing (TrueconfContext *self);
void trueconf_context_begin_handler (TrueconfContext *self,
                                     const char *router,
                                     const char *handler,
                                     guint handler_id);
void trueconf_context_end_handler (TrueconfContext *self);
gboolean trueconf_context_has_failed (TrueconfContext *self);
char *trueconf_context_describe_handler (TrueconfContext *self);

G_END_DECLS
