/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CONTEXT_WATCH (trueconf_context_watch_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfContextWatch, trueconf_context_watch, TRUECONF, CONTEXT_WATCH, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfContextWatch *trueconf_context_watch_new (GMainContext *context,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
GMainContext *trueconf_context_watch_get_context (TrueconfContextWatch *self);
TRUECONF_AVAILABLE_IN_ALL
int trueconf_context_watch_get_fd (TrueconfContextWatch *self);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_watch_prepare (TrueconfContextWatch *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_watch_dispatch (TrueconfContextWatch *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_watch_close (TrueconfContextWatch *self);

G_END_DECLS
