/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "routing/trueconf-context.h"
#include "routing/trueconf-filter.h"
#include "routing/trueconf-router.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
guint trueconf_router_add_help (TrueconfRouter *self, TrueconfFilter *filter);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_router_list_commands_async (TrueconfRouter *self,
                                          TrueconfContext *context,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_router_list_commands_finish (TrueconfRouter *self,
                                                  GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
