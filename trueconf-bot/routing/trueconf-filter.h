/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-event.h"
#include "routing/trueconf-context.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FILTER (trueconf_filter_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfFilter, trueconf_filter, TRUECONF, FILTER, GObject)

/**
 * TrueconfFilterClass:
 * @match: decides whether a handler gets an event; the default is that it does
 * @match_async: decides it asynchronously. A class that has this is asynchronous, and its @match is not called
 * @match_finish: finishes @match_async; the default takes the boolean of a [class@Gio.Task]
 *
 * The class of filters.
 *
 * Since: 0.1
 */
struct _TrueconfFilterClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/
  gboolean (*match) (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context);
  void (*match_async) (TrueconfFilter *self,
                       TrueconfEvent *event,
                       TrueconfContext *context,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*match_finish) (TrueconfFilter *self, GAsyncResult *result, GError **error);

  /*< private >*/
  gpointer collect_keys;
  gpointer padding[8];
};

/**
 * TrueconfFilterFunc:
 * @event: an event
 * @context: the context of the event
 * @user_data: the data that was passed to [ctor@Filter.new_func]
 *
 * Decides whether a handler gets an event.
 *
 * Returns: `TRUE` if it does
 *
 * Since: 0.1
 */
typedef gboolean (*TrueconfFilterFunc) (TrueconfEvent *event, TrueconfContext *context, gpointer user_data);

/**
 * TrueconfAsyncFilterFunc:
 * @event: an event
 * @context: the context of the event
 * @task: where the answer goes: call [method@Gio.Task.return_boolean] or one of its other functions once, now or later
 * @user_data: the data that was passed to [ctor@Filter.new_async_func]
 *
 * Begins to decide whether a handler gets an event.
 *
 * The function has to take a reference on @task to use it after it has returned. It is a programming error to drop the last
 * reference without an answer; the handler does not get the event then.
 *
 * Since: 0.1
 */
typedef void (*TrueconfAsyncFilterFunc) (TrueconfEvent *event,
                                         TrueconfContext *context,
                                         GTask *task,
                                         gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_func (TrueconfFilterFunc func,
                                          gpointer user_data,
                                          GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_async_func (TrueconfAsyncFilterFunc func,
                                                gpointer user_data,
                                                GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_filter_is_asynchronous (TrueconfFilter *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_filter_match (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_filter_match_async (TrueconfFilter *self,
                                  TrueconfEvent *event,
                                  TrueconfContext *context,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_filter_match_finish (TrueconfFilter *self, GAsyncResult *result, GError **error);

G_END_DECLS
