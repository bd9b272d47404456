/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "routing/trueconf-context.h"

G_BEGIN_DECLS

/**
 * TrueconfHandlerFunc:
 * @event: the event
 * @context: the context of the event; call [method@Context.hold] to go on asynchronously
 * @user_data: the data that was passed to [method@Router.add_handler], or the object of
 *   `trueconf_router_add_handler_object()`
 *
 * Handles an event, in the main context of the bot.
 *
 * Since: 0.1
 */
typedef void (*TrueconfHandlerFunc) (TrueconfEvent *event, TrueconfContext *context, gpointer user_data);

/**
 * TrueconfErrorHandlerFunc:
 * @error: what went wrong
 * @event: the event whose handler, filter or middleware has failed
 * @context: the context of the event; [property@Context:handler-name] and [property@Context:router-name] tell where it
 *   has failed
 * @user_data: the data that was passed to [method@Router.add_error_handler]
 *
 * Deals with an error of a handler. It may call [method@Context.hold] to go on asynchronously, for example to answer the
 * user.
 *
 * Returns: `TRUE` if it has dealt with the error; `FALSE` if others are to be asked
 *
 * Since: 0.1
 */
typedef gboolean (*TrueconfErrorHandlerFunc) (const GError *error,
                                              TrueconfEvent *event,
                                              TrueconfContext *context,
                                              gpointer user_data);

G_END_DECLS
