/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-filter.h"
#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_DIALOG_CANCEL (trueconf_dialog_cancel_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfDialogCancel,
                      trueconf_dialog_cancel,
                      TRUECONF,
                      DIALOG_CANCEL,
                      TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfDialogCancel *trueconf_dialog_cancel_new (TrueconfFilter *filter,
                                                  const char *text) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_dialog_cancel_get_filter (TrueconfDialogCancel *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_dialog_cancel_get_text (TrueconfDialogCancel *self);

G_END_DECLS
