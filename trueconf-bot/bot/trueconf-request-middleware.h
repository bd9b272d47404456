/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>

#include "bot/trueconf-outgoing-request.h"
#include "bot/trueconf-request-next.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_REQUEST_MIDDLEWARE (trueconf_request_middleware_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfRequestMiddleware,
                          trueconf_request_middleware,
                          TRUECONF,
                          REQUEST_MIDDLEWARE,
                          GObject)

/**
 * TrueconfRequestMiddlewareClass:
 * @process: processes a request; the default calls [method@RequestNext.run]
 *
 * The class of middlewares for requests.
 *
 * Since: 0.1
 */
struct _TrueconfRequestMiddlewareClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/
  void (*process) (TrueconfRequestMiddleware *self,
                   TrueconfOutgoingRequest *request,
                   TrueconfRequestNext *next);

  /*< private >*/
  gpointer padding[8];
};

/**
 * TrueconfRequestMiddlewareFunc:
 * @request: a request
 * @next: the way on
 * @user_data: the data that was passed to [ctor@RequestMiddleware.new_func]
 *
 * Processes a request; see [class@RequestMiddleware].
 *
 * Since: 0.1
 */
typedef void (*TrueconfRequestMiddlewareFunc) (TrueconfOutgoingRequest *request,
                                               TrueconfRequestNext *next,
                                               gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfRequestMiddleware *
trueconf_request_middleware_new_func (TrueconfRequestMiddlewareFunc func,
                                      gpointer user_data,
                                      GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
void trueconf_request_middleware_process (TrueconfRequestMiddleware *self,
                                          TrueconfOutgoingRequest *request,
                                          TrueconfRequestNext *next);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_request_middleware_get_timeout (TrueconfRequestMiddleware *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_request_middleware_set_timeout (TrueconfRequestMiddleware *self, double timeout);

G_END_DECLS
