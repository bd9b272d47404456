/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FILE_INFO (trueconf_file_info_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfFileInfo, trueconf_file_info, TRUECONF, FILE_INFO, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_file_info_get_file_id (TrueconfFileInfo *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_file_info_get_name (TrueconfFileInfo *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_file_info_get_size (TrueconfFileInfo *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_file_info_get_mime_type (TrueconfFileInfo *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFileReadyState trueconf_file_info_get_ready_state (TrueconfFileInfo *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_file_info_get_download_url (TrueconfFileInfo *self);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_file_info_get_previews (TrueconfFileInfo *self);

G_END_DECLS
