/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ATTACHMENT (trueconf_attachment_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfAttachment, trueconf_attachment, TRUECONF, ATTACHMENT, GObject)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_attachment_get_file_id (TrueconfAttachment *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_attachment_get_name (TrueconfAttachment *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_attachment_get_size (TrueconfAttachment *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_attachment_get_mime_type (TrueconfAttachment *self);
TRUECONF_AVAILABLE_IN_ALL
TrueconfFileReadyState trueconf_attachment_get_ready_state (TrueconfAttachment *self);
TRUECONF_AVAILABLE_IN_ALL
double trueconf_attachment_get_duration (TrueconfAttachment *self);

G_END_DECLS
