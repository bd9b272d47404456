/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-filter.h"
#include "routing/trueconf-handler.h"

G_BEGIN_DECLS

typedef struct _TrueconfRouter TrueconfRouter;

typedef struct
{
  guint id;
  GRefString *name; /* for logs; NULL: it has only its id */
  GType event_type;
  TrueconfFilter *filter;
  gboolean asynchronous;    /* the filter is */
  TrueconfHandlerFunc func; /* or a closure */
  gpointer user_data;
  GDestroyNotify destroy;
  GClosure *closure;
  GClosureNotify invalidated; /* of the closure */
  TrueconfRouter *router;     /* not owned; NULL once the handler is removed */
} TrueconfHandler;

TrueconfHandler *
trueconf_handler_new (TrueconfRouter *router, guint id, GType event_type, TrueconfFilter *filter);
void trueconf_handler_set_closure (TrueconfHandler *self, GClosure *closure, GClosureNotify invalidated);
TrueconfHandler *trueconf_handler_ref (TrueconfHandler *self);
TrueconfHandler *trueconf_handler_copy (const TrueconfHandler *self, gpointer unused);
void trueconf_handler_unref (TrueconfHandler *self);
void trueconf_handler_mark_removed (TrueconfHandler *self);
gboolean trueconf_handler_takes (TrueconfHandler *self, GType event_type);
void trueconf_handler_call (TrueconfHandler *self, TrueconfEvent *event, TrueconfContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfHandler, trueconf_handler_unref)

/* A function that gets the errors of handlers. */
typedef struct
{
  guint id;
  TrueconfErrorHandlerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} TrueconfErrorHandler;

TrueconfErrorHandler *trueconf_error_handler_new (guint id,
                                                  TrueconfErrorHandlerFunc func,
                                                  gpointer user_data,
                                                  GDestroyNotify destroy);
TrueconfErrorHandler *trueconf_error_handler_copy (const TrueconfErrorHandler *self, gpointer unused);
void trueconf_error_handler_unref (TrueconfErrorHandler *self);

G_END_DECLS
