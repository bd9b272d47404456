/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-event.h"
#include "model/trueconf-upload-limits.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CHANGED_FILE_UPLOAD_LIMITS (trueconf_changed_file_upload_limits_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfChangedFileUploadLimits,
                      trueconf_changed_file_upload_limits,
                      TRUECONF,
                      CHANGED_FILE_UPLOAD_LIMITS,
                      TrueconfEvent)

TRUECONF_AVAILABLE_IN_ALL
TrueconfUploadLimits *trueconf_changed_file_upload_limits_get_limits (TrueconfChangedFileUploadLimits *self);

G_END_DECLS
