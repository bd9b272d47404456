/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FILE_PREVIEW (trueconf_file_preview_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfFilePreview, trueconf_file_preview, TRUECONF, FILE_PREVIEW, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_file_preview_get_name (TrueconfFilePreview *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_file_preview_get_size (TrueconfFilePreview *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_file_preview_get_mime_type (TrueconfFilePreview *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_file_preview_get_download_url (TrueconfFilePreview *self);

G_END_DECLS
