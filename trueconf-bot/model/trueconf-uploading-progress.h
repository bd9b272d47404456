/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_UPLOADING_PROGRESS (trueconf_uploading_progress_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfUploadingProgress,
                      trueconf_uploading_progress,
                      TRUECONF,
                      UPLOADING_PROGRESS,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_uploading_progress_get_file_id (TrueconfUploadingProgress *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_uploading_progress_get_progress (TrueconfUploadingProgress *self);

G_END_DECLS
