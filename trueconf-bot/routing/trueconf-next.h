/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_NEXT (trueconf_next_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfNext, trueconf_next, TRUECONF, NEXT, GObject)

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_next_get_has_run (TrueconfNext *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_next_get_handled (TrueconfNext *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_next_get_returned (TrueconfNext *self);
TRUECONF_AVAILABLE_IN_ALL
const GError *trueconf_next_get_error (TrueconfNext *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_next_run (TrueconfNext *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_next_run_async (TrueconfNext *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_next_run_finish (TrueconfNext *self, GAsyncResult *result, GError **error);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_next_end (TrueconfNext *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_next_fail (TrueconfNext *self, const GError *error);

G_END_DECLS
