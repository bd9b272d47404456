/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_UPLOAD_LIMITS (trueconf_upload_limits_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfUploadLimits, trueconf_upload_limits, TRUECONF, UPLOAD_LIMITS, GObject)

TRUECONF_AVAILABLE_IN_ALL
guint64 trueconf_upload_limits_get_max_size (TrueconfUploadLimits *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfExtensionMode trueconf_upload_limits_get_mode (TrueconfUploadLimits *self);
TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_upload_limits_get_extensions (TrueconfUploadLimits *self);

G_END_DECLS
