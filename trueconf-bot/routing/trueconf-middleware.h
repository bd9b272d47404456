/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "routing/trueconf-context.h"
#include "routing/trueconf-next.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_MIDDLEWARE (trueconf_middleware_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfMiddleware, trueconf_middleware, TRUECONF, MIDDLEWARE, GObject)

/**
 * TrueconfMiddlewareClass:
 * @process: processes an event; the default calls [method@Next.run]
 *
 * The class of middlewares.
 *
 * Since: 0.1
 */
struct _TrueconfMiddlewareClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/
  void (*process) (TrueconfMiddleware *self,
                   TrueconfEvent *event,
                   TrueconfContext *context,
                   TrueconfNext *next);

  /*< private >*/
  gpointer padding[8];
};

/**
 * TrueconfMiddlewareFunc:
 * @event: an event
 * @context: the context of the event
 * @next: the way on
 * @user_data: the data that was passed to [ctor@Middleware.new_func]
 *
 * Processes an event; see [class@Middleware].
 *
 * Since: 0.1
 */
typedef void (*TrueconfMiddlewareFunc) (TrueconfEvent *event,
                                        TrueconfContext *context,
                                        TrueconfNext *next,
                                        gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfMiddleware *trueconf_middleware_new_func (TrueconfMiddlewareFunc func,
                                                  gpointer user_data,
                                                  GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_middleware_process (TrueconfMiddleware *self,
                                  TrueconfEvent *event,
                                  TrueconfContext *context,
                                  TrueconfNext *next);

G_END_DECLS
