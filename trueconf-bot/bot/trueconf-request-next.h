/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_REQUEST_NEXT (trueconf_request_next_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfRequestNext, trueconf_request_next, TRUECONF, REQUEST_NEXT, GObject)

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_request_next_get_has_run (TrueconfRequestNext *self);
TRUECONF_AVAILABLE_IN_ALL
GCancellable *trueconf_request_next_get_cancellable (TrueconfRequestNext *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_request_next_run (TrueconfRequestNext *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_request_next_run_async (TrueconfRequestNext *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
JsonNode *trueconf_request_next_run_finish (TrueconfRequestNext *self,
                                            GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
void trueconf_request_next_answer (TrueconfRequestNext *self, JsonNode *payload);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_request_next_fail (TrueconfRequestNext *self, const GError *error);

G_END_DECLS
