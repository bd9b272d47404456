/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-context.h"

G_BEGIN_DECLS

/* Called once, when the event is done. */
typedef void (*TrueconfContextDone) (TrueconfContext *context, gpointer data);

TrueconfContext *trueconf_context_new (TrueconfEvent *event, TrueconfContextDone done, gpointer data);
void trueconf_context_finish_routing (TrueconfContext *self);
void trueconf_context_set_handler (TrueconfContext *self, const char *router, guint handler_id);
char *trueconf_context_describe_handler (TrueconfContext *self);

G_END_DECLS
