/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-draft.h"
#include "routing/trueconf-context.h"
#include "routing/trueconf-filter.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

TRUECONF_AVAILABLE_IN_ALL
void trueconf_context_ask_async (TrueconfContext *self,
                                 TrueconfDraft *question,
                                 TrueconfFilter *filter,
                                 TrueconfDraft *retry,
                                 double timeout,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
TrueconfEvent *trueconf_context_ask_finish (TrueconfContext *self,
                                            GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_context_cancel_questions (TrueconfContext *self);

G_END_DECLS
