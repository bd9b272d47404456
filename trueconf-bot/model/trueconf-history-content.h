/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_HISTORY_CONTENT (trueconf_history_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfHistoryContent,
                      trueconf_history_content,
                      TRUECONF,
                      HISTORY_CONTENT,
                      TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_history_content_get_for_all (TrueconfHistoryContent *self);

G_END_DECLS
